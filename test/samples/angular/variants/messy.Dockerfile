FROM node:22-alpine
RUN npm install -g @angular/cli http-server
WORKDIR /usr/src/app
COPY . .
RUN npm ci --no-audit || npm install; \
    ng build --output-path=/usr/src/app/www
USER node
EXPOSE 8080
CMD http-server www/browser -p 8080

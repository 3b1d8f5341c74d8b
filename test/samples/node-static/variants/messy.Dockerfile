FROM node:18
ENV API=https://api.example.com NODE_ENV=development
WORKDIR /home/node/site
ADD . .
RUN npm ci && API="$API/v1" npm run build \
 && npm cache clean --force

# a small server for the result
RUN npm install -g --offline ./tools/serve
EXPOSE 8080
ENTRYPOINT ["serve"]
CMD ["-l", "tcp://0.0.0.0:8080", "dist"]

FROM nginx:1.27-alpine
# Node.js for the build
RUN apk add --no-cache nodejs npm
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY . .
RUN npm run build && cp -r dist/shop/browser/. /usr/share/nginx/html/
EXPOSE 80

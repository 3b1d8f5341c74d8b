# The web site
FROM node:18

WORKDIR /app
COPY package*.json .npmrc ./
COPY tools tools
RUN npm ci

# where the site finds its data
ARG API=/api
ENV API=${API}
COPY . .
RUN npm run build

LABEL maintainer="web@example.com"
EXPOSE 3000
CMD ["npm", "start"]

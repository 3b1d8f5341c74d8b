FROM node:18-bookworm
ARG PORT=8080
ENV PORT=$PORT

WORKDIR /usr/src/app

# manifests and what they name
COPY package.json package-lock.json .npmrc ./
COPY packages packages
COPY tools tools
RUN npm ci

COPY tsconfig*.json ./
COPY src src
COPY views views
# compile
RUN npm run build

USER node
EXPOSE 8080
HEALTHCHECK CMD node -e "fetch('http://localhost:8080/')"
CMD ["node", "dist/server.js"]

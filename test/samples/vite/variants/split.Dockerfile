FROM node:22-alpine

WORKDIR /app
RUN corepack enable
COPY package.json pnpm-lock.yaml* ./
RUN pnpm install --frozen-lockfile
COPY . .
ARG VITE_API_URL
ENV VITE_API_URL=$VITE_API_URL
RUN pnpm run build

# a server for the result
RUN npm install -g serve
USER node
EXPOSE 8080
CMD ["serve", "--single", "build", "--listen", "8080"]

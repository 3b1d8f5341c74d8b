FROM node:22-alpine
# for the compiler of Next.js
RUN apk add --no-cache libc6-compat
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json yarn.lock* ./
RUN yarn install --frozen-lockfile
COPY . .
RUN yarn build
USER node
EXPOSE 8080
CMD ["yarn", "start"]

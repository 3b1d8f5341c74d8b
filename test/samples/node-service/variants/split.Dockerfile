# The service of the shop
FROM node:18

ENV NODE_ENV=development PORT=8080
WORKDIR /usr/src/app

# Dependencies first, they change seldom
COPY package*.json .npmrc ./
COPY packages ./packages
COPY tools ./tools
RUN npm ci

# the program
COPY . .

USER node
EXPOSE 8080
HEALTHCHECK --interval=5s CMD ["node", "-e", "fetch('http://localhost:8080/').then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["npm", "start"]

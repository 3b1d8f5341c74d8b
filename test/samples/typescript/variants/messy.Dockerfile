FROM node:18
MAINTAINER somebody@example.com
ENV NODE_ENV=development
ADD . /opt/service
WORKDIR /opt/service
RUN set -ex; \
    npm ci --no-audit; \
    npm run build; \
    node -e "require('./dist/greeting').greet('a')"; \
    npm cache clean --force; \
    rm -rf /tmp/*
ENV NODE_ENV=production \
    PORT=3000
EXPOSE 3000/tcp
VOLUME /data
# what happens on docker stop
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/env", "node", "--enable-source-maps", "dist/server.js"]

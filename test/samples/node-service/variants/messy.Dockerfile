FROM node:18
LABEL org.opencontainers.image.title="words"
RUN mkdir -p /srv/app && chown -R node:node /srv/app
USER node
WORKDIR /srv/app
COPY --chown=node:node . /srv/app/
RUN npm ci \
    # what is wrong should be known early
    && npm test \
    && npm cache clean --force && rm -rf test
ENV PORT 3000
EXPOSE 3000
STOPSIGNAL SIGTERM
ENTRYPOINT ["node"]
CMD ["server.js"]

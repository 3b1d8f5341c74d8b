FROM node:22
ENV NODE_OPTIONS=--max-old-space-size=4096
COPY . /opt/site
RUN cd /opt/site && yarn && yarn build \
    && yarn cache clean
WORKDIR /opt/site
EXPOSE 8080
ENTRYPOINT npx http-server build -p 8080

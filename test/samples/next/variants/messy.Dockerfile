FROM node:22-bookworm
ADD . /srv/site
WORKDIR /srv/site
RUN corepack enable \
 && pnpm install \
 && pnpm build && pnpm store prune
# everything is served from here
CMD pnpm start

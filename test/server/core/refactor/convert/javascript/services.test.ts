/** Programs that Node and Bun run, before and after the conversion. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkConversion, checkRefusal, conversionOf } from '../../../../../harness/checkConversion';
import { FRONT_END, SERVICE, project } from './projects';

describe('a compiled service', () => {
  it('leaves the compiler, the sources and the development dependencies behind', () => {
    const { explanation } = checkConversion(
      `FROM node:20
WORKDIR /app
# everything
COPY . .
RUN npm install
RUN npm run build
EXPOSE 3000
CMD ["npm", "start"]
`,
      `FROM node:20 AS build
WORKDIR /app
# everything
COPY . .
RUN npm install
RUN npm run build
RUN npm prune --omit=dev

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/views /app/views
COPY --from=build /app/dist /app/dist
EXPOSE 3000
CMD ["npm", "start"]
`,
      { files: SERVICE },
    );
    assert.ok(explanation.length > 0);
  });

  it('keeps its user, its environment and the programs it is started with', () => {
    checkConversion(
      `FROM node:20-alpine
RUN npm install -g pm2@5 typescript
WORKDIR /srv
COPY --chown=node:node . .
USER node
RUN npm ci && npm run build && npm cache clean --force
ENV NODE_ENV=production PORT=8080
HEALTHCHECK CMD wget -qO- http://localhost:8080/
CMD ["pm2-runtime", "dist/server.js"]
`,
      `FROM node:20-alpine AS build
RUN npm install -g pm2@5 typescript
WORKDIR /srv
COPY --chown=node:node . .
USER node
RUN npm ci && npm run build && npm cache clean --force
RUN npm prune --omit=dev

FROM node:20-alpine
RUN npm install -g pm2@5
WORKDIR /srv
USER node
COPY --from=build /srv/package.json /srv/package.json
COPY --from=build /srv/node_modules /srv/node_modules
COPY --from=build /srv/views /srv/views
COPY --from=build /srv/dist /srv/dist
ENV NODE_ENV=production PORT=8080
HEALTHCHECK CMD wget -qO- http://localhost:8080/
CMD ["pm2-runtime", "dist/server.js"]
`,
      { files: SERVICE },
    );
  });

  it('takes what copies name where the context is not known', () => {
    checkConversion(
      `FROM node:14-alpine
WORKDIR /app
COPY package.json yarn.lock tsconfig.json ./
RUN yarn install --frozen-lockfile
COPY src ./src
COPY public ./public
RUN yarn build
CMD ["node", "build/index.js"]
`,
      `FROM node:14-alpine AS build
WORKDIR /app
COPY package.json yarn.lock tsconfig.json ./
RUN yarn install --frozen-lockfile
COPY src ./src
COPY public ./public
RUN yarn build
RUN yarn install --production --ignore-scripts --prefer-offline --frozen-lockfile

FROM node:14-alpine
WORKDIR /app
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/public /app/public
COPY --from=build /app/build /app/build
CMD ["node", "build/index.js"]
`,
    );
  });

  it('installs without what only development needs as its package manager does', () => {
    const pruned = (manager: string, install: string, files: object): string =>
      checkConversionText(
        `FROM ${manager === 'bun' ? 'oven/bun:1' : 'node:20'}\nWORKDIR /app\nCOPY . .\nRUN ${install}\nRUN ${manager} run build\nCMD ["node", "dist/server.js"]\n`.replace(
          '"node", "dist',
          manager === 'bun' ? '"bun", "dist' : '"node", "dist',
        ),
        files,
      );
    assert.match(
      pruned('pnpm', 'corepack enable && pnpm i --frozen-lockfile', {}),
      /^RUN CI=true pnpm prune --prod$/m,
    );
    assert.match(
      pruned('bun', 'bun install --frozen-lockfile', {}),
      /^RUN rm -rf node_modules && bun install --production --frozen-lockfile$/m,
    );
    assert.match(
      pruned('yarn', 'yarn', { '.yarnrc.yml': { text: '' } }),
      /^RUN yarn workspaces focus --production$/m,
    );
    assert.doesNotMatch(pruned('npm', 'npm ci --omit=dev', {}), /prune/);
    assert.doesNotMatch(
      pruned('npm', 'npm ci && npm run build && npm prune --production', {}),
      /RUN npm prune/,
    );
  });

  it('keeps its development dependencies where the start needs one', () => {
    const files = project({
      scripts: { build: 'tsc --outDir dist', start: 'cross-env A=b node dist/server.js' },
      devDependencies: { 'cross-env': '7' },
    });
    const text = checkConversionText(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "start"]\n',
      files,
    );
    assert.doesNotMatch(text, /prune/);
  });

  it('takes the built part of a front end, and no front end', () => {
    const text = checkConversionText(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN cd client && npm ci && npm run build\nCMD ["npm", "start"]\n',
      {
        ...project({ scripts: { start: 'node server.js' }, dependencies: { express: '4' } }),
        'server.js': {},
        'client/package.json': FRONT_END['package.json'] ?? {},
        'client/src/main.ts': {},
        'client/vite.config.ts': { text: 'export default {}' },
      },
    );
    assert.match(text, /^COPY --from=build \/app\/client\/dist \/app\/client\/dist$/m);
    assert.doesNotMatch(text, /\/app\/client \/app\/client$/m);
  });

  it('carries a folder of sources that holds what a program may read', () => {
    const text = checkConversionText(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/server.js"]\n',
      { ...SERVICE, 'src/mail/welcome.hbs': {} },
    );
    assert.match(text, /^COPY --from=build \/app\/src \/app\/src$/m);
  });

  it('is looked for through an entry script', () => {
    const text = checkConversionText(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nENTRYPOINT ["./start.sh"]\nCMD ["node", "dist/server.js"]\n',
      { ...SERVICE, 'start.sh': { text: '#!/bin/sh\nset -e\necho starting\nexec "$@"\n' } },
    );
    assert.match(text, /prune/);
    assert.match(text, /^COPY --from=build \/app\/start\.sh \/app\/start\.sh$/m);
  });
});

describe('what a build does beside building', () => {
  const converted = (text: string, files = SERVICE): string => {
    const result = conversionOf(text, { files });
    if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
    return result.text;
  };

  it('is taken apart: packages, accounts and folders of the running program', () => {
    assert.equal(
      converted(`FROM node:20
RUN apt-get update && apt-get install -y ffmpeg python3 make && rm -rf /var/lib/apt/lists/*
RUN useradd app
RUN mkdir -p /app
WORKDIR /app
COPY . .
RUN npm ci && npm run build && mkdir -p uploads && chown app uploads
USER app
CMD ["node", "dist/server.js"]
`),
      `FROM node:20 AS build
RUN apt-get update && apt-get install -y ffmpeg python3 make && rm -rf /var/lib/apt/lists/*
RUN useradd app
RUN mkdir -p /app
WORKDIR /app
COPY . .
RUN npm ci && npm run build && mkdir -p uploads && chown app uploads
RUN npm prune --omit=dev

FROM node:20-slim
RUN apt-get update && apt-get install -y ffmpeg && rm -rf /var/lib/apt/lists/*
RUN useradd app
WORKDIR /app
RUN mkdir -p uploads && chown app uploads
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/views /app/views
COPY --from=build /app/dist /app/dist
USER app
CMD ["node", "dist/server.js"]
`,
    );
  });

  it('is part of the build where it cannot be told what it is', () => {
    const text = converted(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN env $(cat .env | xargs) npm run build\nCMD ["node", "dist/server.js"]\n',
    );
    assert.match(text, /xargs\) npm run build\n[^]*FROM node:20-slim/);
  });

  it('may install elsewhere, and then the whole project is copied', () => {
    const text = converted(
      'FROM node:20\nADD package.json /tmp/\nRUN cd /tmp && npm install && cp -a /tmp/node_modules /app/\nWORKDIR /app\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/server.js"]\n',
    );
    assert.match(text, /^COPY --from=build \/app \/app$/m);
    assert.doesNotMatch(text, /cp -a[^]*cp -a/);
  });

  it('may build beside the project', () => {
    const text = converted(
      'FROM node:20\nCOPY web /var/web\nWORKDIR /var/web\nRUN yarn && yarn build\nCOPY server /var/server\nWORKDIR /var/server\nRUN yarn\nCMD ["node", "index.js"]\n',
    );
    assert.match(
      text,
      /^COPY --from=build \/var\/web \/var\/web\nCOPY --from=build \/var\/server \/var\/server$/m,
    );
  });

  it('may install in a script', () => {
    const text = converted(
      'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm run build\nCMD ["npm", "start"]\n',
      {
        ...project({
          scripts: { build: 'cd client && npm ci && npm run build && cd .. && npm ci' },
          dependencies: { express: '4' },
        }),
        'server.js': {},
        'client/package.json': { text: '{ "scripts": { "build": "vite build" } }' },
      },
    );
    assert.match(text, /^COPY --from=build \/app\/node_modules \/app\/node_modules$/m);
    assert.match(text, /^COPY --from=build \/app\/client\/dist \/app\/client\/dist$/m);
  });

  it('is not understood where it moves the result away', () => {
    checkRefusal(
      'unclear-instruction',
      'FROM node:20\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci && «mv /app/node_modules /node_modules»\nCOPY . .\nCMD ["node", "server.js"]\n',
    );
  });
});

describe('a service that is not compiled', () => {
  it('is installed with all tools, and runs without them', () => {
    checkConversion(
      `FROM node:20-bookworm
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm ci
COPY . .
CMD ["node", "server.js"]
`,
      `FROM node:20-bookworm AS build
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm ci
RUN npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /usr/src/app
COPY --from=build /usr/src/app/node_modules /usr/src/app/node_modules
COPY . .
CMD ["node", "server.js"]
`,
      { files: project({ dependencies: { express: '4' } }, { 'server.js': {} }) },
    );
  });

  it('stays as it is where nothing would be gained', () => {
    checkRefusal(
      'nothing-compiled',
      '«FROM node:20-alpine»\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
    );
  });
});

describe('frameworks with a server of their own', () => {
  const next = (config: string): ReturnType<typeof project> =>
    project(
      { scripts: { build: 'next build', start: 'next start -p 8080' }, dependencies: { next: '15' } },
      { 'next.config.mjs': { text: config }, 'public/a.svg': {}, 'app/page.tsx': {}, 'app/page.css': {} },
    );
  const dockerfile =
    'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nEXPOSE 8080\nCMD ["npm", "start"]\n';

  it('that is standalone are started by themselves, on the same port', () => {
    checkConversion(
      dockerfile,
      `FROM node:20-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:20-alpine
WORKDIR /app
COPY --from=build /app/.next/standalone /app
COPY --from=build /app/.next/static /app/.next/static
COPY --from=build /app/public /app/public
EXPOSE 8080
ENV HOSTNAME=0.0.0.0 PORT=8080
CMD ["node", "server.js"]
`,
      { files: next("export default { output: 'standalone' }") },
    );
  });

  it('that is not keep their dependencies and lose their cache', () => {
    checkConversion(
      dockerfile,
      `FROM node:20-alpine AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
RUN npm prune --omit=dev
RUN rm -rf .next/cache

FROM node:20-alpine
WORKDIR /app
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/next.config.mjs /app/next.config.mjs
COPY --from=build /app/public /app/public
COPY --from=build /app/.next /app/.next
EXPOSE 8080
CMD ["npm", "start"]
`,
      { files: next('export default {}') },
    );
  });
});

describe('a service is refused', () => {
  const files = project({
    scripts: {
      build: 'tsc --outDir dist',
      dev: 'nodemon src/a.ts',
      start: 'ts-node src/a.ts',
      serve: 'npm run dev',
    },
  });
  const dockerfile = (command: string): string =>
    `FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n«CMD ${command}»\n`;

  it('when it works on its sources', () => {
    for (const command of ['npm run dev', '["npm", "start"]', 'npm run serve', 'npx nodemon dist/a.js'])
      checkRefusal('needs-compiler-at-run-time', dockerfile(command), { files });
    for (const command of [
      'npm run build && node dist/a.js',
      'npx tsx src/a.ts',
      '["node", "--watch", "dist/a.js"]',
    ])
      checkRefusal('needs-compiler-at-run-time', dockerfile(command));
  });

  it('when what it starts is not known, and nothing else speaks for a smaller image', () => {
    checkRefusal(
      'unknown-artifact',
      'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n«CMD ["npm", "start"]»\n',
    );
  });

  it('when nothing would be left behind', () => {
    checkRefusal(
      'unknown-artifact',
      'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci\n«RUN npm run build»\nCMD npx prisma migrate deploy && node dist/a.js\n',
    );
  });

  it('when it runs nowhere that is known', () => {
    checkRefusal(
      'no-runtime-base',
      '«FROM ubuntu:24.04»\nRUN apt-get update && apt-get install -y nodejs npm\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]\n',
    );
  });
});

function checkConversionText(before: string, files: object): string {
  const text = conversionText(before, { ...SERVICE, ...files });
  assert.match(text, /^FROM \S+ AS build$/m);
  return text;
}

function conversionText(before: string, files: Readonly<Record<string, object>>): string {
  const result = conversionOf(before, { files });
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result.text;
}

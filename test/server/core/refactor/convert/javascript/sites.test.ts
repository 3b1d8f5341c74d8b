/** Built sites behind a file server, before and after the conversion. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkConversion, checkRefusal, conversionOf } from '../../../../../harness/checkConversion';
import { FRONT_END } from './projects';

const files = FRONT_END;

function dockerfile(command: string, more = ''): string {
  return `FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n${more}EXPOSE 3000\nCMD ${command}\n`;
}

function converted(text: string, answers = {}): string {
  const result = conversionOf(text, { files, answers });
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  return result.text;
}

describe('a built site', () => {
  it('is served by nginx on the same port, with the same answer to a deep link', () => {
    const { choices } = checkConversion(
      `# The shop
FROM node:20-alpine
WORKDIR /app
COPY package*.json ./
RUN npm ci
ARG VITE_API
ENV VITE_API=$VITE_API
COPY . .
RUN npm run build
LABEL owner=web
EXPOSE 3000
CMD ["npm", "start"]
`,
      `# The shop
FROM node:20-alpine AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
ARG VITE_API
ENV VITE_API=$VITE_API
COPY . .
RUN npm run build

FROM nginx:alpine
COPY --from=build /app/dist /usr/share/nginx/html
COPY <<'EOF' /etc/nginx/conf.d/default.conf
server {
    listen 3000;
    root /usr/share/nginx/html;
    charset utf-8;
    charset_types text/css text/plain application/javascript application/json;
    gzip on;
    gzip_types text/css text/plain application/javascript application/json image/svg+xml;
    location / {
        try_files $uri /index.html;
    }
}
EOF
LABEL owner=web
EXPOSE 3000
CMD ["nginx", "-g", "daemon off;"]
`,
      { files },
    );
    assert.deepEqual(
      choices.find(({ id }) => id === 'webServer')?.answers.map(({ value }) => value),
      ['nginx:alpine', 'serve'],
    );
  });

  it('answers a deep link as before where that is no page', () => {
    const text = converted(dockerfile('["npx", "http-server", "dist", "-p", "3000"]'));
    assert.match(text, /^ {4}listen 3000;$/m);
    assert.match(text, /try_files \$uri \$uri\.html \$uri\/ =404;/);
  });

  it('keeps an unprivileged user', () => {
    const text = converted(dockerfile('serve -s dist', 'USER node\n'));
    assert.match(text, /^FROM nginxinc\/nginx-unprivileged:alpine$/m);
    assert.doesNotMatch(text, /USER/);
  });

  it('keeps its server where somebody wants that, with the site alone', () => {
    checkConversion(
      dockerfile('["serve", "dist"]', 'RUN npm install -g serve\n'),
      `FROM node:20 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:20-slim
WORKDIR /app
COPY --from=build /app/dist /app/dist
RUN npm install -g serve
EXPOSE 3000
CMD ["serve", "dist"]
`,
      { files, answers: { webServer: 'serve' } },
    );
  });

  it('keeps its server where nginx would not answer alike', () => {
    for (const text of [
      dockerfile('serve -s dist -l $PORT'),
      dockerfile('["serve", "-s", "dist"]', 'ENV PORT=3000\n'),
      dockerfile('["serve", "-s", "dist", "--cors"]'),
      dockerfile('["serve", "-s", "dist", "-l", "80"]', 'USER node\n'),
    ])
      assert.match(converted(text), /^FROM node:20-slim$/m, text);
  });

  it('keeps the web server that the image already is', () => {
    checkConversion(
      `FROM nginx:1.27-alpine
RUN apk add --no-cache nodejs npm
WORKDIR /app
COPY . .
RUN npm ci && npm run build && cp -r dist/. /usr/share/nginx/html/
COPY nginx.conf /etc/nginx/conf.d/default.conf
`,
      `FROM nginx:1.27-alpine AS build
RUN apk add --no-cache nodejs npm
WORKDIR /app
COPY . .
RUN npm ci && npm run build && cp -r dist/. /usr/share/nginx/html/

FROM nginx:1.27-alpine
WORKDIR /app
COPY --from=build /usr/share/nginx/html /usr/share/nginx/html
COPY nginx.conf /etc/nginx/conf.d/default.conf
`,
      { files },
    );
  });

  it('is refused where the server works on the sources, and where an answer does not fit', () => {
    checkRefusal(
      'needs-compiler-at-run-time',
      dockerfile('npm run preview').replace('CMD npm run preview', '«CMD npm run preview»'),
      { files },
    );
    const result = conversionOf(dockerfile('["serve", "-s", "dist"]'), {
      files,
      answers: { webServer: 'apache' },
    });
    assert.equal(result.kind === 'refused' && result.reason, 'unfit-answer');
  });
});

/** The lesson's example, line by line: what the product has to teach. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHover, rest } from './hoverAt';

const LINES = [
  'FROM node:20-alpine AS build',
  'WORKDIR /app',
  'COPY package*.json ./',
  'RUN npm ci',
  'COPY . .',
  'RUN npm run build',
  'FROM nginx:alpine',
  'COPY --from=build /app/dist /usr/share/nginx/html',
];

/** The example with the pointer on the keyword of a line, the first one being 1. */
function onLine(line: number): string {
  return `${LINES.map((text, at) => (at === line - 1 ? `${text.charAt(0)}|${text.slice(1)}` : text)).join('\n')}\n`;
}

describe('the example', () => {
  it('begins a builder that is thrown away', () => {
    checkHover(
      onLine(1),
      /^\*\*FROM\*\* · builder stage \*\*build\*\*\n/,
      /Node\.js 20 on Alpine \(musl\)/,
      /Thrown away except what is copied out/,
      /Line 8 copies `\/app\/dist` into the final stage/,
    );
  });

  it('works in a directory', () => {
    checkHover(onLine(2), /`\/app`/, /Lines 3–6 work in it/, /`cd`/);
  });

  it('copies the manifests, which stay in the builder', () => {
    checkHover(
      onLine(3),
      /`package\*\.json` from the build context to `\/app\/`/,
      /Stays in the builder/,
      /Line 4 \(`npm ci`\)/,
      /Stable files first/,
    );
  });

  it('installs, and again only when the manifests change', () => {
    checkHover(
      onLine(4),
      /Installs the dependencies that `package\.json` names.*lock file.*in `\/app` as `root`/,
      /Stays in the builder: line 8 copies `\/app\/dist`, and nothing of this/,
      /Runs again when `package\*\.json` \(line 3\) or an earlier line changes/,
      /Well ordered: the source comes in below \(line 5\)/,
    );
  });

  it('copies the source', () => {
    checkHover(
      onLine(5),
      /whole build context to `\/app\/`, without what `\.dockerignore` leaves out/,
      /Line 6/,
    );
  });

  it('builds, and again when any source changes', () => {
    checkHover(
      onLine(6),
      /build script of `package\.json`/,
      /Line 8 copies `\/app\/dist` into the final stage; the rest is thrown away/,
      /any file of the build context \(line 5\)/,
    );
  });

  it('begins the image that is shipped', () => {
    checkHover(
      onLine(7),
      /^\*\*FROM\*\* · final stage\n/,
      /nginx on Alpine/,
      /only what is copied: line 8 brings `\/app\/dist` from stage \*\*build\*\*/,
      /the image you ship/,
    );
  });

  it('takes the artifact and nothing else', () => {
    checkHover(
      onLine(8),
      /Takes `\/app\/dist` out of stage \*\*build\*\* \(line 1\) and puts it at `\/usr\/share\/nginx\/html`; nothing else of that stage/,
      /A layer of the image you ship/,
      /only when `\/app\/dist` comes out different/,
    );
  });

  it('is told in at most twelve lines, for the line the pointer rests on', () => {
    LINES.forEach((line, at) => {
      const found = rest(onLine(at + 1));
      assert.equal(found?.about, line);
      assert.ok(found.markdown.split('\n').length <= 12, found.markdown);
    });
  });
});

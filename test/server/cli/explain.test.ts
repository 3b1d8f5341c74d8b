/** The explain command: rules and lines as text for a terminal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderWith, stagewright } from './cliProcess';

const LESSON = `FROM node:20-alpine AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
FROM nginx:alpine
COPY --from=build /app/dist /usr/share/nginx/html
`;

void test('a rule is explained with its reason and an example', async () => {
  const run = await stagewright(['explain', 'no-whole-stage-copy']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^no-whole-stage-copy\n/);
  assert.match(run.stdout, /^Why$/m);
  assert.match(run.stdout, /^Wrong\n\n {4}FROM /m);
  assert.match(run.stdout, /# stagewright ignore=no-whole-stage-copy/);
});

void test('the codes of other tools lead to our rule', async () => {
  const run = await stagewright(['explain', 'DL3007']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^no-latest-tag$/m);
});

void test('a code of the syntax family leads to its rule', async () => {
  const run = await stagewright(['explain', 'syntax/unknown-instruction']);
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^syntax$/m);
});

void test('every line of the lesson’s example is explained without Markdown', async (t) => {
  const cwd = folderWith(t, { Dockerfile: LESSON });
  for (const [index, line] of LESSON.trimEnd().split('\n').entries()) {
    const run = await stagewright(['explain', `Dockerfile:${String(index + 1)}`], { cwd });
    assert.equal(run.code, 0, run.stderr);
    assert.ok(run.stdout.startsWith(`Dockerfile:${String(index + 1)}  ${line}\n\n`), run.stdout);
    assert.doesNotMatch(run.stdout, /nothing to explain|\*\*|```|\]\(/);
  }
});

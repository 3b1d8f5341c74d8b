/** Which ways of writing a word in a Dockerfile wake a rule that names it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze, type Rule } from '../../../../server/src/core';
import { Gates, nextIn } from '../../../../server/src/core/lint/gates';
import { defineRule } from '../../../../server/src/core/lint/rule';
import type { Instruction } from '../../../../server/src/core/syntax/nodes';

const about: Rule = defineRule({
  id: 'about-curl',
  scope: 'stage',
  keywords: ['RUN'],
  words: ['curl', 'apt'],
  meta: { category: 'shell', level: 'hint', since: '0.0.1', fix: 'none', equivalents: [] },
  docs: { summary: '', lesson: '', examples: { bad: [], good: [] }, whenNotToUse: '', references: [] },
  messages: {},
  check: () => [],
});

function wakes(text: string): boolean {
  const gates = new Gates([about]);
  const [, instruction] = analyze(`FROM scratch\n${text}\n`).dockerfile.instructions;
  return nextIn(gates.of(instruction as Instruction), gates.bitsOf([0]), -1) === 0;
}

for (const text of [
  'RUN curl -O x',
  'RUN CURL',
  'RUN "curl" x',
  `RUN c"ur"l x`,
  `RUN 'c'url x`,
  'RUN c\\url x',
  'RUN cu\\\nrl x',
  'RUN /usr/bin/curl',
  'RUN curl7 x',
  'RUN true;curl',
  'RUN apt-get update',
  "RUN $'\\x63url' x",
  'RUN <<EOF\n  curl x\nEOF',
  'RUN true \\\n  # why\n  && curl x',
  'ONBUILD RUN curl x',
])
  it(`is woken by ${JSON.stringify(text)}`, () => assert.equal(wakes(text), true));

for (const text of [
  'RUN curly x',
  'RUN libcurl',
  'RUN wget x',
  'RUN cu rl',
  'COPY curl /',
  'ENV A=curl',
  'ONBUILD COPY curl /',
])
  it(`is not woken by ${JSON.stringify(text)}`, () => assert.equal(wakes(text), false));

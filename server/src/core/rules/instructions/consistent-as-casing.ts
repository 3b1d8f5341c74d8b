/** Finds `FROM … as`, where the two keywords are written in different cases. */
import { at, defineRule } from '../../lint/rule';
import { fromView } from '../../syntax/views';

export default defineRule({
  id: 'consistent-as-casing',
  scope: 'instruction',
  keywords: ['FROM'],
  meta: {
    category: 'instructions',
    level: 'hint',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/FromAsCasing'],
  },
  docs: {
    summary: 'Write AS in the same case as FROM',
    lesson: `\`FROM node:20 as build\` builds like \`FROM node:20 AS build\`. Keywords stand out from names when both are in capitals, and a stage's
name is what readers look for in that line. The builder's own linter warns when the two differ.`,
    examples: {
      bad: ['FROM alpine:3.20 as base\nUSER nobody\n'],
      good: ['FROM alpine:3.20 AS base\nUSER nobody\n', 'from alpine:3.20 as base\nuser nobody\n'],
    },
    whenNotToUse: 'When you do not care: it is only a matter of style.',
    references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
  },
  messages: { differs: 'Write {wanted}, in the case of {from}.' },
  check(instruction) {
    const { as } = fromView(instruction);
    if (as === undefined) return [];
    const { start, end } = instruction.keywordSpan;
    const from = instruction.source.slice(start, end);
    const wanted = from === 'FROM' ? 'AS' : from === 'from' ? 'as' : undefined;
    // A mixed FROM is for consistent-instruction-casing.
    if (wanted === undefined || as.text === wanted) return [];
    return [{ at: at(instruction, as.span), message: 'differs', data: { wanted, from } }];
  },
  fix({ at: anchor, data }) {
    const wanted = data?.['wanted'];
    if (wanted === undefined) return [];
    return [{ title: `Change to ${wanted}`, safety: 'safe', edits: [{ at: anchor, newText: wanted }] }];
  },
});

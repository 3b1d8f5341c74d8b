/** Finds comments above FROM and ARG that BuildKit takes for the description of something else. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts } from '../../model/facts';
import type { Comment, Directive, Instruction } from '../../syntax/nodes';
import { fromView, pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'valid-definition-description',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'off',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/InvalidDefinitionDescription'],
  },
  docs: {
    summary: 'A comment above a named FROM or an ARG begins with the name that it describes',
    lesson: `\`docker build --call=outline\` and \`--call=targets\` list a file's arguments and stages with a description: the last comment line
above the \`FROM\` or \`ARG\`, when it begins with the name.

\`\`\`dockerfile
# VERSION is the release to build.
ARG VERSION=1
# build compiles the program.
FROM golang:1.23 AS build
\`\`\`

Any other comment there is for readers of the file only. An empty \`#\` line between sets it apart.`,
    examples: {
      bad: ['# the base of all others\nFROM alpine:3.20 AS base\nUSER nobody\n'],
      good: [
        '# base is what all others build on\nFROM alpine:3.20 AS base\nUSER nobody\n',
        '# Copyright ACME\n#\nFROM alpine:3.20 AS base\n# VERSION of the program\nARG VERSION=1\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'Unless you want descriptions for every stage and argument; BuildKit calls its own check experimental.',
    references: [
      'https://docs.docker.com/reference/build-checks/invalid-definition-description/',
      'https://docs.docker.com/reference/cli/docker/buildx/build/#call',
    ],
  },
  messages: {
    other:
      'A comment above this {keyword} should begin with {name} to describe it, or be set apart by an empty # line.',
  },
  check(file, { parity }) {
    const found: Match[] = [];
    if (parity === 'buildkit' && !isAskedFor(file)) return found;
    const { dockerfile } = file;
    let comment: Comment | undefined;
    for (const node of dockerfile.nodes) {
      if (node.kind === 'comment') comment = node.content === '' ? undefined : node;
      if (node.kind !== 'instruction') continue;
      const names = comment === undefined ? [] : namesOf(node);
      const [name] = names;
      const [word] = comment?.content.split(' ') ?? [];
      if (comment !== undefined && name !== undefined && word !== undefined && !names.includes(word))
        found.push({
          // The comment is what is wrong, and the instruction what BuildKit names.
          at: parity === 'buildkit' ? at(node) : at(comment, wordSpan(comment, word)),
          message: 'other',
          data: { keyword: node.keyword, name },
        });
      comment = undefined;
    }
    return found;
  },
  fix({ at: { node }, data }) {
    const name = data?.['name'];
    if (node?.kind !== 'comment' || name === undefined) return [];
    const { start } = node.contentSpan;
    return [
      {
        title: `Begin the comment with ${name}`,
        safety: 'suggestion',
        edits: [{ at: at(node, { start, end: start }), newText: `${name} ` }],
      },
    ];
  },
});

/** BuildKit: instructions/parse.go validateDefinitionDescription; a stage is described by its lower-cased name. */
function namesOf(instruction: Instruction): string[] {
  if (instruction.keyword === 'ARG') return pairsOf(instruction).map(({ name }) => name);
  if (instruction.keyword !== 'FROM') return [];
  const { name } = fromView(instruction);
  return name === undefined ? [] : [name.value.toLowerCase()];
}

function wordSpan({ contentSpan: { start } }: Comment, word: string) {
  return { start, end: start + word.length };
}

/** BuildKit runs it only where `# check=experimental=…` names it. */
function isAskedFor({ dockerfile }: FileFacts): boolean {
  return dockerfile.nodes.some(
    (node): node is Directive =>
      node.kind === 'directive' &&
      node.name === 'check' &&
      /experimental=(?:[^;]*,)?\s*(?:all|InvalidDefinitionDescription)\s*(?:[,;]|$)/.test(node.value),
  );
}

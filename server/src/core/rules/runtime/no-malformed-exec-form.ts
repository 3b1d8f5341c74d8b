/** Finds what was meant as a JSON array and is none, so that the builder takes it for a shell command or a path. */
import { at, defineRule, type Match } from '../../lint/rule';
import { isMeantAsArray, lenientArray } from '../../syntax/lenientArray';
import type { Instruction } from '../../syntax/nodes';
import { commandView } from '../../syntax/views';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-malformed-exec-form',
  scope: 'instruction',
  keywords: ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'COPY', 'ADD', 'VOLUME', 'ONBUILD'],
  meta: {
    category: 'runtime',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['sonar/S7030', 'hadolint/DL3025', 'tally/invalid-json-form'],
  },
  docs: {
    summary: 'A JSON array needs double quotes, commas and its closing bracket',
    lesson: `The exec form is JSON, and JSON knows only double quotes. When the builder cannot read the array it does not complain: it takes the
same text as the shell form. \`CMD ['node', 'server.js']\` then starts \`/bin/sh -c "['node', 'server.js']"\`, and the container ends with
\`[node,: not found\`. In \`COPY\` and \`VOLUME\` the pieces become paths with brackets in their names.

The usual causes are single quotes, curly quotes from a web page, a missing or an extra comma, and a bracket that is not closed.
An array that is right JSON but holds a number stops the build: write \`"10"\`.`,
    examples: {
      bad: [
        "FROM node:20-alpine\nUSER node\nCMD ['node', 'server.js']\n",
        'FROM node:20-alpine\nUSER node\nCMD ["node", "server.js",]\n',
        'FROM node:20-alpine\nUSER node\nENTRYPOINT [“node”, “server.js”]\n',
      ],
      good: [
        'FROM node:20-alpine\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM alpine:3.20\nRUN [ -f /etc/app ] || touch /etc/app\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'Never.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
      'https://docs.docker.com/reference/dockerfile/#exec-form',
    ],
  },
  messages: {
    quotes: 'This is no JSON array, so {meaning}; JSON knows only double quotes.',
    broken: 'This is no JSON array, so {meaning}; it should be {array}.',
    unreadable: 'This is no JSON array, so {meaning}.',
    notStrings:
      'The array of an exec form holds strings only, and the build stops here; it should be {array}.',
  },
  check(instruction) {
    const found: Match[] = [];
    const inner = instruction.trigger ?? instruction;
    const { source } = inner;
    const place = arrayPlace(inner);
    if (place === undefined || !isMeantAsArray(source, place)) return found;
    const read = lenientArray(source, place);
    if (read === undefined) {
      found.push(matchOf(instruction, inner, place, 'unreadable', {}));
      return found;
    }
    const array = `[${read.items.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (read.isJson)
      found.push({ ...matchOf(instruction, inner, place, 'notStrings', { array }), level: 'error' });
    else found.push(matchOf(instruction, inner, place, read.onlyQuotes ? 'quotes' : 'broken', { array }));
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const array = match.data?.['array'];
    if (node?.kind !== 'instruction' || array === undefined || node.comments.length > 0) return [];
    return [
      {
        title: `Change to ${array}`,
        safety: match.message === 'quotes' ? 'safe' : 'suggestion',
        edits: [{ at: match.at, newText: array }],
      },
    ];
  },
});

/** Where an array may stand; undefined when the builder has read one there, or there is nothing. */
function arrayPlace(instruction: Instruction): Span | undefined {
  if (instruction.keyword === 'HEALTHCHECK') {
    const command = commandView(instruction);
    return command?.exec === undefined ? command?.span : undefined;
  }
  const { exec, body } = instruction;
  return exec === undefined && body.start < body.end ? body : undefined;
}

function matchOf(
  instruction: Instruction,
  { keyword }: Instruction,
  place: Span,
  message: string,
  data: Readonly<Record<string, string>>,
): Match {
  const meaning = MEANINGS[keyword] ?? 'it runs as a shell command';
  const isCommand = keyword === 'CMD' || keyword === 'ENTRYPOINT';
  return {
    at: at(instruction, place),
    message,
    data: { meaning, ...data },
    ...(isCommand ? {} : { equivalents: ['sonar/S7030'] }),
  };
}

const MEANINGS: Readonly<Record<string, string>> = {
  COPY: 'its words are taken as paths',
  ADD: 'its words are taken as paths',
  VOLUME: 'its words are taken as paths',
};

/** Finds a default in a stage that hides the value which the global scope gives the same argument. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { PLATFORM_ARGUMENTS } from '../../model/scope';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-shadowed-global-argument',
  scope: 'file',
  keywords: ['ARG'],
  meta: {
    category: 'cache',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Declare a global argument in a stage without a default of its own',
    lesson: `An \`ARG\` before the first \`FROM\` holds for every \`FROM\` line, and for each stage that asks for it with \`ARG NAME\`. With a default,
\`ARG NAME=1.2\`, the stage no longer asks: it has a value of its own. Raising the version at the top then changes the base
image and not what the stage downloads, and the two drift apart without a word.

The platform's arguments are global as well: \`ARG TARGETARCH=amd64\` in a stage says amd64 whatever is being built.

Write \`ARG NAME\` alone in the stage; a value given by \`--build-arg\` reaches both.`,
    examples: {
      bad: [
        'ARG GO_VERSION=1.23\nFROM golang:${GO_VERSION} AS build\nARG GO_VERSION=1.22\nRUN echo "$GO_VERSION" > /version\nFROM scratch\nCOPY --from=build /version /version\n',
      ],
      good: [
        'ARG GO_VERSION=1.23\nFROM golang:${GO_VERSION} AS build\nARG GO_VERSION\nRUN echo "$GO_VERSION" > /version\nFROM scratch\nCOPY --from=build /version /version\n',
      ],
    },
    whenNotToUse: 'When the stage is meant to have another default than the rest of the file.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact',
      'https://docs.docker.com/build/building/variables/#scoping',
    ],
  },
  messages: {
    other:
      'This default hides the global value of "{name}", which is "{value}"; declare the argument without one.',
    same: 'This repeats the global default of "{name}" and hides it as soon as one of the two changes; declare the argument without one.',
    unknown: 'This default hides the global value of "{name}"; declare the argument without one.',
    platform:
      'This default hides the platform that the build is for: "{name}" is the same for every target; declare it without one.',
  },
  concerns: (stage) => defaultsOf(stage).length > 0,
  check({ globalArguments, globalScope }, _surroundings, stages) {
    const found: Match[] = [];
    if (stages.length === 0) return found;
    const globals = new Map<string, { readonly instruction: Instruction; readonly pair: Pair }>();
    for (const instruction of globalArguments)
      for (const pair of pairsOf(instruction))
        if (pair.value !== undefined) globals.set(pair.name, { instruction, pair });
    for (const stage of stages)
      for (const { instruction, pair } of defaultsOf(stage)) {
        const match: Match = {
          at: at(instruction, pair.span),
          message: 'unknown',
          data: { name: pair.name },
        };
        const global = globals.get(pair.name);
        if (global === undefined) {
          if (PLATFORM_ARGUMENTS.has(pair.name)) found.push({ ...match, message: 'platform' });
          continue;
        }
        const value = globalScope.get(pair.name);
        found.push({
          ...match,
          message: value === undefined ? 'unknown' : value === pair.value ? 'same' : 'other',
          data: { name: pair.name, ...(value === undefined ? {} : { value }) },
          related: [{ at: at(global.instruction, global.pair.span), message: 'The global value.' }],
        });
      }
    return found;
  },
  fix(match) {
    const name = match.data?.['name'];
    if (name === undefined) return [];
    return [
      {
        title: `Declare "${name}" without a default`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText: name }],
      },
    ];
  },
});

interface Default {
  readonly instruction: Instruction;
  readonly pair: Pair;
}

/** Shared, so that the many stages without one cost nothing. */
const NONE: readonly Default[] = [];

/** The arguments that a stage gives a value of its own; one made from the argument itself adds to the global value. */
const defaultsOf = memoized((stage: StageFacts): readonly Default[] => {
  let found: Default[] | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const pair of pairsOf(instruction))
      if (pair.value !== undefined && !mentions(pair.value, pair.name))
        (found ??= []).push({ instruction, pair });
  }
  return found ?? NONE;
});

function mentions(value: string, name: string): boolean {
  return value.includes(`$${name}`) || value.includes(`\${${name}`);
}

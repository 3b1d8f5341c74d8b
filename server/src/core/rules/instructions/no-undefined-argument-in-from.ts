/** Finds variables in FROM that nothing before it declares: they are empty there. */
import { at, defineRule, type Match } from '../../lint/rule';
import { nearest } from '../../model/editDistance';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { Instruction, Variable } from '../../syntax/nodes';
import { allVariables } from '../../syntax/views';
import { Slot } from '../../text/memoized';

export default defineRule({
  id: 'no-undefined-argument-in-from',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/UndefinedArgInFrom'],
  },
  docs: {
    summary: 'Declare the arguments that FROM uses before the first FROM',
    lesson: `\`FROM node:\${VERSION}\` sees the global scope and nothing else: what an \`ARG\` before the first \`FROM\` declares, and the platform
arguments that the builder gives (\`TARGETARCH\`, \`BUILDPLATFORM\` …). An \`ARG\` inside a stage ends with that stage. A name that is not
declared is empty, \`--build-arg\` cannot give it a value, and \`node:\` is no image, or \`node:22\${VARIANT}\` quietly another one.`,
    examples: {
      bad: [
        'ARG VARIANT=-alpine3.20\nFROM node:22${VARAINT}\nUSER node\n',
        'FROM --platform=$BULIDPLATFORM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: ['ARG VARIANT=-alpine3.20\nFROM node:22${VARIANT}\nUSER node\n'],
    },
    whenNotToUse: 'Nowhere: such a variable cannot have a value.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact',
      'https://docs.docker.com/reference/build-checks/undefined-arg-in-from/',
    ],
  },
  messages: {
    unknown: 'No ARG before the first FROM declares {name}, so it is empty here.',
    typo: 'No ARG before the first FROM declares {name}, so it is empty here; did you mean {meant}?',
  },
  concerns: ({ from }) => from.source.includes('$'),
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      for (const variable of undeclared(stage, file)) {
        const { name } = variable;
        const meant = nearest(name, file.globalScope.keys());
        const where = at(stage.from, variable.nameSpan);
        if (meant === undefined) found.push({ at: where, message: 'unknown', data: { name } });
        else found.push({ at: where, message: 'typo', data: { name, meant } });
      }
    return found;
  },
  fix({ at: anchor, data }, { file }) {
    const meant = data?.['meant'];
    const name = data?.['name'] ?? '';
    if (meant !== undefined)
      return [{ title: `Change to ${meant}`, safety: 'suggestion', edits: [{ at: anchor, newText: meant }] }];
    const first = file.stages[0]?.from;
    if (first === undefined) return [];
    const node = file.dockerfile.commentsBefore(first)[0] ?? first;
    const lineEnd = first.text.includes('\r\n') ? '\r\n' : '\n';
    const start = node.span.start;
    return [
      {
        title: `Declare ARG ${name} before the first FROM`,
        safety: 'suggestion',
        edits: [{ at: at(node, { start, end: start }), newText: `ARG ${name}${lineEnd}` }],
      },
    ];
  },
});

/** Each name once for the image and once for the platform, as BuildKit reports them (validations.go reportUnusedFromArgs). */
function undeclared({ from }: StageFacts, { globalScope }: FileFacts): readonly Variable[] {
  const known = LAST.get(from);
  if (known?.globalScope === globalScope) return known.variables;
  const variables = findUndeclared(from, globalScope);
  LAST.set(from, { globalScope, variables });
  return variables;
}

/** The scope stays the same object while nothing in it changes. */
const LAST = new Slot<{
  readonly globalScope: FileFacts['globalScope'];
  readonly variables: readonly Variable[];
}>();

function findUndeclared(from: Instruction, globalScope: FileFacts['globalScope']): readonly Variable[] {
  const seen = new Set<string>();
  return allVariables(from).filter(({ name, span }) => {
    const place = `${name} ${span.start < from.body.start ? 'platform' : 'image'}`;
    if (globalScope.has(name) || seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

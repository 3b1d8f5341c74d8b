/** Finds variables in COPY --from and in the from of a mount, where the builder expands none. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { freeStageName } from '../../model/stageReferences';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';
import { variablesIn } from '../../syntax/words';

export default defineRule({
  id: 'no-variable-in-stage-reference',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Give the image a stage of its own instead of a variable in --from',
    lesson: `The builder draws its graph of stages before it runs anything, so \`COPY --from\` and \`RUN --mount=from\` take a name as it is
written and expand nothing: \`--from=$IMAGE\` ends the build.

\`FROM\` does expand arguments of the global scope, those declared before the first \`FROM\`. A line \`FROM $IMAGE AS tool\` gives the
image a name, and \`COPY --from=tool\` takes its files. Such a stage costs nothing: only what is copied is read.`,
    examples: {
      bad: [
        'ARG VERSION=2.7\nFROM php:8.3-fpm-alpine\nCOPY --from=composer:${VERSION} /usr/bin/composer /usr/bin/composer\nUSER www-data\n',
      ],
      good: [
        'ARG VERSION=2.7\nFROM composer:${VERSION} AS composer-bin\nFROM php:8.3-fpm-alpine\nCOPY --from=composer-bin /usr/bin/composer /usr/bin/composer\nUSER www-data\n',
      ],
    },
    whenNotToUse: 'Never: such a build fails.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy---from',
      'https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact',
    ],
  },
  messages: {
    variable:
      'The builder expands no variable here and refuses the line; give the image a stage, "FROM … AS name", and refer to that.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const edge of stage.edges)
      if (edge.to.kind === 'variable')
        found.push({
          at: at(edge.instruction, edge.reference.span),
          message: 'variable',
          data: { written: edge.reference.text },
        });
    return found;
  },
  fix(match, { file, stage, surroundings }) {
    const written = match.data?.['written'] ?? '';
    // A line of the parent's ONBUILD is not this stage's to rewrite.
    if (stage === undefined || match.at.node?.kind !== 'instruction' || match.at.node.keyword === 'ONBUILD')
      return [];
    const missing = argumentsToAdd(file, stage, match.at.node, written);
    if (missing === undefined) return [];
    const name = freeStageName(file, nameAfter(written), surroundings.namedContexts);
    const line = `FROM ${written} AS ${name}`;
    const same = stage.edges.filter(
      ({ to, reference }) => to.kind === 'variable' && reference.text === written,
    );
    return [
      {
        title: `Add "${line}" above and refer to "${name}"`,
        safety: 'suggestion',
        edits: [
          ...declared(file, missing),
          insertedAbove(file, stage, line),
          ...same.map(({ instruction, reference }) => ({
            at: at(instruction, reference.span),
            newText: name,
          })),
          ...renumbered(file, stage.index),
        ],
      },
    ];
  },
});

/** The ARG lines that the global scope lacks, as the stage declares them; undefined when it does not declare them either. */
function argumentsToAdd(
  file: FileFacts,
  stage: StageFacts,
  before: Instruction,
  written: string,
): readonly string[] | undefined {
  const lines: string[] = [];
  for (const { name } of variablesIn(written, 0, before.escape)) {
    if (file.globalScope.has(name)) continue;
    const pair = stage.instructions
      .slice(0, stage.instructions.indexOf(before))
      .filter(({ keyword }) => keyword === 'ARG')
      .flatMap((instruction) => pairsOf(instruction).map((found) => ({ instruction, found })))
      .findLast(({ found }) => found.name === name);
    if (pair === undefined) return undefined;
    const { start, end } = pair.found.span;
    lines.push(`ARG ${pair.instruction.text.slice(start, end)}`);
  }
  return lines;
}

/** `composer` for `composer:$VERSION`, `tools-image` for `${TOOLS_IMAGE}`. */
function nameAfter(written: string): string {
  const literal = written.replace(/\$\{?\w+[^}]*\}?/g, '').replace(/[:@].*$/, '');
  const last = literal.split('/').at(-1) ?? '';
  const word = last === '' ? (/\$\{?(\w+)/.exec(written)?.[1] ?? '') : last;
  const name = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'files' : name;
}

function declared(file: FileFacts, lines: readonly string[]): readonly AnchoredEdit[] {
  const [first] = file.stages;
  if (first === undefined || lines.length === 0) return [];
  const { start } = first.from.span;
  const end = lineEndOf(file);
  return [{ at: at(first.from, { start, end: start }), newText: lines.map((line) => line + end).join('') }];
}

/** Behind the stage before, so that a comment above FROM stays with its stage. */
function insertedAbove(file: FileFacts, stage: StageFacts, line: string): AnchoredEdit {
  const above = file.stages[stage.index - 1];
  const last = above?.instructions.at(-1) ?? above?.from;
  const end = lineEndOf(file);
  if (last === undefined) {
    const { start } = stage.from.span;
    return { at: at(stage.from, { start, end: start }), newText: `${line}${end}${end}` };
  }
  const behind = { start: last.span.end, end: last.span.end };
  return { at: at(last, behind), newText: `${end}${end}${line}` };
}

/** The new stage moves every stage from this one on by one. */
function renumbered(file: FileFacts, from: number): readonly AnchoredEdit[] {
  return file.stages.flatMap((stage) =>
    stage.edges.flatMap(({ to, instruction, reference }) =>
      'index' in to && to.index >= from && /^\d+$/.test(reference.value)
        ? [{ at: at(instruction, reference.span), newText: (to.index + 1).toString() }]
        : [],
    ),
  );
}

function lineEndOf({ dockerfile }: FileFacts): string {
  return dockerfile.text.includes('\r\n') ? '\r\n' : '\n';
}

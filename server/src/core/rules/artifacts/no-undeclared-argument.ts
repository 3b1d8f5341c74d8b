/** Finds build arguments that a stage uses without declaring them: they are empty there, and nothing says so. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import { PROXY_ARGUMENTS } from '../../model/scope';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf, variablesOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-undeclared-argument',
  scope: 'file',
  meta: {
    category: 'artifacts',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['sonar/S6579', 'buildkit/UndefinedVar'],
  },
  docs: {
    summary: 'A stage must declare the build arguments it uses',
    lesson: `An \`ARG\` before the first \`FROM\` is for the \`FROM\` lines. Inside a stage it does not exist until the stage says \`ARG NAME\`, without a
value: that takes over the global one. The same holds for platform arguments such as \`TARGETARCH\`, and for an \`ARG\` of
another stage, which ends with that stage; only stages built \`FROM\` it inherit it.

Without the declaration the variable is simply empty. \`go build -ldflags "-X main.version=$VERSION"\` builds, and ships no version.`,
    examples: {
      bad: [
        'ARG VERSION=1.0\nFROM golang:1.23 AS build\nRUN go build -ldflags "-X main.version=$VERSION" -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
        'FROM golang:1.23 AS build\nENV GOARCH=$TARGETARCH\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'ARG VERSION=1.0\nFROM golang:1.23 AS build\nARG VERSION\nRUN go build -ldflags "-X main.version=$VERSION" -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
        'ARG MODE=release\nFROM golang:1.23 AS build\nRUN go build -o /app-${MODE:-debug} . && for MODE in a b; do echo $MODE; done\nFROM scratch\nCOPY --from=build /app-debug /app\n',
      ],
    },
    whenNotToUse: 'When a base image that this tool does not know sets a variable of the same name.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#scope',
      'https://docs.docker.com/build/building/variables/#scoping',
    ],
  },
  messages: {
    global:
      '{stage} does not declare ARG {name}, so the global value does not reach it and ${name} is empty here.',
    platform: '{stage} does not declare ARG {name}, so ${name} is empty here.',
    other: 'ARG {name} is declared in another stage only, so ${name} is empty in {stage}.',
  },
  concerns: (stage) => undeclaredUses(stage).length > 0,
  check(file, { parity }, stages) {
    const found: Match[] = [];
    // no-undefined-variable speaks for both then, by BuildKit's own lines.
    if (parity !== undefined) return found;
    let declaredByStages: ReadonlySet<string> | undefined;
    for (const stage of stages)
      for (const use of undeclaredUses(stage)) {
        declaredByStages ??= new Set(file.stages.flatMap((other) => [...ownArguments(other)]));
        const message = file.globalArguments.some((instruction) =>
          pairsOf(instruction).some((pair) => pair.name === use.name),
        )
          ? 'global'
          : file.globalScope.has(use.name)
            ? 'platform'
            : declaredByStages.has(use.name)
              ? 'other'
              : undefined;
        if (message === undefined) continue;
        const label = stageLabel(stage);
        const data = {
          name: use.name,
          stage: message === 'other' ? label : label.charAt(0).toUpperCase() + label.slice(1),
        };
        // An image that is not known may set the variable itself.
        const isCertain = stage.image !== undefined || stage.rootReference === 'scratch';
        const match: Match = { at: at(use.instruction, use.span), message, data };
        found.push(isCertain ? match : { ...match, level: 'information' });
      }
    return found;
  },
  fix(match, { file, stage }) {
    const name = match.data?.['name'];
    if (stage === undefined || name === undefined) return [];
    const first = undeclaredUses(stage).find((use) => use.name === name)?.instruction ?? stage.from;
    return [
      {
        title: `Add \`ARG ${name}\` to ${stageLabel(stage)}`,
        safety: 'safe',
        edits: [declaration(name, first, file)],
      },
    ];
  },
});

/** Above the instruction and the comments that belong to it, in the file's own line ends. */
function declaration(name: string, before: Instruction, file: FileFacts) {
  const node = file.dockerfile.commentsBefore(before)[0] ?? before;
  const lineEnd = before.text.includes('\r\n') ? '\r\n' : '\n';
  return { at: at(node, { start: node.span.start, end: node.span.start }), newText: `ARG ${name}${lineEnd}` };
}

interface Use {
  readonly name: string;
  readonly instruction: Instruction;
  readonly span: Span;
}

/** Variables that are neither declared nor set at the place where the stage uses them. */
const undeclaredUses = memoized((stage: StageFacts): readonly Use[] => {
  let found: Use[] | undefined;
  for (const instruction of stage.instructions) {
    if (!instruction.source.includes('$')) continue;
    for (const { name, span } of usesOf(stage, instruction))
      if (!isKnown(name, stage, instruction)) (found ??= []).push({ name, instruction, span });
  }
  return found ?? NONE;
});

const NONE: readonly never[] = [];

function isKnown(name: string, stage: StageFacts, instruction: Instruction): boolean {
  const { args, env } = stage.stateBefore(instruction);
  return args.has(name) || env.has(name) || PROXY_ARGUMENTS.has(name) || ownArguments(stage).has(name);
}

const ownArguments = memoized(
  (stage: StageFacts): ReadonlySet<string> =>
    new Set(
      stage.instructions
        .filter((instruction) => instruction.keyword === 'ARG')
        .flatMap((instruction) => pairsOf(instruction).map((pair) => pair.name)),
    ),
);

function usesOf(
  stage: StageFacts,
  instruction: Instruction,
): readonly { readonly name: string; readonly span: Span }[] {
  // What a trigger uses is for the stage that will run it.
  if (instruction.keyword === 'ONBUILD') return NONE;
  const uses = variablesOf(instruction).filter((variable) => variable.operator === undefined);
  if (instruction.keyword !== 'RUN' || instruction.exec !== undefined) return uses;
  const script = stage.scriptOf(instruction);
  if (script === undefined) return uses;
  return [
    ...uses,
    ...script.variables.filter(
      (variable) => variable.operator === undefined && !script.assigned.has(variable.name),
    ),
  ];
}

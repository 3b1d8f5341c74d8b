/** Finds cross-building stages that compile for the machine that builds, because nobody told them the target. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { COMPILE_WORDS, compileOf, type Compile } from '../../model/commands/compiles';
import type { FileFacts, StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'require-target-arch',
  scope: 'file',
  keywords: ['RUN'],
  words: COMPILE_WORDS,
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Compile for the target platform where a stage runs on the build platform',
    lesson: `\`FROM --platform=$BUILDPLATFORM\` makes a stage run on the machine that builds, at full speed and without emulation. Its compiler
then also compiles *for* that machine, unless it is told otherwise. An image for ARM that is built on an Intel machine gets an
Intel program, and ends with "exec format error".

Declare the target's arguments in the stage and hand them to the compiler: \`ARG TARGETOS TARGETARCH\`, then
\`GOOS=$TARGETOS GOARCH=$TARGETARCH go build\`, or let \`xx-go\`, \`xx-cargo\`, \`xx-clang\` do it. What is the same everywhere
(JavaScript, jars) needs nothing.`,
    examples: {
      bad: [
        'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /usr/local/bin/app\nUSER nobody\n',
      ],
      good: [
        'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nARG TARGETOS TARGETARCH\nRUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /usr/local/bin/app\nUSER nobody\n',
        'FROM --platform=$BUILDPLATFORM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\n',
      ],
    },
    whenNotToUse: 'When the program is only run while building.',
    references: [
      'https://docs.docker.com/build/building/multi-platform/#cross-compilation',
      'https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope',
    ],
  },
  messages: {
    native:
      '{stage} runs on the build platform and compiles for it, but the result is copied into an image for the target platform; hand TARGETARCH to the compiler.',
  },
  concerns: (stage) => nativeCompile(stage) !== undefined,
  check(file, _surroundings, stages) {
    const matches: Match[] = [];
    for (const stage of stages) {
      const found = nativeCompile(stage);
      if (found === undefined || !reachesTarget(stage, file)) continue;
      const match: Match = {
        at: at(found.instruction, found.compile.span),
        message: 'native',
        data: { stage: capitalised(stageLabel(stage)) },
      };
      const { platform, from } = rootOf(stage);
      matches.push(
        platform === undefined
          ? match
          : { ...match, related: [{ at: at(from, platform.span), message: 'The platform of the stage.' }] },
      );
    }
    return matches;
  },
  fix(match, { stage }) {
    const found = stage === undefined ? undefined : nativeCompile(stage);
    if (found?.compile.tool !== 'go' || found.instruction.exec !== undefined) return [];
    const { instruction, command } = found;
    const start = command.span.start;
    const lineEnd = instruction.text.includes('\r\n') ? '\r\n' : '\n';
    const line = instruction.span.start;
    const edits: readonly AnchoredEdit[] = [
      { at: at(instruction, { start: line, end: line }), newText: `ARG TARGETOS TARGETARCH${lineEnd}` },
      { at: { ...match.at, span: { start, end: start } }, newText: 'GOOS=$TARGETOS GOARCH=$TARGETARCH ' },
    ];
    return [{ title: 'Compile for TARGETOS and TARGETARCH', safety: 'suggestion', edits }];
  },
});

interface NativeCompile {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  readonly compile: Compile;
}

/** The first command whose result depends on the processor, where nothing in the stage tells the target. */
const nativeCompile = memoized((stage: StageFacts): NativeCompile | undefined => {
  if (!/^["']?\$\{?BUILDPLATFORM\}?["']?$/.test(rootOf(stage).platform?.value ?? '')) return undefined;
  const { args, env } = stage.end;
  if (NAMES_OF_TARGET.some((name) => args.has(name) || env.has(name))) return undefined;
  let found: NativeCompile | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of stage.scriptOf(instruction)?.commands ?? []) {
      if (isTold(command)) return undefined;
      const compile = found === undefined && command.place !== 'function' ? compileOf(command) : undefined;
      if (compile !== undefined && isNative(compile, stage) && !isFetched(command))
        found = { instruction, command, compile };
    }
  }
  return found;
});

/** `go install example.com/tool@v1`: a tool of the build itself, and mostly run there. */
function isFetched({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /^[\w.-]+\/\S+@/.test(text));
}

function rootOf(stage: StageFacts): StageFacts {
  let root = stage;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** Arguments and variables by which a stage learns its target, the builder's own and the compilers'. */
const NAMES_OF_TARGET: readonly string[] = [
  'TARGETPLATFORM',
  'TARGETARCH',
  'TARGETOS',
  'TARGETVARIANT',
  'GOARCH',
  'GOOS',
  'CARGO_BUILD_TARGET',
  'TARGET',
  'ARCH',
  'CC',
  'CROSS_COMPILE',
];

/** A cross compiler, a helper that reads the target itself, or a target given to the command. */
function isTold({ name, args, assignments, words }: ShellCommand): boolean {
  const program = name ?? words[0]?.text ?? '';
  if (/^xx-|^goreleaser$|^cross$|^zig$|-linux-(?:gnu|musl)/.test(program)) return true;
  if (/^(?:source|\.)$/.test(program)) return true;
  return (
    assignments.some((assignment) => NAMES_OF_TARGET.includes(assignment.name)) ||
    args.some(({ text }) =>
      /^--?target(?:=|$)|^(?:GOARCH|GOOS|CC|ARCH|CROSS_COMPILE)=|^-march=|^--host=/.test(text),
    )
  );
}

/** Static sites and programs for the web are the same for every processor; what make does is told by the language around it. */
function isNative({ ecosystem, describes, tool }: Compile, stage: StageFacts): boolean {
  if (/static site|for the web|dependencies/.test(describes)) return false;
  switch (ecosystem) {
    case 'go':
    case 'rust':
    case 'swift':
    case 'haskell':
      return true;
    case 'c': {
      if (tool !== 'make' && tool !== 'ninja') return !/^em/.test(tool);
      const language = stage.image?.language?.name;
      return language === 'go' || language === 'rust' || language === 'c';
    }
    default:
      return tool === 'native-image';
  }
}

/** True when a stage for the target platform takes files from this one, or from one that only hands them on. */
function reachesTarget(stage: StageFacts, file: FileFacts): boolean {
  const seen = new Set([stage]);
  for (const at of seen)
    for (const { kind, index } of at.consumers) {
      const consumer = file.stages[index];
      if (consumer === undefined || consumer.isDevelopment || kind === 'mount') continue;
      const handsOn = kind === 'from' || (consumer.rootReference === 'scratch' && consumer.role !== 'final');
      if (handsOn) seen.add(consumer);
      else if (rootOf(consumer).platform === undefined) return true;
    }
  return false;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Finds sources that a shipped image gets beside what was built from them. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { commandsOf } from '../../model/buildEvidence';
import { compileOf, type Compile } from '../../model/commands/compiles';
import { broadSource } from '../../model/contextCopies';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { cleaned } from '../../model/state';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-source-in-final-stage',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: { final: 'information', base: 'information', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['sonar/S6470'],
    concern: 'size',
  },
  docs: {
    summary: 'Ship what was built, not what it was built from',
    lesson: `A builder's working directory holds the sources, the dependencies of the build, caches and the artifact. Copying the folder
ships them all: the image is larger than the program, and whoever pulls it reads your code, your tests and every file that
happened to lie in the build context. \`COPY . .\` in the final stage does the same by another way.

Copy the artifact by its path: \`COPY --from=build /src/bin/app /usr/local/bin/app\`. To find it easily, let the build write it
outside of the sources: \`go build -o /out/app\`, \`dotnet publish -o /out\`.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o app .\nFROM alpine:3.20\nCOPY --from=build /src /src\nUSER nobody\nCMD ["/src/app"]\n',
        {
          dockerfile:
            'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM alpine:3.20\nWORKDIR /srv\nCOPY . .\nCOPY --from=build /app /srv/app\nUSER nobody\nCMD ["/srv/app"]\n',
          surroundings: {},
        },
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o app .\nFROM alpine:3.20\nCOPY --from=build /src/app /usr/local/bin/app\nUSER nobody\nCMD ["app"]\n',
      ],
    },
    whenNotToUse: 'When the program reads its sources at run time, or the image is meant to carry them.',
    references: [
      'https://docs.docker.com/build/building/multi-stage/',
      'https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds',
    ],
  },
  messages: {
    folder:
      '{path} is where {from} builds, so {to} gets the sources beside the artifact; copy only what is needed at run time.',
    context:
      'The artifact comes from {from}, so this brings the sources of it into {to} as well; copy only what is needed at run time.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.role === 'builder' || stage.role === 'unreachable') return found;
    if (!stage.edges.some(({ to }) => to.kind === 'stage') || runsSources(stage)) return found;
    const builders = new Map<Instruction, StageFacts>();
    for (const edge of stage.edges) {
      const producer = edge.kind === 'copy' ? stage.producer(edge) : undefined;
      if (producer === undefined || edge.instruction.keyword !== 'COPY') continue;
      const compile = compileIn(producer);
      if (compile === undefined || runsSources(producer) || contextFolders(producer).length === 0) continue;
      builders.set(edge.instruction, producer);
      const source = sourceFolder(edge.instruction, producer);
      if (source !== undefined)
        found.push({
          at: at(edge.instruction, source.span),
          message: 'folder',
          data: { path: source.value, from: stageLabel(producer), to: stageWithRole(stage) },
        });
    }
    if (builders.size > 0) for (const one of contextMatch(stage, builders)) found.push(one);
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const edits = match.message === 'context' ? removed(node) : narrowed(stage, node);
    if (edits === undefined) return [];
    const title = match.message === 'context' ? 'Remove this copy' : 'Copy the artifact only';
    return [{ title, safety: 'suggestion', edits }];
  },
});

/** Programs of these languages are their sources, so a folder of sources is what has to be shipped. */
const INTERPRETED: ReadonlySet<string> = new Set([
  'php',
  'python',
  'ruby',
  'perl',
  'elixir',
  'erlang',
  'julia',
]);

function runsSources({ image, rootReference }: StageFacts): boolean {
  const language = image?.language?.name;
  if (language !== undefined) return INTERPRETED.has(language);
  return (
    rootReference !== 'scratch' &&
    image?.language !== null &&
    image?.kind !== 'os' &&
    image?.kind !== 'service'
  );
}

/** What the stage compiles, as far as the result can be shipped without its sources. */
const compileIn = memoized((stage: StageFacts): Compile | undefined => {
  for (const command of commandsOf(stage)) {
    const compile = compileOf(command);
    if (compile !== undefined && !WITH_SOURCES.has(compile.ecosystem)) return compile;
  }
  return undefined;
});

const WITH_SOURCES: ReadonlySet<string> = new Set(['php', 'python', 'ruby', 'elixir', 'other']);

/** The source that is, or holds, the folder into which the builder has copied the build context. */
function sourceFolder(copy: Instruction, producer: StageFacts): Word | undefined {
  const folders = contextFolders(producer);
  return copyView(copy).sources.find(({ value }) => {
    if (/[$*?[]/.test(value)) return false;
    const path = cleaned(value);
    return path !== '/' && folders.some((folder) => folder === path || folder.startsWith(`${path}/`));
  });
}

/** Where a stage, or one it is built on, has put the whole build context. */
const contextFolders = memoized((stage: StageFacts): readonly string[] => {
  const own = stage.instructions.flatMap((instruction) => {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
    const { destination } = copyView(instruction);
    const { workdir } = stage.stateBefore(instruction);
    if (destination === undefined || broadSource(instruction) === undefined) return [];
    if (destination.value.includes('$')) return [];
    if (destination.value.startsWith('/')) return [cleaned(destination.value)];
    return workdir === undefined ? [] : [cleaned(`${workdir}/${destination.value}`)];
  });
  const all = stage.parent === undefined ? own : [...contextFolders(stage.parent), ...own];
  return all.filter((folder) => folder !== '/');
});

/** Nothing in the stage may need the sources: it installs and compiles nothing after them. */
function contextMatch(stage: StageFacts, builders: ReadonlyMap<Instruction, StageFacts>): readonly Match[] {
  const broad = stage.instructions.findIndex((instruction) => broadSource(instruction) !== undefined);
  const copy = stage.instructions[broad];
  const [first] = builders;
  if (copy === undefined || first === undefined) return [];
  if (stage.instructions.slice(broad).some(({ keyword }) => keyword === 'RUN')) return [];
  const [instruction, producer] = first;
  return [
    {
      at: at(copy, broadSource(copy)?.span),
      message: 'context',
      data: { from: stageLabel(producer), to: stageWithRole(stage) },
      related: [{ at: at(instruction), message: 'The artifact.' }],
    },
  ];
}

function removed(copy: Instruction): readonly AnchoredEdit[] | undefined {
  if (copy.comments.length > 0 || copyView(copy).sources.length > 1) return undefined;
  return [{ at: at(copy, { start: 0, end: copy.text.length }), newText: '' }];
}

/** Where the builder says by `-o` what it writes, and that lies in the folder, the same path below both folders is enough. */
function narrowed(stage: StageFacts, copy: Instruction): readonly AnchoredEdit[] | undefined {
  const edge = stage.edges.find(({ instruction }) => instruction === copy);
  const producer = edge === undefined ? undefined : stage.producer(edge);
  const output = producer === undefined ? undefined : compileIn(producer)?.output;
  const { sources, destination } = copyView(copy);
  const [source] = sources;
  const workdir = producer?.end.workdir;
  if (output === undefined || workdir === undefined || source === undefined || destination === undefined)
    return undefined;
  const folder = cleaned(source.value);
  const artifact = output.startsWith('/') ? cleaned(output) : cleaned(`${workdir}/${output}`);
  if (sources.length > 1 || !artifact.startsWith(`${folder}/`) || /["'$]/.test(destination.text))
    return undefined;
  const below = artifact.slice(folder.length);
  return [
    { at: at(copy, source.span), newText: artifact },
    { at: at(copy, destination.span), newText: `${destination.text.replace(/\/$/, '')}${below}` },
  ];
}

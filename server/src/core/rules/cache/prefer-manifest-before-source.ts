/** Finds sources copied before the dependencies are installed, so that every change of a line installs them all again. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import {
  DEPENDENCY_INSTALL_WORDS,
  dependencyInstallOf,
  type DependencyInstall,
} from '../../model/commands/dependencyInstalls';
import { broadSource } from '../../model/contextCopies';
import type { StageFacts } from '../../model/facts';
import type { Surroundings } from '../../model/surroundings';
import type { Instruction } from '../../syntax/nodes';
import { copyView, mountsOf } from '../../syntax/views';
import { isMovable, manifestCopy } from '../../model/manifestCopy';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'prefer-manifest-before-source',
  scope: 'stage',
  keywords: ['RUN'],
  words: DEPENDENCY_INSTALL_WORDS,
  meta: {
    category: 'cache',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    readsContext: true,
  },
  docs: {
    summary: 'Copy the dependency manifests, install, and copy the source only then',
    lesson: `BuildKit takes a step from its cache as long as nothing before it has changed. After \`COPY . .\` *every* edited file counts as a
change, so the install below runs again with each build, although the list of dependencies is the same as yesterday.

Bring what changes seldom first: copy the manifest and the lock file, install, then copy the source. An edit of the source
now costs the steps below the second copy only.

A cache mount (\`RUN --mount=type=cache\`) makes the repeated install cheaper; the order avoids it.`,
    examples: {
      bad: [
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
        'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nUSER nobody\nCMD ["python", "main.py"]\n',
      ],
      good: [
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN --mount=type=bind,target=. go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse: 'When the install reads the sources, as for projects that generate their manifest.',
    references: [
      'https://docs.docker.com/build/cache/optimize/#order-your-layers',
      'https://docs.docker.com/build/cache/invalidation/',
    ],
  },
  messages: {
    order:
      'Every change in the build context installs all {manager} dependencies again; copy {manifests} first, install, then copy the rest.',
    mounted:
      'Every change in the build context runs the {manager} install again, if only from its cache mount; copy {manifests} first.',
    workspace:
      'Every change in the build context installs all {manager} dependencies again; copy the manifests of the workspace first.',
  },
  *check(stage, surroundings) {
    const found = earlySource(stage);
    if (found === undefined) return;
    const { copy, run, install } = found;
    const data = { manager: install.manager, manifests: named(install) };
    const match: Match = {
      at: at(copy),
      message: 'order',
      data,
      related: [{ at: at(run, install.span), message: 'The install.' }],
    };
    if (mountsOf(run).some((mount) => mount.type === 'cache'))
      yield { ...match, message: 'mounted', level: 'information' };
    else if (isWorkspace(stage, run, install, surroundings))
      yield { ...match, message: 'workspace', level: 'information' };
    else yield match;
  },
  fix(match, { stage, surroundings }) {
    if (stage === undefined) return [];
    const found = match.message === 'workspace' ? undefined : earlySource(stage);
    const moved = found && split(found, stage, surroundings);
    if (found === undefined || moved === undefined) return [];
    return [
      {
        title: `Copy ${named(found.install)} first and the rest behind the install`,
        safety: 'suggestion',
        edits: moved,
      },
    ];
  },
});

interface EarlySource {
  readonly copy: Instruction;
  readonly run: Instruction;
  readonly install: DependencyInstall;
}

function earlySource(stage: StageFacts): EarlySource | undefined {
  let copy: Instruction | undefined;
  const before = new Set(stage.parent === undefined ? [] : installers(stage.parent));
  for (const instruction of stage.instructions) {
    if (bringsDependencies(instruction)) return undefined;
    if (copy === undefined && broadSource(instruction) !== undefined) copy = instruction;
    for (const install of installsOf(stage, instruction)) {
      if (copy === undefined) before.add(install.ecosystem);
      else if (!before.has(install.ecosystem) && !install.needsSource)
        return { copy, run: instruction, install };
      else before.add(install.ecosystem);
    }
  }
  return undefined;
}

/** The ecosystems whose dependencies a stage built FROM this one finds installed. */
const installers = memoized((stage: StageFacts): ReadonlySet<string> => {
  const own = stage.instructions.flatMap((instruction) =>
    installsOf(stage, instruction).map((install) => install.ecosystem),
  );
  return new Set(stage.parent === undefined ? own : [...own, ...installers(stage.parent)]);
});

function installsOf(stage: StageFacts, instruction: Instruction): readonly DependencyInstall[] {
  if (instruction.keyword !== 'RUN') return [];
  const commands = stage.scriptOf(instruction)?.commands ?? [];
  return commands.flatMap((command) =>
    command.place === 'function' ? [] : (dependencyInstallOf(command) ?? []),
  );
}

/** Installed in another stage already: what is run here then only trims or links. */
function bringsDependencies(instruction: Instruction): boolean {
  if (instruction.keyword !== 'COPY') return false;
  const { from, sources } = copyView(instruction);
  return (
    from !== undefined &&
    sources.some((source) =>
      /node_modules|vendor|site-packages|venv|\/install\b|\/wheels|\/deps\b|\.m2|\.cargo/.test(source.value),
    )
  );
}

/** Many manifests in many folders: then the split is work that not everybody wants. */
function isWorkspace(
  stage: StageFacts,
  run: Instruction,
  install: DependencyInstall,
  surroundings: Surroundings,
): boolean {
  return (
    install.ecosystem === 'dotnet' ||
    WORKSPACE_WORDS.test(run.source) ||
    stage.instructions.some(({ body, source }) =>
      WORKSPACE_FOLDERS.test(source.slice(body.start, body.end)),
    ) ||
    WORKSPACE_FILES.some((name) => surroundings.contextEntries?.has(name) === true)
  );
}

const WORKSPACE_WORDS =
  /--filter\b|--workspaces?\b|\bworkspaces?\s|\s-w\s|\s-r\s+install|\blerna\b|\bturbo\b|\bnx\b|--prefix\b|--cwd\b|\bcd\s+[^/\s]|\bfind\s|\bfor\s/;
const WORKSPACE_FOLDERS = /\b(?:packages|apps|crates|libs)\//;
const WORKSPACE_FILES = [
  'pnpm-workspace.yaml',
  'lerna.json',
  'nx.json',
  'turbo.json',
  'rush.json',
  'go.work',
];

function named(install: DependencyInstall): string {
  const names = install.manifests.filter((name) => !/[*/]|^\./.test(name)).slice(0, 2);
  return names.length === 0 ? 'the manifests' : names.join(' and ');
}

function split(
  { copy, run, install }: EarlySource,
  stage: StageFacts,
  surroundings: Surroundings,
): readonly AnchoredEdit[] | undefined {
  const first = isMovable(copy, run, install, stage) ? manifestCopy(copy, install, surroundings) : undefined;
  if (first === undefined) return undefined;
  const line = copy.text.slice(copy.span.start, copy.span.end);
  const lineEnd = copy.text.includes('\r\n') ? '\r\n' : '\n';
  return [
    { at: at(copy), newText: first },
    { at: at(run, { start: run.span.end, end: run.span.end }), newText: `${lineEnd}${line}` },
  ];
}

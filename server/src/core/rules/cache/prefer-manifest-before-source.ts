/** Finds sources copied before the dependencies are installed, so that every change of a line installs them all again. */
import { at, defineRule, type Match } from '../../lint/rule';
import { DEPENDENCY_INSTALL_WORDS, type DependencyInstall } from '../../model/commands/dependencyInstalls';
import { earlySource, manifestsFirst } from '../../model/earlySource';
import type { StageFacts } from '../../model/facts';
import type { Surroundings } from '../../model/surroundings';
import type { Instruction } from '../../syntax/nodes';
import { mountsOf } from '../../syntax/views';

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
  check(stage, surroundings) {
    const matches: Match[] = [];
    const found = earlySource(stage);
    if (found === undefined) return matches;
    const { copy, run, install } = found;
    const data = { manager: install.manager, manifests: named(install) };
    const match: Match = {
      at: at(copy),
      message: 'order',
      data,
      related: [{ at: at(run, install.span), message: 'The install.' }],
    };
    if (mountsOf(run).some((mount) => mount.type === 'cache'))
      matches.push({ ...match, message: 'mounted', level: 'information' });
    else if (isWorkspace(stage, run, install, surroundings))
      matches.push({ ...match, message: 'workspace', level: 'information' });
    else matches.push(match);
    return matches;
  },
  fix(match, { stage, surroundings }) {
    if (stage === undefined) return [];
    const found = match.message === 'workspace' ? undefined : earlySource(stage);
    const moved = found && manifestsFirst(found, stage, surroundings);
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

/** Finds copies of a builder's dependencies that still hold what only development needs. */
import { at, defineRule, type AnchoredEdit, type Fix, type Match } from '../../lint/rule';
import { devInstallOf, needsDevDependencies, type DevInstall } from '../../model/artifacts/devDependencies';
import { pathOf } from '../../model/artifacts/stageFiles';
import { ofTaken, takenPaths, type TakenPath } from '../../model/artifacts/taken';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { runtimePurpose } from '../../model/runtimeCommand';

export default defineRule({
  id: 'no-dev-dependencies-copy',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'warning', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    concern: 'size',
  },
  docs: {
    summary: 'Ship the dependencies that the program needs when it runs, not those of its build',
    lesson: `A builder needs the compiler, the bundler and the test runner of the project, so it installs with the development
dependencies. Copying that \`node_modules\` (or virtual environment, or bundle) on takes all of it into the shipped image: often
several hundred megabytes, and programs with known vulnerabilities that nobody there ever starts.

Take them out in the builder after the build (\`npm prune --omit=dev\`, \`pnpm prune --prod\`), or install the production
dependencies alone in a stage of their own (\`npm ci --omit=dev\`, \`uv sync --no-dev\`, \`poetry install --only main\`) and copy
from there.`,
    examples: {
      bad: [
        'FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/main.js"]\n',
      ],
      good: [
        'FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build && npm prune --omit=dev\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/main.js"]\n',
      ],
    },
    whenNotToUse: 'When the project has no development dependencies, or runs its tests in the shipped image.',
    references: [
      'https://docs.npmjs.com/cli/commands/npm-prune',
      'https://docs.astral.sh/uv/concepts/projects/dependencies/#development-dependencies',
    ],
  },
  messages: {
    dev: '{path} of {from} holds the development dependencies too, and {to} ships them; install or prune without them.',
  },
  check(stage) {
    const matches: Match[] = [];
    for (const taken of takenPaths(stage)) {
      const found = devCopy(stage, taken);
      if (found === undefined) continue;
      matches.push({
        at: at(taken.edge.instruction, taken.source.span),
        message: 'dev',
        data: {
          path: taken.source.value,
          from: stageLabel(taken.producer),
          to: stageWithRole(stage),
        },
        related: [{ at: at(found.instruction, found.install.span), message: 'Installed here.' }],
      });
    }
    return matches;
  },
  fix(match, { stage }) {
    const taken =
      stage &&
      takenPaths(stage).find(
        ({ edge, source }) => edge.instruction === match.at.node && source.span.start === match.at.span.start,
      );
    const found = stage && taken && devCopy(stage, taken);
    return taken === undefined || found === undefined ? [] : fixesOf(found, taken.producer);
  },
});

/** Most copies are told apart by their last name alone. */
const FOLDERS = /(?:\/node_modules|\/vendor\/bundle|\/usr\/local\/bundle|venv|virtualenv)\/?$/;

const devCopy = ofTaken(
  (stage: StageFacts, { edge, producer, source }: TakenPath): DevInstall | undefined => {
    if (edge.kind !== 'copy' || !(FOLDERS.test(source.value) || source.value.includes('$'))) return undefined;
    if (stage.isDevelopment) return undefined;
    const path = pathOf(stage, edge.instruction, source.value);
    const found = path === undefined || !FOLDERS.test(path) ? undefined : devInstallOf(producer, path);
    if (found === undefined) return undefined;
    const purpose = runtimePurpose(stage);
    if (purpose === 'builds' || purpose === 'works') return undefined;
    const { ecosystem } = found.install;
    // Without a build in sight the project may well have nothing but what it runs with.
    if (ecosystem !== 'python' && !needsDevDependencies(producer, ecosystem)) return undefined;
    return found;
  },
);

function fixesOf({ stage, instruction, install }: DevInstall, producer: StageFacts): readonly Fix[] {
  const prune = PRUNES.get(install.manager);
  if (prune !== undefined) {
    const last = producer.instructions.at(-1);
    if (last === undefined) return [];
    const lineEnd = last.text.includes('\r\n') ? '\r\n' : '\n';
    const { end } = last.span;
    const edit: AnchoredEdit = {
      at: at(last, { start: end, end }),
      newText: `${lineEnd}RUN ${prune}`,
    };
    return [
      { title: `Add \`RUN ${prune}\` to ${stageLabel(producer)}`, safety: 'suggestion', edits: [edit] },
    ];
  }
  const option = OPTIONS.get(install.manager);
  if (option === undefined || instruction.exec !== undefined || stage !== producer) return [];
  const { end } = install.span;
  return [
    {
      title: `Install with ${option}`,
      safety: 'suggestion',
      edits: [{ at: at(instruction, { start: end, end }), newText: ` ${option}` }],
    },
  ];
}

const PRUNES: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm prune --omit=dev'],
  ['pnpm', 'pnpm prune --prod'],
  ['yarn', 'yarn install --production --ignore-scripts --prefer-offline'],
]);

const OPTIONS: ReadonlyMap<string, string> = new Map([
  ['uv', '--no-dev'],
  ['poetry', '--only main'],
  ['pdm', '--prod'],
]);

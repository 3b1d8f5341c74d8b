/** A program that Node runs: the running image gets its built files, the dependencies that it needs, and nothing that only builds. */
import { joined } from '../../../../model/artifacts/commandPlace';
import { isWithin } from '../../../../model/artifacts/effects';
import { buildToolKind } from '../../../../model/commands/buildTools';
import { packageInstallOf } from '../../../../model/commands/installs';
import { toolOf } from '../../../../model/commands/tools';
import { at } from '../../../../lint/rule';
import type { ShellCommand } from '../../../../shell/nodes';
import { refusal, type Artifact, type Insertion, type Plan, type Refusal } from '../../contract';
import { ownBases, type Application } from './application';
import { isDevelopmentOnly, pruningOf } from './dependencies';
import { runtimeBases } from '../../sameFamily';
import { placeProject } from './placing';
import { chosenPaths, isProcessManager, WHOLE } from './servicePaths';

export function servicePlan(application: Application): Plan | Refusal {
  const { project, ends } = application;
  const notes: string[] = [];
  const insertions: Insertion[] = [];
  const chosen = chosenPaths(application);
  if ('reason' in chosen) return chosen;
  for (const text of prunings(application, chosen.artifacts, notes))
    insertions.push({ place: { afterInBuild: ends }, text });
  const isWhole =
    chosen.choices.some(({ taken }) => taken === WHOLE) && project.answers.artifactPath === undefined;
  const leavesTools = project.stage.image?.runtimeSibling !== undefined || insertions.length > 0;
  if (isWhole && !leavesTools && !project.steps.some(({ commands }) => commands.some(installsCompiler)))
    return refusal(
      'unknown-artifact',
      'Which files the program needs is not known, so nothing could be left behind.',
      { at: at(ends.instruction), wayOut: 'Name them with --artifact: dist,node_modules,package.json.' },
    );
  if (leavesNextCache(application, chosen.artifacts))
    insertions.push({
      place: { afterInBuild: ends },
      text: 'RUN rm -rf .next/cache',
      note: 'The cache of the Next.js compiler is of no use at run time.',
    });
  notes.push(...chosen.notes);
  const placed = placeProject(application, chosen.artifacts, calledBy(application));
  if ('kind' in placed) return placed;
  return {
    kind: 'plan',
    ends,
    artifacts: chosen.artifacts,
    bases: ownBases(project),
    needs: {
      libc: 'none',
      programs: [...runtimesOf(application), ...placed.programs],
      certificates: 'no',
      timeZones: 'no',
    },
    placements: placed.placements,
    insertions: [...prismaLibrary(application), ...insertions, ...placed.insertions],
    choices: chosen.choices,
    notes: [...notes, ...placed.notes, ...runtimeBases(project).notes],
  };
}

function leavesNextCache({ outputs, root }: Application, artifacts: readonly Artifact[]): boolean {
  return (
    outputs.some(({ tool, path }) => tool === 'next' && path === '.next') &&
    artifacts.some(({ from }) => isWithin(joined(root, '.next'), from))
  );
}

/** Compilers for native modules, as they are installed for a build alone. */
export function installsCompiler(command: ShellCommand): boolean {
  const install = packageInstallOf(command);
  return (
    install?.packages.some(({ name }) =>
      /^(?:compiler|sdk)$/.test(buildToolKind(name, install.family) ?? ''),
    ) === true
  );
}

/** Prisma's engine is linked to OpenSSL, which the full image has and the smaller one of Debian has not. */
function prismaLibrary({ project, manifest }: Application): readonly Insertion[] {
  const { stage, steps } = project;
  const usesPrisma =
    manifest?.versionOf('@prisma/client') !== undefined ||
    steps.some(({ commands }) => commands.some((command) => toolOf(command)?.name === 'prisma'));
  const isThere = steps.some(({ commands }) =>
    commands.some((command) =>
      packageInstallOf(command)?.packages.some(({ name }) => /^(?:openssl|libssl)/.test(name)),
    ),
  );
  if (!usesPrisma || isThere || stage.image?.runtimeSibling === undefined) return [];
  return [
    {
      place: 'run-start',
      text: [
        'RUN apt-get update \\',
        '    && apt-get install -y --no-install-recommends openssl \\',
        '    && rm -rf /var/lib/apt/lists/*',
      ].join('\n'),
      note: 'The engine of Prisma needs OpenSSL, which the smaller image does not bring.',
    },
  ];
}

/** Everything that a command of the container names, the managers behind `npx` and `npm run` included. */
export function calledBy({ project, start }: Application): ReadonlySet<string> {
  const names = project.started.flatMap(({ words, wrappers }) => [
    words[0]?.value?.replace(/^.*\//, '') ?? '',
    ...wrappers,
  ]);
  return new Set([...names, ...(start.kind === 'program' ? start.tools : [])]);
}

function runtimesOf({ project }: Application): readonly string[] {
  const name = project.stage.image?.language?.name;
  return name === 'bun' ? ['bun'] : ['node'];
}

/** The commands that take out of node_modules what only development needs, one a RUN. */
function prunings(
  { project, start, installs, compiles, manifest, folder, root }: Application,
  artifacts: readonly Artifact[],
  notes: string[],
): readonly string[] {
  if (start.kind !== 'program') {
    notes.push(
      'What the container starts is a script that is not known here, so the development dependencies stay: it might need them.',
    );
    return [];
  }
  const unknown = manifest === undefined ? start.tools.find((name) => !isProcessManager(name)) : undefined;
  if (unknown !== undefined) {
    notes.push(
      `The development dependencies stay: ${unknown}, which the container starts, may be one of them.`,
    );
    return [];
  }
  const missing = start.tools.find((name) => isDevelopmentOnly(name, manifest));
  if (missing !== undefined) {
    notes.push(
      `The development dependencies stay, because the container starts ${missing}, which is one of them.`,
    );
    return [];
  }
  const byFolder = new Map(installs.map((each) => [each.folder, each]));
  const commands: string[] = [];
  for (const [place, install] of byFolder) {
    const isCarried = artifacts.some(
      ({ from }) => place !== undefined && isWithin(joined(place, 'node_modules'), from),
    );
    if (place === undefined || !isCarried) continue;
    const pruning = pruningOf(project, install, place === root ? folder : undefined);
    if (pruning.kind === 'unknown') notes.push(`The development dependencies stay: ${pruning.why}.`);
    if (pruning.kind !== 'prune') continue;
    commands.push(place === root ? `RUN ${pruning.command}` : `RUN cd ${place} && ${pruning.command}`);
  }
  if (isInstalledByScript({ installs, manifest, root }, compiles)) commands.push('RUN npm prune --omit=dev');
  if (commands.length > 0) notes.push('The development dependencies are taken out behind the build.');
  return commands;
}

/** npm that a script of the build starts installs as any other does. */
function isInstalledByScript(
  { installs, manifest, root }: Pick<Application, 'installs' | 'manifest' | 'root'>,
  compiles: Application['compiles'],
): boolean {
  return (
    manifest !== undefined &&
    manifest.dependencies.size > 0 &&
    manifest.devDependencies.size > 0 &&
    installs.every(({ folder }) => folder !== root) &&
    compiles.some(({ compile, step }) => compile.tool === 'npm' && step.state.workdir === root)
  );
}

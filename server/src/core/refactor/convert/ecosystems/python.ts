/** Python: packages are installed in the build stage, where the compilers are, and copied as one folder beside the sources. */
import { at } from '../../../lint/rule';
import { buildToolKind } from '../../../model/commands/buildTools';
import { dependencyInstallOf } from '../../../model/commands/dependencyInstalls';
import { refusal, type Ecosystem, type Plan, type Project, type Refusal } from '../contract';
import { bringsOnly, folderMadeBy, obstacleToRunning, packageNotes, placeSteps } from '../interpreted';
import { pythonCommandOf } from '../python/commands';
import { packagesFolder, pythonCommandsOf, type LocatedInstall } from '../python/environment';
import { hasUnknownPython, newEnvironment, NOTHING_NEW, withEdits } from '../python/newEnvironment';
import { packages, pythonFor } from '../python/packages';
import { installOfLinked } from '../linkedLibraries';
import { runtimeBases } from '../sameFamily';

export const python: Ecosystem = {
  id: 'python',
  name: 'Python',
  plan(project) {
    if (project.shipped !== undefined && project.shipped.compile.ecosystem !== 'python') return undefined;
    const commands = pythonCommandsOf(project);
    const installs = commands.filter(({ found }) => found.kind === 'install');
    const last = installs.at(-1);
    return last === undefined
      ? undefined
      : (obstacleToRunning(project, 'always') ??
          obstacleOf(project, last) ??
          planOf(project, commands, last));
  },
};

function obstacleOf(project: Project, last: LocatedInstall): Refusal | undefined {
  const other = project.compiles.find(({ compile }) => compile.ecosystem !== 'python');
  if (other !== undefined)
    return refusal(
      'unknown-artifact',
      `This ${other.compile.describes}, beside Python, and what it leaves cannot be told.`,
      {
        at: at(other.step.instruction, other.compile.span),
        wayOut: 'Build it in a stage of its own first.',
      },
    );
  const manager = project.started.find(startsManager);
  if (manager !== undefined)
    return refusal(
      'needs-compiler-at-run-time',
      `The container starts ${manager.words[0]?.text ?? 'a package manager'}, which looks after packages before it starts the program.`,
      { at: at(last.step.instruction, last.command.span), wayOut: 'Start the program itself.' },
    );
  if (isPythonTwo(project, last))
    return refusal('unclear-instruction', 'Python 2 has no virtual environments of its own.', {
      at: at(last.step.instruction, last.command.span),
    });
  return undefined;
}

function startsManager({ name }: Project['started'][number]): boolean {
  return name !== undefined && /^(?:uv|uvx|poetry|pipenv|pdm|pip[\d.]*|hatch)$/.test(name);
}

function isPythonTwo({ stage }: Project, { command }: LocatedInstall): boolean {
  const language = stage.image?.language;
  if (language?.name === 'python' && /^2(?:\.|$)/.test(language.version ?? '')) return true;
  return /^(?:python2|pip2|python2\.\d|pip2\.\d)$/.test(command.words[0]?.value ?? '');
}

function planOf(project: Project, commands: readonly LocatedInstall[], last: LocatedInstall): Plan | Refusal {
  const folder = packagesFolder(project, commands);
  if (folder.kind === 'refused') return folder;
  const isWhole = commands.some(({ found }) => found.kind === 'install' && found.isEditable);
  const ownFolder = isWhole ? last.step.state.workdir : undefined;
  if (isWhole && (ownFolder === undefined || ownFolder === '/'))
    return refusal(
      'unknown-artifact',
      'An editable installation changes the sources, and it cannot be told where they are.',
      {
        at: at(last.step.instruction, last.command.span),
      },
    );
  const placed = placeSteps(project, {
    splitting: { sideOf, packages, inPlaceOf: (dropped, kept) => pythonFor(project, dropped, kept) },
    ends: last.step,
    isOnlyRead: (step) => bringsOnly(step, MANIFESTS),
    managers: MANAGERS,
    folder: ownFolder,
  });
  if ('kind' in placed) return placed;
  const bases = runtimeBases(project);
  if (!bases.isSmaller && !placed.dropped.some(isTool))
    return refusal(
      'nothing-compiled',
      'The packages are installed without a compiler as far as this stage shows, so there are no tools to leave behind.',
      {
        at: at(last.step.instruction, last.command.span),
      },
    );
  const misses = folder.kind === 'new' ? outsideEnvironment(project, last) : undefined;
  if (misses !== undefined) return misses;
  if (folder.kind === 'new' && hasUnknownPython(project, folder.before))
    return refusal(
      'unclear-instruction',
      'It cannot be told which Python 3 the packages are installed for.',
      {
        at: at(folder.before.step.instruction, folder.before.command.span),
        wayOut: 'Install Python 3 by the name of its package, or build on an image of Python.',
      },
    );
  const linked = bases.isSmaller ? installOfLinked(project, last.step, manifestsOf(commands)) : undefined;
  const environment = folder.kind === 'new' ? newEnvironment(project, folder, commands, placed) : NOTHING_NEW;
  return {
    kind: 'plan',
    ends: last.step,
    artifacts: [
      ...(ownFolder === undefined || isWithinProject(folder.path, ownFolder)
        ? []
        : [folderMadeBy(last.step, ownFolder, 'the project, as the editable installation left it')]),
      ...(ownFolder !== undefined && isWithinProject(folder.path, ownFolder)
        ? [folderMadeBy(last.step, ownFolder, 'the project with its packages')]
        : [
            folderMadeBy(
              last.step,
              folder.path,
              folder.kind === 'new' ? 'the virtual environment' : folder.what,
            ),
          ]),
    ],
    bases: bases.candidates,
    needs: { libc: 'none', programs: placed.programs },
    placements: withEdits(placed.placements, environment.edits),
    insertions: [
      ...(linked === undefined ? [] : [{ place: 'before-artifacts', text: linked } as const]),
      ...environment.insertions,
    ],
    notes: [...environment.notes, ...packageNotes(placed), ...bases.notes],
  };
}

function isWithinProject(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** The files that decide what is installed, as the commands name them. */
function manifestsOf(commands: readonly LocatedInstall[]): readonly string[] {
  const named = commands.flatMap(({ command }) => dependencyInstallOf(command)?.manifests ?? []);
  return named
    .filter((name) => /\.(?:txt|lock)$/.test(name) && !/[*$]/.test(name))
    .map((name) => name.replace(/^\.?\//, ''));
}

function isTool(name: string): boolean {
  const kind =
    buildToolKind(name, 'debian') ?? buildToolKind(name, 'alpine') ?? buildToolKind(name, 'redhat');
  return kind !== undefined && kind !== 'vcs';
}

/** What the build runs; what else calls Python belongs to the running image, once the packages are there. */
function sideOf(command: Parameters<typeof pythonCommandOf>[0]): 'build' | undefined {
  return pythonCommandOf(command) === undefined ? undefined : 'build';
}

const MANIFESTS =
  /^(?:(?:dev-|base-|prod-)?(?:requirements|constraints)[\w.*-]*\.(?:txt|in)|Pipfile(?:\.lock)?|Pipfile\*|poetry\.(?:lock|toml)|pyproject\.toml|uv\.lock|pdm\.lock|setup\.(?:py|cfg)|\.python-version|poetry\.lock\*)$/;

const MANAGERS = /^(?:uvx?|poetry|pip|pipenv|pdm)$/;

/** What names the folders of the system's own Python would look past the environment. */
function outsideEnvironment(project: Project, last: LocatedInstall): Refusal | undefined {
  const place = /\/(?:site|dist)-packages\b|\/usr\/local\/bin\/(?!python|pip|uv\b|poetry|docker-)[\w.-]+/;
  const late = project.steps.filter(
    ({ index, instruction }) =>
      index > last.step.index || /^(?:ENV|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword),
  );
  const found = late.find(
    ({ instruction }) =>
      /^(?:RUN|ENV|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword) &&
      place.test(instruction.source) &&
      !isMade(instruction.source, project),
  );
  if (found === undefined) return undefined;
  return refusal(
    'unclear-instruction',
    "This names a folder of the system's Python, and the packages move into a virtual environment.",
    {
      at: at(found.instruction),
      wayOut: 'Start programs by their name, so that they are found on PATH.',
    },
  );
}

/** A program of that folder that the stage itself puts there. */
function isMade(source: string, { steps }: Project): boolean {
  const path = /\/usr\/local\/bin\/[\w.-]+/.exec(source)?.[0];
  return (
    path !== undefined &&
    steps.some(
      ({ instruction }) =>
        /^(?:COPY|ADD)$/.test(instruction.keyword) && instruction.source.includes(path.replace(/[^/]*$/, '')),
    )
  );
}

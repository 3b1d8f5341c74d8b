/** Python: packages are installed in the build stage, where the compilers are, and copied as one folder beside the sources. */
import { at } from '../../../lint/rule';
import { buildToolKind } from '../../../model/commands/buildTools';
import { packageInstallOf } from '../../../model/commands/installs';
import type { Distribution } from '../../../model/images/baseImage';
import { toolOf } from '../../../model/commands/tools';
import type { TextEdit } from '../../../text/textEdit';
import {
  edited,
  refusal,
  type Ecosystem,
  type Insertion,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../contract';
import {
  bringsOnly,
  folderMadeBy,
  obstacleToRunning,
  packageNotes,
  placeSteps,
  type PlacedSteps,
} from '../interpreted';
import { pythonCommandOf } from '../python/commands';
import {
  packagesFolder,
  pythonCommandsOf,
  type LocatedInstall,
  type PackagesFolder,
} from '../python/environment';
import { runtimeBases } from '../sameFamily';
import { DROP, type PackageRule } from '../systemPackages';

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
    insertions: environment.insertions,
    notes: [...environment.notes, ...packageNotes(placed), ...bases.notes],
  };
}

function isWithinProject(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
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

const packages: PackageRule = (name) =>
  /^(?:python[\d.]*-(?:pip|pip-whl|venv|virtualenv|wheel|setuptools|build|full)|py[23]?-(?:pip|wheel|setuptools|virtualenv)|virtualenv|pipx|pipenv|poetry|python3-poetry|uv|cython3?|python3-cython|py3-cython)$/.test(
    name,
  )
    ? DROP
    : undefined;

/** Python itself, where only its installer was asked for, which brought it along. */
function pythonFor(project: Project, dropped: readonly string[], kept: readonly string[]): readonly string[] {
  if (project.stage.image?.language?.name === 'python') return [];
  const isPython = (name: string): boolean => /^python[\d.]*(?:-minimal)?$/.test(name);
  const brings = dropped.some((name) => /^(?:lib)?python3|^py3-/.test(name));
  if (!brings) return [];
  return [
    ...(kept.some(isPython) ? [] : ['python3']),
    ...(hasDistutils(project.stage.image?.distribution) ? ['python3-distutils'] : []),
  ];
}

/** A module that old packages import; pip brought it along, until Python itself gave it up. Source: package indexes of both. */
function hasDistutils(system: Distribution | undefined): boolean {
  if (system?.id === 'ubuntu') return Number.parseFloat(system.version ?? '99') < 23;
  return system?.id === 'debian' && /^(?:buster|bullseye|bookworm)$/.test(system.codename ?? '');
}

interface Environment {
  readonly edits: ReadonlyMap<Step, readonly TextEdit[]>;
  readonly insertions: readonly Insertion[];
  readonly notes: readonly string[];
}

const NOTHING_NEW: Environment = { edits: new Map(), insertions: [], notes: [] };

/** Makes the environment in front of the first installation, and puts it in front of PATH in both stages. */
function newEnvironment(
  project: Project,
  { path, before }: Extract<PackagesFolder, { readonly kind: 'new' }>,
  commands: readonly LocatedInstall[],
  { placements }: PlacedSteps,
): Environment {
  const { stage } = project;
  const isPythonImage = stage.image?.language?.name === 'python';
  const interpreter = interpreterOf(before, isPythonImage);
  const hasOthers = installedModules(project);
  const make = `${interpreter} -m venv ${hasOthers ? '--system-site-packages ' : ''}${path}`;
  const isPip = commands.every(
    ({ found }) => found.kind !== 'install' || found.tool === 'pip' || found.tool === 'setup.py',
  );
  const variables = `ENV ${isPip ? '' : `VIRTUAL_ENV=${path} `}PATH="${path}/bin:$PATH"`;
  const edits = new Map<Step, TextEdit[]>();
  const edit = (step: Step, ...more: readonly TextEdit[]): void => {
    edits.set(step, [...(edits.get(step) ?? []), ...more]);
  };
  const bringer = isPythonImage ? undefined : bringerOf(project, before, interpreter);
  if (bringer?.edit !== undefined) edit(bringer.step, bringer.edit);
  const isInside = bringer?.step === before.step;
  if (isInside) {
    const start = before.command.span.start;
    edit(before.step, { span: { start, end: start }, newText: `${make} && ` });
  }
  for (const { step, command } of commands.filter(({ found }) => found.kind === 'install')) {
    const system = command.args.find(({ text }) => text === '--system');
    if (system !== undefined && toolOf(command)?.name !== 'pipenv')
      edit(step, { span: { start: system.span.start - 1, end: system.span.end }, newText: '' });
  }
  const place = placeBefore(before, bringer?.step, commands, placements, project);
  return {
    edits,
    insertions: [
      { place, text: isInside ? variables : `RUN ${make}\n${variables}` },
      { place: 'after-artifacts', text: variables },
    ],
    notes: [
      `The packages are installed into a virtual environment, ${path}, because that can be copied as one folder; PATH names it first in both stages.`,
    ],
  };
}

function interpreterOf({ command }: LocatedInstall, isPythonImage: boolean): string {
  const written = command.words[0]?.value ?? '';
  const name = written.replace(/^.*\//, '');
  if (/^python[\d.]*$/.test(name)) return name;
  const version = /^pip(\d[\d.]*)$/.exec(name)?.[1];
  if (version !== undefined) return `python${version}`;
  return isPythonImage ? 'python' : 'python3';
}

/** Modules of Python that come as packages of the system, which an environment only sees when it is told to. */
function installedModules({ steps }: Project): boolean {
  return steps.some(({ commands }) =>
    commands.some((command) =>
      packageInstallOf(command)?.packages.some(
        ({ name }) =>
          /^(?:python3|py3)-./.test(name) &&
          packages(name, 'debian') === undefined &&
          !/-(?:dev|minimal|distutils|apt|lib2to3|tk)$/.test(name),
      ),
    ),
  );
}

/** The step that installs Python, with what Debian keeps in a package of its own: the module that makes environments. */
function bringerOf(
  project: Project,
  before: LocatedInstall,
  interpreter: string,
): { readonly step: Step; readonly edit: TextEdit | undefined } | undefined {
  const module = `${interpreter}-venv`;
  for (const step of project.steps) {
    if (step.index > before.step.index) break;
    for (const command of step.commands) {
      const install = packageInstallOf(command);
      const named = install?.packages.findLast(({ name }) => /^python3/.test(name));
      if (install === undefined || named === undefined) continue;
      const isThere = install.packages.some(({ name }) => name === module || name === 'python3-full');
      const needsModule = install.family === 'debian' && !isThere;
      const { start, end } = named.span;
      const gap = /[\s\\]*$/.exec(step.instruction.text.slice(0, start))?.[0] ?? ' ';
      return {
        step,
        edit: needsModule ? { span: { start: end, end }, newText: `${gap}${module}` } : undefined,
      };
    }
  }
  return undefined;
}

/** As early as it can be, so that it is made once; an installer that is got before stays outside. */
function placeBefore(
  before: LocatedInstall,
  bringer: Step | undefined,
  commands: readonly LocatedInstall[],
  placements: ReadonlyMap<Step, Placement>,
  project: Project,
): Insertion['place'] {
  const installer = commands.findLast(
    ({ found, step, command }) =>
      found.kind === 'installer' &&
      step.index < before.step.index &&
      /poetry|pipenv|pdm|\buv\b/.test(command.words.map(({ text }) => text).join(' ')),
  );
  const behind = Math.max(
    installer?.step.index ?? -1,
    bringer === before.step ? before.step.index - 1 : (bringer?.index ?? -1),
  );
  const step = project.steps.findLast(
    (each) =>
      each.index <= behind &&
      (placements.get(each)?.build.kind ?? 'kept') !== 'left-out' &&
      staysInBuild(each),
  );
  return step === undefined ? 'build-start' : { afterInBuild: step };
}

/** Of the instructions that the framework places, these certainly stay in front of the build. */
function staysInBuild({ instruction }: Step): boolean {
  return /^(?:RUN|COPY|ADD|WORKDIR|USER|SHELL|ARG)$/.test(instruction.keyword);
}

function withEdits(
  placements: ReadonlyMap<Step, Placement>,
  edits: ReadonlyMap<Step, readonly TextEdit[]>,
): ReadonlyMap<Step, Placement> {
  const changed = new Map(placements);
  for (const [step, own] of edits) {
    const placement = placements.get(step);
    if (placement !== undefined) changed.set(step, { ...placement, build: edited(step.instruction, own) });
  }
  return changed;
}

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

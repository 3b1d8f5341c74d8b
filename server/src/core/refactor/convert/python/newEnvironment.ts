/** Makes a virtual environment where a stage installs into the Python of the system, so that one folder can be copied. */
import { packageInstallOf } from '../../../model/commands/installs';
import { toolOf } from '../../../model/commands/tools';
import type { TextEdit } from '../../../text/textEdit';
import { edited, type Insertion, type Placement, type Project, type Step } from '../contract';
import type { PlacedSteps } from '../interpreted';
import type { LocatedInstall, PackagesFolder } from './environment';
import { packages } from './packages';

export interface Environment {
  readonly edits: ReadonlyMap<Step, readonly TextEdit[]>;
  readonly insertions: readonly Insertion[];
  readonly notes: readonly string[];
}

export const NOTHING_NEW: Environment = { edits: new Map(), insertions: [], notes: [] };

/** Makes the environment in front of the first installation, and puts it in front of PATH in both stages. */
export function newEnvironment(
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

/** Nothing tells that pip belongs to the Python 3 of the system: another one, such as PyPy, has a pip of its own. */
export function hasUnknownPython(project: Project, before: LocatedInstall): boolean {
  const { image } = project.stage;
  if (image?.language?.name === 'python') return false;
  const bringsPip = project.steps.some(
    ({ index, commands }) =>
      index <= before.step.index &&
      commands.some((command) =>
        packageInstallOf(command)?.packages.some(({ name }) =>
          /^(?:python[\d.]*-(?:pip|full|pip-whl)|py3?-pip|python[\d.]*|poetry|pipenv|python3-poetry|uv)$/.test(
            name,
          ),
        ),
      ),
  );
  if (!bringsPip) return true;
  if (image?.programs['python3'] === true) return false;
  if (bringerOf(project, before, interpreterOf(before, false)) !== undefined) return false;
  return image?.programs['python3'] === false || installsPython2(project);
}

/** Up to 2020 systems called Python 2 by the plain name, and it cannot make such an environment. */
function installsPython2({ steps }: Project): boolean {
  return steps.some(({ commands }) =>
    commands.some((command) =>
      packageInstallOf(command)?.packages.some(({ name }) => /^python(?:2[\d.]*)?(?:-|$)/.test(name)),
    ),
  );
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

export function withEdits(
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

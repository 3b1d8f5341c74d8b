/** Finds out where a stage puts its Python packages, so that they can be copied: as one folder, or into one that is made for it. */
import { at } from '../../../lint/rule';
import { isRoot } from '../../../model/accounts';
import type { ShellCommand } from '../../../shell/nodes';
import { refusal, type Project, type Refusal, type Step } from '../contract';
import { pathIn, pythonCommandOf, type PythonCommand } from './commands';

export interface LocatedInstall {
  readonly step: Step;
  readonly command: ShellCommand;
  readonly found: PythonCommand;
}

/** `made`: the stage makes it itself. `new`: the conversion has to. */
export type PackagesFolder =
  | { readonly kind: 'made'; readonly path: string; readonly what: string }
  | { readonly kind: 'new'; readonly path: string; readonly before: LocatedInstall };

export function pythonCommandsOf(project: Project): readonly LocatedInstall[] {
  return project.steps.flatMap((step) =>
    step.commands.flatMap((command): LocatedInstall[] => {
      const found = command.place === 'substitution' ? undefined : pythonCommandOf(command);
      return found === undefined ? [] : [{ step, command, found }];
    }),
  );
}

export function packagesFolder(
  project: Project,
  commands: readonly LocatedInstall[],
): PackagesFolder | Refusal {
  const installs = commands.filter(({ found }) => found.kind === 'install');
  const environment = commands.find(({ found }) => found.kind === 'environment');
  if (environment?.found.kind === 'environment') {
    const path = pathIn(environment.step, environment.found.path) ?? defaultEnvironment(environment);
    return path === undefined
      ? unknown(environment, 'It cannot be told where the virtual environment is made.')
      : { kind: 'made', path, what: 'the virtual environment' };
  }
  const [first] = installs;
  if (first === undefined)
    return refusal('nothing-compiled', 'No Python package is installed in this stage.');
  const folders = installs.map((install) => folderOf(project, install));
  const [one] = folders;
  if (
    one === undefined ||
    folders.some((folder) => folder.kind !== one.kind || pathOf(folder) !== pathOf(one))
  )
    return unknown(first, 'Packages are installed in several places here.');
  return one;
}

function pathOf(folder: PackagesFolder | Refusal): string | undefined {
  return folder.kind === 'refused' ? undefined : folder.path;
}

function folderOf(project: Project, install: LocatedInstall): PackagesFolder | Refusal {
  const { step, found } = install;
  if (found.kind !== 'install') return unknown(install, 'It cannot be told what is installed here.');
  switch (found.into.kind) {
    case 'folder': {
      const path = pathIn(step, found.into.path);
      return path === undefined || path === '/'
        ? unknown(install, 'It cannot be told where the packages are put.')
        : { kind: 'made', path, what: 'the installed packages' };
    }
    case 'user':
      return userFolder(project, install);
    case 'project':
      return projectFolder(project, install, found.tool);
    case 'default':
      return step.state.user !== undefined && !isRoot(step.state.user)
        ? userFolder(project, install)
        : { kind: 'new', path: '/opt/venv', before: install };
  }
}

/** `pip install --user`, and what pip does by itself where it may not write to the system's folders. */
function userFolder({ stage }: Project, install: LocatedInstall): PackagesFolder | Refusal {
  const { step } = install;
  const path = stage.end.env
    .get('PATH')
    ?.split(':')
    .find((entry) => entry.endsWith('/.local/bin'));
  const home = step.state.env.get('HOME');
  if (path !== undefined)
    return { kind: 'made', path: path.replace(/\/bin$/, ''), what: 'the installed packages' };
  if (home?.startsWith('/') === true)
    return { kind: 'made', path: `${home}/.local`, what: 'the installed packages' };
  const user = step.state.user;
  if (user !== undefined && isRoot(user))
    return { kind: 'made', path: '/root/.local', what: 'the installed packages' };
  return unknown(
    install,
    'The packages go to the home folder of a user, and it cannot be told where that is.',
  );
}

function projectFolder(
  { steps, stage }: Project,
  install: LocatedInstall,
  tool: string,
): PackagesFolder | Refusal {
  const { step } = install;
  const { env, workdir } = step.state;
  const own = (name: string): string | undefined => {
    const path = env.get(name);
    if (path === undefined) return undefined;
    return path.startsWith('/') ? path : `${workdir ?? ''}/${path}`;
  };
  if (tool === 'uv') {
    const path = own('UV_PROJECT_ENVIRONMENT') ?? (workdir === undefined ? undefined : `${workdir}/.venv`);
    if (path === undefined) return unknown(install, 'It cannot be told where uv puts the environment.');
    return { kind: 'made', path, what: 'the virtual environment' };
  }
  const isOn = (value: string | undefined): boolean => /^(?:true|1)$/i.test(value ?? '');
  const says = (setting: string, value: string): boolean =>
    steps.some(({ commands }) =>
      commands.some(
        ({ name, args }) =>
          name === 'poetry' &&
          args.some(({ text }, index) => text === setting && args[index + 1]?.value === value),
      ),
    );
  if (tool === 'poetry') {
    if (isOn(env.get('POETRY_VIRTUALENVS_IN_PROJECT')) || says('virtualenvs.in-project', 'true'))
      return workdir === undefined
        ? unknown(install, 'It cannot be told where Poetry puts the environment.')
        : { kind: 'made', path: `${workdir}/.venv`, what: 'the virtual environment' };
    const isShared =
      /^(?:false|0)$/i.test(env.get('POETRY_VIRTUALENVS_CREATE') ?? '') ||
      says('virtualenvs.create', 'false');
    if (isShared || stage.end.env.has('VIRTUAL_ENV'))
      return { kind: 'new', path: '/opt/venv', before: install };
  }
  if (tool === 'pipenv' && isOn(env.get('PIPENV_VENV_IN_PROJECT')) && workdir !== undefined)
    return { kind: 'made', path: `${workdir}/.venv`, what: 'the virtual environment' };
  return unknown(install, `${tool} keeps the environment in a folder with a name of its own making.`);
}

/** `uv venv` without a path. */
function defaultEnvironment({ step, command }: LocatedInstall): string | undefined {
  const { workdir } = step.state;
  return command.words[0]?.value === 'uv' && workdir !== undefined ? `${workdir}/.venv` : undefined;
}

function unknown({ step, command }: LocatedInstall, message: string): Refusal {
  return refusal('unknown-artifact', message, {
    at: at(step.instruction, command.span),
    wayOut: 'Make a virtual environment in a folder of your choice, and put its bin folder in front of PATH.',
  });
}

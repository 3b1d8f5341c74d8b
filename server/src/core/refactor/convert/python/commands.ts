/** Recognises what the commands of a Python build do: install packages, make a virtual environment, get the installer itself. */
import { readArguments } from '../../../model/commands/options';
import { toolOf } from '../../../model/commands/tools';
import { lookupIn } from '../../../model/scope';
import { cleaned } from '../../../model/state';
import { expand } from '../../../syntax/words';
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import type { Step } from '../contract';

export type PythonCommand =
  /** Puts packages into the Python that it runs in. */
  | {
      readonly kind: 'install';
      readonly tool: string;
      readonly isEditable: boolean;
      readonly into: Destination;
    }
  /** Gets or renews pip, Poetry and the like, which the program does not need. */
  | { readonly kind: 'installer' }
  | { readonly kind: 'environment'; readonly path: ShellWord | undefined }
  /** Sets something up for the other commands. */
  | { readonly kind: 'preparation' };

/** `default`: where the Python that runs it looks. `project`: the environment that the tool keeps for the project. */
export type Destination =
  | { readonly kind: 'default' }
  | { readonly kind: 'user' }
  | { readonly kind: 'project' }
  | { readonly kind: 'folder'; readonly path: ShellWord | undefined };

export function pythonCommandOf(command: ShellCommand): PythonCommand | undefined {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const verb = tool.args.find(({ text }) => !text.startsWith('-'))?.value;
  switch (tool.name) {
    case 'pip':
      return pipCommand(tool.args);
    case 'uv':
      return uvCommand(tool.args);
    case 'venv':
    case 'virtualenv':
      return { kind: 'environment', path: tool.args.findLast(({ text }) => !text.startsWith('-')) };
    case 'pipenv':
      if (verb !== 'install' && verb !== 'sync') return PREPARATION;
      return installed('pipenv', {
        kind: tool.args.some(({ text }) => text === '--system') ? 'default' : 'project',
      });
    case 'poetry':
      return verb === 'install' || verb === 'sync' ? installed('poetry', { kind: 'project' }) : PREPARATION;
    case 'pdm':
      return verb === 'install' || verb === 'sync' ? installed('pdm', { kind: 'project' }) : PREPARATION;
    case 'ensurepip':
    case 'pipx':
      return { kind: 'installer' };
    case 'spacy':
      return verb === 'download' ? installed('spacy', { kind: 'default' }) : undefined;
    case 'python':
      return setupCommand(tool.args);
    case '.':
    case 'source':
      return /\/bin\/activate$/.test(tool.args[0]?.text ?? '') ? PREPARATION : undefined;
    case 'curl':
    case 'wget':
      return tool.args.some(({ text }) => /get-pip\.py|install\.python-poetry\.org|astral\.sh\/uv/.test(text))
        ? { kind: 'installer' }
        : undefined;
    default:
      return undefined;
  }
}

const PREPARATION: PythonCommand = { kind: 'preparation' };

function installed(tool: string, into: Destination, isEditable = false): PythonCommand {
  return { kind: 'install', tool, into, isEditable };
}

/** What only serves to install something else. */
const INSTALLERS =
  /^(?:pip|setuptools|wheel|poetry|pipenv|uv|pip-tools|pdm|virtualenv|build|hatch|flit|cython|setuptools[-_]scm)(?:[=<>~![;@ ].*)?$/i;

const VALUE_OPTIONS: ReadonlySet<string> = new Set(
  (
    '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links --prefix --root --src ' +
    '--cache-dir --trusted-host --timeout --retries --platform --python-version --implementation --abi --no-binary --only-binary ' +
    '--progress-bar --upgrade-strategy -C --config-settings --global-option -p --python -d --dest -w --wheel-dir --proxy --log --group --extra'
  ).split(' '),
);

function pipCommand(args: readonly ShellWord[]): PythonCommand {
  const read = readArguments(args, VALUE_OPTIONS);
  const [verb, ...packages] = read.operands;
  if (verb?.value === 'uninstall') return installed('pip', { kind: 'default' });
  if (verb?.value !== 'install' && verb?.value !== 'sync') return PREPARATION;
  const named = (...names: readonly string[]): boolean =>
    read.options.some(({ name }) => names.includes(name));
  if (
    packages.length > 0 &&
    !named('-r', '--requirement', '-e') &&
    packages.every(({ text }) => INSTALLERS.test(bare(text)))
  )
    return { kind: 'installer' };
  const isEditable = named('-e', '--editable');
  if (named('--user')) return installed('pip', { kind: 'user' }, isEditable);
  const folder = folderWord(args, '-t', '--target', '--prefix', '--root');
  return installed(
    'pip',
    folder === undefined ? { kind: 'default' } : { kind: 'folder', path: folder },
    isEditable,
  );
}

function bare(text: string): string {
  return text.replaceAll(/["']/g, '');
}

/** The word behind one of the options; an attached value is not told apart, so it counts as unknown. */
function folderWord(args: readonly ShellWord[], ...names: readonly string[]): ShellWord | undefined {
  const at = args.findIndex(({ text }) => names.some((name) => text === name || text.startsWith(`${name}=`)));
  const found = args[at];
  if (found === undefined) return undefined;
  const equals = found.text.indexOf('=');
  if (equals === -1) return args[at + 1];
  return { ...found, text: found.text.slice(equals + 1), value: found.value?.slice(equals + 1) };
}

function uvCommand(args: readonly ShellWord[]): PythonCommand {
  const [first, ...rest] = args.filter(({ text }, index) => index > 0 || !text.startsWith('-'));
  switch (first?.value) {
    case 'pip':
      return pipCommand(rest);
    case 'sync':
      return installed('uv', { kind: 'project' });
    case 'venv':
      return { kind: 'environment', path: rest.findLast(({ text }) => !text.startsWith('-')) };
    default:
      return PREPARATION;
  }
}

function setupCommand(args: readonly ShellWord[]): PythonCommand | undefined {
  const at = args.findIndex(({ text }) => /(?:^|\/)setup\.py$/.test(text));
  if (at === -1) return /(?:^|\/)get-pip\.py$/.test(args[0]?.text ?? '') ? { kind: 'installer' } : undefined;
  const verb = args[at + 1]?.value;
  return installed('setup.py', { kind: 'default' }, verb !== 'install');
}

/** The absolute path that a word of a RUN means; undefined when a value is not known. */
export function pathIn(step: Step, word: ShellWord | undefined): string | undefined {
  if (word === undefined) return undefined;
  const { env, args, workdir } = step.state;
  const lookup = lookupIn(env, args);
  const value = word.value ?? expand(word.text, '\\', (name) => lookup(name) ?? undefined);
  if (value === undefined || value === '' || /[*?~]/.test(value)) return undefined;
  if (value.startsWith('/')) return cleaned(value);
  return workdir === undefined ? undefined : cleaned(`${workdir}/${value}`);
}

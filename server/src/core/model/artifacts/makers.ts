/** Which files the commands that builds are made of bring, one recogniser a program. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { readArguments, valueAfter } from '../commands/options';
import { cleaned } from '../state';
import { joined, type CommandPlace } from './commandPlace';
import { baseName } from './effects';

type Maker = (args: readonly ShellWord[], place: CommandPlace, command: ShellCommand) => void;

const NO_VALUES: ReadonlySet<string> = new Set();

function operandsOf(
  args: readonly ShellWord[],
  values: ReadonlySet<string> = NO_VALUES,
): readonly ShellWord[] {
  return readArguments(args, values).operands;
}

/** The word of `-o x`, or undefined; of an attached value (`-ox`, `--output=x`) the tail as text is not asked for. */
function wordAfter(args: readonly ShellWord[], ...names: readonly string[]): ShellWord | undefined {
  const at = args.findIndex((word) => names.includes(word.text));
  return at === -1 ? undefined : args[at + 1];
}

/** A tool of the project works in its folder, and wherever a path is named. */
const project: Maker = (args, place, command) => {
  place.taintProject();
  for (const word of args) taintPathIn(word, place);
  for (const { value } of command.assignments) if (value !== undefined) taintPathIn(value, place);
  place.taintNamed();
  place.taintSystem();
};

function taintPathIn(word: ShellWord, place: CommandPlace): void {
  const { text } = word;
  const slash = text.indexOf('/');
  if (slash === -1 && !text.includes('$')) return;
  if (text.includes('://')) return;
  if (slash === 0 || text.startsWith('.')) {
    place.taintWord(word);
    return;
  }
  const value = place.text(word);
  if (value === undefined) {
    if (text.includes('$')) place.taintAll();
    return;
  }
  const equals = value.indexOf('=');
  const path = value.slice(equals + 1);
  if (path.startsWith('/') || path.startsWith('..')) place.taintText(path);
}

/** A script that the project defines runs anything, most likely below the project's folder. */
const script: Maker = (args, place, command) => {
  project(args, place, command);
  if (place.isBelowRoot) place.taintBeside();
};

const anything: Maker = (_args, place) => {
  place.taintAll();
};

const GO_QUIET: ReadonlySet<string> = new Set([
  'version',
  'env',
  'vet',
  'list',
  'fmt',
  'help',
  'clean',
  'telemetry',
]);

const go: Maker = (args, place, command) => {
  const folder = args[0]?.text === '-C' ? args[1] : undefined;
  const rest = folder === undefined ? args : args.slice(2);
  const verb = rest[0]?.value;
  if (verb === undefined || GO_QUIET.has(verb)) return;
  if (verb === 'mod' || verb === 'get' || verb === 'work') {
    goCaches(place);
    // Without modules the sources go to GOPATH, and so does what `get` builds of them.
    if (verb === 'get') place.taint(cleaned(place.variable('GOPATH') ?? '/go'));
    place.taintProject();
    return;
  }
  if (verb === 'install') {
    goInstall(rest.slice(1), place, command);
    return;
  }
  if (verb === 'generate' || verb === 'run' || verb === 'tool') {
    anything(args, place, command);
    return;
  }
  if (verb !== 'build') {
    project(args, place, command);
    return;
  }
  goCaches(place);
  const output = wordAfter(rest, '-o', '--o') ?? attached(rest, '-o=');
  if (output === undefined) {
    if (folder === undefined) goOutput(rest.slice(1), place);
    else place.taintWord(folder);
    return;
  }
  const text = typeof output === 'string' ? output : place.text(output);
  const inFolder = folder === undefined ? text : joinedText(place, folder, text);
  if (inFolder === undefined) {
    if (typeof output === 'string' || folder !== undefined) place.taintAll();
    else place.taintWord(output);
  } else if (/(?:^|\/)\.{0,2}$/.test(inFolder)) {
    place.holdText(inFolder, 'directory');
    place.taintText(inFolder);
  } else {
    // Several programs, or an existing folder of the name, take it for a folder.
    const isSeveral = rest.some((word) => word.text.includes('...'));
    place.holdText(inFolder, isSeveral ? 'any' : 'file');
    if (isSeveral) place.taintText(inFolder);
  }
};

function joinedText(place: CommandPlace, folder: ShellWord, text: string | undefined): string | undefined {
  const path = place.path(place.text(folder));
  return path === undefined || text === undefined ? undefined : joined(path, text);
}

function attached(args: readonly ShellWord[], prefix: string): string | undefined {
  const word = args.find((candidate) => candidate.text.startsWith(prefix));
  return word?.value?.slice(prefix.length);
}

/** Without `-o` the program gets the name of its package's folder, or of its module, and lies in the current folder. */
function goOutput(args: readonly ShellWord[], place: CommandPlace): void {
  const operand = args.at(-1);
  const name = /^(?:\.\/)?(?:[\w.-]+\/)*([A-Za-z][\w-]*)$/.exec(operand?.value ?? '')?.[1];
  const before = args.at(-2)?.text ?? '';
  const isAlone = before === '' || (before.startsWith('-') && before.includes('='));
  if (name !== undefined && isAlone && !/^v\d+$/.test(name)) place.holdText(name, 'file');
  else place.taintText('.');
}

function goCaches(place: CommandPlace): void {
  place.taint(`${place.variable('GOPATH') ?? '/go'}/pkg`);
  place.taint('/root');
}

function goInstall(args: readonly ShellWord[], place: CommandPlace, command: ShellCommand): void {
  goCaches(place);
  const assigned = command.assignments.find(({ name }) => name === 'GOBIN' || name === 'GOPATH');
  const bin = assigned?.name === 'GOBIN' ? assigned.value?.value : place.variable('GOBIN');
  const path = place.variable('GOPATH');
  const isAssignedUnknown = assigned !== undefined && (assigned.name !== 'GOBIN' || bin === undefined);
  if (isAssignedUnknown || (bin === undefined && path === undefined)) {
    for (const folder of ['/go', '/root', '/home', '/usr']) place.taint(folder);
    if (assigned?.value !== undefined) place.taintWord(assigned.value);
    return;
  }
  const folder = bin ?? `${path ?? '/go'}/bin`;
  const isCross = [...command.assignments.map(({ name }) => name)].some((name) =>
    /^GO(?:OS|ARCH)$/.test(name),
  );
  const operand = args.at(-1)?.value ?? '';
  const name = /([A-Za-z][\w-]*)(?:\/v\d+)?(?:@[\w.+-]+)?$/.exec(operand)?.[1];
  const isSure =
    !isCross &&
    place.variable('GOOS') === undefined &&
    place.variable('GOARCH') === undefined &&
    /^[\w-]+\.[\w./-]+(?:@|$)|^\.\/(?:[\w-]+\/)*[\w-]+$/.test(operand) &&
    !/\/v\d+(?:@|$)/.test(operand);
  if (name !== undefined && isSure) place.holdText(`${folder}/${name}`, 'file');
  else place.taint(cleaned(folder));
}

const mkdir: Maker = (args, place) => {
  for (const word of operandsOf(args, new Set(['-m', '--mode']))) place.hold(word, 'directory');
};

const touch: Maker = (args, place) => {
  for (const word of operandsOf(args, new Set(['-d', '-r', '-t']))) place.hold(word, 'file');
};

const tee: Maker = (args, place) => {
  for (const word of operandsOf(args)) place.hold(word, 'file');
};

/** `cp`, `mv`, `install`, `ln`, `rsync`: to the last operand, or into the folder of `-t`. */
const copy: Maker = (args, place, command) => {
  const read = readArguments(args, COPY_VALUES);
  if (
    command.name === 'install' &&
    read.options.some(({ name }) => name === '-d' || name === '--directory')
  ) {
    for (const word of read.operands) place.hold(word, 'directory');
    return;
  }
  const target = wordAfter(args, '-t', '--target-directory');
  if (target !== undefined || read.options.some(({ name }) => name === '--target-directory')) {
    if (target === undefined) place.taintAll();
    else place.taintWord(target);
    return;
  }
  const destination = read.operands.at(-1);
  const sources = read.operands.slice(0, -1);
  if (destination === undefined) return;
  const [source] = sources;
  if (source === undefined) {
    if (command.name === 'ln') place.taintText('.');
    return;
  }
  const into = place.text(destination);
  if (into === undefined || read.options.some(({ name }) => name === '--parents' || name === '-R')) {
    place.taintWord(destination);
    if (into !== undefined) place.taintText(into);
    return;
  }
  if (sources.length === 1 && !/(?:^|\/)\.{0,2}$/.test(into)) {
    if (command.name === 'ln') place.holdText(into, 'file');
    else place.holdCopy(source, into);
    place.taintText(into);
    return;
  }
  for (const each of sources) {
    const name = baseName((place.text(each) ?? '').replace(/\/$/, ''));
    if (name === '' || name === '.' || name === '..') place.taintText(into);
    else {
      place.holdCopy(each, `${into}/${name}`);
      place.taintText(`${into}/${name}`);
    }
  }
};

const COPY_VALUES: ReadonlySet<string> = new Set([
  '-m',
  '--mode',
  '-o',
  '--owner',
  '-g',
  '--group',
  '-S',
  '--suffix',
  '-t',
  '--target-directory',
  '--exclude',
  '--include',
]);

const remove: Maker = (args, place) => {
  for (const word of operandsOf(args)) place.remove(word);
};

/** What is moved is no longer where it was. */
const move: Maker = (args, place, command) => {
  copy(args, place, command);
  const { operands, options } = readArguments(args, COPY_VALUES);
  if (!options.some(({ name }) => name === '-t' || name === '--target-directory'))
    for (const word of operands.slice(0, -1)) place.remove(word);
};

const tar: Maker = (args, place) => {
  const letters = args[0]?.text ?? '';
  const isCreating = /^-?[a-zA-Z]*[cru]/.test(letters) && !letters.startsWith('--');
  if (isCreating || args.some((word) => word.text === '--create')) {
    const at = args.findIndex((word) => /^-?[A-Za-z]*f$/.test(word.text));
    if (at !== -1) place.hold(args[at + 1], 'file');
    else place.taintText('.');
    return;
  }
  const folder = wordAfter(args, '-C', '--directory');
  if (folder !== undefined) place.taintWord(folder);
  const text = attached(args, '--directory=') ?? args.find((word) => /^-C./.test(word.text))?.value?.slice(2);
  if (text !== undefined) place.taintText(text);
  else if (folder === undefined) place.taintText('.');
  if (letters.includes('P')) place.taintAll();
};

const unzip: Maker = (args, place) => {
  const folder = wordAfter(args, '-d');
  const text = args.find((word) => /^-d./.test(word.text))?.value?.slice(2);
  if (folder !== undefined) place.taintWord(folder);
  else place.taintText(text ?? '.');
};

/** `curl -fsSLo file URL`: the value stands behind a cluster of options that ends in `o`. */
const curl: Maker = (args, place) => {
  if (args.some((word) => /^--(?:output-dir|config|create-dirs-mode|remote-name-all)/.test(word.text))) {
    place.taintAll();
    return;
  }
  args.forEach((word, at) => {
    if (word.text === '--output' || /^-[A-Za-z]*o$/.test(word.text)) place.hold(args[at + 1], 'file');
    else if (word.text.startsWith('--output=')) place.holdText(word.value?.slice(9) ?? '.', 'file');
    else if (/^-[A-Za-z]*O[A-Za-z]*$/.test(word.text) || word.text === '--remote-name')
      remoteNames(args, place);
    else if (/^-o./.test(word.text)) place.taintText(word.value?.slice(2) ?? '.');
    else if (/^-[A-Za-z]*[cD]$|^--(?:cookie-jar|dump-header|stderr|trace)/.test(word.text)) {
      const next = args[at + 1];
      if (next !== undefined) place.taintWord(next);
    }
  });
};

/** Without another name a download is called as the address ends. */
function remoteNames(args: readonly ShellWord[], place: CommandPlace): void {
  for (const word of args) {
    const name = /^[a-z]+:\/\/[^?#]+\/([^/?#]+)$/i.exec(place.text(word) ?? '')?.[1];
    if (name !== undefined) place.holdText(name, 'file');
  }
  place.taintText('.');
}

const wget: Maker = (args, place) => {
  const at = args.findIndex((word) => /^-[a-zA-Z]*O$|^--output-document$/.test(word.text));
  const text = args.find((word) => /^(?:-[a-zA-Z]*O.|--output-document=)/.test(word.text))?.value;
  const folder = wordAfter(args, '-P', '--directory-prefix');
  if (at !== -1) {
    if (args[at + 1]?.text !== '-') place.hold(args[at + 1], 'file');
  } else if (text !== undefined) {
    const name = text.replace(/^(?:-[a-zA-Z]*?O|--output-document=)/, '');
    if (name !== '-') place.holdText(name, 'file');
  } else if (folder !== undefined) place.taintWord(folder);
  else if (args.some((word) => word.text.startsWith('--directory-prefix') || /^-P./.test(word.text)))
    place.taintAll();
  else remoteNames(args, place);
};

const git: Maker = (args, place, command) => {
  const read = readArguments(args, GIT_VALUES);
  const [verb, url, folder] = read.operands;
  if (
    args.some(
      (word) =>
        word.text === '-C' || word.text.startsWith('--git-dir') || word.text.startsWith('--work-tree'),
    )
  ) {
    anything(args, place, command);
    return;
  }
  if (verb?.value === 'config' || verb?.value === 'rev-parse' || verb?.value === 'log') return;
  if (verb?.value !== 'clone') {
    place.taintProject();
    return;
  }
  if (folder !== undefined) {
    place.hold(folder, 'directory');
    place.taintWord(folder);
    return;
  }
  const name = baseName((url?.value ?? '').replace(/\/$/, '')).replace(/\.git$/, '');
  if (name === '') place.taintText('.');
  else {
    place.holdText(name, 'directory');
    place.taintText(name);
  }
};

const GIT_VALUES: ReadonlySet<string> = new Set([
  '-b',
  '--branch',
  '--depth',
  '-c',
  '--config',
  '-o',
  '--origin',
  '-j',
  '--jobs',
  '--shallow-since',
  '--filter',
  '--reference',
]);

const account: Maker = (args, place) => {
  place.taintSystem();
  for (const word of args)
    if (word.text.includes('/') && !/(?:nologin|\/(?:ba|z|da)?sh|\/false)$/.test(word.text))
      taintPathIn(word, place);
};

const venv: Maker = (args, place) => {
  const folder = operandsOf(args, new Set(['-p', '--python', '--prompt'])).at(-1);
  if (folder === undefined) return;
  place.hold(folder, 'directory');
  place.taintWord(folder);
};

const pip: Maker = (args, place, command) => {
  place.taintSystem();
  for (const word of args)
    if (word.text.startsWith('/') || word.text.includes('=/')) taintPathIn(word, place);
  const folder = valueAfter(args, [
    '-t',
    '--target',
    '--prefix',
    '--root',
    '-w',
    '--wheel-dir',
    '-d',
    '--dest',
    '--src',
  ]);
  if (folder !== undefined) {
    place.holdText(folder, 'directory');
    place.taintText(folder);
  } else if (args.some((word) => /^(?:-[twd]|--(?:target|prefix|root|wheel-dir|dest))/.test(word.text)))
    place.taintAll();
  if (
    args.some(
      (word) => /^(?:\.|-e|--editable|wheel|download)$/.test(word.value ?? '') || word.text.startsWith('.'),
    )
  )
    project(args, place, command);
};

const dotnet: Maker = (args, place, command) => {
  const output = valueAfter(args, ['-o', '--output']);
  project(args, place, command);
  if (output !== undefined) {
    place.holdText(output, 'directory');
    place.taintText(output);
  } else if (args.some((word) => word.text === '-o' || word.text === '--output')) place.taintAll();
  place.taint('/root');
};

const uv: Maker = (args, place, command) => {
  if (args[0]?.value === 'venv') venv(args.slice(1), place, command);
  else if (args[0]?.value === 'run') anything(args, place, command);
  else pip(args, place, command);
  project(args, place, command);
};

const cd: Maker = (args, place) => {
  place.changeFolder(args.find((word) => !/^-[LPe@]+$/.test(word.text)));
};

const find: Maker = (args, place, command) => {
  const at = args.findIndex((word) => /^-(?:exec|execdir|ok|fprint|fls)/.test(word.text));
  if (at !== -1 && !/^(?:rm|chmod|chown|strip|touch|ls|echo)$/.test(args[at + 1]?.text ?? ''))
    anything(args, place, command);
};

const dd: Maker = (args, place) => {
  const text = args.find((word) => word.text.startsWith('of='))?.value?.slice(3);
  if (text === undefined) place.taintAll();
  else place.holdText(text, 'file');
};

/** Activating a virtual environment writes nothing; any other sourced file is a script. */
const source: Maker = (args, place, command) => {
  if (!/\/(?:activate|os-release|envvars)$/.test(args[0]?.text ?? '')) anything(args, place, command);
};

const python: Maker = (args, place, command) => {
  if (args.length === 1 && /^(?:-V|--version)$/.test(args[0]?.text ?? '')) return;
  anything(args, place, command);
};

const compiler: Maker = (args, place, command) => {
  const output = wordAfter(args, '-o', '--output');
  if (output !== undefined) place.hold(output, 'file');
  else project(args, place, command);
};

/** The words that start a tool of the project (`npx tsc`) are taken off before these are asked. */
export const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['cd', cd],
  [
    'pushd',
    (_args, place) => {
      place.forgetFolder();
    },
  ],
  [
    'popd',
    (_args, place) => {
      place.forgetFolder();
    },
  ],
  ['.', source],
  ['source', source],
  ['mkdir', mkdir],
  ['touch', touch],
  ['tee', tee],
  ['cp', copy],
  ['mv', move],
  ['rm', remove],
  ['rmdir', remove],
  ['unlink', remove],
  ['ln', copy],
  ['install', copy],
  ['rsync', copy],
  ['tar', tar],
  ['bsdtar', tar],
  ['unzip', unzip],
  ['curl', curl],
  ['wget', wget],
  ['git', git],
  ['find', find],
  ['dd', dd],
  ['useradd', account],
  ['adduser', account],
  ['go', go],
  ['cargo', project],
  ['mvn', project],
  ['gradle', project],
  ['dotnet', dotnet],
  ['composer', script],
  ['bundle', project],
  ['mix', project],
  ['npm', script],
  ['yarn', script],
  ['pnpm', script],
  ['bun', script],
  ['tsc', script],
  ['ng', script],
  ['vite', script],
  ['next', script],
  ['webpack', script],
  ['esbuild', script],
  ['nest', script],
  ['poetry', project],
  ['pipenv', project],
  ['uv', uv],
  ['pip', pip],
  ['venv', venv],
  ['virtualenv', venv],
  ['python', python],
  ['gcc', compiler],
  ['g++', compiler],
  ['cc', compiler],
  ['clang', compiler],
  ['javac', project],
]);

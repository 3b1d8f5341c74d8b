/** Tells which packages a command asks a registry for, and which version of each, across all package managers. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Span } from '../../text/span';
import { packageInstallOf, type NamedPackage, type PackageInstall } from './installs';
import { optionValue, readArguments, type CommandArguments } from './options';
import { toolOf } from './tools';

/** Programs that take their packages from the same place are one manager: `apt-get` is `apt`, `microdnf` is `dnf`. */
export type RequestManager = 'apt' | 'apk' | 'yum' | 'dnf' | 'zypper' | 'pip' | 'npm' | 'gem' | 'go';

export interface RequestedPackage {
  /** As the manager knows it, without version; a file's or repository's address as written. */
  readonly name: string;
  /**
   * What is asked of the version, without the operator and possibly with variables: `1.2`, `$VERSION`, `latest`; a range with
   * its operator (`<0.7`); a commit or tag of a repository. Undefined when the newest will do.
   */
  readonly version: string | undefined;
  /** `file` is a path or address of one package, `group` a set that the distribution names, `repository` sources to fetch. */
  readonly kind: 'package' | 'file' | 'group' | 'repository';
  readonly span: Span;
}

export interface PackageRequest {
  readonly manager: RequestManager;
  /** The program as it is called: `apt-get`, `microdnf`, `pip`, `yarn`. */
  readonly program: string;
  /** Words that only the build can read (`$PACKAGES`, `$(cat list)`) are not among them. */
  readonly packages: readonly RequestedPackage[];
  /** True when a file decides the versions: `pip install -c constraints.txt`. */
  readonly isConstrained: boolean;
  readonly span: Span;
}

/** Undefined for a command that asks for no package by name: `npm install`, `pip install -r requirements.txt`, `go build`. */
export function packageRequestOf(command: ShellCommand): PackageRequest | undefined {
  const install = packageInstallOf(command);
  if (install !== undefined) return ofSystem(install);
  const tool = toolOf(command);
  const recognise = tool === undefined ? undefined : recognisersByTool.get(tool.name);
  const found = tool === undefined ? undefined : recognise?.(tool.args);
  if (tool === undefined || found === undefined || found.packages.length === 0) return undefined;
  return { program: tool.name, isConstrained: false, ...found, span: command.span };
}

function ofSystem(install: PackageInstall): PackageRequest | undefined {
  if (install.packages.length === 0) return undefined;
  return {
    manager: SYSTEM_MANAGERS[install.manager],
    program: install.manager,
    packages: install.packages.map((named) => ({ ...named, kind: kindOf(named) })),
    isConstrained: false,
    span: install.span,
  };
}

const SYSTEM_MANAGERS: Readonly<Record<PackageInstall['manager'], RequestManager>> = {
  'apt-get': 'apt',
  apt: 'apt',
  aptitude: 'apt',
  apk: 'apk',
  yum: 'yum',
  dnf: 'dnf',
  microdnf: 'dnf',
  tdnf: 'dnf',
  zypper: 'zypper',
};

function kindOf({ name, version }: NamedPackage): RequestedPackage['kind'] {
  if (name.startsWith('@')) return 'group';
  const isFile = name.includes('/') || /\.(?:deb|rpm|apk)$/.test(version ?? name);
  return isFile ? 'file' : 'package';
}

type Recogniser = (
  args: readonly ShellWord[],
) => (Pick<PackageRequest, 'manager' | 'packages'> & { readonly isConstrained?: boolean }) | undefined;

const recognisersByTool: ReadonlyMap<string, Recogniser> = new Map<string, Recogniser>([
  ['pip', pip],
  ['uv', ([first, ...rest]) => (first?.value === 'pip' ? pip(rest) : undefined)],
  ['npm', (args) => node(args, ['install', 'i', 'in', 'add'])],
  ['pnpm', (args) => node(args, ['install', 'i', 'add'])],
  ['yarn', (args) => node(args[0]?.value === 'global' ? args.slice(1) : args, ['add'])],
  ['bun', (args) => node(args, ['install', 'i', 'add'])],
  ['gem', gem],
  ['go', go],
]);

const PIP_VALUE_OPTIONS: ReadonlySet<string> = new Set(
  (
    '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links --prefix ' +
    '--root --src --cache-dir --trusted-host --timeout --retries --platform --python-version --implementation --abi ' +
    '--no-binary --only-binary --progress-bar --upgrade-strategy -C --config-settings --global-option --build-option -p ' +
    '--python --proxy --log --root-user-action --cert --client-cert --exists-action --keyring-provider --use-feature ' +
    '--use-deprecated --report --index'
  ).split(' '),
);

function pip(args: readonly ShellWord[]): ReturnType<Recogniser> {
  const read = readArguments(args, PIP_VALUE_OPTIONS);
  const [verb, ...words] = read.operands;
  if (verb?.value !== 'install') return undefined;
  return {
    manager: 'pip',
    packages: words.flatMap(requirement),
    isConstrained: read.options.some(({ name }) => name === '-c' || name === '--constraint'),
  };
}

/** A requirement specifier (PEP 508), an address or a path. */
function requirement(word: ShellWord): RequestedPackage[] {
  const text = readable(word, /^[A-Za-z0-9][\w.-]*(?:\[[\w.,-]*\])?\s*(?:[=~!<>]=?|\s*@)/);
  if (text === undefined || text === '.') return [];
  if (/^(?:git|hg|svn|bzr)\+/.test(text)) return [repository(text, /@([^/@#]+)(?:#|$)/, word)];
  if (isPath(text) || /\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$/.test(text)) return [file(text, word)];
  const [, name, direct, operator, version] =
    /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:(@)\s*|(===?|~=|!=|[<>]=?)\s*)?([^;]*)/.exec(text) ?? [];
  if (name === undefined) return [];
  if (direct !== undefined) return [file(text, word)];
  const isExact = operator?.startsWith('==') === true;
  return [
    {
      name,
      version: operator === undefined ? undefined : `${isExact ? '' : operator}${(version ?? '').trim()}`,
      kind: 'package',
      span: word.span,
    },
  ];
}

const NODE_VALUE_OPTIONS: ReadonlySet<string> = new Set(
  '--prefix -C --cwd --dir --registry --cache --userconfig --globalconfig --loglevel --workspace -w --omit --include --filter -F --install-strategy --before --tag --fetch-timeout --fetch-retries --allow-build'.split(
    ' ',
  ),
);

function node(args: readonly ShellWord[], verbs: readonly string[]): ReturnType<Recogniser> {
  const read = readArguments(args, NODE_VALUE_OPTIONS);
  const [verb, ...words] = read.operands;
  if (verb?.value === undefined || !verbs.includes(verb.value)) return undefined;
  return { manager: 'npm', packages: words.flatMap(nodePackage) };
}

function nodePackage(word: ShellWord): RequestedPackage[] {
  const text = readable(word, /^@?[A-Za-z0-9][\w./-]*@/);
  if (text === undefined || text === '.') return [];
  if (/^(?:git[+:]|github:|gitlab:|bitbucket:|gist:|ssh:)/.test(text) || /^[\w-]+\/[\w.-]+(?:#|$)/.test(text))
    return [repository(text, /#(.+)$/, word)];
  if (isPath(text) || /\.(?:tgz|tar|tar\.gz)$/.test(text)) return [file(text, word)];
  const at = text.indexOf('@', 1);
  const version = at === -1 ? '' : text.slice(at + 1);
  return [
    {
      name: at === -1 ? text : text.slice(0, at),
      version: version === '' ? undefined : version,
      kind: 'package',
      span: word.span,
    },
  ];
}

const GEM_VALUE_OPTIONS: ReadonlySet<string> = new Set(
  '-v --version -i --install-dir -n --bindir -s --source -P --trust-policy -p --http-proxy --platform --build-root -B -g --file'.split(
    ' ',
  ),
);

function gem(args: readonly ShellWord[]): ReturnType<Recogniser> {
  const end = args.findIndex((word) => word.text === '--');
  const read = readArguments(end === -1 ? args : args.slice(0, end), GEM_VALUE_OPTIONS);
  const [verb, ...words] = read.operands;
  if (verb?.value !== 'install' && verb?.value !== 'i') return undefined;
  const common = versionOption(read);
  return { manager: 'gem', packages: words.flatMap((word) => gemPackage(word, common)) };
}

/** `-v` holds for every gem of the command; a variable as its value is a version as well. */
function versionOption(read: CommandArguments): string | undefined {
  const isGiven = read.options.some(({ name }) => name === '-v' || name === '--version');
  return isGiven ? (optionValue(read, '-v', '--version') ?? '$') : undefined;
}

function gemPackage(word: ShellWord, common: string | undefined): RequestedPackage[] {
  const text = readable(word, /^[A-Za-z0-9][\w.-]*:/);
  if (text === undefined) return [];
  if (isPath(text) || text.endsWith('.gem')) return [file(text, word)];
  const colon = text.indexOf(':');
  return [
    {
      name: colon === -1 ? text : text.slice(0, colon),
      version: colon === -1 ? common : text.slice(colon + 1),
      kind: 'package',
      span: word.span,
    },
  ];
}

const GO_VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '-ldflags',
  '-gcflags',
  '-asmflags',
  '-tags',
  '-mod',
  '-modfile',
  '-overlay',
  '-o',
  '-p',
  '-C',
  '-exec',
]);

/** Options of go have one dash and long names. What `go run` is given behind the package belongs to the program. */
function go(args: readonly ShellWord[]): ReturnType<Recogniser> {
  const verb = args[0]?.value;
  if (verb !== 'install' && verb !== 'get' && verb !== 'run') return undefined;
  const packages: RequestedPackage[] = [];
  for (let at = 1; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    if (word.text.startsWith('-')) {
      if (GO_VALUE_OPTIONS.has(word.text.replace(/^--/, '-'))) at += 1;
      continue;
    }
    const found = goPackage(word);
    if (found !== undefined) packages.push(found);
    if (verb === 'run') break;
  }
  return { manager: 'go', packages };
}

/** An import path of another module begins with a host; anything else is the project's own or the standard library's. */
function goPackage(word: ShellWord): RequestedPackage | undefined {
  const text = readable(word, /^[\w-]+\.[\w.-]+(?:\/[\w.~-]+)*@/);
  if (text === undefined || isPath(text) || !/^[\w-]+(?:\.[\w-]+)+\//.test(text)) return undefined;
  const at = text.indexOf('@');
  const isSource = at === -1 && text.endsWith('.go');
  if (isSource) return undefined;
  return {
    name: at === -1 ? text : text.slice(0, at),
    version: at === -1 ? undefined : text.slice(at + 1),
    kind: 'package',
    span: word.span,
  };
}

/** The word's value, or its text when only what stands behind `head` (the name and its operator) is left to the build. */
function readable(word: ShellWord, head: RegExp): string | undefined {
  if (word.value !== undefined) return word.value;
  const plain = word.text.replaceAll(/["']/g, '');
  return head.test(plain) ? plain : undefined;
}

function isPath(text: string): boolean {
  return /^(?:[.~]?\/|\.\.?(?:\/|$|\[)|[a-z]+:\/\/|file:)/.test(text);
}

function file(text: string, word: ShellWord): RequestedPackage {
  return { name: text, version: undefined, kind: 'file', span: word.span };
}

function repository(text: string, revision: RegExp, word: ShellWord): RequestedPackage {
  return { name: text, version: revision.exec(text)?.[1], kind: 'repository', span: word.span };
}

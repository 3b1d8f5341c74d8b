/** Recognises what a command asks of an operating system's package manager: the packages it installs or removes, and other tasks. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';
import { wordsOfTools } from './tools';
import { hasOption, optionValue, readArguments, type CommandArguments, type CommandOption } from './options';

export type PackageManager =
  'apt-get' | 'apt' | 'aptitude' | 'apk' | 'yum' | 'dnf' | 'microdnf' | 'tdnf' | 'zypper';

/** Managers of one family share package names. */
export type PackageFamily = 'debian' | 'alpine' | 'redhat' | 'suse';

export interface NamedPackage {
  /** Without version, architecture and release. A path or URL of a package file stays as it is; a group is `@name`. */
  readonly name: string;
  /** As written behind `=`, `~=`, `>` …, possibly with variables (`$VERSION`); undefined when none is asked for. */
  readonly version: string | undefined;
  readonly span: Span;
}

export interface PackageInstall {
  readonly manager: PackageManager;
  readonly family: PackageFamily;
  readonly packages: readonly NamedPackage[];
  /** Words that stand for packages which the text does not name: `$PHPIZE_DEPS`, `$(cat packages)`. */
  readonly unknown: readonly ShellWord[];
  /** True when packages come from somewhere else: an unknown word, or `xargs`. */
  readonly hasUnknownPackages: boolean;
  /** Every option of the command, before and behind the verb. */
  readonly flags: readonly CommandOption[];
  /** True when the command asks nothing: `-y`, `-qq`; always for apk, which never asks. */
  readonly isAssumingYes: boolean;
  /** The group of `apk add --virtual .build-deps`. */
  readonly virtual: string | undefined;
  /** `install`, `add`, `in` …: new options go behind it. */
  readonly verb: ShellWord;
  readonly span: Span;
}

export interface PackageRemoval {
  readonly manager: PackageManager;
  readonly family: PackageFamily;
  /** Packages and, for apk, virtual groups by name (`.build-deps`). */
  readonly packages: readonly NamedPackage[];
  readonly unknown: readonly ShellWord[];
  /** True when packages that nothing needs any more go too: `autoremove`, `--auto-remove`; always for apk and dnf. */
  readonly removesUnneeded: boolean;
  readonly flags: readonly CommandOption[];
  readonly verb: ShellWord;
  readonly span: Span;
}

/** `distribution-upgrade` may change any package, remove some, and lead to another release. */
export type ManagerTask =
  'install' | 'remove' | 'update' | 'upgrade' | 'distribution-upgrade' | 'clean' | 'other';

/** A call of a package manager, whatever it is for. */
export interface ManagerCommand {
  readonly manager: PackageManager;
  readonly family: PackageFamily;
  readonly task: ManagerTask;
  readonly flags: readonly CommandOption[];
  /** True when the command asks nothing: `-y`, `-qq`; always for apk, which never asks. */
  readonly isAssumingYes: boolean;
  readonly verb: ShellWord;
  readonly command: ShellCommand;
}

/** Undefined for a command that is no package manager, and for one without a verb (`apt-get --version`). */
export function managerCommandOf(command: ShellCommand): ManagerCommand | undefined {
  return isManager(command) ? readManagerCommand(command) : undefined;
}

const readManagerCommand = memoized((command: ShellCommand): ManagerCommand | undefined => {
  const rules = command.name === undefined ? undefined : rulesByProgram.get(command.name);
  if (rules === undefined) return undefined;
  const read = readManagerArguments(command);
  const [first, second] = read.operands;
  const isTwoWords = rules.family === 'redhat' && (first?.value === 'group' || first?.value === 'module');
  const verb = isTwoWords ? second : first;
  if (verb?.value === undefined) return undefined;
  return {
    manager: rules.manager,
    family: rules.family,
    task: actionOf(rules, verb.value) ?? TASKS[rules.family].get(verb.value) ?? 'other',
    flags: read.options,
    isAssumingYes: isAssumingYes(rules, read),
    verb,
    command,
  };
});

export function packageInstallOf(command: ShellCommand): PackageInstall | undefined {
  return isManager(command) ? readInstall(command) : undefined;
}

/** Asked by a dozen rules and facts, of every command that there is. */
function isManager({ name }: ShellCommand): boolean {
  return name !== undefined && rulesByProgram.has(name);
}

const readInstall = memoized((command: ShellCommand): PackageInstall | undefined => {
  const use = managerUseOf(command);
  if (use?.action !== 'install') return undefined;
  const { rules, read, verb } = use;
  const { packages, unknown } = packagesOf(use);
  return {
    manager: rules.manager,
    family: rules.family,
    packages,
    unknown,
    hasUnknownPackages: unknown.length > 0 || command.wrappers.includes('xargs'),
    flags: read.options,
    isAssumingYes: isAssumingYes(rules, read),
    virtual: rules.family === 'alpine' ? optionValue(read, '-t', '--virtual') : undefined,
    verb,
    span: command.span,
  };
});

export function packageRemovalOf(command: ShellCommand): PackageRemoval | undefined {
  return isManager(command) ? readRemoval(command) : undefined;
}

const readRemoval = memoized((command: ShellCommand): PackageRemoval | undefined => {
  const use = managerUseOf(command);
  if (use?.action !== 'remove') return undefined;
  const { rules, read, verb } = use;
  return {
    manager: rules.manager,
    family: rules.family,
    ...packagesOf(use),
    removesUnneeded:
      rules.removesUnneeded ||
      /^auto/.test(verb.value ?? '') ||
      hasOption(read, '--auto-remove', '--autoremove', '--clean-deps', '-u'),
    flags: read.options,
    verb,
    span: command.span,
  };
});

const TASKS: Readonly<Record<PackageFamily, ReadonlyMap<string, ManagerTask>>> = {
  debian: new Map<string, ManagerTask>([
    ['update', 'update'],
    ['upgrade', 'upgrade'],
    ['safe-upgrade', 'upgrade'],
    ['dist-upgrade', 'distribution-upgrade'],
    ['full-upgrade', 'distribution-upgrade'],
    ['clean', 'clean'],
    ['distclean', 'clean'],
  ]),
  alpine: new Map<string, ManagerTask>([
    ['update', 'update'],
    ['upgrade', 'upgrade'],
  ]),
  redhat: new Map<string, ManagerTask>([
    ['makecache', 'update'],
    ['check-update', 'update'],
    ['update', 'upgrade'],
    ['upgrade', 'upgrade'],
    ['up', 'upgrade'],
    ['update-minimal', 'upgrade'],
    ['upgrade-minimal', 'upgrade'],
    ['distro-sync', 'distribution-upgrade'],
    ['clean', 'clean'],
  ]),
  suse: new Map<string, ManagerTask>([
    ['refresh', 'update'],
    ['ref', 'update'],
    ['update', 'upgrade'],
    ['up', 'upgrade'],
    ['patch', 'upgrade'],
    ['dist-upgrade', 'distribution-upgrade'],
    ['dup', 'distribution-upgrade'],
    ['clean', 'clean'],
    ['cc', 'clean'],
  ]),
};

interface ManagerRules {
  readonly manager: PackageManager;
  readonly family: PackageFamily;
  readonly installVerbs: ReadonlySet<string>;
  readonly removeVerbs: ReadonlySet<string>;
  readonly valueOptions: ReadonlySet<string>;
  readonly yesOptions: readonly string[];
  readonly asks: boolean;
  readonly removesUnneeded: boolean;
}

const debian = {
  family: 'debian',
  installVerbs: new Set(['install', 'reinstall', 'satisfy']),
  removeVerbs: new Set(['remove', 'purge', 'autoremove', 'autopurge']),
  valueOptions: new Set([
    '-o',
    '--option',
    '-c',
    '--config-file',
    '-t',
    '--target-release',
    '--default-release',
    '-a',
    '--host-architecture',
  ]),
  yesOptions: ['-y', '--yes', '--assume-yes'],
  asks: true,
  removesUnneeded: false,
} as const;

const redhat = {
  family: 'redhat',
  installVerbs: new Set([
    'install',
    'in',
    'localinstall',
    'reinstall',
    'groupinstall',
    'install-n',
    'install-na',
    'install-nevra',
  ]),
  removeVerbs: new Set(['remove', 'erase', 'autoremove', 'groupremove', 'rm']),
  valueOptions: new Set([
    '-c',
    '--config',
    '--installroot',
    '--releasever',
    '--setopt',
    '--enablerepo',
    '--disablerepo',
    '--repo',
    '--repoid',
    '--repofrompath',
    '-x',
    '--exclude',
    '--forcearch',
    '-d',
    '-e',
    '-R',
  ]),
  yesOptions: ['-y', '--assumeyes'],
  asks: true,
  removesUnneeded: false,
} as const;

const alpine: ManagerRules = {
  manager: 'apk',
  family: 'alpine',
  installVerbs: new Set(['add']),
  removeVerbs: new Set(['del']),
  valueOptions: new Set([
    '-t',
    '--virtual',
    '-X',
    '--repository',
    '-p',
    '--root',
    '--arch',
    '--repositories-file',
    '--keys-dir',
    '--wait',
    '--cache-dir',
    '--cache-max-age',
    '--progress-fd',
    '--timeout',
  ]),
  yesOptions: [],
  asks: false,
  removesUnneeded: true,
};

const suse: ManagerRules = {
  manager: 'zypper',
  family: 'suse',
  installVerbs: new Set(['install', 'in']),
  removeVerbs: new Set(['remove', 'rm']),
  valueOptions: new Set([
    '-R',
    '--root',
    '-r',
    '--repo',
    '-p',
    '--plus-repo',
    '-t',
    '--type',
    '--from',
    '-c',
    '--config',
    '-D',
    '--reposd-dir',
    '-C',
    '--cache-dir',
  ]),
  yesOptions: ['-y', '--no-confirm', '-n', '--non-interactive'],
  asks: true,
  removesUnneeded: false,
};

const rulesByProgram: ReadonlyMap<string, ManagerRules> = new Map<string, ManagerRules>([
  ['apt-get', { ...debian, manager: 'apt-get' }],
  ['apt', { ...debian, manager: 'apt' }],
  ['aptitude', { ...debian, manager: 'aptitude' }],
  ['xx-apt-get', { ...debian, manager: 'apt-get' }],
  ['xx-apt', { ...debian, manager: 'apt-get' }],
  ['apk', alpine],
  ['xx-apk', alpine],
  ['yum', { ...redhat, manager: 'yum' }],
  ['dnf', { ...redhat, manager: 'dnf', removesUnneeded: true }],
  ['dnf5', { ...redhat, manager: 'dnf', removesUnneeded: true }],
  ['microdnf', { ...redhat, manager: 'microdnf', removesUnneeded: true }],
  ['tdnf', { ...redhat, manager: 'tdnf' }],
  ['zypper', suse],
]);

interface ManagerUse {
  readonly rules: ManagerRules;
  readonly action: 'install' | 'remove';
  readonly read: CommandArguments;
  readonly verb: ShellWord;
  /** What stands behind the verb. */
  readonly operands: readonly ShellWord[];
  readonly isGroup: boolean;
  /** `dnf module install name:stream/profile`. */
  readonly isModule: boolean;
}

const readManagerArguments = memoized((command: ShellCommand): CommandArguments =>
  readArguments(command.args, rulesByProgram.get(command.name ?? '')?.valueOptions ?? new Set()),
);

function managerUseOf(command: ShellCommand): ManagerUse | undefined {
  const rules = command.name === undefined ? undefined : rulesByProgram.get(command.name);
  if (rules === undefined) return undefined;
  const read = readManagerArguments(command);
  const [first, second, ...rest] = read.operands;
  if (first?.value === undefined) return undefined;
  const isTwoWords = rules.family === 'redhat' && (first.value === 'group' || first.value === 'module');
  const verb = isTwoWords ? second : first;
  const action = verb?.value === undefined ? undefined : actionOf(rules, verb.value);
  if (verb === undefined || action === undefined) return undefined;
  const isGroup = first.value.startsWith('group') || optionValue(read, '-t', '--type') === 'pattern';
  return {
    rules,
    action,
    read,
    verb,
    operands: isTwoWords ? rest : read.operands.slice(1),
    isGroup,
    isModule: isTwoWords && first.value === 'module',
  };
}

function actionOf(rules: ManagerRules, verb: string): ManagerUse['action'] | undefined {
  if (rules.installVerbs.has(verb)) return 'install';
  return rules.removeVerbs.has(verb) ? 'remove' : undefined;
}

/** `-qq` and `-q=2` imply `-y` for apt-get. */
function isAssumingYes(rules: ManagerRules, read: CommandArguments): boolean {
  if (!rules.asks || hasOption(read, ...rules.yesOptions)) return true;
  if (rules.family !== 'debian') return false;
  return (
    read.options.filter(({ name, value }) => (name === '-q' || name === '--quiet') && value === undefined)
      .length >= 2 || optionValue(read, '-q', '--quiet') === '2'
  );
}

function packagesOf(use: ManagerUse): {
  readonly packages: readonly NamedPackage[];
  readonly unknown: readonly ShellWord[];
} {
  const packages: NamedPackage[] = [];
  const unknown: ShellWord[] = [];
  for (const word of use.operands) {
    const found = packageOf(word, use);
    if (found === 'unknown') unknown.push(word);
    else if (found !== 'conflict') packages.push(found);
  }
  return { packages, unknown };
}

/** `conflict` is a word that asks for a package's absence: `!name` of apk, `name-` of apt-get. */
function packageOf(word: ShellWord, use: ManagerUse): NamedPackage | 'unknown' | 'conflict' {
  const { family } = use.rules;
  // A variable in the version leaves the name known.
  const text = word.value ?? literalHead(word.text);
  if (text === undefined) return 'unknown';
  const named = (name: string, version: string | undefined): NamedPackage => ({
    name,
    version,
    span: word.span,
  });
  if (use.isGroup) return named(`@${text.replace(/^@\^?/, '')}`, undefined);
  if (/^(?:[.~]?\/|\.\.\/|[a-z]+:\/\/)/.test(text)) return named(text, undefined);
  switch (family) {
    case 'debian': {
      const [, name = text, version] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      if (use.action === 'install' && /[^+-]-$/.test(name)) return 'conflict';
      return named(withoutRelease(name), version);
    }
    case 'alpine': {
      if (text.startsWith('!')) return 'conflict';
      const [, name = text, version] = /^([^<>=~]+)[<>=~]+(.*)$/s.exec(text) ?? [];
      return named(name.replace(/@.*$/, ''), version);
    }
    case 'redhat':
      if (use.isModule) {
        const [, name = text, stream] = /^([^:/]+)(?::([^/]*))?/.exec(text) ?? [];
        return named(name, stream);
      }
      return namedRpm(text, word.span);
    case 'suse': {
      const [, name = text, version] = /^([^<>=]+)[<>=]+(.*)$/s.exec(text) ?? [];
      return named(name.replace(/^pattern:/, '@'), version);
    }
  }
}

/** `curl/bookworm-backports` and `libc6:arm64` are packages of a release and of an architecture. */
function withoutRelease(name: string): string {
  const slash = name.indexOf('/');
  const own = slash === -1 ? name : name.slice(0, slash);
  return own.includes(':') ? own.replace(/:[a-z0-9]+$/, '') : own;
}

/** The part before a variable when that part ends in a version's operator: `curl=` of `curl=$CURL_VERSION`. */
function literalHead(text: string): string | undefined {
  const plain = text.replaceAll(/["']/g, '');
  return /^[A-Za-z0-9][\w.+-]*(?:[@:][\w-]+)?(?:[<>=~]+|-(?=\$))/.test(plain) ? plain : undefined;
}

/** RPM joins name and version with a dash: only a version with a dot, a glob or a variable is told from a name. */
function namedRpm(text: string, place: Span): NamedPackage {
  const withoutArchitecture = text.replace(/\.(?:x86_64|i[36]86|aarch64|noarch|ppc64le|s390x)$/, '');
  const match = /^(.+?)-((?:\d+:)?\d[\w~^+]*[.*][\w.~^+*]*(?:-\d[\w.~^+*]*)?|\$.*)$/s.exec(
    withoutArchitecture,
  );
  return { name: match?.[1] ?? withoutArchitecture, version: match?.[2], span: place };
}

/** For the `words` of a rule about what package managers do. */
export const PACKAGE_MANAGER_WORDS = wordsOfTools(rulesByProgram.keys());

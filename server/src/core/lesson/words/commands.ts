/** Says in words what the commands of a RUN do. */
import { compileOf } from '../../model/commands/compiles';
import { dependencyInstallOf } from '../../model/commands/dependencyInstalls';
import { packageInstallOf, packageRemovalOf } from '../../model/commands/installs';
import { readArguments } from '../../model/commands/options';
import { toolOf } from '../../model/commands/tools';
import type { ShellCommand, ShellScript } from '../../shell/nodes';
import { code, codes, list } from './text';

/** What a RUN is for, the first of this list that fits; decides which practice it teaches. */
export type Purpose =
  'install' | 'compile' | 'packages' | 'cleanup' | 'accounts' | 'download' | 'owner' | 'other';

export interface Told {
  /** `installs what `package.json` names with npm`: completes "this line …". */
  readonly text: string;
  readonly purpose: Purpose;
  /** Folders, relative to the working directory, that hold everything it makes; undefined when that is not known. */
  readonly makes?: readonly string[] | undefined;
}

const MOST_PHRASES = 4;

/** What the script does, in its order; undefined when it has no command that can be read. */
export function tellScript(script: ShellScript): Told | undefined {
  const told = script.commands
    .filter(({ place }) => place !== 'condition' && place !== 'substitution' && place !== 'function')
    .slice(0, 200)
    .map(tellCommand)
    .filter((each) => each !== undefined);
  const phrases = [...new Set(told.map(({ text }) => text))];
  if (phrases.length === 0) return undefined;
  const purpose = PURPOSES.find((each) => told.some((one) => one.purpose === each)) ?? 'other';
  const makes = told.length === 1 ? told[0]?.makes : undefined;
  return { text: list(joined(phrases), MOST_PHRASES), purpose, makes };
}

const PURPOSES: readonly Purpose[] = [
  'compile',
  'install',
  'packages',
  'accounts',
  'download',
  'owner',
  'other',
  'cleanup',
];

/** Commands of which nothing is known but their names share one phrase. */
function joined(phrases: readonly string[]): string[] {
  const names: string[] = [];
  const result: string[] = [];
  for (const phrase of phrases) {
    const name = /^runs (`[^`]+`)$/.exec(phrase)?.[1];
    if (name === undefined) result.push(phrase);
    else if (names.push(name) === 1) result.push('');
  }
  return result.map((phrase) => (phrase === '' ? `runs ${list(names, 3)}` : phrase));
}

function tellCommand(command: ShellCommand): Told | undefined {
  const compile = compileOf(command);
  if (compile !== undefined) {
    const output = compile.output === undefined ? '' : `, and writes ${code(compile.output)}`;
    return {
      text: `${compile.describes.replaceAll('package.json', '`package.json`')}${output}`,
      purpose: 'compile',
    };
  }
  const install = dependencyInstallOf(command);
  if (install !== undefined) {
    const [manifest] = install.manifests;
    const named =
      manifest === undefined ? 'the project’s dependencies' : `the dependencies that ${code(manifest)} names`;
    const scope = install.installsDev === false ? ' but not those for development' : '';
    return {
      text: `installs ${named}${scope}, with ${install.manager}${LOCK[String(install.isLocked)] ?? ''}`,
      purpose: 'install',
      makes: install.ecosystem === 'javascript' ? ['node_modules'] : undefined,
    };
  }
  const packages = packageInstallOf(command);
  if (packages !== undefined) {
    const names = packages.packages.map(({ name }) => name);
    const what = names.length === 0 ? 'packages' : codes(names, 4);
    return { text: `installs ${what} with ${packages.manager}`, purpose: 'packages' };
  }
  const removal = packageRemovalOf(command);
  if (removal !== undefined)
    return {
      text: `removes ${
        codes(
          removal.packages.map(({ name }) => name),
          3,
        ) || 'packages'
      } again`,
      purpose: 'cleanup',
    };
  return tellProgram(command);
}

const LOCK: Readonly<Record<string, string>> = {
  true: ' and exactly as the lock file says',
  false: ' (no lock file binds the versions)',
};

function tellProgram(command: ShellCommand): Told | undefined {
  const tool = toolOf(command);
  if (tool === undefined || SILENT.has(tool.name)) return undefined;
  const { operands } = readArguments(tool.args, WITH_VALUE[tool.name] ?? NONE);
  const words = operands.map((word) => word.value ?? withoutQuotes(word.text));
  const told = PROGRAMS[tool.name]?.(words);
  const [verb] = words;
  const hasVerb = VERBS.has(tool.name) && verb !== undefined && /^[a-z][\w:-]*$/i.test(verb);
  return told ?? { text: `runs ${code(hasVerb ? `${tool.name} ${verb}` : tool.name)}`, purpose: 'other' };
}

/** For a reader: `"$DIR/bin"` is as good without them. */
function withoutQuotes(text: string): string {
  return /^"([^"\\]*)"$/.exec(text)?.[1] ?? text;
}

/** Words of a script that do nothing one could see in the image. */
const SILENT: ReadonlySet<string> = new Set(
  'set cd echo printf true : export test [ [[ (( exit return shift eval local read sleep'.split(' '),
);

const NONE: ReadonlySet<string> = new Set();
const ACCOUNT: ReadonlySet<string> = new Set(
  '-u --uid -g --gid -s --shell -d --home --home-dir -G --groups -c --comment -k --skel -h --ingroup --gecos -K -b'.split(
    ' ',
  ),
);

/** Options that take the next word, so that it is not mistaken for what the program is about. */
const WITH_VALUE: Readonly<Record<string, ReadonlySet<string>>> = {
  useradd: ACCOUNT,
  adduser: ACCOUNT,
  groupadd: ACCOUNT,
  addgroup: ACCOUNT,
  mkdir: new Set(['-m', '--mode']),
  install: new Set(['-m', '--mode', '-o', '--owner', '-g', '--group', '-t']),
};

/** Programs of which the first word says more than the name. */
const VERBS: ReadonlySet<string> = new Set(
  'go npm yarn pnpm bun cargo rustup mvn gradle dotnet python pip composer bundle gem mix make git npx node php ruby corepack poetry uv deno systemctl openssl update-alternatives'.split(
    ' ',
  ),
);

type Teller = (words: readonly string[]) => Told | undefined;

function about(
  purpose: Purpose,
  verb: string,
  pick: (words: readonly string[]) => readonly string[],
): Teller {
  return (words) => {
    const objects = pick(words);
    return objects.length === 0 ? undefined : { text: `${verb} ${codes(objects, 2)}`, purpose };
  };
}

const all = (words: readonly string[]): readonly string[] => words;
const behindFirst = (words: readonly string[]): readonly string[] => words.slice(1);
const last = (words: readonly string[]): readonly string[] => words.slice(-1);
const addresses = (words: readonly string[]): readonly string[] =>
  words.filter((word) => /^[a-z]+:\/\//.test(word)).map((word) => word.replace(/\/\/[^/@]*@/, '//'));

const remove: Teller = (words) =>
  words.length > 0 && words.every((word) => /\/var\/(?:lib\/apt|cache)|\.cache|\/tmp|npm/.test(word))
    ? { text: 'deletes package lists and caches', purpose: 'cleanup' }
    : about('cleanup', 'deletes', all)(words);

const packageManager: Teller = ([verb]) => {
  if (verb === 'update') return { text: 'refreshes the package lists', purpose: 'packages' };
  if (verb === 'upgrade' || verb === 'dist-upgrade')
    return { text: 'upgrades the installed packages', purpose: 'packages' };
  if (verb === 'clean' || verb === 'autoclean')
    return { text: 'deletes package lists and caches', purpose: 'cleanup' };
  return undefined;
};

const PROGRAMS: Readonly<Record<string, Teller>> = {
  'apt-get': packageManager,
  apt: packageManager,
  apk: packageManager,
  yum: packageManager,
  dnf: packageManager,
  microdnf: packageManager,
  rm: remove,
  rmdir: remove,
  mkdir: about('other', 'makes', all),
  mv: about('other', 'moves files to', last),
  cp: about('other', 'copies files to', last),
  install: about('other', 'puts files at', last),
  ln: about('other', 'links', last),
  touch: about('other', 'makes', all),
  chown: about('owner', 'changes the owner of', behindFirst),
  chmod: about('owner', 'changes the mode of', behindFirst),
  useradd: about('accounts', 'adds the user', last),
  adduser: about('accounts', 'adds the user', last),
  groupadd: about('accounts', 'adds the group', last),
  addgroup: about('accounts', 'adds the group', last),
  curl: about('download', 'downloads', addresses),
  wget: about('download', 'downloads', addresses),
  tar: (words) =>
    words.length === 0 ? undefined : { text: 'packs or unpacks an archive', purpose: 'other' },
  unzip: about('other', 'unpacks', (words) => words.slice(0, 1)),
  git: (words) => (words[0] === 'clone' ? about('download', 'clones', addresses)(words) : undefined),
};

/** Splits a RUN that prepares the system, installs dependencies and more into what the build does and what the running image needs. */
import { at } from '../../lint/rule';
import { managerCommandOf, packageInstallOf, packageRemovalOf } from '../../model/commands/installs';
import type { ShellCommand, ShellScript, ShellStatement } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import { edited, LEFT_OUT, refusal, type Piece, type Project, type Refusal, type Step } from './contract';
import { fateOf, hidesPackages, isKnownVariable, type PackageRule } from './systemPackages';

/** What an ecosystem knows of the commands of a stage. */
export interface Splitting {
  /** `build`: only the build stage runs it. `run`: the running image does. Undefined: the general rules decide. */
  readonly sideOf: (command: ShellCommand) => 'build' | 'run' | undefined;
  readonly packages: PackageRule;
  /** `run` for steps behind the build, where whatever is not known is for the running image; before, it refuses. */
  readonly otherwise?: 'run';
  /** Packages that the running image needs because others stay behind that brought them: `python3` for `python3-pip`. */
  readonly inPlaceOf?: (dropped: readonly string[], kept: readonly string[]) => readonly string[];
}

export interface SplitRun {
  /** What the running image still runs; left out when nothing of it is for the running image. */
  readonly run: Piece;
  /** True when some of it is certainly for the build: the dependencies, a compiler. */
  readonly isForBuild: boolean;
  /** True when it does nothing but installing packages and cleaning up behind it. */
  readonly isPackagesOnly: boolean;
  /** True when it only fetches lists of packages, or cleans up. */
  readonly isUpkeepOnly: boolean;
  /** Names of packages that stay in the build stage, in the order of the text. */
  readonly dropped: readonly string[];
  /** Packages for building that stay in the running image, for nothing is known that could stand in for them. */
  readonly unknown: readonly string[];
  /** Packages that the running image installs. */
  readonly installed: readonly string[];
  /** Programs that the running image's part calls. */
  readonly programs: readonly string[];
}

export function splitRun(project: Project, step: Step, splitting: Splitting): SplitRun | Refusal {
  const script = project.stage.scriptOf(step.instruction);
  if (script === undefined || script.errors.length > 0 || script.statements.length === 0)
    return unclear(step, 'It cannot be told what this does, for no known shell reads it.');
  const units = unitsOf(script).map((unit) => judged(project, step, unit, splitting));
  const problem = units.find((unit) => unit.problem !== undefined);
  if (problem?.problem !== undefined) return unclear(step, problem.problem, problem.span);
  return assembled(step, withoutIdle(units), script);
}

function unclear(step: Step, message: string, span?: Span): Refusal {
  return refusal('unclear-instruction', message, {
    at: span === undefined ? at(step.instruction) : at(step.instruction, span),
    wayOut: 'Give what the build does and what prepares the running image a RUN of their own.',
  });
}

/** One item of the list, with those that `||` joins to it: they only make sense together. */
interface Unit {
  readonly span: Span;
  readonly statements: readonly ShellStatement[];
}

function unitsOf(script: ShellScript): readonly Unit[] {
  const units: { span: Span; statements: ShellStatement[] }[] = [];
  for (const statement of script.statements) {
    const last = units.at(-1);
    if (statement.connector === '||' && last !== undefined) {
      last.statements.push(statement);
      last.span = { start: last.span.start, end: statement.span.end };
    } else units.push({ span: statement.span, statements: [statement] });
  }
  return units;
}

/**
 * `build` stays behind. `packages` is an install; `upkeep` belongs to the installs around it. `flow` only matters to what
 * follows. `work` is done in the running image.
 */
type UnitKind = 'build' | 'packages' | 'upkeep' | 'flow' | 'work';

interface JudgedUnit extends Unit {
  readonly kind: UnitKind;
  readonly isKept: boolean;
  readonly edits: readonly TextEdit[];
  readonly dropped: readonly string[];
  readonly unknown: readonly string[];
  readonly installed: readonly string[];
  readonly problem: string | undefined;
}

function judged(project: Project, step: Step, unit: Unit, splitting: Splitting): JudgedUnit {
  const commands = unit.statements.flatMap((statement) => statement.commands);
  const plain = (kind: UnitKind, isKept = kind !== 'build'): JudgedUnit => ({
    ...unit,
    kind,
    isKept,
    edits: [],
    dropped: [],
    unknown: [],
    installed: [],
    problem: undefined,
  });
  const [only] = commands;
  const install = commands.length === 1 && only !== undefined ? packageInstallOf(only) : undefined;
  if (install !== undefined && only !== undefined) return judgedInstall(project, step, unit, only, splitting);
  const meant = commands.filter((command) => isMeant(command) && !isFed(command));
  const kinds = new Set(meant.map((command) => kindOf(command, splitting)));
  const fed = commands.find(isFed);
  if (fed !== undefined && !kinds.has('build')) kinds.add(splitting.otherwise === 'run' ? 'work' : 'opaque');
  kinds.delete('flow');
  if (kinds.has('opaque')) {
    const opaque = meant.find((command) => kindOf(command, splitting) === 'opaque') ?? fed;
    const name = opaque?.words[0]?.text ?? 'this';
    return {
      ...plain('work'),
      span: opaque?.span ?? unit.span,
      problem: `It cannot be told whether ${name} builds, or prepares the running image.`,
    };
  }
  if (kinds.has('build'))
    return kinds.size === 1 || (kinds.size === 2 && kinds.has('upkeep'))
      ? plain('build')
      : {
          ...plain('build'),
          problem: 'Building and preparing the running image are one statement here.',
        };
  if (kinds.has('work')) return plain('work');
  if (kinds.has('upkeep')) return plain('upkeep');
  return plain('flow');
}

/** What `$(…)` runs only gives a word to the command around it. */
function isMeant({ place }: ShellCommand): boolean {
  return place !== 'substitution';
}

/** `curl … | sh -s -- -y`: what it does is what was fetched. */
function isFed({ connector, name, args }: ShellCommand): boolean {
  return (
    connector === '|' &&
    /^(?:ba|da|a|z)?sh$|^(?:python|perl|ruby|php|node)[\d.]*$/.test(name ?? '') &&
    (args[0] === undefined || args[0].text.startsWith('-'))
  );
}

function kindOf(command: ShellCommand, splitting: Splitting): UnitKind | 'opaque' {
  const kind = ownKindOf(command, splitting);
  return kind === 'opaque' && splitting.otherwise === 'run' ? 'work' : kind;
}

function ownKindOf(command: ShellCommand, splitting: Splitting): UnitKind | 'opaque' {
  const side = splitting.sideOf(command);
  if (side !== undefined) return side === 'build' ? 'build' : 'work';
  const manager = managerCommandOf(command);
  if (manager !== undefined) return packageInstallOf(command) === undefined ? 'upkeep' : 'work';
  const { name } = command;
  if (name === undefined)
    // `A=b` alone, or a redirection without a program.
    return command.words.length === 0 ? 'flow' : 'opaque';
  if (command.place === 'function') return 'opaque';
  if (isCleaning(command)) return 'upkeep';
  if (FLOW.has(name)) return 'flow';
  return WORK.has(name) ? 'work' : 'opaque';
}

/** True for a program that arranges files, accounts and settings of the system, or only steers the script. */
export function isSystemWork(name: string): boolean {
  return FLOW.has(name) || WORK.has(name);
}

const FLOW: ReadonlySet<string> = new Set(
  ': [ [[ (( break cd continue echo exit export false popd printf pushd return set shift shopt sleep test true umask unset'.split(
    ' ',
  ),
);

/** Programs that arrange files, accounts and settings of the system, and fetch files; none of them needs a compiler. */
const WORK: ReadonlySet<string> = new Set(
  (
    'a2dismod a2enconf a2enmod a2ensite add-apt-repository addgroup adduser apt-key apt-mark awk base64 basename cat chgrp chmod ' +
    'chown chpasswd chsh cp curl cut date dd debconf-set-selections dirname dpkg dpkg-reconfigure dpkg-divert find fc-cache getent gpg grep ' +
    'groupadd groupmod gunzip gzip head hostname id install ldconfig ln locale-gen localedef ls md5sum mkdir mkfifo mktemp mv passwd ' +
    'readlink realpath rm rmdir rpm sed seq setcap setfacl sha1sum sha256sum sha512sum sort stat sysctl tail tar tee touch tr ' +
    'uname uniq unlink unxz unzip update-alternatives update-ca-certificates update-ca-trust update-locale useradd usermod wc wget which xz yq jq zip'
  ).split(' '),
);

/** Caches and lists that managers leave, wherever they are. */
function isCleaning({ name, args }: ShellCommand): boolean {
  if (name !== 'rm' && name !== 'find') return false;
  const paths = args.filter(({ text }) => /^["']?(?:[/~]|\$\{?HOME)/.test(text));
  return (
    paths.length > 0 &&
    paths.every(({ text }) =>
      /\/var\/(?:lib\/(?:apt|dnf|rpm)|cache|log)\b|\/\.cache\b|^["']?\/tmp\/|^["']?\/var\/tmp\/|\/usr\/share\/(?:doc|man|locale)\b|\/\.(?:npm|bundle|composer|cargo|rustup|gem)\b|\/(?:cache|\.git)\/?["']?$/.test(
        text,
      ),
    )
  );
}

function judgedInstall(
  project: Project,
  step: Step,
  unit: Unit,
  command: ShellCommand,
  { packages: rule, inPlaceOf }: Splitting,
): JudgedUnit {
  const install = packageInstallOf(command);
  const none = {
    ...unit,
    kind: 'packages',
    isKept: true,
    edits: [],
    dropped: [],
    unknown: [],
    installed: [],
    problem: undefined,
  } as const;
  if (install === undefined) return none;
  const { source } = step.instruction;
  if (hidesPackages(install))
    return { ...none, problem: 'A variable names the packages, so tools cannot be told from libraries.' };
  const edits: TextEdit[] = [];
  const dropped: string[] = [];
  const unknown: string[] = [];
  const kept: string[] = [];
  const written = new Set(install.packages.map(({ name }) => name));
  for (const named of install.packages) {
    const fate = fateOf(named, install.family, project.stage, rule);
    if (fate.kind === 'kept' || fate.kind === 'kept-unknown') {
      kept.push(named.name);
      if (fate.kind === 'kept-unknown') unknown.push(named.name);
      continue;
    }
    dropped.push(named.name);
    const libraries = fate.kind === 'replaced' ? fate.by.filter((library) => !written.has(library)) : [];
    for (const library of libraries) written.add(library);
    kept.push(...libraries);
    edits.push(
      libraries.length === 0
        ? { span: withSpaceBefore(source, named.span), newText: '' }
        : { span: named.span, newText: libraries.join(' ') },
    );
  }
  for (const word of install.unknown.filter(isKnownVariable)) {
    dropped.push(word.text);
    edits.push({ span: withSpaceBefore(source, word.span), newText: '' });
  }
  const added = (inPlaceOf?.(dropped, kept) ?? []).filter((name) => !written.has(name));
  kept.push(...added);
  const isKept = kept.length > 0;
  return {
    ...none,
    isKept,
    edits: isKept ? withAdded(edits, added, install.packages.at(-1)?.span) : [],
    dropped,
    unknown,
    installed: kept,
  };
}

/** New names take the place of the last word that goes, or stand behind the last one that stays. */
function withAdded(
  edits: readonly TextEdit[],
  added: readonly string[],
  last: Span | undefined,
): readonly TextEdit[] {
  if (added.length === 0 || last === undefined) return edits;
  const names = added.join(' ');
  const atLast = edits.findIndex(({ span }) => span.end === last.end);
  if (atLast === -1) return [...edits, { span: { start: last.end, end: last.end }, newText: ` ${names}` }];
  return edits.map((edit, index) =>
    index !== atLast
      ? edit
      : edit.newText === ''
        ? { span: last, newText: names }
        : { span: edit.span, newText: `${edit.newText} ${names}` },
  );
}

/** A word with the white space and the continuations before it. */
function withSpaceBefore(source: string, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && /[\s\\]/.test(source.charAt(from - 1))) from -= 1;
  return { start: from, end };
}

/** What only served something that is gone goes too: the list's update, the clean-up, the folder that was entered. */
function withoutIdle(units: readonly JudgedUnit[]): readonly JudgedUnit[] {
  const hasPackages = units.some(({ kind, isKept }) => kind === 'packages' && isKept);
  const gone = new Set(units.flatMap(({ dropped }) => dropped));
  const upkeep = units.map((unit) =>
    unit.kind === 'upkeep' ? { ...unit, isKept: hasPackages && !removesOnly(unit, gone) } : unit,
  );
  return upkeep.map((unit, index) =>
    unit.kind === 'flow' ? { ...unit, isKept: isFollowed(unit, upkeep.slice(index + 1)) } : unit,
  );
}

/** A removal of what was never installed here, and a sweep that only belongs to it. */
function removesOnly({ statements }: JudgedUnit, gone: ReadonlySet<string>): boolean {
  const removals = statements
    .flatMap(({ commands }) => commands)
    .flatMap((command) => packageRemovalOf(command) ?? []);
  if (removals.length === 0) return false;
  return removals.every(
    ({ packages }) =>
      packages.length === 0 || packages.every(({ name }) => gone.has(name) || name.startsWith('.')),
  );
}

/** A folder matters to relative paths, a setting or a message to anything. */
function isFollowed(unit: JudgedUnit, later: readonly JudgedUnit[]): boolean {
  const names = unit.statements.flatMap(({ commands }) => commands.map(({ name }) => name));
  const meant = later.filter(({ isKept, kind }) => isKept && (kind === 'work' || kind === 'packages'));
  if (!names.some((name) => name === 'cd' || name === 'pushd' || name === 'popd'))
    return (
      meant.length > 0 && !names.every((name) => name === 'echo' || name === 'printf' || name === undefined)
    );
  const next = later.findIndex(({ statements }) =>
    statements.some(({ commands }) => commands.some(({ name }) => name === 'cd')),
  );
  const until = next === -1 ? later : later.slice(0, next);
  return until.some(
    ({ isKept, kind, statements }) =>
      isKept && kind === 'work' && statements.some(({ commands }) => commands.some(isRelative)),
  );
}

function isRelative({ args, name }: ShellCommand): boolean {
  const operands = args.filter(({ text }) => !text.startsWith('-'));
  const paths = name === 'chown' || name === 'chmod' || name === 'chgrp' ? operands.slice(1) : operands;
  return ACCOUNTS.has(name ?? '')
    ? false
    : paths.length === 0 || paths.some(({ text }) => !/^["']?[/$~]/.test(text));
}

const ACCOUNTS: ReadonlySet<string> = new Set(
  'useradd adduser groupadd addgroup usermod groupmod passwd locale-gen update-locale update-ca-certificates ldconfig'.split(
    ' ',
  ),
);

function assembled(step: Step, units: readonly JudgedUnit[], script: ShellScript): SplitRun {
  const isMeaningful = units.some(({ kind, isKept }) => isKept && (kind === 'work' || kind === 'packages'));
  return {
    run: isMeaningful ? runPiece(step, units, script) : LEFT_OUT,
    isForBuild: units.some(({ kind, dropped }) => kind === 'build' || dropped.length > 0),
    isUpkeepOnly:
      units.some(({ kind }) => kind === 'upkeep') &&
      units.every(({ kind }) => kind === 'upkeep' || kind === 'flow'),
    isPackagesOnly: units.every(({ kind }) => kind === 'packages' || kind === 'upkeep' || kind === 'flow'),
    dropped: units.flatMap(({ dropped }) => dropped),
    unknown: units.flatMap(({ unknown }) => unknown),
    installed: units.flatMap(({ isKept, installed }) => (isKept ? installed : [])),
    programs: units
      .filter(({ isKept, kind }) => isKept && kind === 'work')
      .flatMap(({ statements }) =>
        statements.flatMap(({ commands }) => commands.flatMap(({ name }) => name ?? [])),
      ),
  };
}

function runPiece(step: Step, units: readonly JudgedUnit[], script: ShellScript): Piece {
  if (units.every(({ isKept, edits }) => isKept && edits.length === 0)) return { kind: 'kept' };
  const edits: TextEdit[] = units.flatMap(({ isKept, edits: own }) => (isKept ? own : []));
  const lastKept = units.findLastIndex(({ isKept }) => isKept);
  units.forEach((unit, index) => {
    if (unit.isKept || index > lastKept) return;
    const next = units[index + 1];
    if (next !== undefined)
      edits.push({ span: { start: unit.span.start, end: next.span.start }, newText: '' });
  });
  const end = units[lastKept]?.span.end;
  const last = script.statements.at(-1)?.span.end;
  if (end !== undefined && last !== undefined && last > end)
    edits.push({ span: { start: end, end: last }, newText: '' });
  return edited(step.instruction, edits);
}

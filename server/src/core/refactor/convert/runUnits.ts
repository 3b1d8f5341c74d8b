/** Takes a RUN's script apart into what goes or stays together, and tells for each part whether the running image needs it. */
import { managerCommandOf, packageInstallOf } from '../../model/commands/installs';
import type { ShellCommand, ShellRedirect, ShellScript, ShellStatement } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { Project, Step } from './contract';
import { installUnit } from './installUnit';
import type { JudgedUnit, Splitting, Unit, UnitKind } from './runParts';

export function unitsOf(script: ShellScript): readonly Unit[] {
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

/** What the running image has of a unit, and how it is written there. */
export function judged(
  project: Project,
  step: Step,
  unit: Unit,
  splitting: Splitting,
  script: ShellScript,
): JudgedUnit {
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
  const install = installUnit(project, step, unit, splitting, script);
  if (install !== undefined) return install;
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
  if (kinds.has('packages')) return plain('packages');
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
  if (manager !== undefined) {
    // What is newer than the base image is so in the running image as well.
    if (manager.task === 'upgrade' || manager.task === 'distribution-upgrade') return 'packages';
    return packageInstallOf(command) === undefined ? 'upkeep' : 'work';
  }
  if (command.redirects.some(writesFile) && (command.name === undefined || FLOW.has(command.name)))
    return 'work';
  const { name } = command;
  if (name === undefined)
    // `A=b` alone, or a redirection without a program.
    return command.words.length === 0 ? 'flow' : 'opaque';
  if (command.place === 'function') return 'opaque';
  if (isCleaning(command)) return 'upkeep';
  if (FLOW.has(name)) return 'flow';
  return WORK.has(name) ? 'work' : 'opaque';
}

/** `echo … >> file` leaves something, where `echo …` alone does not. */
function writesFile({ operator, target }: ShellRedirect): boolean {
  return />/.test(operator) && !/^(?:\/dev\/(?:null|stdout|stderr)|[-\d]+)$/.test(target?.text ?? '');
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

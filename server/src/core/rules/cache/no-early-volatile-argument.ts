/** Finds arguments that change with every build and are declared before the steps that take long. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { addsPackages } from '../../model/commands/cacheFolders';
import { dependencyInstallOf } from '../../model/commands/dependencyInstalls';
import { packageInstallOf } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf, variablesOf } from '../../syntax/views';
import type { Span } from '../../text/span';

export default defineRule({
  id: 'no-early-volatile-argument',
  scope: 'stage',
  keywords: ['ARG'],
  meta: {
    category: 'cache',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Declare what changes with every build below the steps that take long',
    lesson: `Each \`RUN\` sees all arguments declared above it as environment variables, whether it uses them or not. They are therefore part
of what the cache compares: when \`GIT_SHA\` or \`BUILD_DATE\` has a new value, every \`RUN\` below its \`ARG\` runs again, the install of
all packages included.

Declare such an argument directly above the first line that uses it, best near the end of the stage. \`LABEL\` itself costs nothing:
it can stand last.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nARG GIT_SHA\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nLABEL org.opencontainers.image.revision=$GIT_SHA\nUSER nobody\nCMD ["curl", "--version"]\n',
      ],
      good: [
        'FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nUSER nobody\nCMD ["curl", "--version"]\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\n',
      ],
    },
    whenNotToUse: 'When the argument has the same value for many builds.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#impact-on-build-caching',
      'https://docs.docker.com/build/cache/invalidation/',
    ],
  },
  messages: {
    early:
      'Each new value of "{name}" runs the steps below again, this install first although it does not use it; declare the argument below them.',
  },
  check(stage) {
    const matches: Match[] = [];
    for (const [index, instruction] of stage.instructions.entries()) {
      if (instruction.keyword !== 'ARG') continue;
      for (const { name, value, span } of pairsOf(instruction)) {
        if (!isVolatile(name, value)) continue;
        const found = firstInstall(stage, index, name);
        if (found === undefined) continue;
        matches.push({
          at: at(instruction, span),
          message: 'early',
          data: { name },
          related: [
            { at: at(found.run, found.span), message: 'This runs again although it does not use it.' },
          ],
        });
      }
    }
    return matches;
  },
  fix(match, { file, stage }) {
    const { node } = match.at;
    const name = match.data?.['name'];
    if (stage === undefined || name === undefined || node?.kind !== 'instruction') return [];
    const edits = moved(stage, node, name, file.dockerfile.text.includes('\r\n') ? '\r\n' : '\n');
    return edits === undefined
      ? []
      : [{ title: `Move "${name}" below the steps that do not use it`, safety: 'suggestion', edits }];
  },
});

/** A commit, a time or a number of the build; a version only where no default says that it is one for many builds. */
function isVolatile(name: string, value: string | undefined): boolean {
  if (
    /^(?:IMAGE_|APP_|DOCKER_|PROJECT_|RELEASE_)?(?:VERSION|REVISION|GIT_TAG|GIT_VERSION|GIT_DESCRIBE)$/.test(
      name,
    )
  )
    return (
      value === undefined ||
      /^(?:dev|devel|development|unknown|none|latest|local|snapshot|0(?:\.0)*)?$/i.test(value)
    );
  return VOLATILE.test(name);
}

const VOLATILE =
  /^(?:[A-Z]+_)*(?:GIT_(?:SHA|COMMIT|HASH|REV|REF|BRANCH)|COMMIT_(?:SHA|HASH|REF|ID)|(?:CI_)?COMMIT|SHORT_SHA|SHA1?|VCS_REF|BUILD_(?:DATE|TIME|TIMESTAMP|NUMBER|ID|SHA)|BUILDTIME|BUILD_TS|CACHE_?BUST(?:ER)?|SOURCE_COMMIT|GITHUB_SHA)$/;

interface Install {
  readonly run: Instruction;
  readonly span: Span;
}

/** The first RUN below that only installs and does not use the argument, before any line that may. */
function firstInstall(stage: StageFacts, from: number, name: string): Install | undefined {
  const names = new Set([name]);
  for (const instruction of stage.instructions.slice(from + 1, from + 1 + FARTHEST)) {
    if (instruction.keyword !== 'RUN') {
      if (takesOver(instruction, names)) return undefined;
      continue;
    }
    const script = stage.scriptOf(instruction);
    if (script === undefined || script.variables.some((variable) => names.has(variable.name)))
      return undefined;
    const install = script.commands.find(isInstall);
    // Anything else may be a script that reads its environment.
    if (!script.commands.every((command) => isInstall(command) || isInert(command))) return undefined;
    if (install !== undefined) return { run: instruction, span: install.span };
  }
  return undefined;
}

/** Instructions. A file of very many arguments would else have the square of them to read. */
const FARTHEST = 200;

/** True for a line that changes what follows by the argument; a LABEL does not, whatever it says. */
function takesOver(instruction: Instruction, names: ReadonlySet<string>): boolean {
  if (instruction.keyword === 'LABEL' || !instruction.source.includes('$')) return false;
  return variablesOf(instruction).some((variable) => names.has(variable.name));
}

function isInstall(command: ShellCommand): boolean {
  return (
    packageInstallOf(command) !== undefined ||
    dependencyInstallOf(command) !== undefined ||
    addsPackages(command)
  );
}

function isInert({ name }: ShellCommand): boolean {
  return name === undefined || INERT.has(name);
}

const INERT: ReadonlySet<string> = new Set([
  'apt-get',
  'apt',
  'apk',
  'yum',
  'dnf',
  'microdnf',
  'rm',
  'mkdir',
  'chmod',
  'chown',
  'set',
  'true',
  'echo',
  'cd',
  'curl',
  'wget',
  'tar',
  'unzip',
  'useradd',
  'adduser',
  'groupadd',
  'addgroup',
  'ln',
  'mv',
  'cp',
]);

/** The ARG and the LABELs that use it go in front of the first line that needs the value, or to the end of the stage. */
function moved(
  stage: StageFacts,
  argument: Instruction,
  name: string,
  lineEnd: string,
): readonly AnchoredEdit[] | undefined {
  if (argument.words.length > 1 || argument.comments.length > 0) return undefined;
  const later = stage.instructions.slice(stage.instructions.indexOf(argument) + 1);
  const names = new Set([name]);
  const user = later.find((instruction) => mayUse(stage, instruction, names));
  const between = user === undefined ? later : later.slice(0, later.indexOf(user));
  const labels = between.filter(
    (instruction) =>
      instruction.keyword === 'LABEL' &&
      variablesOf(instruction).some((variable) => names.has(variable.name)),
  );
  const moving = [argument, ...labels];
  const text = moving.map(({ text: line, span }) => line.slice(span.start, span.end));
  const removals = moving.map((instruction) => ({
    at: at(instruction, { start: 0, end: instruction.text.length }),
    newText: '',
  }));
  if (user !== undefined) {
    const { start } = user.span;
    const newText = text.map((line) => line + lineEnd).join('');
    return [...removals, { at: at(user, { start, end: start }), newText }];
  }
  const last = later.findLast((instruction) => !labels.includes(instruction));
  if (last === undefined) return undefined;
  const behind = { start: last.span.end, end: last.span.end };
  return [...removals, { at: at(last, behind), newText: text.map((line) => lineEnd + line).join('') }];
}

function mayUse(stage: StageFacts, instruction: Instruction, names: ReadonlySet<string>): boolean {
  if (instruction.keyword !== 'RUN') return takesOver(instruction, names);
  const script = stage.scriptOf(instruction);
  if (script === undefined || script.variables.some((variable) => names.has(variable.name))) return true;
  return !script.commands.every((command) => isInstall(command) || isInert(command));
}

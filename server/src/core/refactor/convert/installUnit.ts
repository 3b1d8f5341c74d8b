/** What the running image still installs of a list of packages, and how the list is then written. */
import {
  packageInstallOf,
  packageRemovalOf,
  type NamedPackage,
  type PackageInstall,
} from '../../model/commands/installs';
import { runtimeLibrariesOf } from '../../model/runtimeLibraries';
import type { ShellCommand, ShellScript } from '../../shell/nodes';
import type { Span } from '../../text/span';
import type { TextEdit } from '../../text/textEdit';
import type { Project, Step } from './contract';
import type { JudgedUnit, Splitting, Unit } from './runParts';
import { DROP, KEEP, fateOf, hidesPackages, isKnownVariable, type PackageFate } from './systemPackages';

/** Undefined for a command that installs nothing. */
export function installUnit(
  project: Project,
  step: Step,
  unit: Unit,
  { packages: rule, inPlaceOf, called }: Splitting,
  script: ShellScript,
): JudgedUnit | undefined {
  const [command, ...others] = unit.statements.flatMap(({ commands }) => commands);
  const install = command === undefined || others.length > 0 ? undefined : packageInstallOf(command);
  if (command === undefined || install === undefined) return undefined;
  const removed = removedBehind(script, command);
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
  const { source } = step.instruction;
  if (hidesPackages(install))
    return { ...none, problem: 'A variable names the packages, so tools cannot be told from libraries.' };
  const edits: TextEdit[] = [];
  const dropped: string[] = [];
  const unknown: string[] = [];
  const kept: string[] = [];
  const written = new Set(install.packages.map(({ name }) => name));
  for (const named of install.packages) {
    const isRemoved =
      removed.has(named.name) || (install.virtual !== undefined && removed.has(install.virtual));
    const fate =
      called?.has(programOf(named.name)) === true
        ? KEEP
        : isRemoved
          ? fateOfRemoved(named, install, project, script, command)
          : fateOf(named, install.family, project.stage, rule);
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
    edits: isKept ? withAdded(edits, added, install.packages.at(-1)?.span, step.instruction.text) : [],
    dropped,
    unknown,
    installed: kept,
  };
}

/** Most packages of tools are called as their program is. */
export function programOf(packageName: string): string {
  return PROGRAMS.get(packageName) ?? packageName;
}

const PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['gnupg', 'gpg'],
  ['gnupg2', 'gpg'],
  ['xz-utils', 'xz'],
  ['libcap2-bin', 'setcap'],
  ['libcap', 'setcap'],
]);

/** APT leaves what a package depended on unless it is told to sweep, so libraries stay whose headers go. */
function fateOfRemoved(
  { name }: NamedPackage,
  { family }: PackageInstall,
  { stage }: Project,
  script: ShellScript,
  command: ShellCommand,
): PackageFate {
  const removals = script.commands
    .filter(({ span }) => span.start > command.span.start)
    .flatMap((later) => packageRemovalOf(later) ?? []);
  if (family !== 'debian' || removals.some(({ removesUnneeded }) => removesUnneeded)) return DROP;
  const libraries = runtimeLibrariesOf(name, family, stage.image?.distribution);
  return libraries === undefined || libraries.length === 0 ? DROP : { kind: 'replaced', by: libraries };
}

/** What the same RUN takes away again was never in the image. */
function removedBehind({ commands }: ShellScript, install: ShellCommand): ReadonlySet<string> {
  const later = commands.filter(({ span }) => span.start > install.span.start);
  return new Set(
    later.flatMap((command) => packageRemovalOf(command)?.packages.map(({ name }) => name) ?? []),
  );
}

/**
 * `text` is that of the instruction, with its line ends: in `source` a carriage return before a line end is a blank.
 * New names take the place of the last word that goes, or stand behind the last one that stays.
 */
function withAdded(
  edits: readonly TextEdit[],
  added: readonly string[],
  last: Span | undefined,
  text: string,
): readonly TextEdit[] {
  if (added.length === 0 || last === undefined) return edits;
  const gap = text.slice(withSpaceBefore(text, last).start, last.start);
  const names = added.join(gap);
  const atLast = edits.findIndex(({ span }) => span.end === last.end);
  if (atLast === -1)
    return [...edits, { span: { start: last.end, end: last.end }, newText: `${gap}${names}` }];
  return edits.map((edit, index) =>
    index !== atLast
      ? edit
      : edit.newText === ''
        ? { span: last, newText: names }
        : { span: edit.span, newText: `${edit.newText}${gap}${names}` },
  );
}

/** A word with the white space and the continuations before it. */
function withSpaceBefore(source: string, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && /[\s\\]/.test(source.charAt(from - 1))) from -= 1;
  return { start: from, end };
}

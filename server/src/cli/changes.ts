/** Which lines a branch changed, as git tells it, so that a review hears only of its own lines. */
import { lineChanges, linesOf } from '../core/index';
import { UsageError } from './command';
import { repositoryAbove } from './gitIgnore';
import type { CliIo } from './io';
import { folderOf, relativePath } from './paths';

/** The changed lines of one file, zero-based; `all` for a file that git did not know at that time. */
export type ChangedLines = ReadonlySet<number> | 'all';

/** Lines that differ from the commit, in the working tree as it is now. */
export interface Changes {
  /** Empty for a file that is as it was. */
  of(path: string): ChangedLines;
  /** The text that a changed file had in that commit, under whichever name; undefined for one that is new or as it was. */
  before(path: string): string | undefined;
}

/**
 * Compares with the commit at which the current branch left `reference`, which is `reference` itself when it is an ancestor:
 * what others have added there since is no change of ours. Throws `UsageError` where git cannot tell.
 */
export async function changesSince(reference: string, paths: readonly string[], io: CliIo): Promise<Changes> {
  const { files } = io;
  const byRoot = new Map<string, string[]>();
  for (const path of paths) {
    const file = files.real(path);
    const root = repositoryAbove(folderOf(file), files);
    if (root === undefined)
      throw new UsageError(
        `--changed-since needs git, and ${path} is in no git repository: leave the option out`,
      );
    byRoot.set(root, [...(byRoot.get(root) ?? []), file]);
  }
  const changed = new Map<string, ChangedFile>();
  for (const [root, own] of byRoot) {
    const base = await baseCommit(reference, root, io);
    for (const [path, file] of await changedIn(root, base, own, io))
      changed.set(`${rootSlash(root)}${path}`, file);
  }
  return {
    of: (path) => changed.get(files.real(path))?.lines ?? NOTHING,
    before: (path) => changed.get(files.real(path))?.before,
  };
}

interface ChangedFile {
  readonly lines: ChangedLines;
  readonly before: string | undefined;
}

const NOTHING: ReadonlySet<number> = new Set();

function rootSlash(root: string): string {
  return root.endsWith('/') ? root : `${root}/`;
}

async function baseCommit(reference: string, root: string, io: CliIo): Promise<string> {
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`];
  const { lines, exitCode, complaint } = await gitLines(root, verify, io);
  const [commit] = lines;
  if (exitCode !== 0 || commit === undefined) {
    const why = complaint === '' ? '' : ` (${complaint})`;
    throw new UsageError(
      `git knows no "${reference}" in ${root}${why}: name a branch, tag or commit; in a shallow clone, fetch it first`,
    );
  }
  const fork = await gitLines(root, ['merge-base', commit, 'HEAD'], io);
  return fork.lines[0] ?? commit;
}

/** By path below the root. */
async function changedIn(
  root: string,
  base: string,
  files: readonly string[],
  io: CliIo,
): Promise<ReadonlyMap<string, ChangedFile>> {
  const relative = files.flatMap((file) => relativePath(root, file) ?? []);
  const diffs = new Map<string, FileDiff>();
  const reader = new DiffReader(diffs);
  // All of the repository, for a file that was moved is found by what it was before.
  const diff = [...PLAIN_DIFF, base, '--'];
  const { exitCode, complaint } = await run(root, diff, (line) => reader.read(line), io);
  if (exitCode !== 0) throw new UsageError(`git could not compare with ${base}: ${complaint}`);

  const changed = new Map<string, ChangedFile>();
  for (const path of relative) {
    const found = diffs.get(path);
    if (found === undefined) continue;
    const before = found.was === undefined ? undefined : await textAt(root, base, found.was, io);
    changed.set(path, { lines: found.lines, before });
  }
  for (let at = 0; at < relative.length; at += PATHS_AT_ONCE) {
    const some = relative.slice(at, at + PATHS_AT_ONCE).map((path) => `:(literal)${path}`);
    const known = new Set(
      (await gitLines(root, [...UNQUOTED, 'ls-files', '--', ...some], io)).lines.map(unquoted),
    );
    for (const path of relative.slice(at, at + PATHS_AT_ONCE))
      if (!known.has(path)) changed.set(path, { lines: 'all', before: undefined });
  }
  return changed;
}

/** Undefined for what git cannot show as text, such as a module of its own. */
async function textAt(root: string, base: string, path: string, io: CliIo): Promise<string | undefined> {
  const { lines, exitCode } = await gitLines(root, ['show', '--end-of-options', `${base}:${path}`], io);
  return exitCode === 0 ? lines.map((line) => `${line}\n`).join('') : undefined;
}

interface FileDiff {
  readonly lines: Set<number>;
  /** Its path in the earlier commit; undefined for a file that is new. */
  readonly was: string | undefined;
}

/** Paths in other scripts as they are. */
const UNQUOTED = ['-c', 'core.quotePath=false'];

/** Whatever the user's settings are, the answer has this one form. */
const PLAIN_DIFF = [
  ...UNQUOTED,
  'diff',
  '--unified=0',
  '--find-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--ignore-submodules',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/** So that no command line becomes too long. */
const PATHS_AT_ONCE = 200;

/** Reads a diff without context, of which only the heads of files and hunks matter. */
class DiffReader {
  private lines = new Set<number>();
  /** Lines of the hunk that are still to come, which may look like anything. */
  private left = 0;
  private was: string | undefined;

  constructor(private readonly changed: Map<string, FileDiff>) {}

  read(line: string): void {
    if (this.left > 0 && /^[-+]/.test(line)) {
      this.left--;
      return;
    }
    const old = /^--- (?:a\/(.*?)\t?|("a\/.*")|\/dev\/null)$/.exec(line);
    if (old !== null) {
      this.was = old[1] ?? (old[2] === undefined ? undefined : unquoted(old[2]).slice(2));
      return;
    }
    const file = /^\+\+\+ (?:b\/(.*?)\t?|("b\/.*"))$/.exec(line);
    if (file !== null) {
      this.lines = new Set();
      this.changed.set(file[1] ?? unquoted(file[2] ?? '').slice(2), { lines: this.lines, was: this.was });
      return;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null) return;
    const [, removed = '1', start = '1', added = '1'] = hunk;
    this.left = Number(removed) + Number(added);
    for (let at = 0; at < Number(added); at++) this.lines.add(Number(start) - 1 + at);
  }
}

/** git writes names with odd characters as C does. */
function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  return name
    .slice(1, -1)
    .replace(/\\(["\\]|[abtnvfr]|[0-7]{3})/g, (_, code: string) => ESCAPES.get(code) ?? escapedByte(code));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
]);

function escapedByte(octal: string): string {
  return String.fromCharCode(parseInt(octal, 8));
}

async function gitLines(
  root: string,
  args: readonly string[],
  io: CliIo,
): Promise<{ readonly lines: readonly string[]; readonly exitCode: number; readonly complaint: string }> {
  const lines: string[] = [];
  const ended = await run(root, args, (line) => lines.push(line), io);
  return { lines, ...ended };
}

async function run(
  root: string,
  args: readonly string[],
  onLine: (line: string) => void,
  io: CliIo,
): Promise<{ readonly exitCode: number; readonly complaint: string }> {
  const outcome = await io.git(root, args, onLine);
  if (outcome.kind === 'failed')
    throw new UsageError(`--changed-since needs git: ${outcome.reason}; install it, or leave the option out`);
  return outcome;
}

/** The changed lines of a later version of the text: those of before as far as they are still there, and what is new. */
export function changedLater(changed: ChangedLines, before: string, after: string): ChangedLines {
  if (changed === 'all' || before === after) return changed;
  const later = new Set<number>();
  let old = 0;
  let young = 0;
  const takeOver = (until: number): void => {
    for (; old < until; old++, young++) if (changed.has(old)) later.add(young);
  };
  for (const change of lineChanges(before, after)) {
    takeOver(change.oldStart);
    for (const [at] of change.newLines.entries()) later.add(change.newStart + at);
    old += change.oldLines.length;
    young += change.newLines.length;
  }
  takeOver(linesOf(before).length);
  return later;
}

/** Gives the command line its terminal, files, clock and arguments. */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type {
  ArgumentToken,
  CliFiles,
  CliIo,
  FileContent,
  FolderEntry,
  GitOutcome,
  OptionShape,
  Terminal,
} from '../cli/io';
import { findProgram } from './findProgram';
import { loadYaml, nodeContextReader } from './surroundings';

/** In bytes. The largest Dockerfile that is of any use is far smaller. */
const LARGEST_FILE = 32 * 1024 * 1024;

/** Narrower than this, wrapping makes a text harder to read. */
const LEAST_COLUMNS = 40;

export function nodeCliIo(): CliIo {
  return {
    terminal: terminal(),
    files: nodeFiles,
    context: nodeContextReader,
    loadYaml,
    statusLine: process.stderr.isTTY ? showStatus : undefined,
    // A terminal of the plainest kind cannot move its cursor.
    liveLines:
      process.stderr.isTTY && process.env['TERM'] !== 'dumb'
        ? { columns: () => Math.max(LEAST_COLUMNS, process.stderr.columns) - 1, show: showLive }
        : undefined,
    git,
    environment: (name) => process.env[name],
    findProgram,
    runOnTexts,
    print: (text) => void process.stdout.write(text),
    printError: (text) => void process.stderr.write(text),
    readStandardInput,
    tokenize,
    now: () => performance.now(),
    version,
  };
}

function terminal(): Terminal {
  const { stdout } = process;
  return {
    isColored: isColored(stdout),
    columns: stdout.isTTY ? Math.max(LEAST_COLUMNS, stdout.columns) : namedColumns(),
  };
}

/** NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org) decide when they are not empty; colours are for terminals else. */
function isColored(stdout: NodeJS.WriteStream): boolean {
  const { NO_COLOR: none = '', FORCE_COLOR: forced = '' } = process.env;
  if (none !== '') return false;
  if (forced !== '') return forced !== '0' && forced !== 'false';
  // Knows TERM=dumb.
  return stdout.isTTY && stdout.hasColors();
}

/** Written over and over at the start of one line, which is wiped for an empty text. */
function showStatus(text: string): void {
  const { stderr } = process;
  const shown = text.slice(0, Math.max(LEAST_COLUMNS, stderr.columns) - 1);
  stderr.write(`\r\u001b[K${shown}`);
}

/** In milliseconds. A diff of a whole history takes seconds. */
const LONGEST_GIT_RUN = 120_000;

let liveRows = 0;

/** Each line is written over the one that stood there and then wiped behind its end, so that nothing flickers. */
function showLive(lines: readonly string[]): void {
  const up = liveRows > 1 ? `\u001b[${String(liveRows - 1)}A` : '';
  process.stderr.write(`\r${up}${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`);
  liveRows = lines.length;
}

async function git(
  folder: string,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<GitOutcome> {
  // Few runs need it, and all would pay for loading it.
  const { runProgram } = await import('./cliPrograms.js');
  const outcome = await runProgram(
    // Messages are shown to the user, in English as all of ours; a lock would disturb git commands of an editor.
    { program: 'git', args: ['-C', folder, ...args], env: { LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' } },
    { signal: new AbortController().signal, timeoutMs: LONGEST_GIT_RUN, onStdoutLine: onLine },
  );
  switch (outcome.kind) {
    case 'exited':
      return {
        kind: 'ended',
        exitCode: outcome.exitCode,
        complaint: outcome.stderr.trim().split('\n').at(-1) ?? '',
      };
    case 'not-found':
      return { kind: 'failed', reason: 'it is not installed, or not on PATH' };
    case 'timed-out':
      return { kind: 'failed', reason: 'it took too long' };
    case 'cancelled':
      return { kind: 'failed', reason: 'it was cancelled' };
  }
}

async function runOnTexts(
  program: string,
  args: readonly string[],
  texts: readonly string[],
): ReturnType<CliIo['runOnTexts']> {
  const { runsOnTexts } = await import('./cliPrograms.js');
  return runsOnTexts(program, args, texts, new AbortController().signal);
}

/** A pipe has no width of its own; whoever reads it may name one, as for other programs. */
function namedColumns(): number | undefined {
  const columns = Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? Math.max(LEAST_COLUMNS, columns) : undefined;
}

const nodeFiles: CliFiles = {
  read(path) {
    try {
      if (statSync(path).size > LARGEST_FILE)
        return { kind: 'unreadable', reason: 'it is larger than 32 MiB' };
      return decoded(readFileSync(path));
    } catch (error) {
      return { kind: 'unreadable', reason: reasonOf(error) };
    }
  },
  readEnd(path, bytes) {
    try {
      const file = openSync(path, 'r');
      try {
        return decodedEnd(file, bytes);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      return { kind: 'unreadable', reason: reasonOf(error) };
    }
  },
  kindOf(path) {
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return 'missing';
      return stats.isDirectory() ? 'folder' : 'file';
    } catch {
      // There is something, and reading it will say what is wrong with it.
      return 'file';
    }
  },
  list(folder) {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => folderEntry(folder, entry));
    } catch {
      return undefined;
    }
  },
  replace(path, before, after) {
    try {
      // A pipe, a device: what was read from it is gone, and it may have no name to follow.
      if (!statSync(path).isFile()) return 'it is no regular file';
      return replaceFile(realpathSync(path), before, after);
    } catch (error) {
      return reasonOf(error);
    }
  },
  write(path, text) {
    try {
      const file = existsSync(path) ? realpathSync(path) : path;
      if (existsSync(file)) accessSync(file, constants.W_OK);
      put(file, text, undefined);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  },
  absolute: (path) => forward(resolve(path)),
  real(path) {
    try {
      return forward(realpathSync(path));
    } catch {
      return forward(resolve(path));
    }
  },
};

/** A pipe has no size and no end to begin at, so it is read whole. */
function decodedEnd(file: number, bytes: number): FileContent {
  const stats = fstatSync(file);
  if (!stats.isFile()) return decoded(readFileSync(file));
  const mark = Buffer.alloc(2);
  readSync(file, mark, 0, 2, 0);
  const length = Math.min(stats.size, bytes);
  // Two bytes are one unit there, so the end has to begin at an even place.
  const start = stats.size - length - ((stats.size - length) % 2);
  const end = Buffer.alloc(stats.size - start);
  const read = readSync(file, end, 0, end.length, start);
  const isUtf16 = mark[0] === 0xff && mark[1] === 0xfe;
  return isUtf16
    ? { kind: 'text', text: end.subarray(0, read).toString('utf16le'), isUtf8: false }
    : decoded(end.subarray(0, read));
}

function decoded(bytes: Buffer): FileContent {
  return { kind: 'text', text: bytes.toString('utf8'), isUtf8: isUtf8(bytes) };
}

function folderEntry(folder: string, entry: Dirent): FolderEntry {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'folder' };
  if (entry.isFile()) return { name, kind: 'file' };
  if (!entry.isSymbolicLink()) return { name, kind: 'other' };
  const target = targetOf(join(folder, name));
  return { name, kind: target === undefined || target.isFile() ? 'file' : 'other' };
}

/** Undefined for a broken link, which is then reported as an unreadable file. */
function targetOf(link: string): Stats | undefined {
  try {
    return statSync(link);
  } catch {
    return undefined;
  }
}

/** Returns why the file was left as it is. `file` is no link: those who name one want it kept, and what it means changed. */
function replaceFile(file: string, before: string, after: string): string | undefined {
  const stats = statSync(file);
  // A rename would replace a read-only file too.
  accessSync(file, constants.W_OK);
  if (readFileSync(file, 'utf8') !== before) return 'it was changed meanwhile';
  put(file, after, stats);
  return undefined;
}

/** At once or not at all: a file beside it is filled, and takes its name. */
function put(file: string, text: string, like: Stats | undefined): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    writeFileSync(temporary, text, {
      flag: 'wx',
      flush: true,
      ...(like === undefined ? {} : { mode: like.mode }),
    });
    if (like !== undefined) {
      // The process' mask may have taken bits away.
      chmodSync(temporary, like.mode);
      keepOwner(temporary, like);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only matters, and only works, for the superuser. */
function keepOwner(file: string, stats: Stats): void {
  const { uid, gid } = statSync(file);
  if (uid !== stats.uid || gid !== stats.gid) chownSync(file, stats.uid, stats.gid);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links run in a circle',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return REASONS[code] ?? error.message;
}

async function readStandardInput(): Promise<FileContent> {
  try {
    return decoded(await buffer(process.stdin));
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
}

function tokenize(
  args: readonly string[],
  options: Readonly<Record<string, OptionShape>>,
): readonly ArgumentToken[] {
  // Lenient, because the command line's own checks say better what to do.
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        short === undefined ? { type } : { type, short },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.flatMap((token): ArgumentToken[] => {
    switch (token.kind) {
      case 'positional':
        return [{ kind: 'positional', value: forward(token.value) }];
      case 'option':
        return [
          {
            kind: 'option',
            name: token.name,
            rawName: token.rawName,
            value: token.value,
            isInline: token.inlineValue === true,
          },
        ];
      case 'option-terminator':
        return [];
    }
  });
}

function forward(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

/** Of the package.json above this file, wherever the bundle or the compiled sources lie. */
function version(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const content = nodeFiles.read(join(folder, 'package.json'));
    const found = content.kind === 'text' ? versionIn(content.text) : undefined;
    if (found !== undefined) return found;
    if (folder === dirname(folder)) return 'unknown';
  }
}

function versionIn(packageJson: string): string | undefined {
  const content: unknown = JSON.parse(packageJson);
  if (typeof content !== 'object' || content === null) return undefined;
  if (!('name' in content) || content.name !== 'stagewright') return undefined;
  return 'version' in content && typeof content.version === 'string' ? content.version : undefined;
}

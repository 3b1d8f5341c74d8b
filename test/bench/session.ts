/** What a user of a server waits for while one file is open: the start, each edit, each hover. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LanguageServer, type ServerCommand } from './languageServer';
import { attempt, inOneLine, measured, missing, type Outcome } from './outcome';
import { summarise, type Summary } from './statistics';
import { type BenchText, editedWord, hoverPlaces } from './texts';

/** How much is measured: what is counted, and the time after which enough has been seen, in milliseconds. */
export interface Effort {
  readonly warmUp: number;
  readonly edits: number;
  readonly hovers: number;
  readonly budget: number;
}

export interface SessionResult {
  /** A word in the middle: nothing else moves. */
  readonly edit: Outcome<Summary>;
  /** A line more or less at the top: everything below moves. */
  readonly newLine: Outcome<Summary>;
  readonly hover: Outcome<Summary>;
  /** Resident bytes of the server and all it has started, at the end. */
  readonly memory: Outcome<number>;
  /** How many diagnostics the text has at first. */
  readonly findings: Outcome<number>;
}

/** One server process for one text. A failure ends the session, and what came before it counts. */
export async function runSession(
  command: ServerCommand,
  folder: string,
  content: BenchText,
  effort: Effort,
): Promise<SessionResult> {
  const path = writeText(folder, content);
  let server: LanguageServer | undefined;
  let isStuck = false;
  try {
    const opened = await LanguageServer.start(command, folder);
    server = opened;
    const { findings } = await opened.open(path, content.text);
    const edit = await attempt(() => measureEdits(opened, effort, wordEdits(opened.text)));
    isStuck = edit.kind === 'missing';
    const newLine = isStuck ? edit : await attempt(() => measureEdits(opened, effort, newLines()));
    const hover = isStuck ? edit : await measureHovers(opened, effort);
    return { edit, newLine, hover, memory: opened.memory(), findings: measured(findings) };
  } catch (error) {
    isStuck = true;
    const reason = missing(inOneLine(error));
    return { edit: reason, newLine: reason, hover: reason, memory: reason, findings: reason };
  } finally {
    await (isStuck ? server?.kill() : server?.stop());
  }
}

/** From the spawn to the first diagnostics, each time with a new process; milliseconds. */
export async function measureStart(
  command: ServerCommand,
  folder: string,
  content: BenchText,
): Promise<number> {
  const path = writeText(folder, content);
  const server = await LanguageServer.start(command, folder);
  try {
    return (await server.open(path, content.text)).duration;
  } finally {
    await server.stop();
  }
}

/** A first start that is not counted: a server may leave something behind that makes every later start shorter. */
export async function settle(command: ServerCommand, folder: string, content: BenchText): Promise<void> {
  const path = writeText(folder, content);
  const server = await LanguageServer.start(command, folder);
  try {
    await server.open(path, content.text);
    await sleep(SETTLING);
  } finally {
    await server.stop();
  }
}

/** In milliseconds. */
const SETTLING = 5000;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Never a text that was there before: a server that remembers old versions has no advantage of it. */
function* wordEdits(text: string): Generator<Edit, never> {
  const { start, end } = editedWord(text);
  for (let number = 200_000; ; number++) yield { start, end, text: String(number) };
}

function* newLines(): Generator<Edit, never> {
  for (;;) {
    yield { start: 0, end: 0, text: '\n' };
    yield { start: 0, end: 1, text: '' };
  }
}

async function measureEdits(
  server: LanguageServer,
  effort: Effort,
  changes: Generator<Edit, never>,
): Promise<Summary> {
  const durations: number[] = [];
  const stop = performance.now() + effort.budget;
  for (let count = 0; count < effort.warmUp + effort.edits; count++) {
    await server.quiet();
    const { start, end, text } = changes.next().value;
    const duration = await server.edit(start, end, text);
    // A slow server is warm enough by half the time.
    if (count >= effort.warmUp || performance.now() > stop - effort.budget / 2) durations.push(duration);
    if (performance.now() > stop && durations.length >= 3) break;
  }
  return summarise(durations);
}

async function measureHovers(server: LanguageServer, effort: Effort): Promise<Outcome<Summary>> {
  if (!server.hasHover) return missing('none');
  return attempt(async () => {
    const durations: number[] = [];
    const stop = performance.now() + effort.budget;
    const places = hoverPlaces(server.text, effort.hovers);
    // The first round warms up, as in a session that has lasted a while.
    for (const isCounted of [false, true]) {
      for (const place of places) {
        const { duration, isEmpty } = await server.hover(place);
        if (isEmpty) throw new Error('an empty hover over an instruction');
        if (isCounted) durations.push(duration);
        if (performance.now() > stop && durations.length >= 3) break;
      }
    }
    return summarise(durations);
  });
}

/** A file on a disk with an ignore file beside it, since a server may look around. */
function writeText(folder: string, { lines, text }: BenchText): string {
  const context = join(folder, String(lines));
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, '.dockerignore'), '.git\nnode_modules\n');
  const path = join(context, 'Dockerfile');
  writeFileSync(path, text);
  return path;
}

/** Reads the logs of BuildKit: `--progress=plain`, what a terminal kept of the live progress, and the summary at the end of both. */
import { exitCodeIn, type FailedLog, type LoggedFrame, MOST_OUTPUT } from '../failedLog';

/** Undefined when nothing of it is BuildKit's. */
export function readBuildKit(lines: readonly string[]): FailedLog | undefined {
  const steps = new Map<string, Step>();
  let failed: Step | undefined;
  let isBuildKit = false;
  const stepOf = (id: string): Step => {
    const known = steps.get(id);
    if (known !== undefined) return known;
    const step: Step = { name: undefined, output: [], error: undefined };
    steps.set(id, step);
    return step;
  };

  for (const line of lines) {
    const [, id, rest = ''] = /^#(\d{1,6}) (.*)$/u.exec(line) ?? [];
    if (id !== undefined) {
      isBuildKit = true;
      const step = stepOf(id);
      const name = NAME.exec(rest)?.[0];
      if (name !== undefined) step.name ??= name;
      const error = /^ERROR: (.*)$/u.exec(rest)?.[1];
      if (error !== undefined && !error.includes('context canceled')) {
        step.error = error;
        failed ??= step;
      }
      const printed = /^\d+\.\d+ (.*)$/u.exec(rest)?.[1];
      if (printed !== undefined) push(step.output, printed);
      continue;
    }
    const live = LIVE.exec(line);
    if (live !== null) {
      isBuildKit = true;
      const name = withoutTime(live[2] ?? '');
      if (live[1] === 'ERROR') failed ??= { name, output: [], error: undefined };
    }
  }

  const block = lastBlock(lines);
  const frame = lastFrame(lines);
  const said = lastWord(lines);
  if (!isBuildKit && block === undefined && said === undefined) return undefined;

  const message = readable(said ?? failed?.error ?? '');
  const named = block?.name ?? failed?.name;
  // What the builder does for itself, such as asking for an image, is the work of several instructions.
  const name = named?.startsWith('[internal]') === true ? undefined : named;
  const output = longer(failed?.output ?? [], block?.output ?? []);
  return {
    builder: 'buildkit',
    step: name === undefined ? undefined : { text: textOf(name), counted: { kind: 'buildkit', name } },
    frame,
    command: commandIn(said ?? failed?.error ?? ''),
    message,
    exitCode: exitCodeIn(said ?? failed?.error ?? ''),
    output: output.length > 0 || named !== undefined ? output : unclaimed(lines),
  };
}

interface Step {
  name: string | undefined;
  readonly output: string[];
  error: string | undefined;
}

/** `[build 3/5] RUN npm ci`, and what has no number: `[internal] load metadata for …`. */
const NAME = /^\[[^\]]{1,200}\] .+$/u;

/** A line of the live progress: ` => ERROR [build 3/5] RUN npm ci          0.5s`. */
const LIVE = /^ ?=> (?:(ERROR|CACHED|CANCELED) )?(\[[^\]]{1,200}\] .*)$/u;

function withoutTime(name: string): string {
  const last = name.lastIndexOf(' ');
  return /^\d+(?:\.\d+)?s$/u.test(name.slice(last + 1)) ? name.slice(0, last).trimEnd() : name;
}

function push(output: string[], line: string): void {
  output.push(line);
  if (output.length > 2 * MOST_OUTPUT) output.splice(0, output.length - MOST_OUTPUT);
}

function textOf(name: string): string {
  return name.replace(/^\[[^\]]*\] /u, '');
}

interface Block {
  readonly name: string;
  readonly output: readonly string[];
}

const RULER = /^-{6,}$/u;

/** The summary between two rulers: ` > [build 3/5] RUN npm ci:`, then the last lines that it printed. */
function lastBlock(lines: readonly string[]): Block | undefined {
  const head = lines.findLastIndex((line) => /^ ?> \[[^\]]{1,200}\] /u.test(line));
  const name = /^ ?> (.*?):?$/u.exec(lines[head] ?? '')?.[1];
  if (name === undefined) return undefined;
  const output: string[] = [];
  for (const line of lines.slice(head + 1, head + 1 + MOST_OUTPUT)) {
    if (RULER.test(line)) break;
    output.push(line.replace(/^(?:#\d+ )?\d+\.\d+ /u, ''));
  }
  return { name, output };
}

/** `  12 | >>> RUN npm ci`. A longer instruction has several marked lines. */
function lastFrame(lines: readonly string[]): LoggedFrame | undefined {
  let last = lines.findLastIndex((line) => MARKED.test(line));
  if (last === -1) return undefined;
  const texts: string[] = [];
  let line = 0;
  for (; last >= 0; last--) {
    const found = MARKED.exec(lines[last] ?? '');
    if (found === null) break;
    line = Number(found[1]) - 1;
    texts.unshift(found[2] ?? '');
  }
  return { line, texts };
}

const MARKED = /^ *(\d{1,6}) \| >>>(?: (.*))?$/u;

/** The client's last word. Compose, Bake and CI actions put words of their own before it. */
function lastWord(lines: readonly string[]): string | undefined {
  const solved = lines.findLast((line) => /failed to (?:solve|build|read dockerfile)\b/u.test(line));
  if (solved !== undefined) return solved.replace(/^.*?(?=failed to (?:solve|build|read dockerfile)\b)/u, '');
  // Newer Compose says no more than this.
  const target = lines.findLast((line) => /^target \S+: /u.test(line));
  return target ?? lines.findLast((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length);
}

/** BuildKit names its own internals, and repeats the whole command. */
function readable(message: string): string {
  return message
    .replace(/^target \S+: /u, '')
    .replace(/^(?:failed to (?:build|solve)(?: with frontend \S+)?: )+/u, '')
    .replace(/^rpc error: code = \w+ desc = /u, '')
    .replace(/^process ".*" (?=did not complete successfully)/u, 'the command ')
    .replace(/^executor failed running \[.*\]: (?=exit code)/u, 'the command did not complete successfully: ')
    .replace(/failed to compute cache key: (?:failed to calculate checksum of ref \S+: )?/u, '');
}

/** Go quotes it: `process "/bin/sh -c echo \"a\"" did not …`. */
function commandIn(message: string): string | undefined {
  const quoted = /process ("(?:[^"\\]|\\.)*") did not complete/u.exec(message)?.[1];
  if (quoted === undefined) return /executor failed running \[(.*)\]: exit/u.exec(message)?.[1];
  return quoted.slice(1, -1).replace(/\\(["\\nt])/gu, (_all, sign: string) => ESCAPED[sign] ?? sign);
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

function longer(one: readonly string[], other: readonly string[]): readonly string[] {
  return (other.length > one.length ? other : one).slice(-MOST_OUTPUT);
}

/** A piece without its step's name: lines that are neither numbered nor the client's. */
function unclaimed(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line !== '' && !RULER.test(line) && !/^ ?(?:=>|>) |^ *\d+ \| /u.test(line))
    .map((line) => line.replace(/^#\d+ (?:\d+\.\d+ )?/u, ''))
    .slice(-MOST_OUTPUT);
}

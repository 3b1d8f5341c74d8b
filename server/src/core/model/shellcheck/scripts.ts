/** The RUN bodies of a stage as ShellCheck is to read them, and the way back from its lines and columns to the Dockerfile. */
import type { Instruction } from '../../syntax/nodes';
import { Slot } from '../../text/memoized';
import type { Span } from '../../text/span';
import type { StageFacts, StageState } from '../facts';
import { PROXY_ARGUMENTS } from '../scope';
import { shellText } from '../scripts';
import type { ShellcheckPlace } from './answer';

export interface ShellcheckScript {
  /** The RUN or ONBUILD that it stands in. */
  readonly instruction: Instruction;
  /** What the program reads: equal texts get equal answers. */
  readonly text: string;
  /** Relative to the instruction's text; undefined for a place in a line that is not the user's. */
  spanOf(place: ShellcheckPlace): Span | undefined;
}

/** In the order of the text. */
export function shellcheckScripts(stage: StageFacts): readonly ShellcheckScript[] {
  const scripts: ShellcheckScript[] = [];
  let known: { readonly state: StageState; readonly prelude: string } | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN' && instruction.trigger?.keyword !== 'RUN') continue;
    const state = stage.stateBefore(instruction);
    if (known?.state !== state) known = { state, prelude: preludeOf(state) };
    const script = scriptOf(instruction, stage, known.prelude);
    if (script !== undefined) scripts.push(script);
  }
  return scripts;
}

const remembered = new Slot<{ readonly key: string; readonly script: ShellcheckScript }>();

function scriptOf(
  instruction: Instruction,
  stage: StageFacts,
  prelude: string,
): ShellcheckScript | undefined {
  const command = instruction.trigger ?? instruction;
  const text = shellText(command);
  if (text === undefined || text.span.end - text.span.start > LONGEST) return undefined;
  const { span, shebang } = text;
  if (shebang === undefined && stage.languageAt(instruction) !== 'posix') return undefined;
  const dialect =
    shebang === undefined
      ? dialectOf(stage.stateBefore(instruction).shell ?? DEFAULT_SHELL)
      : dialectOf(shebang.slice(2).trim().split(/\s+/));
  if (dialect === undefined) return undefined;
  const head = shebang === undefined ? `# shellcheck shell=${dialect}\n` : '';
  const options = shebang === undefined ? optionsOf(stage.stateBefore(instruction)) : '';
  const key = `${head}${options}${prelude}`;
  const known = remembered.get(instruction);
  if (known?.key === key) return known.script;
  const script = new BuiltScript(instruction, command.source, span, head, `${options}${prelude}`);
  remembered.set(instruction, { key, script });
  return script;
}

/** In UTF-16 units. A script of this length is generated, or data. */
const LONGEST = 100_000;

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** The dialects that the program knows, by the base name of the shell. It does not read zsh. */
const DIALECTS: ReadonlyMap<string, string> = new Map([
  ['sh', 'sh'],
  ['hush', 'sh'],
  ['bash', 'bash'],
  ['rbash', 'bash'],
  ['dash', 'dash'],
  ['ash', 'dash'],
  ['ksh', 'ksh'],
  ['ksh93', 'ksh'],
  ['mksh', 'ksh'],
]);

/** Of `["/bin/bash", "-c"]`, and of `["busybox", "sh", "-c"]` or `/usr/bin/env bash` too. */
function dialectOf(words: readonly string[]): string | undefined {
  for (const word of words) {
    const name = word.slice(word.lastIndexOf('/') + 1);
    if (name === 'zsh') return undefined;
    const dialect = DIALECTS.get(name);
    if (dialect !== undefined) return dialect;
  }
  return undefined;
}

/** `cd` without a check is right where the shell stops at the first failure. */
function optionsOf({ shell }: StageState): string {
  return shell?.some((word) => /^-[A-Za-z]*e/.test(word)) === true ? 'set -e; ' : '';
}

/** One line that makes known what the builder puts into the environment. The values do not matter, and the text is to last. */
function preludeOf({ env, args }: StageState): string {
  const names = [...new Set([...PROXY_ARGUMENTS, ...env.keys(), ...args.keys()])]
    .filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .sort();
  return `export ${names.map((name) => `${name}=1`).join(' ')}`;
}

class BuiltScript implements ShellcheckScript {
  readonly text: string;
  /** How many lines of the user's stand in front of the prelude. */
  private readonly ownFirst: number;
  private lineStarts: readonly number[] | undefined;

  constructor(
    readonly instruction: Instruction,
    private readonly source: string,
    private readonly span: Span,
    private readonly head: string,
    prelude: string,
  ) {
    const script = source.slice(span.start, span.end);
    // A directive of the user's counts for the whole script only in front of the first command.
    const leading = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*/.exec(script)?.[0] ?? '';
    this.ownFirst = leading === '' ? 0 : leading.split('\n').length - 1;
    const whole = `${head}${leading}${prelude}\n${script.slice(leading.length)}`;
    this.text = whole.replaceAll('\r\n', '\n');
  }

  spanOf({ line, column, endLine, endColumn }: ShellcheckPlace): Span | undefined {
    const start = this.offsetOf(line, column);
    const end = this.offsetOf(endLine, endColumn);
    return start === undefined || end === undefined || end < start ? undefined : { start, end };
  }

  private offsetOf(line: number, column: number): number | undefined {
    const inScript = this.ownLine(line - (this.head === '' ? 1 : 2));
    if (inScript === undefined) return undefined;
    this.lineStarts ??= startsOfLines(this.source, this.span);
    const start = this.lineStarts[inScript];
    // The program may point behind the last line.
    if (start === undefined) return inScript === this.lineStarts.length ? this.span.end : undefined;
    const lineEnd = (this.lineStarts[inScript + 1] ?? this.span.end + 1) - 1;
    let at = start;
    for (let passed = 1; passed < column && at < lineEnd; passed++)
      at += (this.source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return at;
  }

  /** From a line behind the head, from 0 on, to one of the user's script; undefined for the prelude. */
  private ownLine(line: number): number | undefined {
    if (line < 0 || line === this.ownFirst) return undefined;
    return line < this.ownFirst ? line : line - 1;
  }
}

function startsOfLines(source: string, { start, end }: Span): readonly number[] {
  const starts = [start];
  for (let at = source.indexOf('\n', start); at !== -1 && at < end; at = source.indexOf('\n', at + 1))
    if (at + 1 < end) starts.push(at + 1);
  return starts;
}

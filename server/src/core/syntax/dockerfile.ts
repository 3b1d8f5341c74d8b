/** A whole Dockerfile as nodes with their places; an edit re-reads only the lines it touched. */
import { Slot } from '../text/memoized';
import type { Span } from '../text/span';
import { parseInstruction } from './instruction';
import type { Comment, Directive, Escape, Instruction, Node } from './nodes';
import { endOfLine, firstInLine, isBlank, nextSlice } from './slices';

/** Where a node was when it was last asked for, in this or an earlier version. */
const LAST_INDEX = new Slot<number>();

const NEAR = [1, -1, 2, -2] as const;

/** How many nodes at either end were taken over from the version before. */
export interface Kept {
  readonly before: number;
  readonly after: number;
}

export class Dockerfile {
  /** Stands for this version without keeping its text alive. */
  readonly identity: object = {};
  private cachedInstructions: readonly Instruction[] | undefined;

  constructor(
    readonly text: string,
    readonly escape: Escape,
    /** In the order of the text; directives first. */
    readonly nodes: readonly Node[],
    /** Offset of each node's text in the file. */
    readonly starts: readonly number[],
    /** Offset behind the block of parser directives. */
    readonly directivesEnd: number,
    /** The comments that speak to a tool, in the order of the text: few or none, so that nobody looks for them among all nodes. */
    readonly pragmas: readonly Comment[],
    /** The version that this one was read with; named by a token, so that versions do not keep one another alive. */
    private readonly origin: { readonly identity: object; readonly kept: Kept } | undefined,
  ) {}

  /** What this version shares with `earlier`; undefined unless it was read with exactly that one. */
  keptOf(earlier: Dockerfile): Kept | undefined {
    if (earlier === this) return { before: this.nodes.length, after: 0 };
    return this.origin?.identity === earlier.identity ? this.origin.kept : undefined;
  }

  get instructions(): readonly Instruction[] {
    this.cachedInstructions ??= this.nodes.filter((node) => node.kind === 'instruction');
    return this.cachedInstructions;
  }

  get directives(): readonly Directive[] {
    return this.nodes.filter((node) => node.kind === 'directive');
  }

  /** Position in `nodes`; -1 for a node of another version of the file. */
  indexOf(node: Node): number {
    const last = LAST_INDEX.get(node);
    if (last === undefined) return -1;
    if (this.nodes[last] === node) return last;
    // An edit moves the nodes behind it by a line or two at most; a full count after every key would cost more.
    for (const by of NEAR)
      if (this.nodes[last + by] === node) {
        LAST_INDEX.set(node, last + by);
        return last + by;
      }
    const index = this.nodes.indexOf(node);
    if (index !== -1)
      for (let at = index; at < this.nodes.length; at++) LAST_INDEX.set(this.nodes[at] as Node, at);
    return index;
  }

  startOf(node: Node): number {
    return this.starts[this.indexOf(node)] ?? 0;
  }

  absolute(node: Node, relative: Span): Span {
    const start = this.startOf(node);
    return { start: start + relative.start, end: start + relative.end };
  }

  /** The node whose lines hold the offset; undefined on a blank line. */
  nodeAt(offset: number): Node | undefined {
    let low = 0;
    let high = this.nodes.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const start = this.starts[middle] ?? 0;
      const node = this.nodes[middle];
      if (node === undefined) return undefined;
      if (offset < start) high = middle - 1;
      else if (
        offset >= start + node.text.length &&
        !(offset === this.text.length && middle === this.nodes.length - 1)
      )
        low = middle + 1;
      else return node;
    }
    return undefined;
  }

  /** Comments directly in front of a node: blank lines do not detach them, an empty `#` line does. */
  commentsBefore(node: Node): readonly Comment[] {
    const found: Comment[] = [];
    for (let at = this.indexOf(node) - 1; at >= 0; at--) {
      const before = this.nodes[at];
      if (before?.kind !== 'comment' || before.content === '') break;
      found.unshift(before);
    }
    return found;
  }
}

/** Reads any text. With `previous`, nodes whose lines did not change are the same objects. Never throws. */
export function parseDockerfile(text: string, previous?: Dockerfile): Dockerfile {
  const reused = previous === undefined ? undefined : reparse(text, previous);
  if (reused !== undefined) return reused;
  const builder = new Builder(text, '\\');
  const directivesEnd = builder.readDirectives();
  builder.readUntil(directivesEnd, () => false);
  return builder.finish(directivesEnd);
}

class Builder {
  private nodes: Node[] = [];
  private starts: number[] = [];
  private readonly pragmas: Comment[] = [];

  constructor(
    private readonly text: string,
    public escape: Escape,
  ) {}

  /** Nodes of the previous version, and the pragmas among them. */
  keep(nodes: Node[], starts: number[], pragmas: readonly Comment[]): void {
    this.nodes = this.nodes.length === 0 ? nodes : this.nodes.concat(nodes);
    this.starts = this.starts.length === 0 ? starts : this.starts.concat(starts);
    for (const pragma of pragmas) this.pragmas.push(pragma);
  }

  private add(node: Node, start: number): void {
    LAST_INDEX.set(node, this.nodes.length);
    this.nodes.push(node);
    this.starts.push(start);
    if (node.kind === 'comment' && node.isPragma) this.pragmas.push(node);
  }

  /** BuildKit: parser/directives.go. The block ends at the first line that is no directive, an unknown name included. */
  readDirectives(): number {
    let lineStart = 0;
    while (lineStart < this.text.length) {
      const lineEnd = endOfLine(this.text, lineStart);
      const directive = toDirective(this.text.slice(lineStart, lineEnd));
      if (directive === undefined) break;
      this.add(directive, lineStart);
      if (directive.name === 'escape' && directive.value === '`') this.escape = '`';
      lineStart = lineEnd;
    }
    return lineStart;
  }

  /** Reads nodes until the text ends, or until `isSynchronised` says that the rest is known already: then true. */
  readUntil(from: number, isSynchronised: (lineStart: number) => boolean): boolean {
    let at = from;
    for (;;) {
      const slice = nextSlice(this.text, at, this.escape);
      if (slice === undefined) return false;
      if (isSynchronised(slice.start)) return true;
      const lines = this.text.slice(slice.start, slice.end);
      this.add(
        slice.kind === 'comment' ? toComment(lines) : parseInstruction(lines, this.escape),
        slice.start,
      );
      at = slice.end;
    }
  }

  finish(directivesEnd: number, origin?: { readonly identity: object; readonly kept: Kept }): Dockerfile {
    const { text, escape, nodes, starts, pragmas } = this;
    return new Dockerfile(text, escape, nodes, starts, directivesEnd, pragmas, origin);
  }
}

/** Takes over the nodes before and behind the change; undefined when the change could alter how every line is read. */
function reparse(text: string, previous: Dockerfile): Dockerfile | undefined {
  const old = previous.text;
  if (text === old) return previous;
  const prefix = commonPrefix(old, text);
  const suffix = commonSuffix(old, text, Math.min(old.length, text.length) - prefix);
  const moved = text.length - old.length;

  const builder = new Builder(text, '\\');
  const hasSameHead = isSameHead(text, previous);
  let directivesEnd = previous.directivesEnd;
  const kept = hasSameHead ? firstTouched(previous, prefix) : 0;
  if (hasSameHead) {
    builder.escape = previous.escape;
    const pragmas = previous.pragmas.filter((pragma) => previous.indexOf(pragma) < kept);
    builder.keep(previous.nodes.slice(0, kept), previous.starts.slice(0, kept), pragmas);
  } else directivesEnd = builder.readDirectives();
  if (builder.escape !== previous.escape) return undefined;

  let next = Math.max(kept, firstBehind(previous, text.length - suffix - moved));
  const from = hasSameHead ? endOfNode(previous, kept - 1) : directivesEnd;
  const isSynchronised = builder.readUntil(from, (lineStart) => {
    if (lineStart < text.length - suffix) return false;
    while (next < previous.nodes.length && (previous.starts[next] ?? 0) + moved < lineStart) next++;
    // What was a directive is a comment once something stands before it.
    if (previous.nodes[next]?.kind === 'directive') return false;
    return next < previous.nodes.length && (previous.starts[next] ?? 0) + moved === lineStart;
  });
  if (!isSynchronised) next = previous.nodes.length;
  const starts = previous.starts.slice(next);
  if (moved !== 0)
    for (let index = 0; index < starts.length; index++) starts[index] = (starts[index] ?? 0) + moved;
  const pragmas = previous.pragmas.filter((pragma) => previous.indexOf(pragma) >= next);
  builder.keep(previous.nodes.slice(next), starts, pragmas);
  return builder.finish(directivesEnd, {
    identity: previous.identity,
    kept: { before: kept, after: previous.nodes.length - next },
  });
}

/** The first node that has to be read again when the text is the same as before up to `prefix` only. */
function firstTouched({ nodes, text, starts }: Dockerfile, prefix: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = nodes[middle];
    const end = (starts[middle] ?? 0) + (node?.text.length ?? 0);
    // The last lines of a file may be waiting for more (a continuation, an open heredoc), so they are read again.
    const isComplete = end <= prefix && end < text.length && node?.text.endsWith('\n') === true;
    if (isComplete || node?.kind === 'directive') low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first node that starts at the offset or behind it. */
function firstBehind({ starts }: Dockerfile, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function endOfNode({ nodes, starts }: Dockerfile, index: number): number {
  return (starts[index] ?? 0) + (nodes[index]?.text.length ?? 0);
}

/** True when the block of directives is the same and ends at the same place. */
function isSameHead(text: string, previous: Dockerfile): boolean {
  const end = previous.directivesEnd;
  if (end > 0 && (text[end - 1] !== '\n' || !text.startsWith(previous.text.slice(0, end)))) return false;
  return toDirective(text.slice(end, endOfLine(text, end))) === undefined;
}

const CHUNK = 2048;

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let at = 0;
  while (at + CHUNK <= limit && a.slice(at, at + CHUNK) === b.slice(at, at + CHUNK)) at += CHUNK;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, limit: number): number {
  let length = 0;
  while (
    length + CHUNK <= limit &&
    a.slice(a.length - length - CHUNK, a.length - length) ===
      b.slice(b.length - length - CHUNK, b.length - length)
  )
    length += CHUNK;
  while (length < limit && a.charCodeAt(a.length - length - 1) === b.charCodeAt(b.length - length - 1))
    length++;
  return length;
}

function toDirective(text: string): Directive | undefined {
  const match = /^(\ufeff?#\s*)(syntax|escape|check)(\s*=\s*)(\S.*)$/i.exec(text.trimEnd());
  if (match === null) return undefined;
  const [, hash = '', name = '', equals = '', value = ''] = match;
  const valueStart = hash.length + name.length + equals.length;
  return {
    kind: 'directive',
    memory: [],
    text,
    span: { start: hash.startsWith('\ufeff') ? 1 : 0, end: valueStart + value.length },
    name: name.toLowerCase(),
    nameSpan: { start: hash.length, end: hash.length + name.length },
    value,
    valueSpan: { start: valueStart, end: valueStart + value.length },
  };
}

function toComment(text: string): Comment {
  const start = firstInLine(text, 0, text.length);
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  const contentStart = Math.min(end, firstInLine(text, start + 1, text.length));
  const content = text.slice(contentStart, end);
  return {
    kind: 'comment',
    memory: [],
    text,
    span: { start, end },
    content,
    contentSpan: { start: contentStart, end },
    isPragma: isPragma(content),
  };
}

/** By the first letter first, for hardly a comment is one. */
function isPragma(content: string): boolean {
  const letter = content.charCodeAt(0) | 32;
  // s h c t d
  const isPossible = letter === 115 || letter === 104 || letter === 99 || letter === 116 || letter === 100;
  return isPossible && PRAGMA.test(content);
}

/** The tools whose comments somebody reads, with what must stand behind their names. */
const PRAGMA = /^(?:stagewright\s|hadolint\s|tally\s|check\s*=|checkov:|trivy:|dockerfile-utils:)/i;

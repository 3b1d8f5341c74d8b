/** Finds the Dockerfiles that stand inside a Compose file (`dockerfile_inline`), and where each of their characters stands in it. */
import type * as Yaml from 'yaml';
import type { Span, YamlParser } from '../core/index';
import type { BuildDefinition } from './build';
import { readComposeFiles } from './compose';
import { YAML_OPTIONS } from './questions';

export interface InlineDockerfile {
  /** What Compose hands to the builder: without the indentation, `$$` as `$`. Variables of Compose are left as they are. */
  readonly text: string;
  /** Of the services that are built with it; more than one where YAML shares it. */
  readonly builds: readonly BuildDefinition[];
  /** The scalar in the Compose file, its style included. */
  readonly span: Span;
  /** Zero-based lines of `text` in which Compose fills in a variable, so that nobody knows what they say. */
  readonly openLines: ReadonlySet<number>;
  /** Undefined for a scalar in quotes or a folded one, whose lines are not the Dockerfile's. */
  readonly block: LiteralBlock | undefined;
}

/** A literal block (`|`): each of its lines is one of the Dockerfile. */
export interface LiteralBlock {
  /** From an offset in the Dockerfile to that in the Compose file. */
  outerOf(offset: number): number;
  /**
   * The Compose file's text with another Dockerfile in this place; undefined where Compose's own variables would be lost.
   *
   * @param outer the Compose file's text, which may differ from the one that was read behind this block
   */
  replacedBy(text: string, outer: string): string | undefined;
  /** What an edit inserts, as it has to stand in the Compose file. */
  written(newText: string): string;
}

/** Cheap enough to be asked of every Compose file that is found. */
export function mayHoldInlineDockerfile(text: string): boolean {
  return text.includes('dockerfile_inline');
}

/**
 * In the order of the file; undefined for what is no YAML. Source of `$$`: the Compose specification, "Interpolation", which
 * holds for all values.
 *
 * @param path absolute, of the Compose file
 */
export function inlineDockerfiles(
  path: string,
  text: string,
  yaml: YamlParser,
): readonly InlineDockerfile[] | undefined {
  if (!mayHoldInlineDockerfile(text)) return [];
  const document = yaml.parseDocument(text, { ...YAML_OPTIONS, prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  const content: unknown = document.toJS(YAML_OPTIONS);
  const builds = new Map(readComposeFiles([{ path, content }]).map((build) => [build.name, build]));
  const services = new Map<Yaml.Scalar<string>, BuildDefinition[]>();
  const walk = new Walk(document, yaml);
  for (const [name, service] of walk.entriesOf(walk.valueIn(document.contents, 'services'))) {
    const scalar = walk.valueIn(walk.valueIn(service, 'build'), 'dockerfile_inline');
    if (!yaml.isScalar(scalar) || !isText(scalar)) continue;
    const build = builds.get(name);
    services.set(scalar, [...(services.get(scalar) ?? []), ...(build === undefined ? [] : [build])]);
  }
  return [...services]
    .map(([scalar, found]) => placed(scalar, found, text))
    .sort((a, b) => a.span.start - b.span.start);
}

function isText(scalar: Yaml.Scalar): scalar is Yaml.Scalar<string> {
  return typeof scalar.value === 'string';
}

/** YAML nodes with aliases and merge keys followed. */
class Walk {
  constructor(
    private readonly document: Yaml.Document.Parsed,
    private readonly yaml: YamlParser,
  ) {}

  entriesOf(node: unknown): readonly (readonly [string, unknown])[] {
    const map = this.resolved(node);
    if (!this.yaml.isMap(map)) return [];
    return map.items.flatMap(({ key, value }) =>
      this.yaml.isScalar(key) && key.value !== '<<' ? [[String(key.value), value] as const] : [],
    );
  }

  valueIn(node: unknown, name: string, depth = 0): unknown {
    const map = this.resolved(node);
    if (!this.yaml.isMap(map) || depth > DEEPEST) return undefined;
    for (const { key, value } of map.items)
      if (this.yaml.isScalar(key) && key.value === name) return this.resolved(value);
    for (const { key, value } of map.items) {
      // The key of a merge is a scalar with a symbol's value in newer versions of the parser.
      if (!this.yaml.isScalar(key) || !isMergeKey(key)) continue;
      const merged = this.resolved(value);
      for (const each of this.yaml.isSeq(merged) ? merged.items : [merged]) {
        const found = this.valueIn(each, name, depth + 1);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  private resolved(node: unknown): unknown {
    return this.yaml.isAlias(node) ? node.resolve(this.document) : node;
  }
}

/** Merges of merges; nobody nests them deeper. */
const DEEPEST = 10;

function isMergeKey({ value, source }: Yaml.Scalar): boolean {
  return value === '<<' || source === '<<';
}

function placed(
  scalar: Yaml.Scalar<string>,
  builds: readonly BuildDefinition[],
  outer: string,
): InlineDockerfile {
  const [start, end] = scalar.range ?? [0, 0, 0];
  const span = { start, end };
  const openLines = new Set<number>();
  const lines = scalar.value.split('\n').map((line, index) => {
    const { text, dollars, isOpen } = unescaped(line);
    if (isOpen) openLines.add(index);
    return { text, dollars };
  });
  const text = lines.map((line) => line.text).join('\n');
  const starts =
    scalar.type === 'BLOCK_LITERAL' ? lineStarts(scalar.value.split('\n'), span, outer) : undefined;
  if (starts === undefined) return { text, builds, span, openLines, block: undefined };

  // Between two anchors the offsets differ by the same number.
  const anchors: Anchor[] = [];
  let inner = 0;
  for (const [index, line] of lines.entries()) {
    const outerStart = starts.offsets[index] ?? end;
    anchors.push({ inner, outer: outerStart });
    for (const [count, dollar] of line.dollars.entries())
      anchors.push({ inner: inner + dollar + 1, outer: outerStart + dollar + count + 2 });
    inner += line.text.length + 1;
  }
  return {
    text,
    builds,
    span,
    openLines,
    block: {
      outerOf: (offset) => outerOf(offset, anchors, end),
      replacedBy: (replaced, within) =>
        openLines.size > 0 ? undefined : withBlock(within, span, starts.indentation, replaced),
      written: (newText) =>
        newText.replaceAll('$', '$$$$').replaceAll('\n', `${eolAt(outer, span)}${starts.indentation}`),
    },
  };
}

/** `dollars`: where in `text` a dollar stands that is written twice. */
function unescaped(line: string): {
  readonly text: string;
  readonly dollars: readonly number[];
  readonly isOpen: boolean;
} {
  if (!line.includes('$')) return { text: line, dollars: [], isOpen: false };
  const dollars: number[] = [];
  let text = '';
  let isOpen = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '$') {
      if (line[at + 1] === '$') {
        dollars.push(text.length);
        at += 1;
      } else isOpen = true;
    }
    text += line[at] ?? '';
  }
  return { text, dollars, isOpen };
}

interface Anchor {
  readonly inner: number;
  readonly outer: number;
}

function outerOf(offset: number, anchors: readonly Anchor[], end: number): number {
  let low = 0;
  let high = anchors.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((anchors[middle]?.inner ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const anchor = anchors[low];
  return anchor === undefined ? end : Math.min(anchor.outer + offset - anchor.inner, end);
}

interface LineStarts {
  /** Where the content of each line begins, behind its indentation. */
  readonly offsets: readonly number[];
  readonly indentation: string;
}

/** Undefined when the block's lines are not the value's, which is not expected of any YAML. */
function lineStarts(values: readonly string[], { start, end }: Span, outer: string): LineStarts | undefined {
  const head = outer.indexOf('\n', start);
  if (head === -1 || head >= end) return undefined;
  const offsets: number[] = [];
  let indentation: string | undefined;
  let at = head + 1;
  for (const [index, value] of values.entries()) {
    // The last value is what follows the last line end: nothing, or nothing more.
    if (at >= end) {
      offsets.push(end);
      continue;
    }
    const newline = outer.indexOf('\n', at);
    const next = newline === -1 || newline >= end ? end : newline + 1;
    const line = outer.slice(at, next).replace(/\r?\n$/, '');
    if (value !== '') {
      if (!line.endsWith(value)) return undefined;
      indentation ??= line.slice(0, line.length - value.length);
      offsets.push(at + line.length - value.length);
    } else offsets.push(Math.min(at + (indentation?.length ?? line.length), at + line.length));
    if (index < values.length - 1 || value !== '') at = next;
  }
  return indentation === undefined ? undefined : { offsets, indentation };
}

/** Trailing line ends are those of the block: its header says which of them count. */
function withBlock(outer: string, { start, end }: Span, indentation: string, text: string): string {
  const head = outer.indexOf('\n', start) + 1;
  const old = outer.slice(head, end);
  const trailing = /(?:\r?\n[ \t]*)*$/.exec(old)?.[0] ?? '';
  const lines = text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => (line === '' ? '' : indentation + line.replaceAll('$', '$$$$')));
  return outer.slice(0, head) + lines.join(eolAt(outer, { start, end })) + trailing + outer.slice(end);
}

function eolAt(outer: string, { start }: Span): string {
  return outer[outer.indexOf('\n', start) - 1] === '\r' ? '\r\n' : '\n';
}

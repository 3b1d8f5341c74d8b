/** Reads YAML with places; the only importer of the YAML parser. */
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Span } from '../text/span';
import type { Entry, Located, ReadText } from './located';

/** The first document of the file. Never throws. */
export function readYaml(text: string): ReadText {
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const problems = document.errors.map(({ pos: [start, end], message }) => ({
    span: { start, end: Math.max(start, Math.min(end, text.length)) },
    message: `${message.split('\n', 1)[0] ?? ''}.`.replace(/[.:]+$/, '.'),
    level: 'error' as const,
  }));
  const { contents } = document;
  return {
    value: contents === null || isEmpty(contents) ? undefined : new Converter(document).located(contents, 0),
    problems,
  };
}

/** A file of nothing but comments. */
function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && spanOf(node).start === spanOf(node).end;
}

/** No configuration nests deeper; an alias may stand for what it stands in. */
const DEEPEST = 50;

/** In values. An alias may stand for thousands of them, and each of those again. */
const MOST_VALUES = 20_000;

class Converter {
  private left = MOST_VALUES;

  constructor(private readonly document: Document.Parsed) {}

  /** Undefined for what has no place in a configuration. */
  located(node: Node, depth: number): Located | undefined {
    if (this.left-- <= 0 || depth > DEEPEST) return undefined;
    if (isAlias(node)) {
      const meant = node.resolve(this.document);
      return meant === undefined ? undefined : this.located(meant, depth + 1);
    }
    const span = spanOf(node);
    if (isMap(node)) {
      const entries = node.items.flatMap(({ key, value }): Entry[] => {
        if (!isScalar(key)) return [];
        const keySpan = spanOf(key);
        const found = isNode(value) ? this.located(value, depth + 1) : undefined;
        return [
          {
            key: String(key.value),
            keySpan,
            value: found ?? { kind: 'scalar', span: keySpan, value: null },
          },
        ];
      });
      return { kind: 'object', span, entries };
    }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => (isNode(item) ? (this.located(item, depth + 1) ?? []) : []));
      return { kind: 'array', span, items };
    }
    if (!isScalar(node)) return undefined;
    const { value } = node;
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        return { kind: 'scalar', span, value };
      default:
        return { kind: 'scalar', span, value: null };
    }
  }
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

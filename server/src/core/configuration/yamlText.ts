/** Reads YAML with places. The parser is handed in, for most runs never need it, and loading it takes its time. */
import type * as Yaml from 'yaml';
import type { Document, Node } from 'yaml';
import type { Span } from '../text/span';
import type { Entry, Located, ReadText } from './located';

export type YamlParser = Pick<typeof Yaml, 'isAlias' | 'isMap' | 'isScalar' | 'isSeq' | 'parseDocument'>;

/** The first document of the file. Never throws. */
export function readYaml(text: string, yaml: YamlParser): ReadText {
  const document = yaml.parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const problems = document.errors.map(({ pos: [start, end], message }) => ({
    span: { start, end: Math.max(start, Math.min(end, text.length)) },
    message: `${message.split('\n', 1)[0] ?? ''}.`.replace(/[.:]+$/, '.'),
    level: 'error' as const,
  }));
  const { contents } = document;
  return {
    value:
      contents === null || isEmpty(contents, yaml)
        ? undefined
        : new Converter(document, yaml).located(contents, 0),
    problems,
  };
}

/** A file of nothing but comments. */
function isEmpty(node: Node, { isScalar }: YamlParser): boolean {
  return isScalar(node) && node.value === null && spanOf(node).start === spanOf(node).end;
}

/** No configuration nests deeper; an alias may stand for what it stands in. */
const DEEPEST = 50;

/** In values. An alias may stand for thousands of them, and each of those again. */
const MOST_VALUES = 20_000;

class Converter {
  private left = MOST_VALUES;

  constructor(
    private readonly document: Document.Parsed,
    private readonly yaml: YamlParser,
  ) {}

  /** Undefined for what has no place in a configuration. */
  located(node: Node, depth: number): Located | undefined {
    if (this.left-- <= 0 || depth > DEEPEST) return undefined;
    const { isAlias, isMap, isScalar, isSeq } = this.yaml;
    if (isAlias(node)) {
      const meant = node.resolve(this.document);
      return meant === undefined ? undefined : this.located(meant, depth + 1);
    }
    const span = spanOf(node);
    if (isMap(node)) {
      const entries = node.items.flatMap(({ key, value }): Entry[] => {
        if (!isScalar(key)) return [];
        const keySpan = spanOf(key);
        const found = this.isNode(value) ? this.located(value, depth + 1) : undefined;
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
      const items = node.items.flatMap((item) =>
        this.isNode(item) ? (this.located(item, depth + 1) ?? []) : [],
      );
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

  private isNode(value: unknown): value is Node {
    const { isAlias, isMap, isScalar, isSeq } = this.yaml;
    return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
  }
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

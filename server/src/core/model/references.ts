/** Which stage or image a name means: FROM, COPY --from and RUN --mount=from each by their own rules (BuildKit: dockerfile2llb/convert.go). */
import type { Instruction, Word } from '../syntax/nodes';
import { flagOf, mountsOf, optionOf } from '../syntax/views';
import { memoized } from '../text/memoized';
import { wordAt } from '../syntax/views';
import type { Resolution } from './facts';

/** The names that references of a file are looked up in. */
export class StageNames {
  /** Indexes in rising order. */
  private readonly indexes = new Map<string, number[]>();

  constructor(
    /** Lower-cased; undefined for an unnamed stage. */
    readonly names: readonly (string | undefined)[],
    readonly namedContexts: ReadonlySet<string>,
  ) {
    names.forEach((name, index) => {
      if (name === undefined) return;
      const known = this.indexes.get(name);
      if (known === undefined) this.indexes.set(name, [index]);
      else known.push(index);
    });
  }

  get count(): number {
    return this.names.length;
  }

  /** True when several stages have the name. */
  isShared(name: string): boolean {
    return (this.indexes.get(name)?.length ?? 0) > 1;
  }

  lastOf(name: string): number | undefined {
    return this.indexes.get(name)?.at(-1);
  }

  nearestAbove(name: string, index: number): number | undefined {
    return this.indexes.get(name)?.findLast((at) => at < index);
  }

  firstBelow(name: string, index: number): number | undefined {
    return this.indexes.get(name)?.find((at) => at > index);
  }
}

/** A reference as written, not yet looked up. */
export interface Reference {
  readonly kind: 'copy' | 'mount';
  readonly word: Word;
}

/** The `--from` of a COPY and the `from` of every mount of a RUN. */
export const referencesOf = memoized((instruction: Instruction): readonly Reference[] => {
  if (instruction.keyword === 'COPY') {
    const from = flagOf(instruction, 'from');
    return from?.valueSpan && from.value ? [{ kind: 'copy', word: wordAt(instruction, from.valueSpan) }] : [];
  }
  if (instruction.keyword !== 'RUN' || instruction.flags.length === 0) return [];
  return mountsOf(instruction).flatMap((mount): Reference[] => {
    const from = optionOf(mount, 'from');
    return from?.valueSpan && from.value
      ? [{ kind: 'mount', word: wordAt(instruction, from.valueSpan) }]
      : [];
  });
});

/** FROM: the nearest stage of the name above, compared as written; else an image. */
export function resolveBase(text: string, index: number, stages: StageNames): Resolution {
  if (text === 'scratch') return { kind: 'scratch' };
  if (stages.namedContexts.has(text)) return { kind: 'named-context', name: text };
  const above = stages.nearestAbove(text, index);
  if (above !== undefined) return { kind: 'stage', index: above };
  const later = stages.firstBelow(text, index);
  if (later !== undefined) return { kind: 'forward', index: later };
  return { kind: 'image', reference: text };
}

/** Each stage may be based on each one above it, so a file of many would have the square of it in edges. */
const FARTHEST_POSSIBLE = 25;

/** FROM with a value that is not known: every stage not too far above whose name fits what is known of it. */
export function possibleBases(text: string, index: number, stages: StageNames): number[] {
  const pattern = new RegExp(
    `^${text
      .split(/\$(?:\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*)/)
      .map(escaped)
      .join('.*')}$`,
  );
  const first = Math.max(0, index - FARTHEST_POSSIBLE);
  return stages.names
    .slice(first, index)
    .flatMap((name, at) => (name !== undefined && pattern.test(name) ? [first + at] : []));
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** COPY --from and mounts: lower-cased, the last stage of the name in the file, then an image. */
export function resolveReference(reference: Reference, index: number, stages: StageNames): Resolution {
  const { value } = reference.word;
  if (value.includes('$')) return { kind: 'variable' };
  const name = value.toLowerCase();
  if (stages.namedContexts.has(value)) return { kind: 'named-context', name: value };
  if (name === 'scratch') return { kind: 'scratch' };
  if (/^\d+$/.test(value) && stages.lastOf(name) === undefined) {
    if (reference.kind === 'mount') return { kind: 'index-in-mount' };
    return resolveIndex(Number(value), index, stages.count);
  }
  const found = stages.lastOf(name);
  if (found === undefined) return { kind: 'image', reference: value };
  if (found === index) return { kind: 'self', index };
  return found > index ? { kind: 'forward', index: found } : { kind: 'stage', index: found };
}

function resolveIndex(wanted: number, index: number, count: number): Resolution {
  if (wanted >= count) return { kind: 'out-of-range', count };
  if (wanted === index) return { kind: 'self', index };
  return wanted > index ? { kind: 'forward', index: wanted } : { kind: 'stage', index: wanted };
}

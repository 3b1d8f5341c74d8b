/** Pins images by digest: which images a file names that a publisher can move, and the edits once somebody knows their digests. */
import type { FileFacts, StageFacts } from '../model/facts';
import { parseImageReference } from '../model/images/index';
import { isOnRegistry } from '../model/imageTags';
import type { Instruction, Word } from '../syntax/nodes';
import { pairsOf } from '../syntax/views';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';

/** One image, and all places of the file that name it. */
export interface ImageToPin {
  /** To ask a registry for; it has a tag, `latest` where the file has none. */
  readonly reference: string;
  /** Where the file names it; spans are offsets in the file, and hold the reference as it is written. */
  readonly places: readonly Span[];
}

/** An image that keeps its name, and why. */
export interface UnpinnedImage {
  /** As it is written. */
  readonly text: string;
  readonly place: Span;
  readonly reason: 'variable' | 'local';
}

export interface PinPlan {
  /** In the order of the file. */
  readonly images: readonly ImageToPin[];
  readonly left: readonly UnpinnedImage[];
}

/** Images that have a digest already, stages and named contexts are in neither list. */
export function pinPlan(file: FileFacts): PinPlan {
  const places = new Map<string, Span[]>();
  const left: UnpinnedImage[] = [];
  const seen = new Set<number>();
  for (const stage of file.stages)
    for (const named of namedBy(stage, file)) {
      const place = file.dockerfile.absolute(named.instruction, named.span);
      // Two stages may start from one argument.
      if (seen.has(place.start)) continue;
      seen.add(place.start);
      if (named.kind === 'variable') {
        left.push({ text: named.text, place, reason: 'variable' });
        continue;
      }
      const parsed = parseImageReference(named.text);
      if (parsed === undefined || parsed.digest !== undefined) continue;
      if (!isOnRegistry(parsed)) left.push({ text: named.text, place, reason: 'local' });
      else {
        const reference = withTag(named.text);
        places.set(reference, [...(places.get(reference) ?? []), place]);
      }
    }
  return { images: [...places].map(([reference, each]) => ({ reference, places: each })), left };
}

/**
 * The tag stays beside the digest, for people and for the bots that renew both.
 *
 * @param digests by reference, with their algorithm; an image without one is left as it is
 */
export function pinEdits(
  images: readonly ImageToPin[],
  digests: ReadonlyMap<string, string>,
): readonly TextEdit[] {
  return images.flatMap(({ reference, places }) => {
    const digest = digests.get(reference);
    if (digest === undefined) return [];
    return places.map((span) => ({ span, newText: `${reference}@${digest}` }));
  });
}

interface Named {
  readonly kind: 'written' | 'variable';
  readonly text: string;
  readonly instruction: Instruction;
  /** In the instruction's text. */
  readonly span: Span;
}

function namedBy(stage: StageFacts, file: FileFacts): readonly Named[] {
  const { base, baseWord, from, edges } = stage;
  const named: Named[] = [];
  if (baseWord !== undefined && (base.kind === 'image' || base.kind === 'unknown'))
    named.push(behindArgument(baseWord, file) ?? nameIn(from, baseWord));
  for (const { to, instruction, reference } of edges)
    if (to.kind === 'image') named.push(nameIn(instruction, reference));
  return named;
}

/** A word with quotes or escapes in it is not the name, letter by letter. */
function nameIn(instruction: Instruction, { text, value, span }: Word): Named {
  return { kind: text.includes('$') || text !== value ? 'variable' : 'written', text, instruction, span };
}

/**
 * `FROM $BASE`: the default of the argument is the image. Where a variable is only a part of the name, a digest behind it would
 * stay the same for all its values, and it is the digest that counts.
 */
function behindArgument({ text }: Word, file: FileFacts): Named | undefined {
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(text);
  if (name === null) return undefined;
  const wanted = name[1] ?? name[2];
  for (const instruction of file.globalArguments.toReversed())
    for (const { name: declared, value, valueSpan } of pairsOf(instruction)) {
      if (declared !== wanted) continue;
      if (value === undefined || valueSpan === undefined || value.includes('$')) return undefined;
      if (instruction.source.slice(valueSpan.start, valueSpan.end) !== value) return undefined;
      return { kind: 'written', text: value, instruction, span: valueSpan };
    }
  return undefined;
}

function withTag(reference: string): string {
  return parseImageReference(reference)?.tag === undefined ? `${reference}:latest` : reference;
}

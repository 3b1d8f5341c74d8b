/** What a place in a file names: a stage, or a variable of the builder. */
import type { FileFacts, StageFacts } from '../model/facts';
import { variablePlaceAt, type VariablePlace } from './variables';
import type { Instruction } from '../syntax/nodes';
import { type Span, touches } from '../text/span';

export type NamedSymbol =
  | {
      readonly kind: 'stage';
      readonly stage: StageFacts;
      /** Where it is named, as an offset in the file. */
      readonly at: Span;
      readonly isNumber: boolean;
    }
  | { readonly kind: 'variable'; readonly place: VariablePlace; readonly at: Span };

/** Undefined where nothing is named, or something that this file does not define. */
export function symbolAt(file: FileFacts, offset: number): NamedSymbol | undefined {
  const { dockerfile } = file;
  const node = dockerfile.nodeAt(offset);
  if (node?.kind !== 'instruction') return undefined;
  const relative = offset - dockerfile.startOf(node);
  const found = stageAt(file, node, relative);
  if (found !== undefined) {
    const { stage, span, isNumber } = found;
    return { kind: 'stage', stage, at: dockerfile.absolute(node, span), isNumber };
  }
  const place = variablePlaceAt(file, node, relative);
  return place === undefined
    ? undefined
    : { kind: 'variable', place, at: dockerfile.absolute(node, place.span) };
}

interface FoundStage {
  readonly stage: StageFacts;
  readonly span: Span;
  readonly isNumber: boolean;
}

function stageAt(file: FileFacts, instruction: Instruction, offset: number): FoundStage | undefined {
  const own = file.stageOf(instruction);
  if (own === undefined) return undefined;
  if (instruction === own.from) {
    if (own.nameWord !== undefined && touches(own.nameWord.span, offset))
      return { stage: own, span: own.nameWord.span, isNumber: false };
    const { base, baseWord } = own;
    if (baseWord === undefined || !touches(baseWord.span, offset)) return undefined;
    // A value with a variable in it names the stage only once it is filled in.
    const isPlain =
      base.kind === 'stage' && baseWord.value.toLowerCase() === file.stages[base.index]?.name?.toLowerCase();
    const stage = base.kind === 'stage' && isPlain ? file.stages[base.index] : undefined;
    return stage && { stage, span: baseWord.span, isNumber: false };
  }
  // What is behind ONBUILD is looked up by the stages in which it runs.
  const takers = instruction.trigger === undefined ? [own] : file.stages;
  for (const { edges } of takers)
    for (const { instruction: where, reference, to } of edges)
      if (where === instruction && touches(reference.span, offset) && 'index' in to) {
        const stage = file.stages[to.index];
        if (stage !== undefined)
          return { stage, span: reference.span, isNumber: /^\d+$/.test(reference.value) };
      }
  return undefined;
}

/** Which variables of a stage's instructions nothing above them has set, as BuildKit looks them up. */
import type { Instruction, Variable } from '../syntax/nodes';
import { allVariables, pairsOf } from '../syntax/views';
import { memoized } from '../text/memoized';
import type { StageFacts } from './facts';

export interface UnsetUse {
  readonly instruction: Instruction;
  readonly variable: Variable;
  /** The same instruction sets it: its earlier pairs are not yet in force (ENV, LABEL), or its later ones (ARG). */
  readonly isSetBeside: boolean;
}

/**
 * Variables that the builder itself fills in (not those of the shell) and for which no ENV, no declared ARG and nothing
 * known of the base image has a value. Each name once a word, in the order of the text.
 * BuildKit: dockerfile2llb/convert.go dispatch, validations.go reportUnmatchedVariables; EXPOSE is not checked.
 */
export const unsetUses = memoized((stage: StageFacts): readonly UnsetUse[] => {
  let found: UnsetUse[] | undefined;
  for (const instruction of stage.instructions) {
    if (!instruction.source.includes('$') || instruction.keyword === 'EXPOSE') continue;
    const variables = allVariables(instruction);
    if (variables.length === 0) continue;
    const state = stage.stateBefore(instruction);
    const own = ownNames(instruction);
    const isArg = instruction.keyword === 'ARG';
    let lastKey = '';
    for (const variable of variables) {
      const { name, span } = variable;
      // The builder gives every stage a PATH, and positional parameters are no variables of its.
      if (name === 'PATH' || !/^[A-Za-z_]/.test(name) || state.env.has(name) || state.args.has(name))
        continue;
      const place = own.find((pair) => pair.name === name);
      // ARG works through its names one by one.
      if (isArg && place !== undefined && place.end <= span.start) continue;
      const key = `${name} ${String(wordStart(instruction, span.start))}`;
      if (key === lastKey) continue;
      lastKey = key;
      (found ??= []).push({ instruction, variable, isSetBeside: place !== undefined });
    }
  }
  return found ?? NONE;
});

const NONE: readonly UnsetUse[] = [];

function ownNames(instruction: Instruction): { readonly name: string; readonly end: number }[] {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return [];
  return pairsOf(instruction).map(({ name, span }) => ({ name, end: span.end }));
}

function wordStart({ words }: Instruction, offset: number): number {
  return words.findLast(({ span }) => span.start <= offset)?.span.start ?? -1;
}

/** What makes a line run again: the files that come in above it, and the settings it depends on. */
import { broadSource, contextSources } from '../../model/contextCopies';
import type { StageFacts } from '../../model/facts';
import type { Instruction } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';
import type { LessonContext, Place } from '../context';
import { stageName } from './stages';
import { alternatives, code, codes, lines } from './text';

export const NO_EFFECT = 'a change here makes no other line run again.';

/** Files that a line depends on because they were copied in above it, nearest last. */
export interface Input {
  readonly instruction: Instruction;
  readonly text: string;
  readonly isBroad: boolean;
}

/** Looks no further back than a person would, so that a file of thousands of lines costs no more. */
const MOST_INPUTS = 3;
const FARTHEST = 200;

/** The COPY and ADD lines above in this stage and in what it is built FROM. */
export function inputsAbove({ stage, written, context }: Place): readonly Input[] {
  const found: Input[] = [];
  let steps = 0;
  let before = stage?.instructions.indexOf(written) ?? 0;
  for (let at = stage; at !== undefined; at = at.parent) {
    for (
      let index = before - 1;
      index >= 0 && steps < FARTHEST && found.length < MOST_INPUTS;
      index--, steps++
    ) {
      const instruction = at.instructions[index];
      const input = instruction && inputOf(instruction, at, context);
      if (input !== undefined) found.unshift(input);
    }
    before = at.parent?.instructions.length ?? 0;
  }
  return found;
}

function inputOf(instruction: Instruction, stage: StageFacts, context: LessonContext): Input | undefined {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return undefined;
  const where = `(${lines([context.lineOf(instruction)])})`;
  const edge = flagOf(instruction, 'from') && stage.edges.find((each) => each.instruction === instruction);
  if (edge !== undefined) {
    const producer = stage.producer(edge);
    const from = producer === undefined ? code(edge.reference.value) : stageName(producer);
    const paths = codes(
      copyView(instruction).sources.map(({ value }) => value),
      2,
    );
    return { instruction, text: `${paths} of ${from} ${where}`, isBroad: false };
  }
  const isBroad = broadSource(instruction) !== undefined;
  if (isBroad) return { instruction, text: `any file of the build context ${where}`, isBroad };
  const sources = contextSources(instruction).map(({ value }) => value);
  return sources.length === 0 ? undefined : { instruction, text: `${codes(sources, 3)} ${where}`, isBroad };
}

/** For RUN: `` runs again when `package*.json` (line 3) or an earlier line changes. `` */
export function cacheOfRun(place: Place): string {
  const inputs = inputsAbove(place);
  const broad = inputs.findLast(({ isBroad }) => isBroad);
  const args = [...(place.state?.args.keys() ?? [])];
  const named = broad === undefined ? inputs.map(({ text }) => text) : [broad.text];
  const values = args.length === 0 ? [] : [`a build argument (${alternatives(args.slice(0, 4).map(code))})`];
  return `runs again when ${alternatives([...named, ...values, 'an earlier line'])} changes.`;
}

/**
 * Tells that a stage is built of the very same steps before and after a refactoring, however its lines are spread over stages:
 * every stage is written out down to the image at its root, with the stages that it takes files from written out in their place.
 */
import type { Edge, FileFacts, StageFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import type { KeptStage } from './refactoring';

export function keepsBuild(before: FileFacts, after: FileFacts, kept: readonly KeptStage[]): boolean {
  if (kept.length === 0) return true;
  const numbers = new Map<string, number>();
  const one = new Writer(before, numbers);
  const other = new Writer(after, numbers);
  return kept.every((pair) => {
    const written = one.numberOf(before.stages[pair.before]);
    return written !== undefined && written === other.numberOf(after.stages[pair.after]);
  });
}

/** Equal builds of either file get the same number. */
class Writer {
  private readonly known = new Map<StageFacts, number>();
  private readonly steps = new Map<StageFacts, readonly string[]>();

  constructor(
    private readonly file: FileFacts,
    private readonly numbers: Map<string, number>,
  ) {}

  numberOf(stage: StageFacts | undefined): number | undefined {
    if (stage === undefined) return undefined;
    const known = this.known.get(stage);
    if (known !== undefined) return known;
    const { cmd, entrypoint } = stage.command;
    const text = JSON.stringify([this.stepsOf(stage), said(cmd), said(entrypoint)]);
    const number = this.numbers.get(text) ?? this.numbers.size;
    this.numbers.set(text, number);
    this.known.set(stage, number);
    return number;
  }

  private stepsOf(stage: StageFacts): readonly string[] {
    const known = this.steps.get(stage);
    if (known !== undefined) return known;
    const { parent, triggers, instructions, baseWord, platform } = stage;
    const steps = [
      // The platform of a stage that is built from another one is that of the other.
      ...(parent === undefined
        ? [`FROM ${platform?.value ?? ''} ${baseWord?.text ?? ''} ${this.possible(stage)}`]
        : this.stepsOf(parent)),
      ...triggers.map((trigger) => `triggered ${this.stepThatRuns(stage, trigger)}`),
      ...instructions.map((instruction) => this.step(stage, instruction)),
    ];
    this.steps.set(stage, steps);
    return steps;
  }

  /** A base that only the build knows may be one of these stages. */
  private possible({ base }: StageFacts): string {
    if (base.kind !== 'unknown') return base.kind;
    return base.possible.map((index) => String(this.numberOf(this.file.stages[index]))).join();
  }

  /** What a trigger takes is told by the stages in which it runs. */
  private step(stage: StageFacts, instruction: Instruction): string {
    if (instruction.trigger === undefined) return this.stepThatRuns(stage, instruction);
    const child = this.file.stages.find(({ parent }) => parent === stage);
    return child === undefined ? said(instruction) : withoutNames(instruction, edgesOf(child, instruction));
  }

  /** The instruction with the names of stages taken out, and what they mean instead. */
  private stepThatRuns(stage: StageFacts, instruction: Instruction): string {
    const edges = edgesOf(stage, instruction);
    const sources = edges.map(({ to, reference }) =>
      to.kind === 'stage'
        ? `stage ${String(this.numberOf(this.file.stages[to.index]))}`
        : `${to.kind} ${reference.value}`,
    );
    return [withoutNames(instruction, edges), ...sources].join(' ');
  }
}

function edgesOf({ edges }: StageFacts, instruction: Instruction): readonly Edge[] {
  return edges.filter((edge) => edge.instruction === instruction);
}

function withoutNames(instruction: Instruction, edges: readonly Edge[]): string {
  const { source, span } = instruction;
  let text = '';
  let at = span.start;
  for (const { reference } of edges.toSorted((a, b) => a.reference.span.start - b.reference.span.start)) {
    text += `${source.slice(at, reference.span.start)}?`;
    at = reference.span.end;
  }
  return text + source.slice(at, span.end);
}

function said(instruction: Instruction | undefined): string {
  return instruction === undefined ? '' : withoutNames(instruction, []);
}

/** A stage as the converters look at it: its steps with their commands, what compiles, and what the container starts. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { compileOf, type Compile } from '../../model/commands/compiles';
import { kindAt, type EntryKind } from '../../model/context/buildContext';
import type { FileFacts, StageFacts, StageState } from '../../model/facts';
import { runtimeCommands } from '../../model/runtimeCommand';
import { shippedCompile, type ShippedCompile } from '../../model/shippedCompile';
import type { Surroundings } from '../../model/surroundings';
import type { Answers } from './choices';

/** One instruction of the stage, its FROM left out. */
export interface Step {
  readonly index: number;
  readonly instruction: Instruction;
  /** What holds before it. */
  readonly state: StageState;
  /** Of a RUN; empty for other instructions and where no POSIX-like shell reads it. */
  readonly commands: readonly ShellCommand[];
}

export interface LocatedCompile {
  readonly step: Step;
  readonly command: ShellCommand;
  readonly compile: Compile;
}

export interface Project {
  readonly file: FileFacts;
  readonly stage: StageFacts;
  readonly surroundings: Surroundings;
  readonly answers: Answers;
  readonly steps: readonly Step[];
  /** What `prefer-multi-stage` finds; undefined where tools are only installed. */
  readonly shipped: ShippedCompile | undefined;
  /** Every command that compiles or bundles, in order. */
  readonly compiles: readonly LocatedCompile[];
  /** What the container starts: ENTRYPOINT and CMD joined. */
  readonly started: readonly ShellCommand[];
  /** Of a path in the build context; undefined when it is not known, as when there is no listing. */
  contextKind(path: string): EntryKind | 'missing' | undefined;
  /** The text of a file of the build context; undefined when there is none or it is not known. */
  contextText(path: string): string | undefined;
}

export function projectOf(
  file: FileFacts,
  stage: StageFacts,
  surroundings: Surroundings,
  answers: Answers,
): Project {
  const steps = stage.instructions.map((instruction, index): Step => ({
    index,
    instruction,
    state: stage.stateBefore(instruction),
    commands: instruction.keyword === 'RUN' ? (stage.scriptOf(instruction)?.commands ?? []) : [],
  }));
  return {
    file,
    stage,
    surroundings,
    answers,
    steps,
    shipped: shippedCompile(stage),
    compiles: steps.flatMap((step) =>
      step.commands.flatMap((command): LocatedCompile[] => {
        const compile = command.place === 'function' ? undefined : compileOf(command);
        return compile === undefined ? [] : [{ step, command, compile }];
      }),
    ),
    started: runtimeCommands(stage),
    contextKind: (path) =>
      surroundings.context === undefined ? undefined : kindAt(surroundings.context, path),
    contextText: (path) => surroundings.context?.textAt(path),
  };
}

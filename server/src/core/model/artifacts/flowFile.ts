/** A file of a stage with the line that made it: the vocabulary of what the artifact flow tells people. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { StageFacts } from '../facts';
import type { FileForm } from './effects';

/** `measured` was seen in a build, `certain` follows from the file, `likely` from what tools usually do. */
export type Certainty = 'measured' | 'certain' | 'likely';

export interface FlowFile {
  /** Absolute and clean. A likely one may be a pattern in its last part: `/app/target/*.jar`. */
  readonly path: string;
  readonly form: FileForm;
  readonly certainty: Certainty;
  /** The line that made it, or took it from the build context or an image; undefined when only a build has shown it. */
  readonly made: Origin | undefined;
  /** The COPY of this stage, or of one it is built FROM, that brought it from another stage. */
  readonly broughtBy: Instruction | undefined;
}

export interface Origin {
  readonly stage: StageFacts;
  readonly instruction: Instruction;
  /** Of a RUN, the command. */
  readonly command: ShellCommand | undefined;
}

export type StageTree = ReadonlyMap<string, FlowFile>;

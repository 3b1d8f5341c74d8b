/** What an instruction does to the files of its stage, as far as it can be told: the vocabulary of the artifact model. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import type { StageFacts } from '../facts';

export type FileForm = 'file' | 'directory' | 'any';

/** A path is certainly there afterwards. Paths are absolute and clean: no `.`, no `..`, no slash at the end. */
export interface Holds {
  readonly kind: 'holds';
  readonly path: string;
  readonly form: FileForm;
  readonly by: Instruction;
  /** The command of a RUN that makes it; undefined for other instructions. */
  readonly command: ShellCommand | undefined;
  /** For `cp` and `mv` of one path to another: the first, whose form and content it takes over. */
  readonly copyOf?: string;
}

/** Anything may be there afterwards, at the path and below it. */
export interface MayHold {
  readonly kind: 'may-hold';
  readonly path: string;
  readonly by: Instruction;
  /** What lies below these is not in the stage afterwards: targets of cache, bind and tmpfs mounts. */
  readonly except: readonly string[];
}

/** Anything may be there where packages of the operating system and of languages are put. */
export interface MayHoldSystem {
  readonly kind: 'may-hold-system';
  readonly by: Instruction;
}

/**
 * A script of the project has run in a folder directly below the root. Its output may lie beside that folder (`../static`),
 * so nothing is known of other folders, unless they look like another project's root with an output in it.
 */
export interface MayHoldBeside {
  readonly kind: 'may-hold-beside';
  readonly by: Instruction;
}

/** Anything may be at absolute paths that variables name; worked out when asked, since that is seldom. */
export interface MayHoldNamed {
  readonly kind: 'may-hold-named';
  readonly by: Instruction;
  readonly paths: () => readonly string[];
}

/** What another stage holds at a path arrives: a file, or the content of a folder. Which of the two need not be known. */
export interface Brings {
  readonly kind: 'brings';
  /** Where it arrives. */
  readonly path: string;
  readonly by: Instruction;
  readonly from: StageFacts;
  /** Absolute and clean, in the stage that it comes from. */
  readonly source: string;
}

/** A path is gone afterwards, with all below it. */
export interface Removes {
  readonly kind: 'removes';
  readonly path: string;
  readonly by: Instruction;
  readonly isCertain: boolean;
}

/**
 * A program ran that leaves more than its words say, as a build tool does. What it usually leaves there is worked out when
 * somebody asks; what it may leave stands in the other effects.
 */
export interface Ran {
  readonly kind: 'ran';
  readonly by: Instruction;
  readonly command: ShellCommand;
  /** The folder it stood in; undefined when it can be one of several. */
  readonly folder: string | undefined;
}

export type Effect = Holds | MayHold | MayHoldSystem | MayHoldBeside | MayHoldNamed | Brings | Removes | Ran;

/** True for the path itself and everything below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || (path.startsWith(folder) && path[folder.length] === '/');
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

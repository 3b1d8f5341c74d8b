/** What a cause may ask: the log, the failing instruction, and what the Dockerfile says about it. */
import {
  type Analysis,
  type ContextFile,
  contextPaths,
  kindAt,
  readIgnorePatterns,
  type Instruction,
  type StageFacts,
} from '../../core/index';
import type { FailedLog } from './failedLog';
import type { FoundInstruction } from './findInstruction';

export interface Evidence {
  readonly log: FailedLog;
  readonly analysis: Analysis;
  /** Undefined when the instruction was not found, and then so are its stage and its commands. */
  readonly found: FoundInstruction | undefined;
}

export type Image = NonNullable<StageFacts['image']>;
export type ShellCommand = NonNullable<ReturnType<StageFacts['scriptOf']>>['commands'][number];

export function imageOf({ found }: Evidence): Image | undefined {
  return found?.stage?.image;
}

/** Of the failing instruction; empty where no POSIX-like shell reads it. */
export function commandsOf({ found }: Evidence): readonly ShellCommand[] {
  return found?.stage?.scriptOf(found.instruction)?.commands ?? [];
}

/** A program with an argument: `apt-get update`. Any argument when none is named. */
export function runs(evidence: Evidence, program: RegExp, argument?: string): boolean {
  return commandsOf(evidence).some(
    ({ name, args }) =>
      name !== undefined &&
      program.test(name) &&
      (argument === undefined || args.some(({ value }) => value === argument)),
  );
}

/** Those of the stage and the stages it is built from that run before the failing one, the earliest first. */
export function instructionsBefore({ found }: Evidence): readonly Instruction[] {
  if (found?.stage === undefined) return [];
  const own = found.stage.instructions;
  const at = own.indexOf(found.instruction);
  const before: Instruction[] = [...own.slice(0, at === -1 ? own.length : at)];
  // A stage can only be built FROM one above it, so this ends.
  for (let stage = found.stage.parent; stage !== undefined; stage = stage.parent)
    before.unshift(...stage.instructions);
  return before;
}

export function instructionsAfter({ found }: Evidence): readonly Instruction[] {
  const own = found?.stage?.instructions ?? [];
  const at = found === undefined ? -1 : own.indexOf(found.instruction);
  return at === -1 ? [] : own.slice(at + 1);
}

export type WhenCopied =
  | 'before'
  /** An instruction below the failing one brings it. */
  | 'later'
  /** The ignore file leaves it out, whatever is copied. */
  | 'ignored'
  /** The build context certainly has no such file. */
  | 'missing'
  /** Nothing in the stage copies it. */
  | 'never'
  | 'unknown';

/** When a file of the build context, by a path relative to its root, comes into the failing stage. */
export function whenCopied(evidence: Evidence, file: string): WhenCopied {
  if (evidence.found === undefined) return 'unknown';
  const { ignoreFile, context } = evidence.analysis.surroundings;
  if (ignoreFile.kind === 'present' && readIgnorePatterns(ignoreFile.text).ignores(file)) return 'ignored';
  const isMissing = context !== undefined && !context.isAssumed && kindAt(context, file) === 'missing';
  if (bringing(instructionsBefore(evidence), file) !== undefined) return isMissing ? 'missing' : 'before';
  if (bringing(instructionsAfter(evidence), file) !== undefined) return isMissing ? 'missing' : 'later';
  return 'never';
}

/** The first of the instructions that copies the file, from whichever folder of the context. */
export function bringing(instructions: readonly Instruction[], file: string): Instruction | undefined {
  return instructions.find((instruction) =>
    contextPaths(instruction).some(({ path }) => path === '' || takes(path, file)),
  );
}

/** `package*.json`, `./`, `web/package-lock.json`, and folders, which may hold anything. */
function takes(source: string, file: string): boolean {
  const last = source.split('/').at(-1) ?? '';
  const name = file.split('/').at(-1) ?? '';
  if (last === '' || !/[.*?[]/u.test(last)) return source !== file ? isFolderOf(source, file) : true;
  return readIgnorePatterns(last).ignores(name);
}

/** A name without a dot may be a folder; where the file lies in it is not known. */
function isFolderOf(source: string, file: string): boolean {
  return !file.includes('/') || file.startsWith(`${source}/`);
}

/** The file of the build context that a COPY above brought to a path of the image, by its name. */
export function copiedFrom(
  evidence: Evidence,
  pathInImage: string,
):
  | { readonly path: string; readonly instruction: Instruction; readonly file: ContextFile | undefined }
  | undefined {
  const name = pathInImage.split('/').at(-1) ?? '';
  const { context } = evidence.analysis.surroundings;
  for (const instruction of instructionsBefore(evidence).toReversed())
    for (const { path, isGlob } of contextPaths(instruction)) {
      const source = path === '' ? name : path;
      if (isGlob || source.split('/').at(-1) !== name) continue;
      const isThere = context !== undefined && kindAt(context, source) === 'file';
      return { path: source, instruction, file: isThere ? context.fileAt(source) : undefined };
    }
  return undefined;
}

/** One-based, as people count lines. */
export function lineOf({ analysis }: Evidence, instruction: Instruction): number {
  const place = analysis.dockerfile.absolute(instruction, instruction.span);
  return analysis.lines.lineAt(place.start) + 1;
}

/** True for what the container ran into, and not the build: these instructions run in no build. */
export function isOfContainer({ found }: Evidence): boolean {
  return /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/u.test(found?.instruction.keyword ?? '');
}

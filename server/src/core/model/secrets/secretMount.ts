/** Works out how a secret mount takes the place of a build argument, where that is certain. */
import type { Instruction } from '../../syntax/nodes';
import { mountsOf, optionOf, pairsOf, variablesOf } from '../../syntax/views';
import type { Span } from '../../text/span';
import type { FileFacts, StageFacts } from '../facts';
import { frontendKnows } from '../frontend';

export interface SecretMount {
  /** The RUN steps that read the value, and where in each of them `text` belongs: empty, directly behind the keyword. */
  readonly runs: readonly { readonly run: Instruction; readonly place: Span }[];
  readonly text: string;
  /** The secret's id. */
  readonly id: string;
  /** What goes from the ARG or ENV: all of it, or one of its names. */
  readonly removed: Span;
}

/**
 * For a name of an ARG or ENV. Undefined where something else in the file may read the value, and where the frontend knows
 * no `env=`.
 */
export function mountInsteadOf(
  declaration: Instruction,
  name: string,
  file: FileFacts,
): SecretMount | undefined {
  const stage = file.stageOf(declaration);
  if (stage === undefined || !knowsSecretVariables(file) || isDeclaredTwice(declaration, name, file))
    return undefined;
  const runs = readers(stage, declaration, name);
  if (runs === undefined) return undefined;
  const id = name.toLowerCase();
  return {
    runs: runs.map((run) => ({ run, place: { start: run.keywordSpan.end, end: run.keywordSpan.end } })),
    id,
    text: ` --mount=type=secret,id=${id},env=${name}`,
    removed: removal(declaration, name),
  };
}

function isDeclaredTwice(declaration: Instruction, name: string, file: FileFacts): boolean {
  return declarationsOf(name, file).some((other) => other !== declaration);
}

export function declarationsOf(name: string, file: FileFacts): readonly Instruction[] {
  return file.dockerfile.instructions.filter(
    (instruction) => instruction.keyword === 'ARG' && pairsOf(instruction).some((pair) => pair.name === name),
  );
}

/** `env=` came with Dockerfile 1.10; an older frontend that the file asks for refuses it. */
export function knowsSecretVariables(file: FileFacts): boolean {
  return frontendKnows(file, 10);
}

/** The RUN steps of the stage that read the value in their scripts, when nothing else in the file can read it. */
function readers(
  stage: StageFacts,
  declaration: Instruction,
  name: string,
): readonly Instruction[] | undefined {
  if (stage.consumers.some((consumer) => consumer.kind === 'from')) return undefined;
  const mention = new RegExp(`\\b${name}\\b`);
  const mentions = stage.instructions.filter((other) => other !== declaration && mention.test(other.source));
  return mentions.length > 0 && mentions.every((run) => isReader(stage, run, name)) ? mentions : undefined;
}

/** The script reads the variable, and neither sets it nor has a secret of the id. */
function isReader(stage: StageFacts, run: Instruction, name: string): boolean {
  if (run.keyword !== 'RUN' || run.exec !== undefined) return false;
  if (variablesOf(run).some((variable) => variable.name === name)) return false;
  if (mountsOf(run).some((mount) => optionOf(mount, 'id')?.value === name.toLowerCase())) return false;
  const script = stage.scriptOf(run);
  return script?.variables.some((variable) => variable.name === name) === true && !script.assigned.has(name);
}

function removal(argument: Instruction, name: string): Span {
  const pairs = pairsOf(argument);
  const index = pairs.findIndex((pair) => pair.name === name);
  const pair = pairs[index];
  if (pair === undefined || pairs.length === 1) return { start: 0, end: argument.text.length };
  const next = pairs[index + 1];
  return next === undefined
    ? { start: pairs[index - 1]?.span.end ?? pair.span.start, end: pair.span.end }
    : { start: pair.span.start, end: next.span.start };
}

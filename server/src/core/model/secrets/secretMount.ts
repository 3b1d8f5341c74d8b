/** Works out how a secret mount takes the place of a build argument, where that is certain. */
import type { Instruction } from '../../syntax/nodes';
import { mountsOf, optionOf, pairsOf, variablesOf } from '../../syntax/views';
import type { Span } from '../../text/span';
import type { FileFacts, StageFacts } from '../facts';

export interface ArgumentMount {
  /** The RUN that reads the argument. */
  readonly run: Instruction;
  /** Where in the RUN `text` belongs: empty, directly behind the keyword. */
  readonly place: Span;
  readonly text: string;
  /** The secret's id. */
  readonly id: string;
  /** What goes from the ARG: all of it, or one of its names. */
  readonly removed: Span;
}

/** Undefined where something else in the file may read the argument, and where the frontend knows no `env=`. */
export function mountInsteadOf(
  argument: Instruction,
  name: string,
  file: FileFacts,
): ArgumentMount | undefined {
  const stage = file.stageOf(argument);
  const run =
    stage === undefined || declarationsOf(name, file).length > 1 ? undefined : onlyRun(stage, argument, name);
  if (run === undefined || !knowsSecretVariables(file)) return undefined;
  const id = name.toLowerCase();
  return {
    run,
    id,
    place: { start: run.keywordSpan.end, end: run.keywordSpan.end },
    text: ` --mount=type=secret,id=${id},env=${name}`,
    removed: removal(argument, name),
  };
}

export function declarationsOf(name: string, file: FileFacts): readonly Instruction[] {
  return file.dockerfile.instructions.filter(
    (instruction) => instruction.keyword === 'ARG' && pairsOf(instruction).some((pair) => pair.name === name),
  );
}

/** `env=` came with Dockerfile 1.10; an older frontend that the file asks for refuses it. */
export function knowsSecretVariables(file: FileFacts): boolean {
  const syntax = file.dockerfile.directives.find((directive) => directive.name === 'syntax')?.value;
  const version = /^(?:docker\.io\/)?docker\/dockerfile:1\.(\d+)/.exec(syntax ?? '');
  return version === null || Number(version[1]) >= 10;
}

/** The one RUN of the stage that reads the argument in its script, when nothing else in the file can read it. */
function onlyRun(stage: StageFacts, argument: Instruction, name: string): Instruction | undefined {
  if (stage.consumers.some((consumer) => consumer.kind === 'from')) return undefined;
  const mention = new RegExp(`\\b${name}\\b`);
  const mentions = stage.instructions.filter((other) => other !== argument && mention.test(other.source));
  const [run] = mentions;
  if (mentions.length !== 1 || run?.keyword !== 'RUN' || run.exec !== undefined) return undefined;
  if (variablesOf(run).some((variable) => variable.name === name)) return undefined;
  if (mountsOf(run).some((mount) => optionOf(mount, 'id')?.value === name.toLowerCase())) return undefined;
  const script = stage.scriptOf(run);
  return script?.variables.some((variable) => variable.name === name) === true && !script.assigned.has(name)
    ? run
    : undefined;
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

/** A new name for a stage or a variable, wherever the file says the old one; a name that would mean something else is refused. */
import type { FileFacts, StageFacts } from '../model/facts';
import { RESERVED_STAGE_NAMES, stageReferences } from '../model/stageReferences';
import { stageLabel } from '../model/naming';
import { PLATFORM_ARGUMENTS, PROXY_ARGUMENTS } from '../model/scope';
import type { Surroundings } from '../model/surroundings';
import type { Span } from '../text/span';
import type { TextEdit } from '../text/textEdit';
import { symbolAt, type NamedSymbol } from './symbol';
import { sameVariable, type VariablePlace } from './variables';

export type Renamable =
  | {
      readonly kind: 'renamable';
      readonly what: 'stage' | 'argument' | 'variable';
      readonly name: string;
      /** The word under the caret, as an offset in the file. */
      readonly at: Span;
    }
  /** `message` says what to do instead. */
  | { readonly kind: 'refused'; readonly message: string };

/** Undefined where nothing of this file is named. */
export function renamableAt(file: FileFacts, offset: number): Renamable | undefined {
  const symbol = symbolAt(file, offset);
  if (symbol === undefined) return undefined;
  const { at } = symbol;
  if (symbol.kind === 'variable') {
    const { name } = symbol.place;
    if (isGiven(name)) return refused(`${name} is a name of the builder, which gives it its value.`);
    return { kind: 'renamable', what: isArgument(file, symbol.place) ? 'argument' : 'variable', name, at };
  }
  const { stage, isNumber } = symbol;
  if (isNumber || stage.name === undefined)
    return refused(`This is the number of ${stageLabel(stage)}; use the refactoring that names the stage.`);
  if (stage.hasNamesake)
    return refused(`Several stages are called "${stage.name}", so it is not certain which one is meant.`);
  return { kind: 'renamable', what: 'stage', name: stage.name, at };
}

export type Renaming =
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'refused'; readonly message: string };

export function renamedAt(
  file: FileFacts,
  surroundings: Surroundings,
  offset: number,
  newName: string,
): Renaming | undefined {
  const symbol = symbolAt(file, offset);
  const renamable = renamableAt(file, offset);
  if (symbol === undefined || renamable === undefined) return undefined;
  if (renamable.kind === 'refused') return renamable;
  if (newName === renamable.name) return { kind: 'edits', edits: [] };
  const problem =
    symbol.kind === 'stage'
      ? stageNameProblem(file, surroundings, symbol.stage, newName)
      : variableNameProblem(file, symbol.place, newName);
  if (problem !== undefined) return refused(problem);
  return { kind: 'edits', edits: placesOf(file, symbol).map((span) => ({ span, newText: newName })) };
}

function refused(message: string): { readonly kind: 'refused'; readonly message: string } {
  return { kind: 'refused', message };
}

function placesOf(file: FileFacts, symbol: NamedSymbol): readonly Span[] {
  const { dockerfile } = file;
  if (symbol.kind === 'variable')
    return sameVariable(file, symbol.place).map(({ instruction, span }) =>
      dockerfile.absolute(instruction, span),
    );
  const { stage } = symbol;
  return [
    ...stageReferences(file, stage).map(({ instruction, span }) => dockerfile.absolute(instruction, span)),
    ...placesInComments(file, stage),
  ];
}

/** `# stagewright target=name`, and `# name what it is` above the FROM, which BuildKit reads as the stage's description. */
function placesInComments({ dockerfile }: FileFacts, stage: StageFacts): readonly Span[] {
  const name = stage.name ?? '';
  const found: Span[] = [];
  for (const pragma of dockerfile.pragmas) {
    const match = /^stagewright\s+target=(\S+)/.exec(pragma.content);
    if (match?.[1]?.toLowerCase() !== name.toLowerCase()) continue;
    const end = pragma.contentSpan.start + match[0].length;
    found.push(dockerfile.absolute(pragma, { start: end - name.length, end }));
  }
  if (stage.description === undefined) return found;
  const comment = dockerfile
    .commentsBefore(stage.from)
    .findLast(({ isPragma, content }) => !isPragma && content.startsWith(`${name} `));
  if (comment === undefined) return found;
  const { start } = comment.contentSpan;
  return [...found, dockerfile.absolute(comment, { start, end: start + name.length })];
}

/** BuildKit: validStageName and reservedStageNames (instructions/parse.go, dockerfile2llb/convert.go). */
function stageNameProblem(
  { stages }: FileFacts,
  { namedContexts }: Surroundings,
  stage: StageFacts,
  name: string,
): string | undefined {
  if (/[A-Z]/.test(name))
    return `"${name}" has capitals: the builder keeps names of stages in lower case, and FROM would not find it.`;
  if (!/^[a-z][a-z0-9._-]*$/.test(name))
    return `"${name}" is no name of a stage: it begins with a letter, and letters, digits, ".", "_" and "-" follow.`;
  if (RESERVED_STAGE_NAMES.has(name)) return `"${name}" has a meaning of its own for the builder.`;
  if (stages.some((other) => other !== stage && other.name?.toLowerCase() === name))
    return `Another stage is called "${name}" already.`;
  if ([...namedContexts].some((context) => context.toLowerCase() === name))
    return `The build is given a named context "${name}", which would be taken instead of the stage.`;
  const isImage = stages.some(
    ({ baseText, base, edges }) =>
      (base.kind !== 'stage' && baseText?.toLowerCase() === name) ||
      edges.some(({ to, reference }) => to.kind !== 'stage' && reference.value.toLowerCase() === name),
  );
  return isImage
    ? `"${name}" is used as an image in this file, and would mean the stage afterwards.`
    : undefined;
}

function variableNameProblem(file: FileFacts, place: VariablePlace, name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return `"${name}" is no name of a variable: it begins with a letter or "_", and letters, digits and "_" follow.`;
  if (isGiven(name)) return `${name} is a name of the builder, which gives it its value.`;
  const mention = new RegExp(`\\b${name}\\b`);
  const isTaken = file.dockerfile.instructions.some(({ source }) => mention.test(source));
  if (isTaken) return `"${name}" is used in this file already.`;
  const { name: old } = place;
  // In exec forms, in scripts that are not read and in files that are copied, a program may ask for it by its name.
  const known = sameVariable(file, place);
  const whole = new RegExp(`(?<![A-Za-z0-9_])${old}(?![A-Za-z0-9_])`, 'g');
  for (const instruction of file.dockerfile.instructions) {
    const count = [...instruction.source.matchAll(whole)].length;
    const own = known.filter((each) => each.instruction === instruction).length;
    if (own > 0 && count > own)
      return `A line mentions "${old}" in a way that cannot be told apart from another use of the word: ${instruction.keyword}.`;
  }
  return undefined;
}

function isGiven(name: string): boolean {
  return PLATFORM_ARGUMENTS.has(name) || PROXY_ARGUMENTS.has(name) || name === 'PATH' || name === 'HOME';
}

/** Given from outside by its name: `--build-arg`, Compose, Bake. */
function isArgument(file: FileFacts, place: VariablePlace): boolean {
  return sameVariable(file, place).some(
    ({ kind, instruction }) => kind === 'declaration' && instruction.keyword === 'ARG',
  );
}

/** Rewrites the command of an instruction: as a JSON array, or so that the program takes the shell's place. */
import type { Instruction } from '../syntax/nodes';
import type { Span } from '../text/span';
import type { StageFacts } from './facts';

/** The exec form of a shell-form command that needs nothing of the shell; undefined when it does, or may. */
export function execFormOf(stage: StageFacts, instruction: Instruction): string | undefined {
  if (instruction.comments.length > 0) return undefined;
  const script = stage.scriptOf(instruction);
  const [command] = script?.commands ?? [];
  if (script?.commands.length !== 1 || script.errors.length > 0 || command === undefined) return undefined;
  const { words, wrappers, assignments, redirects, name } = command;
  if (
    wrappers.length > 0 ||
    assignments.length > 0 ||
    redirects.length > 0 ||
    name === undefined ||
    BUILTINS.has(name)
  )
    return undefined;
  if (command.place !== 'top' || /&\s*$/.test(instruction.source.slice(command.span.end))) return undefined;
  const values = words.map((word) => word.value);
  if (!values.every((value) => value !== undefined)) return undefined;
  return `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
}

/** Where `exec ` goes so that the last program of the command becomes the main process; undefined when it cannot. */
export function execWordPlace(stage: StageFacts, instruction: Instruction): Span | undefined {
  const script = stage.scriptOf(instruction);
  const last = script?.statements.at(-1);
  const commands = last?.commands.filter(({ place }) => place !== 'substitution') ?? [];
  const [command] = commands;
  if (script === undefined || script.errors.length > 0 || last === undefined || command === undefined)
    return undefined;
  const [program] = command.words;
  // A pipeline, a compound or a background job is more than one process; `||` makes the last program a fallback.
  if (
    commands.length !== 1 ||
    command.place !== 'top' ||
    last.connector === '||' ||
    last.span.end !== command.span.end
  )
    return undefined;
  if (program === undefined || command.wrappers.length > 0 || command.assignments.length > 0)
    return undefined;
  // A program that only a variable names may be a built-in word of the shell; one with a path is a file.
  const isProgram = command.name === undefined ? program.text.includes('/') : !BUILTINS.has(command.name);
  if (!isProgram || program.span.start !== command.span.start) return undefined;
  if (/^\s*[&|]/.test(instruction.source.slice(command.span.end))) return undefined;
  return { start: program.span.start, end: program.span.start };
}

/** What only a shell knows, so that no program of the name can take its place. */
const BUILTINS: ReadonlySet<string> = new Set(
  '. : [ [[ (( alias bg break cd command continue eval exec exit export fg getopts jobs local read readonly return set shift source trap type ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

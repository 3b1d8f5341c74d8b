/** ARG: a build argument, and how far it reaches. */
import { PLATFORM_ARGUMENTS } from '../../model/scope';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf, variablesOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { linesBelow, reads } from '../words/users';
import { capital, code, codes, lines, list } from '../words/text';

export function argLesson(place: Place): LineLesson {
  const pairs = pairsOf(place.instruction);
  const [first] = pairs;
  if (first === undefined) return { does: 'Declares a build argument; its name is still missing.' };
  return place.stage === undefined ? globalArgument(place, pairs) : stageArgument(place, pairs, first);
}

/** Readers of a global argument are looked for in so many stages. */
const MOST_STAGES = 100;

function globalArgument({ context, instruction }: Place, pairs: readonly Pair[]): LineLesson {
  const { facts } = context;
  const names = pairs.map(({ name }) => name);
  const told = pairs.map((pair) => withValue(pair, facts.globalScope.get(pair.name)));
  const stages = facts.stages.slice(0, MOST_STAGES);
  const froms = stages.filter(({ from }) => variablesOf(from).some(({ name }) => names.includes(name)));
  const declared = stages.flatMap((stage) =>
    stage.instructions
      .slice(0, MOST_STAGES)
      .filter((each) => each.keyword === 'ARG' && declares(each, names)),
  );
  const users = [
    ...(froms.length === 0 ? [] : [`${lines(froms.map(({ from }) => context.lineOf(from)))} (FROM)`]),
    ...(declared.length === 0
      ? []
      : [`${lines(declared.map((each) => context.lineOf(each)))} (declared again in a stage)`]),
  ];
  return {
    does: `Declares ${list(told, 3)} in the global scope: FROM lines can use ${names.length === 1 ? 'it' : 'them'}, a stage only after an ${code(`ARG ${names[0] ?? ''}`)} of its own.`,
    result: 'nothing of it is in an image by itself.',
    cache: 'another value runs again what uses it.',
    usedBy: users.length === 0 ? `Nothing in this file uses ${codes(names)}.` : `${capital(list(users))}.`,
    practice: instruction.words.length > 0 ? PRACTICES.argGlobal : undefined,
  };
}

function declares(instruction: Instruction, names: readonly string[]): boolean {
  return pairsOf(instruction).some(({ name, value }) => value === undefined && names.includes(name));
}

function stageArgument(place: Place, pairs: readonly Pair[], first: Pair): LineLesson {
  const { stage, written, context } = place;
  const { facts } = context;
  const told = pairs.map((pair) => withValue(pair, valueIn(place, pair.name)));
  const readers =
    stage === undefined
      ? []
      : linesBelow(
          stage,
          written,
          context,
          (next) => pairs.some(({ name }) => reads(stage, next, name)),
          () => false,
        );
  return {
    does: `Declares ${list(told, 3)} for the lines below in this stage; ${origin(first, facts.globalScope)}`,
    result: 'not in the environment of containers, but kept in the image’s history and provenance.',
    cache: 'another value makes the RUN lines below run again, whether they read it or not.',
    usedBy:
      readers.length === 0
        ? undefined
        : `${capital(lines(readers))} ${readers.length === 1 ? 'reads' : 'read'} it.`,
    practice: PRACTICES.argStage,
  };
}

function origin({ name, value }: Pair, globals: ReadonlyMap<string, string | undefined>): string {
  if (PLATFORM_ARGUMENTS.has(name)) return 'BuildKit sets it by the platform it builds for.';
  if (value === undefined && globals.has(name)) return 'it takes the value of the global scope.';
  if (value !== undefined && globals.has(name)) return 'its default hides the value of the global scope.';
  return value === undefined
    ? `it has no default, so it is empty unless the build gives ${code(`--build-arg ${name}=…`)}.`
    : `${code(`--build-arg ${name}=…`)} gives another value.`;
}

function withValue({ name, value }: Pair, known: string | undefined): string {
  const shown = known ?? value;
  return shown === undefined || shown === '' ? code(name) : `${code(name)} (here ${code(shown)})`;
}

function valueIn({ stage, written }: Place, name: string): string | undefined {
  if (stage === undefined) return undefined;
  const next = stage.instructions[stage.instructions.indexOf(written) + 1];
  return (next === undefined ? stage.end : stage.stateBefore(next)).args.get(name);
}

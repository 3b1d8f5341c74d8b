/** CMD and ENTRYPOINT: what finally runs, in which form, and who is process 1. */
import type { Instruction } from '../../syntax/nodes';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { NO_EFFECT } from '../words/cache';
import { fateOfSetting } from '../words/fate';
import { code, lines } from '../words/text';

export function commandLesson(place: Place): LineLesson {
  const { instruction } = place;
  if (instruction.body.start === instruction.body.end)
    return { does: `${instruction.keyword} needs a command.` };
  return {
    does: [meaning(place), form(place), finallyRuns(place)].filter((text) => text !== '').join(' '),
    result: fateOfSetting(place),
    cache: NO_EFFECT,
    practice: practiceOf(instruction),
  };
}

function practiceOf(instruction: Instruction): string {
  if (startsOwnShell(instruction)) return PRACTICES.ownShell;
  return instruction.exec === undefined && !startsWithExec(instruction)
    ? PRACTICES.shellForm
    : PRACTICES.execForm;
}

function startsOwnShell({ exec }: Instruction): boolean {
  const [program, option] = exec ?? [];
  return /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(program?.value ?? '') && /^-\w*c$/.test(option?.value ?? '');
}

function meaning(place: Place): string {
  const { instruction, stage, written, context } = place;
  const text = code(commandText(instruction));
  const command = stage?.command;
  const inForce = instruction.keyword === 'CMD' ? command?.cmd : command?.entrypoint;
  if (stage !== undefined && inForce !== written) {
    const why =
      inForce === undefined
        ? 'an ENTRYPOINT below resets it'
        : `${lines([context.lineOf(inForce)])} replaces it`;
    return `Would run ${text}, but has no effect: ${why}.`;
  }
  if (instruction.keyword === 'ENTRYPOINT' && instruction.exec === undefined)
    return `A container always starts ${text}.`;
  if (instruction.keyword === 'ENTRYPOINT')
    return `A container always starts ${text}; words behind the image’s name in ${code('docker run')} become its arguments.`;
  const entry = command?.entrypoint ?? stage?.image?.entrypoint ?? undefined;
  if (entry !== undefined)
    return `Gives ${text} to the entrypoint as arguments, unless ${code('docker run')} names others.`;
  return `A container runs ${text}, unless ${code('docker run')} names another command.`;
}

function form({ instruction, state }: Place): string {
  if (instruction.exec !== undefined)
    return 'Exec form: no shell is in between, and variables are not expanded.';
  if (state?.shell === null) return 'Shell form, but the base image has no shell to run it.';
  const shell = state?.shell?.join(' ') ?? '/bin/sh -c';
  return startsWithExec(instruction)
    ? `Shell form: ${code(shell)} reads it and then hands over to the program (${code('exec')}).`
    : `Shell form: ${code(shell)} is process 1 and the program its child.`;
}

/** Entrypoint and command in force, joined as the engine joins them; said where that is more than this line. */
function finallyRuns({ stage, instruction, written }: Place): string {
  const { cmd, entrypoint } = stage?.command ?? {};
  if (stage === undefined || (cmd !== written && entrypoint !== written)) return '';
  const entry = entrypoint === undefined ? stage.image?.entrypoint : (wordsOf(entrypoint) ?? undefined);
  if (entrypoint !== undefined && entrypoint.exec === undefined)
    return instruction.keyword === 'CMD'
      ? 'The ENTRYPOINT is in shell form and ignores CMD.'
      : 'In shell form it ignores CMD and the words of `docker run`.';
  if (entry === undefined || entry === null) return '';
  const rest = cmd === undefined ? [] : (wordsOf(cmd) ?? ['/bin/sh', '-c', commandText(cmd)]);
  if (cmd === undefined && entrypoint === written) return 'No CMD is in force, so nothing is added.';
  const who = entrypoint === undefined ? ' (the entrypoint is that of the base image)' : '';
  return `What finally runs: ${code([...entry, ...rest].join(' '))}${who}.`;
}

function wordsOf(instruction: Instruction): readonly string[] | undefined {
  return instruction.exec?.map(({ value }) => value);
}

function commandText(instruction: Instruction): string {
  return (
    wordsOf(instruction)?.join(' ') ?? instruction.source.slice(instruction.body.start, instruction.body.end)
  );
}

function startsWithExec(instruction: Instruction): boolean {
  return instruction.words[0]?.value === 'exec';
}

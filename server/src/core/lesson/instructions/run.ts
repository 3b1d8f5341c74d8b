/** RUN: what its commands do, as whom and where, and with which mounts. */
import { broadSource } from '../../model/contextCopies';
import { cleaned } from '../../model/state';
import { mountsOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { RUN_PRACTICES, SOURCE_AFTER_INSTALL, WELL_ORDERED } from '../tables/practices';
import { cacheOfRun, inputsAbove } from '../words/cache';
import { tellScript } from '../words/commands';
import { fateOfCompiled, fateOfFiles } from '../words/fate';
import { tellMount } from '../words/mounts';
import { capital, code, count, lines, list } from '../words/text';

export function runLesson(place: Place): LineLesson {
  const { instruction, stage } = place;
  const script = stage?.scriptOf(instruction);
  const told = script === undefined ? undefined : tellScript(script);
  const does = [
    `${capital(told?.text ?? `runs ${code(firstLine(instruction))}`)}${where(place)}.`,
    ...form(place),
    ...mounts(place),
  ];
  const isShipped = stage?.role === 'final' || stage?.role === 'base';
  const purpose = told?.purpose ?? 'other';
  return {
    does: does.join(' '),
    result: purpose === 'compile' ? fateOfCompiled(place) : fateOfFiles(place, madeBy(place, told?.makes)),
    cache: cacheOfRun(place),
    practice:
      (purpose === 'install' ? orderOfInstall(place) : undefined) ??
      RUN_PRACTICES[purpose][isShipped ? 'shipped' : 'builder'],
  };
}

function madeBy({ state }: Place, folders: readonly string[] | undefined): readonly string[] | undefined {
  const workdir = state?.workdir;
  return workdir === undefined ? undefined : folders?.map((folder) => cleaned(`${workdir}/${folder}`));
}

/** Whether the source comes in above the install or below it; undefined when neither is seen. */
function orderOfInstall(place: Place): string | undefined {
  const { stage, written, context } = place;
  const inputs = inputsAbove(place);
  if (inputs.some(({ isBroad }) => isBroad)) return SOURCE_AFTER_INSTALL;
  if (stage === undefined || inputs.length === 0) return undefined;
  const start = stage.instructions.indexOf(written) + 1;
  const source = stage.instructions
    .slice(start, start + NEAR)
    .find((below) => broadSource(below) !== undefined);
  return source && WELL_ORDERED.replace('{line}', lines([context.lineOf(source)]));
}

const NEAR = 6;

function firstLine({ source, body, heredocs }: Place['instruction']): string {
  const [start, end] =
    heredocs[0] === undefined ? [body.start, body.end] : [heredocs[0].body.start, heredocs[0].body.end];
  return source.slice(start, end).trimStart().split(/\\?\n/, 1)[0] ?? '';
}

/** `` , in `/app` as `root` ``. */
function where({ state }: Place): string {
  const directory = state?.workdir === undefined ? '' : `, in ${code(state.workdir)}`;
  return state?.user === undefined
    ? directory
    : `${directory}${directory === '' ? ',' : ''} as ${code(state.user)}`;
}

/** Only what is out of the ordinary: everybody expects `/bin/sh -c`. */
function form({ instruction, state, stage, written }: Place): string[] {
  if (instruction.exec !== undefined) return ['Exec form: no shell, so no variables and no `&&`.'];
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) {
    const length = instruction.source.slice(heredoc.body.start, heredoc.body.end).split('\n').length - 1;
    const isStrict = /^\s*set -[a-z]*e/m.test(instruction.source.slice(heredoc.body.start, heredoc.body.end));
    return [
      `A heredoc of ${count(length, 'line')} in one layer${isStrict ? '' : '; without `set -e` it goes on after a command that fails'}.`,
    ];
  }
  if (state?.shell === null) return ['Shell form, but the base image has no shell: only exec form can run.'];
  if (state?.isShellSet === true && state.shell !== undefined)
    return [`The shell is ${code(state.shell.join(' '))}, set by SHELL.`];
  const language = stage?.languageAt(written);
  return language === 'cmd' || language === 'powershell'
    ? [`The shell is that of Windows (${language}).`]
    : [];
}

function mounts({ instruction }: Place): string[] {
  const all = mountsOf(instruction);
  return all.length === 0
    ? []
    : [`With ${list(all.map(tellMount), 3)}, for this line only; nothing of it is in the layer.`];
}

/** Tells in which fields of its configuration the running image will differ, so that nothing changes behind a person's back. */
import { pairsOf } from '../../syntax/views';
import type { Instruction } from '../../syntax/nodes';
import type { StageFacts } from '../../model/facts';

export interface Change {
  /** `user`, `workdir`, `entrypoint`, `cmd`, `stopsignal`, `env NAME`, `port N/tcp`. */
  readonly field: string;
  /** A sentence. */
  readonly why: string;
}

/** `before` is the stage as it was, `after` the one that takes its place; variables that only the base images set are theirs. */
export function changesBetween(before: StageFacts, after: StageFacts): readonly Change[] {
  return [
    ...userChange(before, after),
    ...workdirChange(before, after),
    ...commandChanges(before, after),
    ...portChanges(before, after),
    ...variableChanges(before, after),
  ];
}

function userChange(before: StageFacts, after: StageFacts): readonly Change[] {
  const [was, is] = [before.end.user, after.end.user];
  if (was === is && was !== undefined) return [];
  if (after.end.userSetBy !== undefined && before.end.userSetBy !== undefined) return [];
  if (was === undefined || is === undefined)
    return [{ field: 'user', why: 'Which account the two base images start as is not known for sure.' }];
  const why = isRoot(was)
    ? `The program starts as ${is} instead of ${was}; what it writes has to belong to that account.`
    : `The program starts as ${is} instead of ${was}.`;
  return [{ field: 'user', why }];
}

const isRoot = (user: string): boolean => user === 'root' || user === '0';

function workdirChange(before: StageFacts, after: StageFacts): readonly Change[] {
  const [was, is] = [before.end.workdir, after.end.workdir];
  if (was === is && was !== undefined) return [];
  const why =
    was === undefined || is === undefined
      ? 'Which directory the two base images work in is not known for sure.'
      : `The program starts in ${is} instead of ${was}.`;
  return [{ field: 'workdir', why }];
}

/** What the file sets itself is in both; setting ENTRYPOINT takes away the CMD of the base image. */
function commandChanges(before: StageFacts, after: StageFacts): readonly Change[] {
  const changes: Change[] = [];
  const [was, is] = [before.image, after.image];
  const [had, has] = [before.command, after.command];
  if (had.entrypoint?.source.trim() !== has.entrypoint?.source.trim())
    changes.push({ field: 'entrypoint', why: written('ENTRYPOINT', has.entrypoint) });
  else if (had.entrypoint === undefined && !isEqual(was?.entrypoint, is?.entrypoint))
    changes.push({ field: 'entrypoint', why: inherited('entrypoint', is?.entrypoint) });
  if (had.cmd?.source.trim() !== has.cmd?.source.trim())
    changes.push({ field: 'cmd', why: written('CMD', has.cmd) });
  else if (had.cmd === undefined && had.entrypoint === undefined && !isEqual(was?.command, is?.command))
    changes.push({ field: 'cmd', why: inherited('command', is?.command) });
  const setsSignal = (stage: StageFacts): boolean =>
    stage.instructions.some(({ keyword }) => keyword === 'STOPSIGNAL');
  if (was?.family !== is?.family && !setsSignal(after) && SIGNALLED.test(is?.family ?? ''))
    changes.push({
      field: 'stopsignal',
      why: 'The server is told to stop by the signal that its image names.',
    });
  return changes;
}

function written(keyword: string, instruction: Instruction | undefined): string {
  if (instruction === undefined) return `The running image has no ${keyword} of its own.`;
  const { source, body } = instruction;
  return `${keyword} is ${source.slice(body.start, body.end).trim()} in the running image.`;
}

/** Publishers that set STOPSIGNAL: nginx SIGQUIT, httpd SIGWINCH, php-fpm SIGQUIT. */
const SIGNALLED = /^(?:nginx|httpd|php)$/;

function inherited(what: string, value: readonly string[] | null | undefined): string {
  if (value === null) return `The runtime image has no ${what} of its own, the one before had.`;
  return value === undefined
    ? `The ${what} is that of the runtime image, which may be another one.`
    : `The ${what} is that of the runtime image, ${JSON.stringify(value)}.`;
}

type Words = readonly string[] | null | undefined;

function isEqual(one: Words, other: Words): boolean {
  if (one === undefined || other === undefined) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Ports that base images expose; those of the file are kept. */
function portChanges(before: StageFacts, after: StageFacts): readonly Change[] {
  const own = new Set(exposed(after));
  const was = new Set([
    ...(before.image?.exposes ?? []).map((port) => `${String(port)}/tcp`),
    ...exposed(before),
  ]);
  const is = new Set([...(after.image?.exposes ?? []).map((port) => `${String(port)}/tcp`), ...own]);
  const lost = [...was].filter((port) => !is.has(port));
  const gained = [...is].filter((port) => !was.has(port));
  return [
    ...lost.map((port) => ({
      field: `port ${port}`,
      why: `Nothing of the running image uses port ${port}.`,
    })),
    ...gained.map((port) => ({ field: `port ${port}`, why: `The runtime image exposes port ${port}.` })),
  ];
}

function exposed(stage: StageFacts): readonly string[] {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ words }) => words.map(({ value }) => (value.includes('/') ? value : `${value}/tcp`)));
}

/** Of the variables that the file sets, in the old stage or in the new one. */
function variableChanges(before: StageFacts, after: StageFacts): readonly Change[] {
  const names = new Set([...variablesSet(before), ...variablesSet(after)]);
  const changes: Change[] = [];
  for (const name of names) {
    const [had, has] = [before.end.env.has(name), after.end.env.has(name)];
    const [was, is] = [before.end.env.get(name), after.end.env.get(name)];
    const field = `env ${name}`;
    if (had && !has) changes.push({ field, why: `Only the build reads ${name}.` });
    else if (!had && has) changes.push({ field, why: `${name} is set for the running program.` });
    else if (was !== is)
      changes.push({ field, why: `${name} is ${is ?? 'what the runtime image says'} in the running image.` });
  }
  return changes;
}

function variablesSet(stage: StageFacts): readonly string[] {
  const own = stage.instructions
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap((instruction) => pairsOf(instruction).map(({ name }) => name));
  return stage.parent === undefined ? own : [...variablesSet(stage.parent), ...own];
}

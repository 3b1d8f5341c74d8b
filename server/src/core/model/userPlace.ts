/** Writes the lines by which a stage runs as an unprivileged account. */
import type { Instruction } from '../syntax/nodes';
import type { Account } from './accounts';
import type { StageFacts } from './facts';
import type { PlacedEdit } from './placedEdit';

export function userEdit(stage: StageFacts, account: Account): PlacedEdit {
  const { at, before, after } = userPlace(stage);
  const lineEnd = stage.from.text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [...(account.line === undefined ? [] : [account.line]), `USER ${account.name}`];
  return { at, newText: (before ? lineEnd : '') + lines.join(lineEnd) + (after ? lineEnd : '') };
}

/** Before the command, so that it reads in the order of what happens; at the end when steps follow that need root. */
function userPlace(stage: StageFacts): {
  readonly at: PlacedEdit['at'];
  readonly before: boolean;
  readonly after: boolean;
} {
  const isCommand = ({ keyword }: Instruction): boolean => keyword === 'CMD' || keyword === 'ENTRYPOINT';
  const last = stage.instructions.findLast((instruction) => !SETTINGS.has(instruction.keyword));
  const behind = last === undefined ? 0 : stage.instructions.indexOf(last) + 1;
  const command = stage.instructions.slice(behind).find(isCommand);
  if (command !== undefined)
    return {
      at: { node: command, span: { start: command.span.start, end: command.span.start } },
      before: false,
      after: true,
    };
  const end = stage.instructions.at(-1) ?? stage.from;
  const isClosed = end.text.endsWith('\n');
  const offset = isClosed ? end.text.length : end.span.end;
  return { at: { node: end, span: { start: offset, end: offset } }, before: !isClosed, after: isClosed };
}

/** What only describes how the image is run. */
const SETTINGS = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'LABEL',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENV',
  'VOLUME',
]);

/** Lets a stage run as an unprivileged account: one that its base image has, or one that is added as its distribution adds them. */
import { isRoot, unprivilegedAccount } from '../model/accounts';
import type { StageFacts } from '../model/facts';
import { userEdit } from '../model/userPlace';
import { editOf, instructionAt, lineEndOf } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';

export const addUser: Refactoring = {
  id: 'add-user',
  kind: 'rewrite',
  offer(place) {
    const stage = stageAt(place);
    if (stage === undefined) return undefined;
    // Who runs a stage is known from its settings alone, which are worked out for every stage anyway.
    const { user } = stage.end;
    return user !== undefined && !isRoot(user) ? undefined : 'Run this stage as a user without privileges';
  },
  work(place): Outcome {
    const { file } = place;
    const stage = stageAt(place);
    if (stage === undefined) return refused('incomplete');
    if (stage.end.user !== undefined && !isRoot(stage.end.user)) return refused('already-unprivileged');
    const account = unprivilegedAccount(stage);
    if (account === undefined) return refused('unknown-accounts');
    const { at, newText } = userEdit(stage, account);
    return {
      kind: 'refactored',
      edits: [editOf(file, at.node, at.span, newText.replace(/\r?\n/g, lineEndOf(file)))],
    };
  },
};

/** Where people look for it: at the FROM of a stage, its USER, and what it starts. */
const PLACES: ReadonlySet<string> = new Set(['FROM', 'USER', 'CMD', 'ENTRYPOINT']);

function stageAt(place: RefactorPlace): StageFacts | undefined {
  const instruction = instructionAt(place);
  if (instruction === undefined || !PLACES.has(instruction.keyword)) return undefined;
  const stage = place.file.stageOf(instruction);
  // What only gives files to others is never run.
  return stage?.role === 'final' || stage?.role === 'target' ? stage : undefined;
}

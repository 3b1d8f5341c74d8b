/** Home directory and number of the user that a RUN runs as, where the file or its base image tells them. */
import type { StageFacts, StageState } from './facts';
import type { Instruction } from '../syntax/nodes';
import { commandsOf } from './buildEvidence';
import { isRoot } from './accounts';

export interface EffectiveUser {
  /** As USER or the base image names it, without the group. */
  readonly name: string;
  readonly isRoot: boolean;
  /** What `$HOME` is; undefined when not known. */
  readonly home: string | undefined;
  readonly uid: string | undefined;
}

/** Undefined when the user is not known. */
export function effectiveUser(stage: StageFacts, instruction: Instruction): EffectiveUser | undefined {
  const state = stage.stateBefore(instruction);
  const { user } = state;
  if (user === undefined) return undefined;
  if (isRoot(user)) return { name: 'root', isRoot: true, home: homeFrom(state, '/root'), uid: '0' };
  const isNumber = /^\d+$/.test(user);
  const isOfImage = stage.image?.users?.includes(user) === true;
  const usual = !isNumber && isOfImage && WITH_HOME.has(user) ? `/home/${user}` : undefined;
  return {
    name: user,
    isRoot: false,
    home: homeFrom(state, usual),
    uid: isNumber ? user : (createdUid(stage, user) ?? (isOfImage ? UIDS.get(user) : undefined)),
  };
}

/** The builder takes HOME from the environment, and from the account only where there is none. */
function homeFrom({ env }: StageState, usual: string | undefined): string | undefined {
  return env.has('HOME') ? env.get('HOME') : usual;
}

/** Accounts of well-known images that live in /home (their Dockerfiles say `useradd --create-home`). */
const WITH_HOME: ReadonlySet<string> = new Set(['node', 'gradle', 'bun', 'nonroot', 'app', 'deno']);

/** Their numbers, from the same Dockerfiles. */
const UIDS: ReadonlyMap<string, string> = new Map([
  ['node', '1000'],
  ['gradle', '1000'],
  ['bun', '1000'],
  ['nonroot', '65532'],
  ['app', '1654'],
]);

/** The number that a `useradd -u 1001 app` or `adduser -u` of the stage or of what it is built from gives. */
function createdUid(stage: StageFacts, user: string): string | undefined {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { name, args } of commandsOf(at)) {
      if (name !== 'useradd' && name !== 'adduser') continue;
      if (!args.some(({ value }) => value === user)) continue;
      const option = args.findIndex(({ text }) => /^(?:-\w*u|--uid)$/.test(text));
      const attached = args.find(({ text }) => /^--uid=\d+$/.test(text))?.text.slice('--uid='.length);
      const uid = attached ?? (option === -1 ? undefined : args[option + 1]?.value);
      if (uid !== undefined && /^\d+$/.test(uid)) return uid;
    }
  return undefined;
}

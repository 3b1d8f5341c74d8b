/** Finds an unprivileged account for a stage: one that exists, or the way to add one on its distribution. */
import type { ShellCommand } from '../shell/nodes';
import type { StageFacts } from './facts';

/** `line` is what has to run before USER can name the account; undefined when the account is there already. */
export interface Account {
  readonly name: string;
  readonly line: string | undefined;
}

/** The account that a stage should run as; undefined when none can be named with confidence. */
export function unprivilegedAccount(stage: StageFacts): Account | undefined {
  const { image } = stage;
  const earlier = earlierUser(stage);
  if (earlier !== undefined) return { name: earlier, line: undefined };
  const created = createdAccounts(stage);
  const [only] = created;
  if (created.length > 0)
    return created.length === 1 && only !== undefined ? { name: only, line: undefined } : undefined;
  if (stage.rootReference === 'scratch') return { name: '65532:65532', line: undefined };
  // A service brings its own arrangement of accounts, directories and ports.
  if (image === undefined || image.kind === 'service' || image.kind === 'tool') return undefined;
  const own = image.users?.find((user) => user !== 'nobody' && user !== 'www-data');
  if (own !== undefined) return { name: own, line: undefined };
  if (image.accounts === undefined || image.accounts.includes('app') || image.shell === null)
    return undefined;
  if (image.programs['adduser'] === true && image.programs['useradd'] === false)
    return { name: 'app', line: 'RUN adduser -D app' };
  if (image.programs['useradd'] === true) return { name: 'app', line: 'RUN useradd --create-home app' };
  return undefined;
}

export function isRoot(user: string): boolean {
  return user === 'root' || user === '0';
}

/** Whom the image or an earlier USER had chosen before a USER root. */
function earlierUser(stage: StageFacts): string | undefined {
  let found = stage.image?.user;
  for (const at of chainOf(stage))
    for (const instruction of at.instructions) {
      const { user } = at.stateBefore(instruction);
      if (user !== undefined && !isRoot(user)) found = user;
    }
  return found === undefined || isRoot(found) ? undefined : found;
}

/** Names that RUN lines add; more than one stands also for a name that cannot be read. */
function createdAccounts(stage: StageFacts): readonly string[] {
  const names = new Set<string>();
  for (const command of chainOf(stage).flatMap(accountCommands)) {
    const name = command.args.at(-1)?.value ?? '';
    if (!/^[a-z_][a-z0-9_-]*$/.test(name) || namesGroup(command)) return UNREADABLE;
    names.add(name);
  }
  return [...names];
}

/** `adduser NAME GROUP`, where the word before the last is no option's value. */
function namesGroup({ name, args }: ShellCommand): boolean {
  const [option, before] = [args.at(-3)?.value ?? '', args.at(-2)?.value ?? '-'];
  return (
    name === 'adduser' &&
    !before.startsWith('-') &&
    (!option.startsWith('-') || /^-[DSHq]+$|^--(?:system|quiet)$/.test(option))
  );
}

function accountCommands(stage: StageFacts): readonly ShellCommand[] {
  return stage.instructions
    .filter(({ keyword, source }) => keyword === 'RUN' && /\b(?:adduser|useradd)\b/.test(source))
    .flatMap((instruction) => stage.scriptOf(instruction)?.commands ?? [])
    .filter(({ name }) => name === 'adduser' || name === 'useradd');
}

const UNREADABLE: readonly string[] = ['', ''];

/** The stage and what it is built FROM, the oldest first. */
export function chainOf(stage: StageFacts): readonly StageFacts[] {
  return stage.parent === undefined ? [stage] : [...chainOf(stage.parent), stage];
}

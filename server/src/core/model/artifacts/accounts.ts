/** Whether a user can exist in a stage: by its base image, by what its RUN instructions add, by files that are copied in. */
import type { Instruction } from '../../syntax/nodes';
import { copyView, mountsOf } from '../../syntax/views';
import type { StageFacts } from '../facts';
import { packageInstallOf } from '../commands/installs';
import { isWithin } from './effects';
import { destinationOf, pathOf, effectsAt, rootOf } from './stageFiles';

/** False only when no account of the name can exist at the end of the stage. */
export function mayHaveUser(stage: StageFacts, name: string): boolean {
  if (name === 'root') return true;
  const root = rootOf(stage);
  if (root.base.kind === 'stage' || imageMayHave(root, name)) return true;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    if (at.triggers.length > 0) return true;
    for (const instruction of at.instructions) if (mayAddUser(at, instruction, name)) return true;
  }
  return false;
}

/** True when a RUN of the stage itself adds the account by name. */
export function addsUser(stage: StageFacts, name: string): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      instruction.source.includes(name) &&
      stage
        .scriptOf(instruction)
        ?.commands.some(
          (command) =>
            (command.name === 'useradd' || command.name === 'adduser') &&
            command.args.some((word) => word.value === name),
        ) === true,
  );
}

function imageMayHave(stage: StageFacts, name: string): boolean {
  if (stage.base.kind === 'scratch') return false;
  if (stage.base.kind !== 'image') return true;
  return stage.image?.accounts?.includes(name) !== false || (stage.rootReference ?? '').includes('onbuild');
}

function mayAddUser(stage: StageFacts, instruction: Instruction, name: string): boolean {
  switch (instruction.keyword) {
    case 'RUN':
      return runMayAdd(stage, instruction, name);
    case 'ADD': {
      const to = destinationOf(stage, instruction);
      return to === undefined || isWithin('/etc/passwd', to.path);
    }
    case 'COPY': {
      const to = destinationOf(stage, instruction);
      if (to === undefined || to.path === '/etc' || to.path === '/etc/passwd') return true;
      return (
        to.path === '/' &&
        copyView(instruction).sources.some((source) => mayHoldEtc(stage, instruction, source.value))
      );
    }
    default:
      return false;
  }
}

/** A single file goes into the root under its own name. */
function mayHoldEtc(stage: StageFacts, instruction: Instruction, source: string): boolean {
  if (copyView(instruction).from === undefined) return !/[\w-]\.[a-z]\w{0,4}$/.test(source);
  const path = pathOf(stage, instruction, source);
  return path === undefined || /^\/(?:|root\w*|out|etc|fs|build|dist|target)$|rootfs|[*?[]/.test(path);
}

function runMayAdd(stage: StageFacts, instruction: Instruction, name: string): boolean {
  const { source } = instruction;
  if (source.includes(name)) return true;
  if (/passwd|useradd|adduser|newusers|systemd-sysusers/.test(source)) {
    if (/(?:useradd|adduser)[^&;|]*\$/.test(source) || /passwd|newusers|sysusers/.test(source)) return true;
  }
  if (mountsOf(instruction).some(({ type }) => type === 'bind')) return true;
  const own = effectsAt(stage, instruction).some(
    (effect) => effect.kind === 'may-hold' && effect.path === '/',
  );
  if (own) return true;
  const commands = stage.scriptOf(instruction)?.commands;
  if (commands === undefined) return true;
  const known = BROUGHT.get(name);
  return commands.some((command) => {
    const install = packageInstallOf(command);
    if (install === undefined) return false;
    return install.hasUnknownPackages || install.packages.some((each) => known?.test(each.name) === true);
  });
}

/** Accounts that come with packages of another name. */
const BROUGHT: ReadonlyMap<string, RegExp> = new Map([
  ['mysql', /maria/],
  ['apache', /httpd/],
  ['www-data', /apache|nginx|php|lighttpd/],
  ['messagebus', /dbus|systemd/],
  ['sshd', /openssh|ssh/],
  ['git', /gitea|gitolite/],
  ['daemon', /./],
]);

/** Whom the artifacts belong to: a `chown` behind the build becomes a flag of the line that copies them. */
import { isWithin } from '../../model/artifacts/effects';
import { cleaned } from '../../model/state';
import type { ShellCommand } from '../../shell/nodes';
import type { Artifact, Plan, Project, Step } from './contract';

/** The owner of each artifact that a later line gives to somebody. */
export function ownersOf(project: Project, plan: Plan): ReadonlyMap<Artifact, { readonly owner: string }> {
  const owners = new Map<Artifact, { readonly owner: string }>();
  for (const step of project.steps) {
    for (const command of step.commands) {
      const change = ownershipOf(command, step);
      if (change === undefined || !isTaken(project, plan, change)) continue;
      for (const artifact of plan.artifacts)
        if (change.paths.some((path) => isWithin(artifact.to, path)))
          owners.set(artifact, { owner: change.owner });
    }
  }
  return owners;
}

/**
 * The step that makes an account and gives the artifacts to it, where one follows the build directly: the account is
 * then made in front of the copying, which can name it. Else `ends` itself.
 */
export function endsWithOwner(project: Project, artifacts: readonly Artifact[], ends: Step): Step {
  const next = project.steps.find(
    ({ index, instruction }) => index > ends.index && /^(?:RUN|COPY|ADD|WORKDIR)$/.test(instruction.keyword),
  );
  if (next === undefined || next.commands.length === 0) return ends;
  const folders = artifacts.map(({ to }) => to);
  const isOnlyOwning = next.commands.every((command) => {
    if (/^(?:useradd|adduser|groupadd|addgroup|set|mkdir)$/.test(command.name ?? '')) return true;
    const change = ownershipOf(command, next);
    return change?.paths.every((path) => folders.some((to) => isWithin(to, path))) === true;
  });
  const makesAccount = next.commands.some(({ name }) =>
    /^(?:useradd|adduser|groupadd|addgroup)$/.test(name ?? ''),
  );
  return isOnlyOwning && makesAccount && next.commands.some(({ name }) => name === 'chown') ? next : ends;
}

/** True for a `chown` of artifacts, and of folders that hold nothing of the running image but artifacts. */
export function isChownOfArtifacts(project: Project, plan: Plan, command: ShellCommand, step: Step): boolean {
  const change = ownershipOf(command, step);
  return change !== undefined && isTaken(project, plan, change);
}

/** The copying stands where the build ended, and can only name an account that is there by then. */
function isTaken({ steps }: Project, plan: Plan, { owner, paths }: Ownership): boolean {
  const names = owner.split(':');
  const isMadeLater = steps.some(
    ({ index, commands }) =>
      index > plan.ends.index &&
      commands.some(
        ({ name, args }) =>
          /^(?:useradd|adduser|groupadd|addgroup)$/.test(name ?? '') &&
          args.some(({ value }) => value !== undefined && names.includes(value)),
      ),
  );
  return !isMadeLater && isOfArtifacts(plan, paths);
}

function isOfArtifacts({ artifacts }: Plan, paths: readonly string[]): boolean {
  return paths.every((path) => path !== '/' && artifacts.some(({ to }) => isWithin(to, path)));
}

interface Ownership {
  readonly owner: string;
  readonly paths: readonly string[];
}

function ownershipOf({ name, args }: ShellCommand, { state }: Step): Ownership | undefined {
  if (name !== 'chown') return undefined;
  const [owner, ...operands] = args.filter(({ text }) => !text.startsWith('-')).map(({ value }) => value);
  if (owner === undefined || operands.length === 0 || !/^[\w.-]+(?::[\w.-]+)?$/.test(owner)) return undefined;
  const paths: string[] = [];
  for (const operand of operands) {
    if (operand === undefined || (!operand.startsWith('/') && state.workdir === undefined)) return undefined;
    paths.push(cleaned(operand.startsWith('/') ? operand : `${state.workdir ?? ''}/${operand}`));
  }
  return { owner, paths };
}

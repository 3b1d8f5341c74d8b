/** Tells whether the lock file of a package manager is certainly there when an instruction runs. */
import type { Instruction } from '../syntax/nodes';
import { mountsOf, optionOf } from '../syntax/views';
import { broadSource, contextSources } from './contextCopies';
import type { StageFacts } from './facts';
import type { Surroundings } from './surroundings';

/** The name of the lock file; undefined when there may be none, or when the manager has none. */
export function lockFileOf(
  manager: string,
  stage: StageFacts,
  until: Instruction,
  surroundings: Surroundings,
): string | undefined {
  const names = lockFilesByManager.get(manager) ?? [];
  return names.find((name) => isBrought(name, stage, until, surroundings));
}

const lockFilesByManager: ReadonlyMap<string, readonly string[]> = new Map([
  ['npm', ['package-lock.json', 'npm-shrinkwrap.json']],
  ['yarn', ['yarn.lock']],
  ['pnpm', ['pnpm-lock.yaml']],
  ['bun', ['bun.lock', 'bun.lockb']],
  ['deno', ['deno.lock']],
  ['pipenv', ['Pipfile.lock']],
  ['uv', ['uv.lock']],
  ['pdm', ['pdm.lock']],
  ['bundle', ['Gemfile.lock']],
  ['composer', ['composer.lock']],
  ['cargo', ['Cargo.lock']],
  ['swift', ['Package.resolved']],
  ['dart', ['pubspec.lock']],
  ['flutter', ['pubspec.lock']],
  ['shards', ['shard.lock']],
]);

/** A COPY that names it, or one whose pattern takes it in while nothing says that the context lacks it. */
function isBrought(name: string, stage: StageFacts, until: Instruction, surroundings: Surroundings): boolean {
  const isListed = surroundings.contextEntries?.has(name);
  for (let holder: StageFacts | undefined = stage; holder !== undefined; holder = holder.parent)
    for (const instruction of holder.instructions) {
      if (holder === stage && instruction === until) return bindsFile(instruction, name);
      for (const source of contextSources(instruction)) {
        const path = source.value.replace(/^\.?\//, '');
        if (path === name || path.endsWith(`/${name}`)) return true;
        if (isListed === true && source === broadSource(instruction)) return true;
        if (isListed !== false && isPatternFor(path, name)) return true;
      }
    }
  return false;
}

/** `package*.json`, `*.lock`. */
function isPatternFor(path: string, name: string): boolean {
  const last = path.replace(/^.*\//, '');
  if (!last.includes('*') || last === '*') return false;
  const pattern = last
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(name);
}

function bindsFile(run: Instruction, name: string): boolean {
  return mountsOf(run).some(
    (mount) => mount.type === 'bind' && optionOf(mount, 'source', 'src')?.value?.endsWith(name) === true,
  );
}

/** Ends the programs that a program has started, and leaves itself alone; by what Linux tells of processes. */
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly id: number;
  readonly parent: number;
  readonly group: number;
}

/**
 * Kills what runs below a program in process groups of its own, as the commands of a build do; the helpers that it
 * shares its own group with stay. `cannot-be-told` where the system says nothing of its processes.
 */
export function endStartedBy(program: number): 'asked' | 'cannot-be-told' {
  const all = processes();
  const itself = all?.find(({ id }) => id === program);
  if (all === undefined || itself === undefined) return 'cannot-be-told';
  const below = new Set([program]);
  // A child may be listed before its parent, so one pass may not be enough.
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const { id, parent } of all) if (below.has(parent)) below.add(id);
  }
  for (const { id, group } of all) {
    if (!below.has(id) || group === itself.group) continue;
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It has gone meanwhile.
    }
  }
  return 'asked';
}

/** Undefined where there is no such list. */
function processes(): readonly Process[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .flatMap((name) => processOf(name) ?? []);
  } catch {
    return undefined;
  }
}

/** `/proc/PID/stat` (proc(5)): number, name in parentheses, state, parent, process group. The name may hold anything. */
function processOf(name: string): Process | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    const [, parent, group] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { id: Number(name), parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}

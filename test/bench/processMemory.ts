/** How much memory a server needs, with everything that it has started. */
import { readdirSync, readFileSync } from 'node:fs';
import { missing, measured, type Outcome } from './outcome';

/** Resident memory of a process and all its descendants, in bytes; read from /proc. */
export function memoryOfTree(root: number): Outcome<number> {
  const parents = parentsByProcess();
  if (!parents.has(root)) return missing('not measured (no /proc)');
  let total = 0;
  for (const pid of parents.keys()) if (isInTree(pid, root, parents)) total += residentMemory(pid);
  return measured(total);
}

function parentsByProcess(): ReadonlyMap<number, number> {
  const parents = new Map<number, number>();
  for (const pid of processes()) {
    const parent = /^PPid:\s+(\d+)$/m.exec(statusOf(pid))?.[1];
    if (parent !== undefined) parents.set(pid, Number(parent));
  }
  return parents;
}

function isInTree(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined; at = parents.get(at)) if (at === root) return true;
  return false;
}

function residentMemory(pid: number): number {
  return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1] ?? 0);
}

function processes(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended in between. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  } catch {
    return '';
  }
}

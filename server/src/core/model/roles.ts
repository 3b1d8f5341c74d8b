/** The part a stage plays in what is shipped; every rule judges by it. */

/** See stage-model: where several apply, the first of this list wins. */
export const ROLES = ['final', 'base', 'builder', 'target', 'unreachable'] as const;

export type Role = (typeof ROLES)[number];

/** What a role depends on: who is built from whom, and who takes files from whom. Indexes of stages. */
export interface StageLinks {
  readonly name: string | undefined;
  /** The stages it is, or may be, built FROM. */
  readonly parents: readonly number[];
  /** The stages it copies or mounts from. */
  readonly producers: readonly number[];
}

/** One role a stage, by the table of the stage model. `finals` are the shipped stages. */
export function rolesOf(stages: readonly StageLinks[], finals: readonly number[]): Role[] {
  if (stages.length === 1 && finals.length === 1) return ['final'];
  const roles = new Array<Role | undefined>(stages.length);
  for (const index of finals) roles[index] = 'final';
  for (const index of finals) mark(ancestors(stages, index), 'base', roles);
  mark(needed(stages, roles), 'builder', roles);
  const named = stages.flatMap((stage, index) =>
    roles[index] === undefined && stage.name !== undefined ? [index] : [],
  );
  for (const index of named) roles[index] = 'target';
  mark(needed(stages, roles), 'target', roles);
  return stages.map((_, index) => roles[index] ?? 'unreachable');
}

function mark(indexes: Iterable<number>, role: Role, roles: (Role | undefined)[]): void {
  for (const index of indexes) roles[index] ??= role;
}

function ancestors(stages: readonly StageLinks[], index: number): Set<number> {
  const found = new Set<number>();
  const open = [index];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const parent of stages[at]?.parents ?? [])
      if (!found.has(parent)) {
        found.add(parent);
        open.push(parent);
      }
  return found;
}

/** Everything that a stage with a role needs, directly or not. */
function needed(stages: readonly StageLinks[], roles: readonly (Role | undefined)[]): Set<number> {
  const found = new Set<number>();
  const open: number[] = [];
  for (let index = 0; index < stages.length; index++) if (roles[index] !== undefined) open.push(index);
  const add = (next: number): void => {
    if (roles[next] !== undefined || found.has(next)) return;
    found.add(next);
    open.push(next);
  };
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    stages[at]?.parents.forEach(add);
    stages[at]?.producers.forEach(add);
  }
  return found;
}

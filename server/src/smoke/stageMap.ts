/** Finds the instruction that a piece of the engine's evidence is about. */
import type { SmokeInstruction, SmokeStage } from './input';

export interface Place {
  readonly stage: SmokeStage;
  readonly instruction: SmokeInstruction;
}

/** The stage that is built: by name, as BuildKit compares it, or by index; the last one when nothing is chosen. */
export function targetStage(
  stages: readonly SmokeStage[],
  target: string | undefined,
): SmokeStage | undefined {
  if (target === undefined || target === '') return stages.at(-1);
  const wanted = target.toLowerCase();
  const named = stages.findLast((stage) => stage.name?.toLowerCase() === wanted);
  if (named !== undefined) return named;
  return /^\d+$/u.test(target) ? stages[Number(target)] : undefined;
}

/** The stages a stage is built FROM, itself last: what its image holds was made by these. */
export function lineage(stages: readonly SmokeStage[], stage: SmokeStage): readonly SmokeStage[] {
  const parent = stage.parent === undefined ? undefined : stages[stage.parent];
  // A stage can only be built FROM one above it, so this ends.
  return parent === undefined || parent.index >= stage.index ? [stage] : [...lineage(stages, parent), stage];
}

/** The place of the instruction that covers a zero-based line. */
export function placeOfLine(stages: readonly SmokeStage[], line: number): Place | undefined {
  for (const stage of stages) {
    const instruction = stage.instructions.find((entry) => entry.line <= line && line <= entry.endLine);
    if (instruction !== undefined) return { stage, instruction };
  }
  return undefined;
}

/** The stages without which a stage cannot be built, itself among them, in the order of the Dockerfile. */
export function neededStages(stages: readonly SmokeStage[], stage: SmokeStage): readonly SmokeStage[] {
  const needed = new Set<SmokeStage>();
  const waiting = [stage];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    for (const index of [next.parent, ...next.takesFrom]) {
      const other = index === undefined ? undefined : stages[index];
      if (other !== undefined) waiting.push(other);
    }
  }
  return stages.filter((each) => needed.has(each));
}

/** The keywords that BuildKit makes numbered build steps of (dockerfile2llb/convert.go). */
export const NUMBERED: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

/**
 * The place of a build step by its name: `[2/5] RUN …`, `[build 2/5] RUN …`, `[linux/amd64 stage-1 2/5] RUN …`.
 * The number counts the steps of the stage, its base image being the first one unless it is scratch or another stage.
 */
export function placeOfStep(stages: readonly SmokeStage[], name: string): Place | undefined {
  const [, head = '', number, text = ''] = /^\[(?:([^\]]*) )?(\d+)\/\d+\] (.*)$/su.exec(name) ?? [];
  if (number === undefined) return undefined;
  const stage = stageOfHead(stages, head);
  if (stage === undefined) return undefined;
  const keyword = (/^[A-Z]+/u.exec(text)?.[0] ?? '').toUpperCase();
  if (keyword === 'FROM') return first(stage);
  const hasBaseStep = stage.parent === undefined && !stage.isScratch;
  const numbered = stage.instructions.filter((instruction) => NUMBERED.has(instruction.keyword));
  const counted = numbered[Number(number) - (hasBaseStep ? 2 : 1)];
  if (counted?.keyword === keyword && resembles(counted, text)) return { stage, instruction: counted };
  // The count is off when the base image brings triggers (ONBUILD) of its own; then the words have to tell.
  const alike = numbered.filter(
    (instruction) => instruction.keyword === keyword && resembles(instruction, text),
  );
  const instruction = alike.length === 1 ? alike[0] : counted?.keyword === keyword ? counted : undefined;
  return instruction === undefined ? undefined : { stage, instruction };
}

function first(stage: SmokeStage): Place | undefined {
  const instruction = stage.instructions[0];
  return instruction === undefined ? undefined : { stage, instruction };
}

/** An only stage without a name is not named in the step; other nameless ones are `stage-2`. A platform may stand before. */
function stageOfHead(stages: readonly SmokeStage[], head: string): SmokeStage | undefined {
  const name = head.split(' ').at(-1) ?? '';
  const named = stages.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase());
  if (named !== undefined) return named;
  const index = /^stage-(\d+)$/u.exec(name)?.[1];
  if (index !== undefined) return stages[Number(index)];
  return stages.length === 1 ? stages[0] : undefined;
}

/** BuildKit expands variables and joins lines, so only the first words without any are compared. */
function resembles(instruction: SmokeInstruction, text: string): boolean {
  const words = wordsOf(instruction.text);
  const shown = wordsOf(text);
  const fixed = words.findIndex((word) => /[$"'<[]/u.test(word) || word.startsWith('--'));
  const count = Math.min(fixed === -1 ? words.length : fixed, 4, shown.length);
  return words.slice(1, count).every((word, at) => word === shown[at + 1]);
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/[\\`][ \t]*\r?\n/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
}

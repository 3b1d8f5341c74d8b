/** Binds the refactorings to an analysis, and holds each result to its word before anybody sees it. */
import { analyze, type Analysis } from './analysis';
import { refactorings } from './refactor/index';
import type { Refactoring, RefactoringKind, RefactorPlace } from './refactor/refactoring';
import { REFUSALS, type Refusal } from './refactor/refusal';
import { keepsBuild } from './refactor/sameBuild';
import type { Span } from './text/span';
import { applyEdits, type TextEdit } from './text/textEdit';

export interface OfferedRefactoring {
  readonly id: string;
  readonly kind: RefactoringKind;
  readonly title: string;
}

export type RefactorResult = RefactorEdits | RefactorRefusal;

export interface RefactorEdits {
  readonly kind: 'refactored';
  readonly edits: readonly TextEdit[];
  /** Of the text after the edits. */
  readonly analysis: Analysis;
  /** Where, in the text after the edits, a new stage's name stands that the user may want to change. */
  readonly newName: Span | undefined;
}

export interface RefactorRefusal {
  readonly kind: 'refused';
  readonly reason: Refusal;
  /** One or two sentences. */
  readonly message: string;
  /** The place that stands in the way, in the text as it is. */
  readonly at: Span | undefined;
}

/** What fits the shape of the selection; cheap, so that an editor may ask with every move of the caret. Never throws. */
export function offeredRefactorings(analysis: Analysis, selection: Span): readonly OfferedRefactoring[] {
  const place = placeOf(analysis, selection);
  if (place === undefined) return [];
  return refactorings.flatMap((refactoring) => {
    const title = quietly(() => refactoring.offer(place));
    return title === undefined ? [] : [{ id: refactoring.id, kind: refactoring.kind, title }];
  });
}

/**
 * Works out one refactoring. Undefined for one that is not offered there. A result that would have a warning or an error
 * which the file has not now is refused, and so is one that would build other stages than it says.
 */
export function refactor(analysis: Analysis, id: string, selection: Span): RefactorResult | undefined {
  const place = placeOf(analysis, selection);
  const refactoring = refactorings.find((each) => each.id === id);
  if (place === undefined || refactoring === undefined) return undefined;
  if (quietly(() => refactoring.offer(place)) === undefined) return undefined;
  return worked(analysis, refactoring, place);
}

function worked(
  analysis: Analysis,
  refactoring: Refactoring,
  place: RefactorPlace,
): RefactorResult | undefined {
  const outcome = quietly(() => refactoring.work(place));
  if (outcome === undefined) return undefined;
  if (outcome.kind === 'refused') return refusal(outcome.reason, outcome.at);
  const { surroundings, configuration } = analysis;
  const text = applyEdits(analysis.text, outcome.edits);
  const after = analyze(text, { surroundings, configuration, previous: analysis });
  if (!keepsBuild(analysis.facts, after.facts, outcome.keeps ?? []))
    return refusal('changes-build', undefined);
  const problem = newProblem(analysis, after);
  if (problem !== undefined)
    return { ...refusal('brings-problem', undefined), message: `${REFUSALS['brings-problem']} ${problem}` };
  const stage = after.facts.stages.find(({ name }) => name !== undefined && name === outcome.newStage);
  const newName =
    stage?.nameWord === undefined ? undefined : after.dockerfile.absolute(stage.from, stage.nameWord.span);
  return { kind: 'refactored', edits: outcome.edits, analysis: after, newName };
}

function refusal(reason: Refusal, at: Span | undefined): RefactorRefusal {
  return { kind: 'refused', reason, message: REFUSALS[reason], at };
}

/** Undefined for the input of a template engine and for files that are too long to be judged. */
function placeOf({ facts, surroundings }: Analysis, selection: Span): RefactorPlace | undefined {
  if (facts.templateMark !== undefined || facts.firstUnjudged !== undefined) return undefined;
  return { file: facts, surroundings, selection };
}

/** The first warning or error of a rule that has more of them afterwards. */
function newProblem(before: Analysis, after: Analysis): string | undefined {
  const known = new Map<string, number>();
  for (const { level, rule } of before.findings)
    if (isProblem(level)) known.set(rule, (known.get(rule) ?? 0) + 1);
  for (const { level, rule, message } of after.findings) {
    if (!isProblem(level)) continue;
    const left = known.get(rule) ?? 0;
    if (left === 0) return message;
    known.set(rule, left - 1);
  }
  return undefined;
}

function isProblem(level: string): boolean {
  return level === 'error' || level === 'warning';
}

/** A refactoring that fails loses only itself. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

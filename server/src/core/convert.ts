/** The façade over the conversion to multi-stage: what was drafted is judged by the linter before it is handed out. */
import { analyze, type Analysis } from './analysis';
import type { Finding } from './lint/finding';
import type { StageFacts } from './model/facts';
import { refusal } from './refactor/convert/contract';
import { changesBetween, type Change } from './refactor/convert/changes';
import { shippedCompile } from './model/shippedCompile';
import {
  draftConversion,
  type Answers,
  type Choice,
  type Draft,
  type Refusal,
} from './refactor/convert/index';

export type { Change } from './refactor/convert/changes';
export type { Answers, Choice, Refusal, RefusalReason } from './refactor/convert/index';

export interface Conversion {
  readonly kind: 'converted';
  /** `Go`. */
  readonly ecosystem: string;
  /** The whole new file. */
  readonly text: string;
  /** Sentences for the person who reads the result. */
  readonly explanation: readonly string[];
  /** In which fields of its configuration the running image will differ. */
  readonly changes: readonly Change[];
  /** What was open, and which answer was taken. */
  readonly choices: readonly Choice[];
}

export interface ConvertOptions {
  /** Name or index of the stage; the final one when left out. */
  readonly stage?: string | undefined;
  readonly answers?: Answers;
}

/** Pure and deterministic; never throws for any text. */
export function convertToMultiStage(analysis: Analysis, options: ConvertOptions = {}): Conversion | Refusal {
  const { stage: wanted, answers = {} } = options;
  const { stages } = analysis.facts;
  const stage =
    wanted === undefined
      ? (stages.findLast(({ role }) => role === 'final') ?? stages.at(-1))
      : (stages.findLast(({ name }) => name?.toLowerCase() === wanted.toLowerCase()) ??
        stages[Number(wanted)]);
  if (stage === undefined)
    return refusal(
      'no-such-stage',
      wanted === undefined ? 'There is no stage.' : `There is no stage ${wanted}.`,
    );
  const draft = draftConversion(analysis.facts, stage, analysis.surroundings, answers);
  if (draft.kind === 'refused') return draft;
  const first = judged(analysis, stage, draft);
  if (first.kind === 'converted' || answers.runtimeBase !== undefined) return first;
  // Another base may do what the first one does not.
  const [base] = draft.choices.filter(({ id }) => id === 'runtimeBase');
  for (const { value: runtimeBase } of base?.answers.slice(1) ?? []) {
    const other = draftConversion(analysis.facts, stage, analysis.surroundings, { ...answers, runtimeBase });
    const conversion = other.kind === 'refused' ? other : judged(analysis, stage, other);
    if (conversion.kind === 'converted') return conversion;
  }
  return first;
}

function judged(before: Analysis, stage: StageFacts, draft: Draft): Conversion | Refusal {
  const { surroundings, configuration } = before;
  const after = analyze(draft.text, { surroundings, configuration });
  const problem = unproven(before, after);
  if (problem !== undefined) return problem;
  // The build stage stands where the stage stood, and the running one behind it.
  const running = after.facts.stages[stage.index + 1];
  return {
    ...draft,
    kind: 'converted',
    changes: running === undefined ? [] : changesBetween(stage, running),
  };
}

/** Whether a stage ships what it compiles, so that converting it is worth a try; cheap enough for every move of a caret. */
export function isConversionOffered({ facts }: Analysis, stage: number): boolean {
  const found = facts.stages[stage];
  return found?.consumers.length === 0 && shippedCompile(found) !== undefined;
}

/**
 * The result is judged as any file is: neither of the two stages has an error or a warning that the one stage had not, so
 * that none is left that ships what it compiles.
 */
function unproven(before: Analysis, after: Analysis): Refusal | undefined {
  const known = new Map<string, number>();
  for (const { rule } of grave(before)) known.set(rule, (known.get(rule) ?? 0) + 1);
  // That the stage compiles is told in its place, so these packages are nothing new.
  const isTold = known.has('prefer-multi-stage');
  const found = new Map<string, number>();
  for (const { rule, stage, message } of grave(after)) {
    if (isTold && rule === 'no-build-tools-in-final-stage') continue;
    const key = `${rule} ${String(stage?.index)}`;
    const count = (found.get(key) ?? 0) + 1;
    if (count > (known.get(rule) ?? 0))
      return refusal('unproven', `The result would bring a new finding: ${message}`);
    found.set(key, count);
  }
  return undefined;
}

function grave({ findings }: Analysis): readonly Finding[] {
  return findings.filter(({ level }) => level === 'error' || level === 'warning');
}

/** The façade over the conversion to multi-stage: what was drafted is judged by the linter before it is handed out. */
import { analyze, type Analysis } from './analysis';
import { refusal } from './refactor/convert/contract';
import { changesBetween, type Change } from './refactor/convert/changes';
import { shippedCompile } from './model/shippedCompile';
import { draftConversion, type Answers, type Choice, type Refusal } from './refactor/convert/index';

export type { Change } from './refactor/convert/changes';
export type {
  Answers,
  Choice,
  ChoiceAnswer,
  ChoiceId,
  Refusal,
  RefusalReason,
} from './refactor/convert/index';

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
  const { surroundings, configuration } = analysis;
  const after = analyze(draft.text, { surroundings, configuration });
  const problem = unproven(analysis, after);
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

/** The result is judged as any file is: no error, no new warning, and no stage left that ships what it compiles. */
function unproven(before: Analysis, after: Analysis): Refusal | undefined {
  const known = countsOf(before);
  for (const [rule, count] of countsOf(after))
    if (count > (known.get(rule) ?? 0)) {
      const finding = after.findings.find((each) => each.rule === rule);
      return refusal('unproven', `The result would bring a new finding: ${finding?.message ?? rule}`);
    }
  return undefined;
}

function countsOf({ findings }: Analysis): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, level } of findings)
    if (level === 'error' || level === 'warning') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

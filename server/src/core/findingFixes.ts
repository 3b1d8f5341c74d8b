/** The fixes of a finding, the conversion to multi-stage among them, which judges its own result and so lies above the rules. */
import type { Analysis } from './analysis';
import { convertToMultiStage } from './convert';
import type { Finding, LocatedFix } from './lint/finding';
import { difference } from './text/difference';

/** The rules whose findings a conversion takes away. */
const CONVERTED: ReadonlySet<string> = new Set([
  'prefer-multi-stage',
  'no-build-tools-in-final-stage',
  'no-sdk-base-in-final-stage',
]);

/** Worked out anew on each call but for the conversion, which is kept as long as the analysis. */
export function fixesOfFinding(analysis: Analysis, finding: Finding): readonly LocatedFix[] {
  const own = analysis.fixesOf(finding);
  if (!CONVERTED.has(finding.rule) || finding.stage === undefined) return own;
  const conversion = conversionOf(analysis, finding.stage.index);
  return conversion === undefined ? own : [...own, conversion];
}

const conversions = new WeakMap<Analysis, Map<number, LocatedFix | undefined>>();

function conversionOf(analysis: Analysis, stage: number): LocatedFix | undefined {
  let known = conversions.get(analysis);
  if (known === undefined) {
    known = new Map();
    conversions.set(analysis, known);
  }
  if (!known.has(stage)) known.set(stage, workedOut(analysis, stage));
  return known.get(stage);
}

function workedOut(analysis: Analysis, stage: number): LocatedFix | undefined {
  const result = convertToMultiStage(analysis, { stage: String(stage) });
  if (result.kind === 'refused') return undefined;
  return {
    title: `Convert to multi-stage (${result.ecosystem})`,
    safety: 'suggestion',
    edits: difference(analysis.text, result.text),
    newFiles: [],
  };
}

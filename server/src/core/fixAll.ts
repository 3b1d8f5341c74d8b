/** Applies every fix that may be applied until none is left, for `--fix` and for "fix all" in an editor. */
import { analyze, type Analysis, type AnalyzeOptions } from './analysis';
import { fixesOfFinding } from './findingFixes';
import type { Finding, LocatedFix } from './lint/finding';
import type { Safety } from './lint/rule';
import { TakenEdits } from './takenEdits';
import { applyEdits } from './text/textEdit';

/** Fixes that make way for others are taken up in the next round; a pair that undoes each other ends here. */
const MOST_ROUNDS = 12;
/** A round that has to be taken back is tried again with half of its fixes. Beyond this many analyses it is left at that. */
const MOST_ANALYSES = 60;

export interface FixAllOptions extends AnalyzeOptions {
  /** `suggestion` takes the first suggestion of a finding without a safe fix as well. `safe` when left out. */
  readonly upTo?: Safety;
  /** Which findings to mend, judged anew in every round; all when left out. */
  readonly isWanted?: (finding: Finding, analysis: Analysis) => boolean;
}

export interface FixAllResult {
  readonly text: string;
  /** Titles of the fixes, in the order of their application. */
  readonly applied: readonly string[];
  /** Of `text`. */
  readonly analysis: Analysis;
}

/**
 * In each round the fix of an earlier finding comes before one of a later finding that touches it. No fix is made that
 * writes a new file, or that brings an error which was not there. `options.previous` saves the first analysis' work.
 */
export function fixAll(text: string, options: FixAllOptions = {}): FixAllResult {
  const applied: string[] = [];
  const seen = new Set([text]);
  const run: Run = { options, refused: new Set(), analysesLeft: MOST_ANALYSES };
  let analysis = analyze(text, options);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = nextStep(analysis, run);
    if (step === undefined || seen.has(step.analysis.text)) break;
    seen.add(step.analysis.text);
    applied.push(...step.fixes.map(({ title }) => title));
    analysis = step.analysis;
  }
  return { text: analysis.text, applied, analysis };
}

interface Run {
  readonly options: FixAllOptions;
  /** Fixes that brought an error, by their title. */
  readonly refused: Set<string>;
  analysesLeft: number;
}

interface Step {
  readonly fixes: readonly LocatedFix[];
  /** Of the text after them. */
  readonly analysis: Analysis;
}

/** As many fixes as can be made at once; undefined when there are none. */
function nextStep(before: Analysis, run: Run): Step | undefined {
  let fixes = compatibleFixes(before, run);
  while (fixes.length > 0 && run.analysesLeft-- > 0) {
    const edits = fixes.flatMap((fix) => fix.edits);
    const after = analyze(applyEdits(before.text, edits), { ...run.options, previous: before });
    if (!hasNewError(before, after)) return { fixes, analysis: after };
    const [first] = fixes;
    if (fixes.length === 1 && first !== undefined) {
      run.refused.add(first.title);
      fixes = compatibleFixes(before, run);
    } else {
      fixes = fixes.slice(0, fixes.length >> 1);
    }
  }
  return undefined;
}

/** The first fix of each finding that may be applied, as far as no edit of one touches an edit of another. */
function compatibleFixes(analysis: Analysis, { options, refused }: Run): readonly LocatedFix[] {
  const { upTo = 'safe', isWanted } = options;
  const fixes: LocatedFix[] = [];
  const taken = new TakenEdits();
  const names = new NamesOfRound();
  for (const finding of analysis.findings) {
    if (isWanted?.(finding, analysis) === false) continue;
    // What it is about is being replaced, most likely by the fix of its twin: "rename everywhere" serves many findings.
    if (taken.replaces(analysis.locate(finding.at))) continue;
    // A conversion is a suggestion, and costs an analysis to work out.
    const possible = upTo === 'suggestion' ? fixesOfFinding(analysis, finding) : analysis.fixesOf(finding);
    const fix = chosenFix(possible, upTo, refused);
    if (fix === undefined) continue;
    // The whole of a fix must be free, or it waits.
    if (fix.edits.some((edit) => taken.isInConflict(edit))) continue;
    if (names.isInConflict(fix)) continue;
    fixes.push(fix);
    for (const edit of fix.edits) taken.add(edit);
    names.add(fix);
  }
  return fixes;
}

function chosenFix(
  fixes: readonly LocatedFix[],
  upTo: Safety,
  refused: ReadonlySet<string>,
): LocatedFix | undefined {
  const possible = fixes.filter(
    ({ title, edits, newFiles }) => edits.length > 0 && newFiles.length === 0 && !refused.has(title),
  );
  const safe = possible.find(({ safety }) => safety === 'safe');
  return safe ?? (upTo === 'suggestion' ? possible[0] : undefined);
}

/**
 * Names that fixes write. Two that were worked out on the same text may have chosen one free name for two stages, or one
 * writes a name as it is while the other changes its case.
 */
class NamesOfRound {
  private readonly given = new Set<string>();
  private readonly spelling = new Map<string, string>();

  isInConflict({ edits }: LocatedFix): boolean {
    return edits.some(({ newText }) => {
      const name = stageNameIn(newText);
      if (name !== undefined) return this.given.has(name);
      const known = this.spelling.get(newText.toLowerCase());
      return known !== undefined && known !== newText;
    });
  }

  add({ edits }: LocatedFix): void {
    for (const { newText } of edits) {
      const name = stageNameIn(newText);
      if (name !== undefined) this.given.add(name);
      else if (/^[\w.-]+$/.test(newText)) this.spelling.set(newText.toLowerCase(), newText);
    }
  }
}

/** `build` in ` AS build`. */
function stageNameIn(newText: string): string | undefined {
  return /(?:^|\s)AS\s+(\S+)\s*$/i.exec(newText)?.[1]?.toLowerCase();
}

function hasNewError(before: Analysis, after: Analysis): boolean {
  if (after.failures.length > before.failures.length) return true;
  const known = errorsByRule(before);
  for (const [rule, count] of errorsByRule(after)) if (count > (known.get(rule) ?? 0)) return true;
  return false;
}

function errorsByRule({ findings }: Analysis): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, level } of findings)
    if (level === 'error') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** Applies every safe fix until none is left, for `--fix` and for "fix all" in an editor. */
import { analyze, type Analysis, type AnalyzeOptions } from './analysis';
import { applyEdits, type TextEdit } from './text/textEdit';
import type { LocatedFix } from './lint/finding';

/** A fix that makes way for another one is taken up in the next round; a pair that undoes each other ends here. */
const MAX_ROUNDS = 10;

export interface FixAllResult {
  readonly text: string;
  /** Titles of the fixes, in the order of their application. */
  readonly applied: readonly string[];
}

/** Only `safe` fixes, and of them only those that write no new file. `options.previous` saves the first analysis' work. */
export function fixAll(text: string, options: AnalyzeOptions = {}): FixAllResult {
  const applied: string[] = [];
  const seen = new Set([text]);
  let analysis = analyze(text, options);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const fixes = compatibleFixes(analysis);
    const next = applyEdits(
      analysis.text,
      fixes.flatMap((fix) => fix.edits),
    );
    if (seen.has(next)) break;
    seen.add(next);
    applied.push(...fixes.map((fix) => fix.title));
    analysis = analyze(next, { ...options, previous: analysis });
  }
  return { text: analysis.text, applied };
}

/** The first safe fix of each finding, as far as no edit of one touches an edit of another. */
function compatibleFixes(analysis: Analysis): readonly LocatedFix[] {
  const taken: LocatedFix[] = [];
  const takenEdits: TextEdit[] = [];
  for (const finding of analysis.findings) {
    const fix = analysis.fixesOf(finding).find(isAppliedUnasked);
    if (fix === undefined) continue;
    // One fix can serve several findings, "rename everywhere" for one: the whole of it must be free, or it waits.
    if (fix.edits.some((edit) => takenEdits.some((other) => areInConflict(edit, other)))) continue;
    taken.push(fix);
    takenEdits.push(...fix.edits);
  }
  return taken;
}

function isAppliedUnasked(fix: LocatedFix): boolean {
  return fix.safety === 'safe' && fix.edits.length > 0 && fix.newFiles.length === 0;
}

function areInConflict(a: TextEdit, b: TextEdit): boolean {
  // Two different whole lines that are inserted at one place, two ARGs for one, do not disturb each other.
  if (isLineInsertion(a) && isLineInsertion(b))
    return a.span.start === b.span.start && a.newText === b.newText;
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

function isLineInsertion(edit: TextEdit): boolean {
  return edit.span.start === edit.span.end && /^[^\n]*\n$/.test(edit.newText);
}

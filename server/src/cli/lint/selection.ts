/** Which findings of a run count: those of chosen rules, on changed lines, and not in the baseline. */
import type { Baseline } from '../baseline';
import { changedLater, type ChangedLines, type Changes } from '../changes';
import type { Selected } from '../lintFile';
import { lastLineOf, type PlacedFinding } from '../lintReport';
import type { RuleChoice } from './ruleChoice';

/** What narrows a run down; each part that is undefined narrows nothing. */
export interface Filters {
  readonly rules: RuleChoice | undefined;
  readonly changes: Changes | undefined;
  readonly baseline: Baseline | undefined;
}

/**
 * @param path the file's
 * @param original the text that the file holds; after fixes the selection is asked about later texts of it
 */
export function selectionFor(
  path: string,
  original: string,
  { rules, changes, baseline }: Filters,
): (findings: readonly PlacedFinding[], text: string) => Selected {
  const changed = changes?.of(path) ?? 'all';
  return (findings, text) => {
    const ofRules = rules === undefined ? findings : findings.filter((finding) => rules.includes(finding));
    const lines = changed === 'all' ? changed : changedLater(changed, original, text);
    const onLines = lines === 'all' ? ofRules : ofRules.filter(({ range }) => touches(range, lines));
    return baseline === undefined
      ? { fresh: onLines, known: undefined }
      : baseline.split(path, onLines, text.split('\n'));
  };
}

function touches(range: PlacedFinding['range'], lines: Exclude<ChangedLines, 'all'>): boolean {
  const last = lastLineOf(range);
  for (let line = range.start.line; line <= last; line++) if (lines.has(line)) return true;
  return false;
}

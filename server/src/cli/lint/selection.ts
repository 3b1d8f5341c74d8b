/** Which findings of a run count: those of chosen rules, those that a change is to blame for, and not those in the baseline. */
import type { Baseline } from '../baseline';
import { changedLater, type ChangedLines, type Changes } from '../changes';
import { fingerprintOf } from '../fingerprint';
import type { Selected } from '../lintFile';
import { type FileReport, lastLineOf, type PlacedFinding } from '../lintReport';
import type { RuleChoice } from './ruleChoice';

/** What narrows a run down; each part that is undefined narrows nothing. */
export interface Filters {
  readonly rules: RuleChoice | undefined;
  readonly changes: Changes | undefined;
  readonly baseline: Baseline | undefined;
}

/** Tells what an earlier version of the file is reported for; undefined when there is none to compare with. */
export type EarlierReport = () => Pick<FileReport, 'findings' | 'text'> | undefined;

/**
 * @param path the file's
 * @param original the text that the file holds; after fixes the selection is asked about later texts of it
 * @param earlier the file as it was before the changes
 */
export function selectionFor(
  path: string,
  original: string,
  { rules, changes, baseline }: Filters,
  earlier: EarlierReport,
): (findings: readonly PlacedFinding[], text: string) => Selected {
  const changed = changes?.of(path) ?? 'all';
  return (findings, text) => {
    const ofRules = rules === undefined ? findings : findings.filter((finding) => rules.includes(finding));
    const lines = changed === 'all' ? changed : changedLater(changed, original, text);
    const ofChange = lines === 'all' ? ofRules : changedFindings(ofRules, lines, text, earlier);
    return baseline === undefined
      ? { fresh: ofChange, known: undefined }
      : baseline.split(path, ofChange, text.split('\n'));
  };
}

/** On changed lines, and, on others, what was not there before: a USER that is deleted leaves no line to stand on. */
function changedFindings(
  findings: readonly PlacedFinding[],
  lines: Exclude<ChangedLines, 'all'>,
  text: string,
  earlier: EarlierReport,
): readonly PlacedFinding[] {
  const others = findings.filter(({ range }) => !touches(range, lines));
  if (others.length === 0) return findings;
  const before = earlier();
  const isNew = before === undefined ? () => false : newSince(before, others, text);
  return findings.filter((finding) => touches(finding.range, lines) || isNew(finding));
}

/**
 * Each earlier finding accounts for one of the present: first for one on an equal line, then for one of the same words in the
 * same stage, whose place alone has moved.
 */
function newSince(
  before: NonNullable<ReturnType<EarlierReport>>,
  findings: readonly PlacedFinding[],
  text: string,
): (finding: PlacedFinding) => boolean {
  const fresh = new Set(findings.filter(({ source }) => source !== ASKED_LATER));
  const oldLines = before.text.split('\n');
  const newLines = text.split('\n');
  let left: readonly PlacedFinding[] = before.findings;
  const account = (oldKey: KeyOf, newKey: KeyOf): void => {
    const counts = new Map<string, PlacedFinding[]>();
    for (const finding of left)
      counts.set(oldKey(finding), [...(counts.get(oldKey(finding)) ?? []), finding]);
    for (const finding of fresh) if (counts.get(newKey(finding))?.pop() !== undefined) fresh.delete(finding);
    left = [...counts.values()].flat();
  };
  account(
    (finding) => `${finding.rule} ${fingerprintOf(finding, oldLines)}`,
    (finding) => `${finding.rule} ${fingerprintOf(finding, newLines)}`,
  );
  account(byWords, byWords);
  return (finding) => fresh.has(finding);
}

type KeyOf = (finding: PlacedFinding) => string;

function byWords({ rule, message, stage }: PlacedFinding): string {
  return [rule, message, stage?.name ?? String(stage?.index)].join('\u0000');
}

/** What ShellCheck says of the earlier version is not asked for, and a script is judged by its own lines. */
const ASKED_LATER = 'shellcheck';

function touches(range: PlacedFinding['range'], lines: Exclude<ChangedLines, 'all'>): boolean {
  const last = lastLineOf(range);
  for (let line = range.start.line; line <= last; line++) if (lines.has(line)) return true;
  return false;
}

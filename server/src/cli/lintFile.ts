/** One Dockerfile's text to one report: analysis, fixes when asked for, and the places of every finding. */
import {
  analyze,
  type Analysis,
  type Configuration,
  fixAll,
  fixesOfFinding,
  type Finding,
  type LocatedFix,
  type Safety,
  suppressionReason,
  type Surroundings,
} from '../core/index';
import type { FileContent } from './io';
import type {
  FileReport,
  PlacedFinding,
  ReportedFinding,
  ReportedFix,
  SuppressedFinding,
} from './lintReport';

const BYTE_ORDER_MARK = '\ufeff';

/** What one file is judged with. */
export interface FileJudge {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
  /** The findings that count, and those that a baseline knows (undefined without one); all others are left out. */
  select(findings: readonly PlacedFinding[], text: string): Selected;
}

export interface Selected {
  readonly fresh: readonly PlacedFinding[];
  readonly known: readonly PlacedFinding[] | undefined;
}

/** A Dockerfile read for linting; `fixedContent` is what the file should hold afterwards, undefined when it should stay. */
export interface LintedFile {
  readonly report: FileReport;
  readonly fixedContent: string | undefined;
}

/** Reports only. */
export function lintContent(path: string, content: FileContent, judge: FileJudge): FileReport {
  if (content.kind === 'unreadable') return unreadable(path, content.reason);
  const { text } = withoutMark(content.text);
  if (isBinary(text)) return binary(path);
  return { ...judged(path, analyze(text, judge), judge), fixed: undefined };
}

/** Works out the fixes, and reports what is left after them; writing is the caller's. */
export function fixContent(path: string, content: FileContent, judge: FileJudge, upTo: Safety): LintedFile {
  const untouched = (): LintedFile => ({
    report: { ...lintContent(path, content, judge), fixed: [] },
    fixedContent: undefined,
  });
  if (content.kind === 'unreadable' || isBinary(content.text)) return untouched();
  if (!content.isUtf8) {
    const { report } = untouched();
    const note =
      'left as it is: it is not valid UTF-8, so that writing it could change other bytes than the fixes do';
    return { report: { ...report, notes: [...report.notes, note] }, fixedContent: undefined };
  }
  const { mark, text } = withoutMark(content.text);
  const { surroundings, configuration } = judge;
  const isWanted = wantedBy(judge);
  const fixed = fixAll(text, { surroundings, configuration, upTo, isWanted });
  return {
    report: { ...judged(path, fixed.analysis, judge), fixed: fixed.applied },
    fixedContent: fixed.text === text ? undefined : mark + fixed.text,
  };
}

/** Whether a finding counts; all of an analysis are selected at once. */
function wantedBy(judge: FileJudge): (finding: Finding, analysis: Analysis) => boolean {
  const selections = new WeakMap<Analysis, ReadonlySet<Finding>>();
  return (finding, analysis) => {
    let wanted = selections.get(analysis);
    if (wanted === undefined) {
      wanted = new Set(selectedFrom(analysis, judge).fresh);
      selections.set(analysis, wanted);
    }
    return wanted.has(finding);
  };
}

export function unreadable(path: string, reason: string): FileReport {
  return { ...NOTHING_KNOWN, path, error: reason };
}

const NOTHING_KNOWN: Omit<FileReport, 'path'> = {
  text: '',
  findings: [],
  known: undefined,
  suppressed: [],
  fixed: undefined,
  error: undefined,
  missingTarget: undefined,
  notes: [],
};

/** BuildKit skips the mark too (parser/parser.go, discardBOM), and editors do not count it. */
function withoutMark(content: string): { readonly mark: string; readonly text: string } {
  return content.startsWith(BYTE_ORDER_MARK)
    ? { mark: BYTE_ORDER_MARK, text: content.slice(BYTE_ORDER_MARK.length) }
    : { mark: '', text: content };
}

/** The test that git makes, on the whole text. */
function isBinary(text: string): boolean {
  return text.includes('\u0000');
}

/** One finding in place of the hundreds that its bytes, taken for instructions, would give. */
function binary(path: string): FileReport {
  const start = { line: 0, character: 0 };
  const finding: ReportedFinding = {
    rule: 'syntax/binary-file',
    level: 'error',
    message:
      'This file holds zero bytes, so it is not a Dockerfile; save it as UTF-8 text, or name it otherwise',
    range: { start, end: start },
    stage: null,
    source: 'syntax',
    related: [],
    fixes: [],
  };
  return { ...NOTHING_KNOWN, path, findings: [finding] };
}

function judged(path: string, analysis: Analysis, judge: FileJudge): Omit<FileReport, 'fixed'> {
  const { fresh, known } = selectedFrom(analysis, judge);
  return {
    path,
    text: analysis.text,
    findings: fresh.map((finding) => reported(finding, analysis)),
    known: known?.map((finding) => reported(finding, analysis)),
    suppressed: suppressedIn(analysis, judge),
    error: undefined,
    missingTarget: missingTarget(analysis),
    notes: analysis.failures.map(
      ({ rule, error }) => `rule ${rule} failed and was left out, a fault of Stagewright: ${String(error)}`,
    ),
  };
}

/** As the build graph takes a target: a name in any case, else an index. */
function missingTarget({ facts: { stages }, surroundings: { target } }: Analysis): string | undefined {
  if (target === undefined || stages.length === 0) return undefined;
  const isStage = stages.some(
    ({ name, index }) => name?.toLowerCase() === target.toLowerCase() || String(index) === target,
  );
  return isStage ? undefined : target;
}

function selectedFrom(
  analysis: Analysis,
  judge: FileJudge,
): { readonly fresh: readonly Finding[]; readonly known: readonly Finding[] | undefined } {
  const findingOf = new Map(analysis.findings.map((finding) => [placed(finding, analysis), finding]));
  const { fresh, known } = judge.select([...findingOf.keys()], analysis.text);
  const findings = (chosen: readonly PlacedFinding[]): readonly Finding[] =>
    chosen.flatMap((each) => findingOf.get(each) ?? []);
  return { fresh: findings(fresh), known: known === undefined ? undefined : findings(known) };
}

function suppressedIn(analysis: Analysis, judge: FileJudge): readonly SuppressedFinding[] {
  const { suppressed, facts, surroundings, text } = analysis;
  if (suppressed.length === 0) return [];
  const reasons = new Map(
    suppressed.map((finding) => [placed(finding, analysis), suppressionReason(facts, finding, surroundings)]),
  );
  // A baseline is for what is not silenced otherwise.
  const { fresh, known = [] } = judge.select([...reasons.keys()], text);
  return [...fresh, ...known].map((finding) => ({ finding, reason: reasons.get(finding) }));
}

function placed(finding: Finding, analysis: Analysis): PlacedFinding {
  const { stage } = finding;
  return {
    rule: finding.rule,
    level: finding.level,
    message: finding.message,
    range: analysis.lines.rangeOf(analysis.locate(finding.at)),
    stage: stage === undefined ? null : { index: stage.index, name: stage.name ?? null, role: stage.role },
    source: finding.source.rule.id,
    related: finding.related.map(({ at, message }) => ({
      message,
      range: analysis.lines.rangeOf(analysis.locate(at)),
    })),
  };
}

function reported(finding: Finding, analysis: Analysis): ReportedFinding {
  return {
    ...placed(finding, analysis),
    fixes: fixesOfFinding(analysis, finding).map((fix) => reportedFix(fix, analysis)),
  };
}

function reportedFix(fix: LocatedFix, analysis: Analysis): ReportedFix {
  return {
    title: fix.title,
    safety: fix.safety,
    edits: fix.edits.map((edit) => ({ range: analysis.lines.rangeOf(edit.span), newText: edit.newText })),
    newFiles: fix.newFiles,
  };
}

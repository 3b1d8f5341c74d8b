/** One Dockerfile's text to one report: analysis, fixes when asked for, and the places of every finding. */
import {
  analyze,
  type Analysis,
  fixAll,
  type Finding,
  type LocatedFix,
  type Surroundings,
} from '../core/index';
import type { FileContent } from './io';
import type { FileReport, ReportedFinding, ReportedFix } from './lintReport';

const BYTE_ORDER_MARK = '\ufeff';

/** A Dockerfile read for linting; `fixedContent` is what the file should hold afterwards, undefined when it should stay. */
export interface LintedFile {
  readonly report: FileReport;
  readonly fixedContent: string | undefined;
}

/** Reports only. */
export function lintContent(path: string, content: FileContent, surroundings: Surroundings): FileReport {
  if (content.kind === 'unreadable') return unreadable(path, content.reason);
  const { text } = withoutMark(content.text);
  if (isBinary(text)) return binary(path);
  return { ...judged(path, analyze(text, { surroundings })), fixed: undefined };
}

/** Works out the safe fixes, and reports what is left after them; writing is the caller's. */
export function fixContent(path: string, content: FileContent, surroundings: Surroundings): LintedFile {
  const before = lintContent(path, content, surroundings);
  const untouched: LintedFile = { report: { ...before, fixed: [] }, fixedContent: undefined };
  if (content.kind === 'unreadable' || isBinary(content.text)) return untouched;
  if (!content.isUtf8) {
    const note =
      'left as it is: it is not valid UTF-8, so that writing it could change other bytes than the fixes do';
    return { ...untouched, report: { ...untouched.report, notes: [...before.notes, note] } };
  }
  const { mark, text } = withoutMark(content.text);
  const fixed = fixAll(text, { surroundings });
  if (fixed.text === text) return untouched;
  return {
    report: { ...judged(path, analyze(fixed.text, { surroundings })), fixed: fixed.applied },
    fixedContent: mark + fixed.text,
  };
}

export function unreadable(path: string, reason: string): FileReport {
  return { path, text: '', findings: [], fixed: undefined, error: reason, notes: [] };
}

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
    fixes: [],
  };
  return { path, text: '', findings: [finding], fixed: undefined, error: undefined, notes: [] };
}

function judged(path: string, analysis: Analysis): Omit<FileReport, 'fixed'> {
  return {
    path,
    text: analysis.text,
    findings: analysis.findings.map((finding) => reported(finding, analysis)),
    error: undefined,
    notes: analysis.failures.map(
      ({ rule, error }) => `rule ${rule} failed and was left out, a fault of Stagewright: ${String(error)}`,
    ),
  };
}

function reported(finding: Finding, analysis: Analysis): ReportedFinding {
  const { stage } = finding;
  return {
    rule: finding.rule,
    level: finding.level,
    message: finding.message,
    range: analysis.lines.rangeOf(analysis.locate(finding.at)),
    stage: stage === undefined ? null : { index: stage.index, name: stage.name ?? null, role: stage.role },
    fixes: analysis.fixesOf(finding).map((fix) => reportedFix(fix, analysis)),
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

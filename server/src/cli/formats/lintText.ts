/** The lint report for people: place, verdict, the line with marks, and what to do next. */
import type { Level } from '../../core/index';
import type { Terminal } from '../io';
import {
  type FileReport,
  isAtLeast,
  LEVELS,
  type LintReport,
  type LintSummary,
  type ReportedFinding,
  type Threshold,
} from '../lintReport';
import { codeFrame, type FrameStyle } from './codeFrame';
import { harmless, type Ink, type Paint, paintFor, plural, wrap } from './terminalText';

const INKS: Readonly<Record<Level, Ink>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'cyan',
};

const FALLBACK_COLUMNS = 80;

/** Findings of at least the file's threshold are shown with their line; lesser ones take one line each. */
export function lintText(
  report: LintReport,
  thresholdOf: (path: string) => Threshold,
  terminal: Terminal,
): string {
  const paint = paintFor(terminal);
  const style: FrameStyle = { paint, columns: terminal.columns ?? FALLBACK_COLUMNS };
  const parts = report.files.flatMap((file) => fileText(file, thresholdOf(file.path), style, terminal));
  const closing = summaryText(report, paint).flatMap((line) => fitted(line, terminal.columns));
  const gap = parts.length === 0 || parts.at(-1) === '' ? [] : [''];
  return [...parts, ...gap, ...closing].map((line) => `${line}\n`).join('');
}

function fileText(file: FileReport, threshold: Threshold, style: FrameStyle, terminal: Terminal): string[] {
  const head = headFor(harmless(file.path), style.paint, terminal);
  const fixed = (file.fixed ?? []).flatMap((title) =>
    head.lines(`${style.paint('green', 'fixed')} ${harmless(title)}`, ''),
  );
  const lines = file.findings.length === 0 ? [] : file.text.split('\n');
  const findings = file.findings.flatMap((finding) => {
    const { start } = finding.range;
    const place = `${String(start.line + 1)}:${String(start.character + 1)}`;
    const verdict = head.lines(verdictText(finding, style.paint), place);
    if (!isAtLeast(finding.level, threshold)) return verdict;
    const line = lines[start.line]?.replace(/\r$/, '') ?? '';
    return line === '' ? [...verdict, ''] : [...verdict, ...codeFrame(line, finding.range, style), ''];
  });
  const all = [...fixed, ...findings];
  if (all.length === 0) return [];
  return [...head.title, ...all, ...(head.title.length > 0 && all.at(-1) !== '' ? [''] : [])];
}

/** How the lines of one file begin. */
interface Head {
  /** Above all of them. */
  readonly title: readonly string[];
  /** `place` is empty for the file as a whole. */
  lines(text: string, place: string): string[];
}

/**
 * For programs every finding is one line with its path, which editors and `grep` can read. For people the path stands once
 * above them, since it would fill half of a narrow terminal; the terminals of editors find both.
 */
function headFor(path: string, paint: Paint, { columns }: Terminal): Head {
  if (columns === undefined)
    return {
      title: [],
      lines: (text, place) => [
        place === '' ? `${path}: ${text}` : `${paint('bold', `${path}:${place}`)} ${text}`,
      ],
    };
  return {
    title: [paint('bold', path)],
    lines: (text, place) =>
      wrap(place === '' ? text : `${paint('bold', place)} ${text}`, columns - 2, '  ').map(
        (line) => `  ${line}`,
      ),
  };
}

function verdictText(finding: ReportedFinding, paint: Paint): string {
  const level = paint(INKS[finding.level], finding.level);
  const message = harmless(finding.message.replace(/\s*\n\s*/g, ' '));
  return `${level} ${message} ${paint('dim', `(${finding.rule})`)}`;
}

function fitted(line: string, columns: number | undefined): string[] {
  return columns === undefined ? [line] : wrap(line, columns, '  ');
}

function summaryText(report: LintReport, paint: Paint): string[] {
  const { summary } = report;
  const files = plural(summary.files, 'file');
  const counted = LEVELS.filter((level) => summary.findings[level] > 0);
  if (counted.length === 0)
    return [...fixedText(summary), `No ${isNew(summary)}findings in ${files}.`, ...knownText(summary)];

  const counts = counted
    .map((level) => paint(INKS[level], countOf(summary.findings[level], level)))
    .join(', ');
  const affected = report.files.filter((file) => file.findings.length > 0).length;
  const where = affected === summary.files ? files : `${String(affected)} of ${files}`;
  return [...fixedText(summary), `${counts} in ${where}.`, ...knownText(summary), ...hints(report, summary)];
}

function isNew({ known }: LintSummary): string {
  return known === undefined ? '' : 'new ';
}

function knownText({ known = 0 }: LintSummary): string[] {
  return known === 0 ? [] : [`${plural(known, 'finding')} of the baseline left out.`];
}

function countOf(count: number, level: Level): string {
  return level === 'information' ? `${String(count)} information` : plural(count, level);
}

function fixedText(summary: LintSummary): string[] {
  return summary.fixed === 0 ? [] : [`${plural(summary.fixed, 'fix', 'fixes')} made.`];
}

function hints(report: LintReport, summary: LintSummary): string[] {
  const wasFixed = report.files.some((file) => file.fixed !== undefined);
  const fix =
    summary.fixable === 0 || wasFixed
      ? []
      : [`${plural(summary.fixable, 'finding')} can be fixed without changing what is built: add --fix.`];
  const findings = report.files.flatMap((file) => file.findings);
  const [example] = LEVELS.flatMap((level) => findings.find((finding) => finding.level === level) ?? []);
  return example === undefined
    ? fix
    : [...fix, `To learn more about a rule: stagewright explain ${example.rule}`];
}

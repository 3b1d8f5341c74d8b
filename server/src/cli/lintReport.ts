/** The findings of a lint run in the shape in which they are written out, and their counts. */
import type { Level, NewFile, Range, Role, Safety } from '../core/index';

/** Worst first. */
export const LEVELS = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Level[];

export interface ReportedEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface ReportedFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly ReportedEdit[];
  /** Files that the fix would write beside the Dockerfile; the command line never does. */
  readonly newFiles: readonly NewFile[];
}

/** Lines and UTF-16 characters are zero-based. */
export interface PlacedFinding {
  /** Rule id; under parity the other tool's code. */
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly range: Range;
  /** Null before the first FROM; `name` is null for an unnamed stage. */
  readonly stage: { readonly index: number; readonly name: string | null; readonly role: Role } | null;
  /** The id of the rule that found it, which has the page. */
  readonly source: string;
  /** Other places that explain the finding. */
  readonly related: readonly { readonly message: string; readonly range: Range }[];
}

export interface ReportedFinding extends PlacedFinding {
  readonly fixes: readonly ReportedFix[];
}

export interface SuppressedFinding {
  readonly finding: PlacedFinding;
  readonly reason: string | undefined;
}

export interface FileReport {
  readonly path: string;
  /** What the findings' ranges lie in: without a byte order mark, and after the fixes. */
  readonly text: string;
  readonly findings: readonly ReportedFinding[];
  /** Findings that the baseline knows, which count for nothing; undefined without a baseline. */
  readonly known: readonly ReportedFinding[] | undefined;
  /** Findings that comments of the file silence, with what the comments say for a reason. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Titles of the fixes that were made; undefined unless fixes were asked for. */
  readonly fixed: readonly string[] | undefined;
  /** Why the file could not be read or not be written; its findings are then missing or those before the fixes. */
  readonly error: string | undefined;
  /** The target that was asked for and is no stage of the file, so that its last stage is judged as the shipped one. */
  readonly missingTarget: string | undefined;
  /** What did not go as it should, without making the findings that are there wrong. */
  readonly notes: readonly string[];
}

export interface LintSummary {
  readonly files: number;
  readonly findings: Readonly<Record<Level, number>>;
  /** Findings that `--fix` would remove. */
  readonly fixable: number;
  /** Fixes that were made. */
  readonly fixed: number;
  /** Findings that the baseline knows; left out when there is no baseline. */
  readonly known?: number;
  /** Files and folders that could not be read or written. */
  readonly unreadable: number;
  readonly durationMs: number;
}

export interface LintReport {
  readonly files: readonly FileReport[];
  readonly summary: LintSummary;
}

export function lintReport(files: readonly FileReport[], durationMs: number): LintReport {
  const known = files.flatMap((file) => file.known ?? []);
  const findings = files.flatMap((file) => file.findings);
  const ofLevel = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  return {
    files,
    summary: {
      files: files.length,
      findings: {
        error: ofLevel('error'),
        warning: ofLevel('warning'),
        information: ofLevel('information'),
        hint: ofLevel('hint'),
      },
      fixable: findings.filter(isFixable).length,
      fixed: files.reduce((sum, file) => sum + (file.fixed?.length ?? 0), 0),
      unreadable: files.filter((file) => file.error !== undefined).length,
      durationMs: Math.round(durationMs),
      ...(files.some((file) => file.known !== undefined) ? { known: known.length } : {}),
    },
  };
}

/** The least level that fails a run. */
export type Threshold = Level | 'never';

export function isAtLeast(level: Level, threshold: Threshold): boolean {
  return threshold !== 'never' && LEVELS.indexOf(level) <= LEVELS.indexOf(threshold);
}

/** Whether `--fix` would remove it. */
export function isFixable(finding: ReportedFinding): boolean {
  return finding.fixes.some((fix) => fix.safety === 'safe' && fix.newFiles.length === 0);
}

/** Zero-based. A range that ends where a line begins says nothing of that line. */
export function lastLineOf({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

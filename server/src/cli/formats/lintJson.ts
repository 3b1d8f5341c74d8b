/** The lint report for programs. */
import type { FileReport, LintReport, LintSummary, ReportedFinding } from '../lintReport';

/** Lines and characters (UTF-16 units) are zero-based. */
export interface LintOutput {
  readonly files: readonly LintedFileOutput[];
  readonly summary: LintSummary;
}

interface LintedFileOutput {
  readonly path: string;
  readonly findings: readonly FindingOutput[];
  /** Titles of the fixes that were made; left out unless fixes were asked for. */
  readonly fixed: FileReport['fixed'];
  /** Why the file could not be read or not be written. */
  readonly error: FileReport['error'];
  /** What did not go as it should, without making the findings that are there wrong; left out when there is nothing. */
  readonly notes: FileReport['notes'] | undefined;
}

/** Only what is documented, in this order. */
type FindingOutput = Pick<ReportedFinding, 'rule' | 'level' | 'message' | 'range' | 'stage' | 'fixes'>;

/** One line of JSON. */
export function lintJson(report: LintReport): string {
  const output: LintOutput = { files: report.files.map(fileOutput), summary: report.summary };
  return `${JSON.stringify(output)}\n`;
}

function fileOutput(file: FileReport): LintedFileOutput {
  return {
    path: file.path,
    findings: file.findings.map(findingOutput),
    fixed: file.fixed,
    error: file.error,
    notes: file.notes.length === 0 ? undefined : file.notes,
  };
}

function findingOutput({ rule, level, message, range, stage, fixes }: ReportedFinding): FindingOutput {
  return { rule, level, message, range, stage, fixes };
}

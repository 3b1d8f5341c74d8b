/** The lint report for programs. */
import type { FileReport, LintReport, ReportedFinding } from '../lintReport';

/** One line of JSON. `fixed`, `error` and `notes` of a file are left out when they say nothing. */
export function lintJson(report: LintReport): string {
  return `${JSON.stringify({ files: report.files.map(fileJson), summary: report.summary })}\n`;
}

function fileJson(file: FileReport): object {
  return {
    path: file.path,
    findings: file.findings.map(findingJson),
    fixed: file.fixed,
    error: file.error,
    notes: file.notes.length === 0 ? undefined : file.notes,
  };
}

/** Only what is documented, in this order. */
function findingJson({ rule, level, message, range, stage, fixes }: ReportedFinding): object {
  return { rule, level, message, range, stage, fixes };
}

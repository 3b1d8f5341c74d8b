/** The lint report as Code Climate issues, which GitLab shows in merge requests. */
import { type Category, type Level, ruleById } from '../../core/index';
import { distinctFingerprints } from '../fingerprint';
import { type FileReport, lastLineOf, type LintReport, type ReportedFinding } from '../lintReport';

/** One JSON array. Lines start at 1. What could not be read is told on the error output alone. */
export function lintCodeClimate(report: LintReport, hostPath: (path: string) => string): string {
  const issues = report.files.flatMap((file) => issuesOf(file, hostPath(file.path)));
  return `${JSON.stringify(issues)}\n`;
}

function issuesOf(file: FileReport, path: string): readonly object[] {
  // GitLab takes issues of one fingerprint for one issue, and so the path belongs into it.
  const fingerprints = distinctFingerprints(file.findings, file.text.split('\n'));
  return file.findings.map((finding, at) => issue(finding, path, `${fingerprints[at] ?? ''}:${path}`));
}

function issue(
  { rule, level, message, range, source }: ReportedFinding,
  path: string,
  fingerprint: string,
): object {
  const category = ruleById.get(source)?.meta.category;
  return {
    type: 'issue',
    check_name: rule,
    description: message,
    categories: [category === undefined ? 'Style' : CATEGORIES[category]],
    severity: SEVERITIES[level],
    fingerprint,
    location: { path, lines: { begin: range.start.line + 1, end: lastLineOf(range) + 1 } },
  };
}

const SEVERITIES: Readonly<Record<Level, string>> = {
  error: 'critical',
  warning: 'major',
  information: 'minor',
  hint: 'info',
};

const CATEGORIES: Readonly<Record<Category, string>> = {
  stages: 'Bug Risk',
  artifacts: 'Bug Risk',
  cache: 'Performance',
  context: 'Performance',
  secrets: 'Security',
  runtime: 'Security',
  reproducibility: 'Compatibility',
  packages: 'Performance',
  shell: 'Bug Risk',
  instructions: 'Style',
  syntax: 'Bug Risk',
};

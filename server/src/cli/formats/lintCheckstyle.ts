/** The lint report as Checkstyle writes its own, which many CI services and editors read. */
import type { Level } from '../../core/index';
import type { LintReport } from '../lintReport';
import { element, xmlDocument } from './xml';

/** Lines and columns start at 1. Checkstyle knows no hints, so they are `info` too. */
export function lintCheckstyle(report: LintReport): string {
  const files = report.files.map((file) =>
    element('file', { name: file.path }, [
      ...(file.error === undefined
        ? []
        : [element('error', { line: 0, severity: 'error', message: file.error, source: 'stagewright' })]),
      ...file.findings.map(({ rule, level, message, range }) =>
        element('error', {
          line: range.start.line + 1,
          column: range.start.character + 1,
          severity: SEVERITIES[level],
          message,
          source: `stagewright.${rule}`,
        }),
      ),
    ]),
  );
  return xmlDocument(element('checkstyle', { version: '4.3' }, files));
}

const SEVERITIES: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'info',
};

/** The report as the command line prints it for other programs. */
import type { ComparisonReport, ReproductionReport } from './comparedReport';
import type { SmokeReport } from './report';

/** Ends with a line feed. What is not known is left out. */
export function reportJson(report: SmokeReport | ComparisonReport | ReproductionReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

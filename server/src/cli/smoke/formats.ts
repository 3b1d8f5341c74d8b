/** The forms in which the command line tells what smoke builds found out. */
import {
  type ComparisonReport,
  formatComparison,
  formatReport,
  formatReproduction,
  reportJson,
  type ReproductionReport,
  type SmokeReport,
} from '../../smoke/index';
import { UsageError } from '../command';
import type { CliIo } from '../io';
import { reproductionJunit, smokeJunit } from './junit';
import { comparisonMarkdown, reproductionMarkdown, smokeMarkdown } from './markdown';
import { structureTest } from './structureTest';

export const FORMATS = ['text', 'json', 'junit', 'markdown'] as const;
export type SmokeFormat = (typeof FORMATS)[number];

export function formatOf(typed: string | undefined): SmokeFormat {
  return FORMATS.find((format) => format === typed) ?? 'text';
}

export function smokeText(report: SmokeReport, format: SmokeFormat, io: CliIo): string {
  switch (format) {
    case 'text':
      return formatReport(report, { isColored: io.terminal.isColored });
    case 'json':
      return reportJson(report);
    case 'junit':
      return smokeJunit([report]);
    case 'markdown':
      return smokeMarkdown(report);
  }
}

export function comparisonText(report: ComparisonReport, format: SmokeFormat, io: CliIo): string {
  switch (format) {
    case 'text':
      return formatComparison(report, { isColored: io.terminal.isColored });
    case 'json':
      return reportJson(report);
    case 'junit':
      return smokeJunit([report.before, report.after]);
    case 'markdown':
      return comparisonMarkdown(report);
  }
}

export function reproductionText(report: ReproductionReport, format: SmokeFormat, io: CliIo): string {
  switch (format) {
    case 'text':
      return formatReproduction(report, { isColored: io.terminal.isColored });
    case 'json':
      return reportJson(report);
    case 'junit':
      return reproductionJunit(report);
    case 'markdown':
      return reproductionMarkdown(report);
  }
}

/** Nothing is written for an image that was not made. Throws `UsageError` where the file cannot be written. */
export function exportStructureTest(file: string | undefined, report: SmokeReport, io: CliIo): void {
  if (file === undefined || report.image === undefined) return;
  const problem = io.files.write(file, structureTest(report, report.image));
  if (problem !== undefined) throw new UsageError(`${file} could not be written: ${problem}`);
}

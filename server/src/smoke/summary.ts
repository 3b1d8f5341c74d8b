/** The verdict in one sentence, with the two or three numbers that make it believable. */
import { besideText, bytesText, durationText } from './quantity';
import type { ImageReport, SmokeReport } from './report';

export function summaryOf(report: SmokeReport): string {
  switch (report.verdict) {
    case 'passed':
      return passedSentence(report);
    case 'failed':
      return `${placeText(report)}${report.failure?.message ?? 'A probe did not pass.'}`;
    case 'error':
      return report.failure?.message ?? 'The smoke build could not be made.';
    case 'cancelled':
      return report.cleanup.isComplete
        ? 'Cancelled; nothing was left behind.'
        : 'Cancelled; not everything could be removed yet.';
  }
}

function passedSentence(report: SmokeReport): string {
  const size =
    report.image === undefined ? '' : ` ${bytesText(report.image.size)}${besideBuilder(report.image)}`;
  const how = report.run?.isStarted === true ? 'ran and passed' : 'was inspected and passed';
  const count = report.probes.length;
  return `The image of${size} ${how} ${count === 1 ? 'its probe' : `${count} probes`}, in ${durationText(report.durationMs)}.`;
}

/** The largest builder tells most; with the others the report's table tells all. */
function besideBuilder({ size, builders = [] }: ImageReport): string {
  const [largest] = [...builders].sort((a, b) => b.size - a.size);
  if (largest === undefined || largest.size === 0) return '';
  const beside = besideText(size, largest.size);
  const name = largest.name === undefined ? `stage ${largest.stage}` : `"${largest.name}"`;
  return `, ${beside} ${beside === 'as large' ? 'as' : 'than'} its builder ${name},`;
}

function placeText(report: SmokeReport): string {
  const line = report.failure?.line;
  return line === undefined ? '' : `Line ${line + 1}: `;
}

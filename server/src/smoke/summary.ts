/** The verdict in one sentence, with the two or three numbers that make it believable. */
import { bytesText, durationText } from './quantity';
import type { SmokeReport } from './report';

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
  const size = report.image === undefined ? '' : ` ${bytesText(report.image.size)}`;
  const how = report.run?.isStarted === true ? 'ran and passed' : 'was inspected and passed';
  const count = report.probes.length;
  return `The image of${size} ${how} ${count === 1 ? 'its probe' : `${count} probes`}, in ${durationText(report.durationMs)}.`;
}

function placeText(report: SmokeReport): string {
  const line = report.failure?.line;
  return line === undefined ? '' : `Line ${line + 1}: `;
}

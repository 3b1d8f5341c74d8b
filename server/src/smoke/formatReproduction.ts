/** The answer to "is this build reproducible?" as people read it, in 80 columns. */
import type { FormatOptions } from './format';
import type { IrreproducibleCause, ReproductionReport } from './comparedReport';
import type { Verdict } from './report';
import { countOf, fit, nameOf, painter, row, WIDTH, wrap } from './textLayout';

const SHOWN = 10;

/** Ends with a line feed. */
export function formatReproduction(report: ReproductionReport, options: FormatOptions): string {
  const paint = painter(options.isColored ? 'colored' : 'plain');
  const word = WORDS[report.verdict];
  const [first = '', ...rest] = wrap(`${word}  ${report.summary}`, WIDTH);
  const lines = [
    paint(fit(`Two clean builds of ${nameOf(report.build.dockerfile)}`, WIDTH), 'bold'),
    `${paint(word, report.verdict === 'passed' ? 'green' : 'red')}${first.slice(word.length)}`,
    ...rest,
  ];
  const { difference } = report;
  if (difference === undefined) return `${lines.join('\n')}\n`;
  const { causes, files, count, line, layer } = difference;
  const place = line === undefined ? `layer ${layer + 1}` : `layer ${layer + 1}, made by line ${line + 1}`;
  const more = count > SHOWN ? ` and ${count - SHOWN} more` : '';
  return `${[
    ...lines,
    '',
    ...row('Layer', `${place}; ${countOf(count, 'file')} ${count === 1 ? 'differs' : 'differ'}`),
    ...causes.flatMap(({ kind, paths, advice }) => [
      ...row('Cause', `${CAUSES[kind]}: ${paths.slice(0, 3).join(', ')}`),
      ...row('', advice),
    ]),
    ...row(
      'Files',
      `${files
        .slice(0, SHOWN)
        .map(({ path }) => path)
        .join(', ')}${more}`,
    ),
  ].join('\n')}\n`;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'REPRODUCIBLE',
  failed: 'NOT REPRODUCIBLE',
  error: 'ERROR',
  cancelled: 'CANCELLED',
};

const CAUSES: Readonly<Record<IrreproducibleCause, string>> = {
  'unpinned-base-image': 'another base image',
  'package-versions': 'other package versions',
  'package-lists': 'lists of a package manager',
  'time-in-content': 'the time of the build',
  'archive-times': 'times in an archive',
  'file-times': 'times of files',
  'compiled-python': 'compiled Python',
  'log-files': 'a log',
  'random-content': 'a random value',
  unknown: 'unknown',
};

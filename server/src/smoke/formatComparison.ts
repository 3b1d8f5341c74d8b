/** A comparison as people read it, in 80 columns, the verdict first. */
import { bytesText } from './quantity';
import type { ComparedPackage, ComparisonReport } from './comparedReport';
import type { SmokeReport, Verdict } from './report';
import type { FormatOptions } from './format';
import { countOf, fit, nameOf, painter, row, WIDTH, wrap } from './textLayout';

const SHOWN = 12;

/** Ends with a line feed. */
export function formatComparison(report: ComparisonReport, options: FormatOptions): string {
  const paint = painter(options.isColored ? 'colored' : 'plain');
  const { before, after, labels, packages } = report;
  const word = WORDS[report.verdict];
  const [first = '', ...rest] = wrap(`${word}  ${report.summary}`, WIDTH);
  const sections: readonly (readonly string[])[] = [
    [
      paint(
        fit(`${nameOf(after.dockerfile)}: ${labels.after} compared with ${labels.before}`, WIDTH),
        'bold',
      ),
      `${paint(word, report.verdict === 'passed' ? 'green' : 'red')}${first.slice(word.length)}`,
      ...rest,
    ],
    [...row('Before', sideText(before)), ...row('After', sideText(after))],
    report.configuration.flatMap(({ field, before: one, after: other }) =>
      row('Differs', `${field}: ${one} → ${other}`),
    ),
    report.probes.flatMap(({ what, before: one, after: other, isSame }) => [
      ...row('Probe', `${what}: ${isSame ? paint('same answer', 'green') : paint('another answer', 'red')}`),
      ...(isSame ? [] : [...row('', `before: ${one ?? 'none'}`), ...row('', `after: ${other ?? 'none'}`)]),
    ]),
    [
      ...packageRows('Removed', packages.removed, ({ name, before: version }) => `${name} ${version ?? ''}`),
      ...packageRows('Added', packages.added, ({ name, after: version }) => `${name} ${version ?? ''}`),
      ...packageRows(
        'Changed',
        packages.changed,
        (one) => `${one.name} ${one.before ?? ''} → ${one.after ?? ''}`,
      ),
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const WORDS: Readonly<Record<Verdict, string>> = {
  passed: 'SAME',
  failed: 'DIFFERENT',
  error: 'ERROR',
  cancelled: 'CANCELLED',
};

function sideText({ image, verdict, summary }: SmokeReport): string {
  if (image === undefined) return summary;
  const { contents, layers, size } = image;
  const parts = [
    verdict,
    bytesText(size),
    countOf(layers.length, 'layer'),
    contents === undefined ? undefined : countOf(contents.files, 'file'),
    contents?.packages === undefined ? undefined : countOf(contents.packages.list.length, 'package'),
    contents?.system?.name,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

function packageRows(
  label: string,
  packages: readonly ComparedPackage[],
  text: (one: ComparedPackage) => string,
): readonly string[] {
  if (packages.length === 0) return [];
  const rest = packages.length - SHOWN;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return row(
    label,
    `${countOf(packages.length, 'package')}: ${packages.slice(0, SHOWN).map(text).join(', ')}${more}`,
  );
}

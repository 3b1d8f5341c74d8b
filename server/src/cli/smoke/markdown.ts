/** A smoke build as a comment on a pull request: the verdict, the few figures, and the rest folded. */
import {
  bytesText,
  type ComparisonReport,
  type ContentsReport,
  durationText,
  formatComparison,
  formatReport,
  formatReproduction,
  type ReproductionReport,
  type SmokeReport,
  type Verdict,
} from '../../smoke/index';

const SIGNS: Readonly<Record<Verdict, string>> = { passed: '✅', failed: '❌', error: '⚠️', cancelled: '⏹️' };

/** Ends with a line feed. */
export function smokeMarkdown(report: SmokeReport): string {
  const { image, stage, probes } = report;
  const name = stage?.name ?? (stage === undefined ? '' : String(stage.index));
  const rows: readonly (readonly [string, string])[] = [
    ...(image === undefined ? [] : imageRows(report)),
    ...probes.map((probe): readonly [string, string] => [
      'Probe',
      `${probe.passed ? '✅' : '❌'} ${probe.message}`,
    ]),
    ...findings(image?.contents),
  ];
  return [
    `### ${SIGNS[report.verdict]} Smoke build of ${code(nameOf(report.dockerfile))}${name === '' ? '' : `, stage ${code(name)}`}`,
    '',
    cell(report.summary),
    '',
    ...(rows.length === 0
      ? []
      : ['| | |', '| --- | --- |', ...rows.map(([key, value]) => `| ${key} | ${cell(value)} |`), '']),
    ...folded('Full report', formatReport(report, { isColored: false })),
  ].join('\n');
}

/** Ends with a line feed. */
export function comparisonMarkdown(report: ComparisonReport): string {
  const { before, after, labels, configuration, packages } = report;
  const size = (side: SmokeReport): string => (side.image === undefined ? '–' : bytesText(side.image.size));
  const count = (side: SmokeReport): string => String(side.image?.contents?.packages?.list.length ?? '–');
  return [
    `### ${SIGNS[report.verdict]} ${code(nameOf(after.dockerfile))}: ${cell(report.summary)}`,
    '',
    `| | ${cell(labels.before)} | ${cell(labels.after)} |`,
    '| --- | --- | --- |',
    `| Size | ${size(before)} | ${size(after)} |`,
    `| Packages | ${count(before)} | ${count(after)} (${packages.added.length} added, ${packages.removed.length} removed) |`,
    ...configuration.map(
      ({ field, before: one, after: other }) => `| ${cell(field)} | ${code(one)} | ${code(other)} |`,
    ),
    '',
    ...folded('Full comparison', formatComparison(report, { isColored: false })),
  ].join('\n');
}

/** Ends with a line feed. */
export function reproductionMarkdown(report: ReproductionReport): string {
  const { verdict, summary, difference, build } = report;
  const rows = (difference?.causes ?? []).map(
    ({ paths, advice }) => `| ${paths.slice(0, SHOWN_PATHS).map(code).join(', ')} | ${cell(advice)} |`,
  );
  return [
    `### ${SIGNS[verdict]} Two clean builds of ${code(nameOf(build.dockerfile))}`,
    '',
    cell(summary),
    '',
    ...(rows.length === 0 ? [] : ['| Differs | What to do |', '| --- | --- |', ...rows, '']),
    ...folded('Full report', formatReproduction(report, { isColored: false })),
  ].join('\n');
}

const SHOWN_PATHS = 3;

function imageRows({ image, run, durationMs }: SmokeReport): readonly (readonly [string, string])[] {
  if (image === undefined) return [];
  const ready = run?.readyMs === undefined ? '' : `, ready after ${durationText(run.readyMs)}`;
  return [
    ['Size', `${bytesText(image.size)} in ${image.layers.length} layers`],
    ['User', image.user === '' ? 'root (none is set)' : image.user],
    ['Time', `${durationText(durationMs)}${ready}`],
  ];
}

function findings(contents: ContentsReport | undefined): readonly (readonly [string, string])[] {
  if (contents === undefined) return [];
  const { secrets, leaks, waste } = contents;
  return [
    ...secrets.map(({ kind, name, line }): readonly [string, string] => [
      'Secret',
      `${kind} in ${name}${atLine(line)}`,
    ]),
    ...leaks.map(({ kind, path, bytes, line }): readonly [string, string] => [
      'Leaked',
      `${kind}: ${path}, ${bytesText(bytes)}${atLine(line)}`,
    ]),
    ...(waste.bytes === 0 ? [] : [['Wasted', `${bytesText(waste.bytes)} that nobody sees`] as const]),
  ];
}

function atLine(line: number | undefined): string {
  return line === undefined ? '' : ` (line ${line + 1})`;
}

function folded(title: string, text: string): readonly string[] {
  return [
    '<details>',
    `<summary>${title}</summary>`,
    '',
    '```text',
    text.trimEnd().replaceAll('```', "'''"),
    '```',
    '',
    '</details>',
    '',
  ];
}

/** In one cell of a table, and as text: neither a bar nor a tag may end it. */
export function cell(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\\|*_`[\]]/gu, (character) => `\\${character}`)
    .replaceAll('<', '&lt;');
}

function code(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').replaceAll('`', "'").replaceAll('|', '\\|');
  return plain === '' ? '' : `\`${plain}\``;
}

function nameOf(path: string): string {
  return path.split(/[\\/]/u).at(-1) ?? path;
}

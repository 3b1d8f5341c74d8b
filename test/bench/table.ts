/** The one table that a run prints: aligned for a terminal, or as Markdown for the README. */
import type { Outcome } from './outcome';
import type { Summary } from './statistics';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function toText({ columns, rows }: Table): string {
  const widths = widthsOf([columns, ...rows]);
  return [columns, widths.map((width) => '─'.repeat(width)), ...rows]
    .map((cells) => padded(cells, widths, 'right').join('   ').trimEnd())
    .join('\n');
}

export function toMarkdown({ columns, rows }: Table): string {
  const widths = widthsOf([columns, ...rows]);
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [columns, rule, ...rows]
    .map((cells) => `| ${padded(cells, widths, 'right').join(' | ')} |`)
    .join('\n');
}

/** The first column names the row and stays on the left. */
function padded(
  cells: readonly string[],
  widths: readonly number[],
  side: 'left' | 'right',
): readonly string[] {
  return cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    return index === 0 || side === 'left' ? cell.padEnd(width) : cell.padStart(width);
  });
}

function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  return (rows[0] ?? []).map((_cell, index) => Math.max(3, ...rows.map((row) => (row[index] ?? '').length)));
}

/** The figure, or the reason why there is none. */
export function cell<T>(outcome: Outcome<T> | undefined, format: (value: T) => string): string {
  if (outcome === undefined) return '–';
  return outcome.kind === 'measured' ? format(outcome.value) : outcome.reason;
}

/** `1.2 / 3.4 ms`: median and 95th percentile. */
export function medianAndP95({ median, p95 }: Summary): string {
  if (median >= 2_000) return `${(median / 1_000).toFixed(1)} / ${(p95 / 1_000).toFixed(1)} s`;
  return `${figure(median)} / ${figure(p95)} ms`;
}

export function milliseconds(value: number): string {
  return value >= 2_000 ? `${(value / 1_000).toFixed(1)} s` : `${figure(value)} ms`;
}

export function mebibytes(bytes: number): string {
  return `${figure(bytes / 1_048_576)} MiB`;
}

export function kibibytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(0)} KiB`;
}

export function times(value: number): string {
  return `${value.toFixed(1)} ×`;
}

/** More digits than these would be noise. */
function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

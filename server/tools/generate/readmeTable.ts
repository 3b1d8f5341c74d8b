/** Keeps the table of rules in the README equal to the rules. */
import type { Rule } from '../../src/core/index';
import type { Generator } from './generator';
import { levelInOneCell } from './levels';

const README = 'README.md';
const START = '<!-- rules:start -->';
const END = '<!-- rules:end -->';

export function readmeTable(rules: readonly Rule[]): Generator {
  return {
    name: 'README table',
    generate: (read) => {
      const text = read(README) ?? '';
      const start = text.indexOf(START);
      const end = text.indexOf(END);
      if (start < 0 || end < start) throw new Error(`${README} lacks ${START} … ${END}`);
      return new Map([
        [README, `${text.slice(0, start + START.length)}\n\n${table(rules)}\n\n${text.slice(end)}`],
      ]);
    },
  };
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [
    `[${rule.id}](server/docs/rules/${rule.id}.md)`,
    rule.meta.category,
    cell(rule.docs.summary),
    levelInOneCell(rule.meta.level),
    rule.meta.fix === 'none' ? '' : rule.meta.fix,
  ]);
  const header = ['Rule', 'Category', 'Asks for', 'Level (final · base · target · builder)', 'Fix'];
  return aligned([header, ...rows]);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** A Markdown table the way the formatter wants it: every column as wide as its widest cell. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const padded = rows.map((row) => line(widths.map((width, column) => (row[column] ?? '').padEnd(width))));
  padded.splice(1, 0, line(widths.map((width) => '-'.repeat(width))));
  return padded.join('\n');
}

/** The sizes before and after, as a table that can stand in a report. */

export interface Row {
  readonly ecosystem: string;
  readonly variant: string;
  /** Bytes. */
  readonly before: number;
  readonly after: number;
}

/** Markdown, one line a row; nothing for no rows. */
export function sizeTable(rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    '| ecosystem | variant | before, MiB | after, MiB | times smaller |',
    '| --- | --- | ---: | ---: | ---: |',
    ...rows.map(
      ({ ecosystem, variant, before, after }) =>
        `| ${ecosystem} | ${variant} | ${inMebibytes(before)} | ${inMebibytes(after)} | ${(before / after).toFixed(1)} |`,
    ),
  ];
}

const inMebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

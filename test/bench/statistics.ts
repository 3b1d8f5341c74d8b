/** The two figures that a row of the table shows of many durations. */

export interface Summary {
  readonly median: number;
  /** 95th percentile, nearest rank. */
  readonly p95: number;
  readonly count: number;
}

/** Of at least one value. */
export function summarise(values: readonly number[]): Summary {
  return { median: median(values), p95: percentile(values, 0.95), count: values.length };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error('There is no percentile of nothing.');
  return found;
}

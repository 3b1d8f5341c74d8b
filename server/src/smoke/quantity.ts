/** Sizes and times as people read them. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Powers of a thousand, as Docker counts. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Reads what Docker prints for people: `12.3MB`; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s?([kKMGT]?B)$/u.exec(text) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  return Math.round(Number(number) * 1000 ** UNITS.indexOf(unit === 'KB' ? 'kB' : unit));
}

/** How an image of `size` bytes compares with its builder: `2.0 MB (50 %) smaller`, or `as large`. */
export function besideText(size: number, builder: number): string {
  const share = builder === 0 ? 0 : Math.round((100 * Math.abs(builder - size)) / builder);
  if (share === 0) return 'as large';
  return `${bytesText(Math.abs(builder - size))} (${share} %) ${size <= builder ? 'smaller' : 'larger'}`;
}

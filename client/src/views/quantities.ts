/** Sizes, times and counts as the smoke report writes them. */

/** Decimal units, as the engines use them. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  // 999.95 would be written as 1000.0.
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? ''}`;
}

export function formatTime(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

export function formatCount(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** What the image is beside the stage that it takes files from. */
export function differenceInWords(builder: number, image: number): string {
  const share = builder === 0 ? 0 : Math.round((100 * Math.abs(builder - image)) / builder);
  const word = image <= builder ? 'smaller' : 'larger';
  return `the image is ${formatSize(Math.abs(builder - image))} (${String(share)} %) ${word}`;
}

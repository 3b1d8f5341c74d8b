/** Says in a message how much there is, and of what. */

/** `1.4 MB`, in steps of a thousand as Docker counts. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1).replace(/\.0$/, '') : String(Math.round(size))} ${units[unit] ?? ''}`;
}

/** `a`, `a and b`, `a, b, c and 4 more`. */
export function enumerated(names: readonly string[], most = 3): string {
  const named = names.slice(0, most);
  const more = names.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${String(more)} more`;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1) ?? ''}` : named.join('');
}

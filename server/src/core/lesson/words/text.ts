/** Small pieces of prose: code, lists and counts, written the same way in every lesson. */

const MOST_CODE = 60;

/** The text as Markdown code, on one line, shortened when it is long. */
export function code(text: string): string {
  const line = text
    .slice(0, 4 * MOST_CODE)
    .replace(/\\?\s*\n\s*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return '`""`';
  const short = line.length > MOST_CODE ? `${line.slice(0, MOST_CODE - 1)}…` : line;
  if (!short.includes('`')) return `\`${short}\``;
  const longest = Math.max(...[...short.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${short} ${fence}`;
}

/** `a, b and c`; past `most` items the rest is counted. */
export function list(items: readonly string[], most = 4): string {
  if (items.length > most + 1) {
    const rest = items.length - most;
    return `${items.slice(0, most).join(', ')} and ${rest.toString()} more`;
  }
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** The same, telling only the items that are named: a stage may have thousands of users. */
export function listOf<Item>(items: readonly Item[], tell: (item: Item) => string, most: number): string {
  if (items.length <= most + 1) return list(items.map(tell), most);
  const rest = (items.length - most).toString();
  return `${items.slice(0, most).map(tell).join(', ')} and ${rest} more`;
}

/** `a, b or c`. */
export function alternatives(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1) ?? ''}`;
}

export function codes(items: readonly string[], most = 4): string {
  return list(items.map(code), most);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 file`, `3 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toString()} ${number === 1 ? one : many}`;
}

/** `line 3`, `lines 3 and 5`, `lines 3–6`. */
export function lines(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  if (sorted.length === 1) return `line ${sorted[0]?.toString() ?? ''}`;
  const groups: string[] = [];
  for (let at = 0; at < sorted.length; at++) {
    const start = sorted[at] ?? 0;
    let end = start;
    while (sorted[at + 1] === end + 1) {
      end++;
      at++;
    }
    if (end === start) groups.push(start.toString());
    else if (end === start + 1) groups.push(start.toString(), end.toString());
    else groups.push(`${start.toString()}–${end.toString()}`);
  }
  return `lines ${list(groups)}`;
}

/** One line of prose: line ends of hard-wrapped text taken out. */
export function unwrapped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

/** Words of the user's file inside prose must not become Markdown; code in backticks is kept. */
export function escaped(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? part : part.replace(/[\\`*_[\]<>]/g, '\\$&')))
    .join('');
}

/** A sentence with exactly one full stop at its end. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

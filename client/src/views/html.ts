/** A template for HTML in which text stays text: whatever a build prints, it cannot become markup. */

export interface Html {
  readonly kind: 'html';
  readonly text: string;
}

/** What may stand in a template; text is escaped, nothing at all is left out. */
export type Part = Html | string | number | undefined | readonly Part[];

export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = template.reduce((before, after, index) => before + write(parts[index - 1]) + after);
  return { kind: 'html', text };
}

function write(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  if ('kind' in part) return part.text;
  return part.map(write).join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

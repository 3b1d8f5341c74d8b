/** Shows the Markdown of lessons in a terminal: the part of Markdown that our own lessons use. */
import { harmless, type Paint, visibleLength, wrap } from './terminalText';

export interface PageStyle {
  readonly paint: Paint;
  /** Paragraphs are wrapped at this width; code is not. */
  readonly columns: number;
}

const FENCE = /^\s*(?:```|~~~)/;
const HEADING = /^#{1,6}\s+(.*)$/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULER = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;

/** Lines without line ends. */
export function markdownText(markdown: string, style: PageStyle): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let indent = '';
  let isCode = false;

  const flush = (): void => {
    if (paragraph.length > 0)
      lines.push(...wrap(inline(paragraph.join(' '), style.paint), style.columns, indent));
    paragraph = [];
    indent = '';
  };

  for (const line of markdown.split(/\r?\n/)) {
    if (FENCE.test(line)) {
      flush();
      isCode = !isCode;
      continue;
    }
    if (isCode) {
      lines.push(`    ${style.paint('cyan', harmless(line))}`.trimEnd());
      continue;
    }
    const heading = HEADING.exec(line);
    const item = ITEM.exec(line);
    if (line.trim() === '') {
      flush();
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
    } else if (RULER.test(line)) {
      flush();
      lines.push(style.paint('dim', '─'.repeat(Math.min(style.columns, 40))));
    } else if (heading !== null) {
      flush();
      lines.push(style.paint('bold', inline(heading[1] ?? '', style.paint)));
    } else if (item !== null) {
      flush();
      const lead = `${item[1] ?? ''}${markerOf(item[2] ?? '')} `;
      indent = ' '.repeat(lead.length);
      paragraph = [lead.trimStart() + (item[3] ?? '')];
    } else {
      paragraph.push(line.trim());
      // Two spaces or a backslash at the end of a line break it.
      if (/(?: {2}|\\)$/.test(line)) flush();
    }
  }
  flush();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function markerOf(marker: string): string {
  return /\d/.test(marker) ? marker : '•';
}

/** Code is kept as it stands; elsewhere emphasis becomes colour and links show their address. */
function inline(text: string, paint: Paint): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part) => (part.startsWith('`') ? code(part, paint) : prose(part, paint)))
    .join('');
}

function code(part: string, paint: Paint): string {
  const content = harmless(part.replace(/^`+ ?| ?`+$/g, ''));
  // Where colours cannot tell code from prose, the marks do.
  const painted = paint('cyan', content);
  return visibleLength(painted) === painted.length ? `\`${content}\`` : painted;
}

function prose(part: string, paint: Paint): string {
  return harmless(part)
    .replace(/\[([^\]]*)\]\(command:[^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_match, label: string, address: string) =>
      label === address ? address : `${label} (${address})`,
    )
    .replace(/<(https?:[^>]*)>/g, '$1')
    .replace(/\*\*([^*]+)\*\*|__([^_]+)__/g, (_match, stars?: string, lines?: string) =>
      paint('bold', stars ?? lines ?? ''),
    )
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])|(?<!\w)_([^_\s][^_]*)_(?!\w)/g, '$1$2')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|~])/g, '$1');
}

/** What a conversion decided, or why there is none, for a person at a terminal. */
import type { Analysis, Conversion, ConversionRefusal } from '../../core/index';
import { codeFrame, type FrameStyle } from './codeFrame';
import { harmless, wrap } from './terminalText';

/** Sentences as a list, what differs in the running image, then the questions that were answered for the person and the options that answer them otherwise. */
export function conversionText(path: string, conversion: Conversion, style: FrameStyle): string {
  const { ecosystem, explanation, changes, choices } = conversion;
  const item = (text: string): string[] => wrap(`- ${harmless(text)}`, style.columns, '  ');
  const open = choices.filter(({ answers }) => answers.length > 1);
  return [
    style.paint('bold', `${harmless(path)}: converted to multi-stage (${ecosystem})`),
    ...explanation.flatMap(item),
    ...(changes.length === 0 ? [] : ['', 'Different in the running image:']),
    ...changes.flatMap(({ field, why }) => item(`${field}: ${why}`)),
    ...open.flatMap(({ id, question, answers, taken }) => [
      '',
      ...wrap(`${question} Taken: ${harmless(taken)}. With ${OPTIONS[id]}:`, style.columns),
      ...answers
        .filter(({ value }) => value !== taken)
        .flatMap(({ value, detail }) => item(`${value}: ${detail}`)),
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const OPTIONS: Readonly<Record<Conversion['choices'][number]['id'], string>> = {
  runtimeBase: '--runtime-base',
  artifactPath: '--artifact',
  webServer: '--web-server',
};

/** `FILE:LINE:COLUMN`, the reason, the code frame and the way out. */
export function refusalText(
  path: string,
  analysis: Analysis,
  { reason, message, wayOut, at }: ConversionRefusal,
  style: FrameStyle,
): string {
  const range = at === undefined ? undefined : analysis.lines.rangeOf(analysis.locate(at));
  const place =
    range === undefined ? '' : `:${String(range.start.line + 1)}:${String(range.start.character + 1)}`;
  const line = range === undefined ? undefined : lineAt(analysis, range.start.line);
  return [
    `${style.paint('bold', `${harmless(path)}${place}`)}  ${style.paint('red', 'not converted')} ${style.paint('dim', reason)}`,
    ...wrap(harmless(message), style.columns),
    ...(line === undefined || range === undefined ? [] : codeFrame(line, range, style)),
    ...(wayOut === undefined ? [] : wrap(harmless(wayOut), style.columns)),
  ]
    .map((text) => `${text}\n`)
    .join('');
}

function lineAt({ text, lines }: Analysis, line: number): string {
  return text.slice(lines.startOfLine(line), lines.startOfLine(line + 1)).replace(/\r?\n$/, '');
}

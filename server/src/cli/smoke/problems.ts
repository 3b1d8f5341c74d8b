/** What a smoke build complains of, in the lines in which `lint` tells its findings. */
import type { SmokeReport } from '../../smoke/index';
import { harmless, paintFor, type Ink } from '../formats/terminalText';
import type { CliIo } from '../io';
import { relativePath } from '../paths';

const SOURCE = '(smoke-build)';

/** An empty line and the problems, each of which ends with a line feed; empty when there are none. What has no line, such as a missing engine, is told by the report alone. */
export function problemLines(
  { dockerfile, failure, warnings, verdict }: SmokeReport,
  io: Pick<CliIo, 'terminal'> & { readonly files: Pick<CliIo['files'], 'absolute'> },
): string {
  const paint = paintFor(io.terminal);
  const path = harmless(relativePath(io.files.absolute('.'), dockerfile) ?? dockerfile);
  const problem = (line: number, character: number, ink: Ink, level: string, message: string): string => {
    const place = paint('bold', `${path}:${String(line + 1)}:${String(character + 1)}`);
    const text = harmless(message.replace(/\s*\n\s*/gu, ' '));
    return `${place} ${paint(ink, level)} ${text} ${paint('dim', SOURCE)}\n`;
  };
  const found = warnings.flatMap(({ line, message }) =>
    line === undefined ? [] : [problem(line, 0, 'yellow', 'warning', message)],
  );
  if (verdict === 'failed' && failure?.line !== undefined) {
    const character = failure.range?.start.character ?? 0;
    const { cause, message } = failure;
    const sentence = cause === undefined ? message : `${cause.happened} ${cause.remedy} (${message})`;
    found.push(problem(failure.line, character, 'red', 'error', sentence));
  }
  return found.length === 0 ? '' : `\n${found.join('')}`;
}

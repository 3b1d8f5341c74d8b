/** Reads one Dockerfile that a command was given by name. */
import { UsageError } from './command';
import type { CliIo } from './io';

const BYTE_ORDER_MARK = '\ufeff';

/** Without a byte order mark. Throws `UsageError` when the file cannot be read. */
export function dockerfileText(path: string, io: CliIo): string {
  const content = io.files.read(path);
  if (content.kind === 'unreadable') throw new UsageError(`${path} cannot be read: ${content.reason}`);
  return content.text.startsWith(BYTE_ORDER_MARK) ? content.text.slice(BYTE_ORDER_MARK.length) : content.text;
}

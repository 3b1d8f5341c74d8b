/** What the program ShellCheck says of scripts: the form of its answer (`-f json1`, since version 0.7) and how it is read. */

/** Handed in from outside; a new object whenever there is more to say. */
export interface ShellcheckAnswers {
  /** Undefined while the script (`ShellcheckScript.text`) has not been checked. */
  commentsOn(script: string): readonly ShellcheckComment[] | undefined;
}

export type ShellcheckLevel = 'error' | 'warning' | 'info' | 'style';

/** Lines and columns start at 1; columns count Unicode characters, a tab being one. */
export interface ShellcheckPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** The column behind the last character. */
  readonly endColumn: number;
}

export interface ShellcheckComment extends ShellcheckPlace {
  readonly level: ShellcheckLevel;
  /** `2086`, of SC2086. */
  readonly code: number;
  readonly message: string;
  /** The replacements that together mend it; empty when the program has no fix. */
  readonly fix: readonly ShellcheckReplacement[];
}

export interface ShellcheckReplacement extends ShellcheckPlace {
  readonly replacement: string;
}

/** By the files' names as they were handed over; undefined for text that is not an answer, or not all of one. */
export function readShellcheckAnswer(
  output: string,
): ReadonlyMap<string, readonly ShellcheckComment[]> | undefined {
  const comments = listIn(parsed(output), 'comments');
  if (comments === undefined) return undefined;
  const byFile = new Map<string, ShellcheckComment[]>();
  for (const raw of comments) {
    const comment = commentOf(raw);
    const file = isRecord(raw) ? raw['file'] : undefined;
    if (comment === undefined || typeof file !== 'string') return undefined;
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [comment]);
    else known.push(comment);
  }
  return byFile;
}

function commentOf(raw: unknown): ShellcheckComment | undefined {
  const place = placeOf(raw);
  if (place === undefined || !isRecord(raw)) return undefined;
  const { code, message } = raw;
  const level = LEVELS.find((each) => each === raw['level']);
  if (level === undefined || typeof code !== 'number' || typeof message !== 'string') return undefined;
  const replacements = listIn(raw['fix'], 'replacements') ?? [];
  const fix = replacements.flatMap((each) => replacementOf(each) ?? []);
  // Half a fix is none.
  return { ...place, level, code, message, fix: fix.length === replacements.length ? fix : [] };
}

const LEVELS: readonly ShellcheckLevel[] = ['error', 'warning', 'info', 'style'];

function replacementOf(raw: unknown): ShellcheckReplacement | undefined {
  const place = placeOf(raw);
  const replacement = isRecord(raw) ? raw['replacement'] : undefined;
  return place === undefined || typeof replacement !== 'string' ? undefined : { ...place, replacement };
}

function placeOf(raw: unknown): ShellcheckPlace | undefined {
  if (!isRecord(raw)) return undefined;
  const { line, column, endLine, endColumn } = raw;
  return isPlace(line) && isPlace(column) && isPlace(endLine) && isPlace(endColumn)
    ? { line, column, endLine, endColumn }
    : undefined;
}

function isPlace(raw: unknown): raw is number {
  return Number.isSafeInteger(raw) && Number(raw) >= 1;
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function listIn(raw: unknown, name: string): readonly unknown[] | undefined {
  const list = isRecord(raw) ? raw[name] : undefined;
  return Array.isArray(list) ? list : undefined;
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null;
}

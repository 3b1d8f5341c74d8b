/** What a copy from another stage brings, in words: which line made it, how sure that is, how many files are known. */
import { crossingsInto, type Crossing } from '../../model/artifacts/crossings';
import { isWithin } from '../../model/artifacts/effects';
import type { Origin } from '../../model/artifacts/flowFile';
import type { Edge } from '../../model/facts';
import type { LessonContext, Place } from '../context';
import { code, codes, count, lines, list } from './text';

/** A sentence for each of the first few paths, with a space in front; empty where nothing can be told. */
export function broughtBy({ stage, context }: Place, edge: Edge): string {
  if (stage === undefined) return '';
  const crossings = crossingsInto(stage, context.surroundings).filter(({ taken }) => taken.edge === edge);
  return crossings
    .slice(0, MOST_PATHS)
    .map((crossing) => told(crossing, crossings.length > 1, context))
    .filter((text) => text !== '')
    .map((text) => ` ${text}`)
    .join('');
}

const MOST_PATHS = 2;

function told(crossing: Crossing, isOneOfMany: boolean, context: LessonContext): string {
  const { certainty, made, path } = crossing;
  if (path === undefined) return '';
  const what = isOneOfMany ? code(path) : 'It';
  const from = made.length === 0 ? '' : makers(made, context);
  switch (certainty) {
    case 'measured':
      return `When it was last built, ${isOneOfMany ? what : 'it'} held ${count(filesOf(crossing), 'file')}.`;
    case 'certain':
      return from === '' ? '' : `${what} is made by ${from}${inside(crossing)}.`;
    case 'likely':
      return from === '' ? '' : `${what} is what ${from} usually leaves${inside(crossing)}.`;
    case 'unknown':
      return from === ''
        ? ''
        : `Only ${from} can have made ${isOneOfMany ? what : 'it'}, as far as the file tells.`;
    case 'missing':
      return `No line of that stage makes ${code(path)}.`;
    case 'mounted':
      return `${code(path)} was below a mount, of which nothing stays.`;
  }
}

/** `` line 6 (`npm run build`) ``; of several the lines alone. */
function makers(made: readonly Origin[], context: LessonContext): string {
  const [first] = made;
  if (made.length > 1 || first === undefined)
    return lines(made.map(({ instruction }) => context.lineOf(instruction)));
  const { instruction, command } = first;
  const text = command === undefined ? instruction.keyword : wordsOf(instruction.text, command.span);
  return `${lines([context.lineOf(instruction)])} (${code(text)})`;
}

function wordsOf(text: string, span: { readonly start: number; readonly end: number }): string {
  return text.slice(span.start, span.end);
}

function filesOf({ files }: Crossing): number {
  return files.filter(({ form }) => form !== 'directory').length;
}

/** The first names below the path, when they are known. */
function inside({ files, path = '' }: Crossing): string {
  const below = files.filter(
    (file) => file.path !== path && file.form !== 'directory' && isWithin(file.path, path),
  );
  if (below.length === 0) return '';
  const names = below.map((file) => file.path.slice(path === '/' ? 1 : path.length + 1));
  return below.length <= 3
    ? `, with ${list(names.map(code))} in it`
    : `, with ${count(below.length, 'known file')} such as ${codes(names.slice(0, 2))}`;
}

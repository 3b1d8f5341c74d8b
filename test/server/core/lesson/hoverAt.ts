/** Lesson tests as examples of Dockerfiles: the mark | is the pointer. */
import assert from 'node:assert/strict';
import { hover, type Hover, type Surroundings } from '../../../../server/src/core';
import { analyzed } from '../../../harness/checkRule';

const WITH_IGNORE_FILE: Partial<Surroundings> = {
  ignoreFile: { kind: 'present', path: '.dockerignore', text: 'node_modules\n' },
};

export interface Rested extends Hover {
  /** The text that the editor marks. */
  readonly about: string;
}

/** Undefined where nothing is said. */
export function rest(marked: string, surroundings: Partial<Surroundings> = {}): Rested | undefined {
  const offset = marked.indexOf('|');
  assert.ok(offset !== -1, 'the pointer | is missing');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const analysis = analyzed(text, { surroundings: { ...WITH_IGNORE_FILE, ...surroundings } });
  const found = hover(analysis, offset);
  return found && { ...found, about: text.slice(found.span.start, found.span.end) };
}

/** Fails unless the hover says everything that the patterns ask for. */
export function checkHover(marked: string, ...patterns: readonly RegExp[]): void {
  const found = rest(marked);
  assert.ok(found, 'nothing is said');
  for (const pattern of patterns) assert.match(found.markdown, pattern);
}

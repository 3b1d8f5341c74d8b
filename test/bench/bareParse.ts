/**
 * What nobody who uses dockerfile-ast can be faster than: its parse of the whole text and nothing else.
 *
 * As a program it reads and parses the files that are named on standard input, one a line: a whole process to compare with.
 */
import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';

/** Gives the number of instructions, so that the parse cannot be left out. */
export function bareParse(text: string): number {
  return DockerfileParser.parse(text).getInstructions().length;
}

if (require.main === module) {
  let total = 0;
  for (const path of readFileSync(0, 'utf8').split('\n'))
    if (path !== '') total += bareParse(readFileSync(path, 'utf8'));
  console.log(total);
}

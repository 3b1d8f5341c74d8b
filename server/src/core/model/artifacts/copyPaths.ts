/** Which absolute paths the words of COPY and ADD mean in a stage. */
import type { Instruction } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';
import { expand, isPlainWord } from '../../syntax/words';
import type { StageFacts } from '../facts';
import { lookupIn } from '../scope';
import { cleaned } from '../state';

/** The absolute path that a word of COPY or ADD means in a stage; undefined when a value is not known. */
export function pathOf(stage: StageFacts, instruction: Instruction, text: string): string | undefined {
  const value = filledIn(stage, instruction, text);
  return value === undefined || value === '' ? undefined : cleaned(`/${value}`);
}

/** Most words have neither a variable nor a quote, and then the state of the stage need not be worked out. */
function filledIn(stage: StageFacts, instruction: Instruction, text: string): string | undefined {
  if (isPlainWord(text)) return text;
  const { env, args } = stage.stateBefore(instruction);
  const lookup = lookupIn(env, args);
  return expand(text, instruction.escape, (name) => lookup(name) ?? undefined);
}

/** The absolute destination of a COPY or ADD, and whether it is written as a folder. */
export function destinationOf(
  stage: StageFacts,
  instruction: Instruction,
): { readonly path: string; readonly isFolder: boolean } | undefined {
  const { destination } = copyView(instruction);
  if (destination === undefined) return undefined;
  const text = filledIn(stage, instruction, destination.text);
  if (text === undefined || text === '') return undefined;
  const folder = text.startsWith('/') ? '' : stage.stateBefore(instruction).workdir;
  if (folder === undefined) return undefined;
  const path = cleaned(`${folder}/${text}`);
  return { path, isFolder: namesFolder(text) };
}

/** By a slash at its end, or a last part that is `.` or `..`. */
function namesFolder(text: string): boolean {
  return text.endsWith('/') || text === '.' || text === '..' || text.endsWith('/.') || text.endsWith('/..');
}

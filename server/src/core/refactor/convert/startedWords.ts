/** Which paths the words of a container's command mean when it starts. */
import { cleaned } from '../../model/state';
import { expand } from '../../syntax/words';
import type { ShellWord } from '../../shell/nodes';
import type { Project } from './contract';

/** The absolute path of a word; a pattern in its last part stays, and anything else that is not known gives undefined. */
export function resolved(
  project: Project,
  word: ShellWord | undefined,
  folder: string | undefined,
): string | undefined {
  if (word === undefined) return undefined;
  const pattern = /^[\w./-]*[*?][\w.*?-]*$/.test(word.text) ? word.text : undefined;
  const path = absolute(valueOf(project, word) ?? pattern, folder);
  // A pattern for folders could mean several.
  return path !== undefined && /[*?[].*\//.test(path) ? undefined : path;
}

export function absolute(text: string | undefined, folder: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.startsWith('/')) return cleaned(text);
  return folder === undefined ? undefined : cleaned(`${folder}/${text}`);
}

/** With variables of the image filled in, as the shell of a shell form does. */
export function valueOf({ stage }: Project, { text, value }: ShellWord): string | undefined {
  if (value !== undefined) return value;
  if (/[`*?{(~]/.test(text.replaceAll('${', ''))) return undefined;
  return expand(text, '\\', (name) => stage.end.env.get(name));
}

/** What a container runs when it starts, and which paths its words mean then. */
import { contextPathsOf } from '../../model/artifacts/contextPlaces';
import { cleaned } from '../../model/state';
import { parseShell } from '../../shell/parse';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { expand } from '../../syntax/words';
import type { Project } from './contract';

/** A list of commands that runs at the start, and what its words know. */
export interface Start {
  readonly project: Project;
  readonly commands: readonly ShellCommand[];
  /** Variables that the commands give a value themselves, so that the image's is not what they mean. */
  readonly assigned: ReadonlySet<string>;
}

/** ENTRYPOINT and CMD. */
export function startOf(project: Project): Start {
  return { project, commands: project.started, assigned: NOTHING };
}

const NOTHING: ReadonlySet<string> = new Set();

export interface StartScript {
  /** Absolute path in the stage. */
  readonly path: string;
  readonly start: Start;
}

/** A script of the project that the container starts, when the build context holds its text; CMD counts as its arguments. */
export function startScriptOf(project: Project): StartScript | undefined {
  const [command, ...others] = project.started;
  if (command === undefined || others.length > 0) return undefined;
  const isShell = /^(?:ba|da|a)?sh$/.test(command.name ?? '');
  const word = isShell ? command.args.find(({ text }) => !text.startsWith('-')) : command.words[0];
  const path =
    word?.text.includes('/') === true || isShell
      ? resolved(startOf(project), word, project.stage.end.workdir)
      : undefined;
  if (path === undefined) return undefined;
  for (const place of contextPathsOf(project.stage, path)) {
    const text = project.contextText(place);
    if (text === undefined) continue;
    if (!isShell && !/^#!\s*\S*(?:\/|\s)(?:ba|da|a)?sh\b/.test(text)) return undefined;
    const script = parseShell(text.replaceAll('\r\n', '\n'));
    if (script.errors.length > 0) return undefined;
    return { path, start: { project, commands: script.commands, assigned: script.assigned } };
  }
  return undefined;
}

/** The absolute path of a word; a pattern in its last part stays, and anything else that is not known gives undefined. */
export function resolved(
  start: Start,
  word: ShellWord | undefined,
  folder: string | undefined,
): string | undefined {
  if (word === undefined) return undefined;
  const pattern = /^[\w./-]*[*?][\w.*?-]*$/.test(word.text) ? word.text : undefined;
  const path = absolute(valueOf(start, word) ?? pattern, folder);
  // A pattern for folders could mean several.
  return path !== undefined && /[*?[].*\//.test(path) ? undefined : path;
}

export function absolute(text: string | undefined, folder: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.startsWith('/')) return cleaned(text);
  return folder === undefined ? undefined : cleaned(`${folder}/${text}`);
}

/** With variables of the image filled in, as the shell of a shell form does. */
export function valueOf({ project, assigned }: Start, { text, value }: ShellWord): string | undefined {
  // An exec form fills nothing in, so that a dollar there is most likely a mistake.
  if (value !== undefined) return value.includes('$') ? undefined : value;
  if (/[`*?{(~]/.test(text.replaceAll('${', ''))) return undefined;
  const { env } = project.stage.end;
  return expand(text, '\\', (name) => (assigned.has(name) ? undefined : env.get(name)));
}

/** Looks through a shell script that the container starts, when the build context has it: most end with what they are given. */
import { copyView } from '../../../../syntax/views';
import { contextSources } from '../../../../model/contextCopies';
import { destinationOf } from '../../../../model/artifacts/copyPaths';
import { joined } from '../../../../model/artifacts/commandPlace';
import { cleanPath } from '../../../../model/context/ignorePatterns';
import type { ShellCommand } from '../../../../shell/nodes';
import { commandFromWords, parseShell } from '../../../../shell/parse';
import type { Project } from '../../contract';
import { contextFolderAt } from './layout';

/** What the container starts, with a script replaced by its commands and, for `exec "$@"`, by what it is given. */
export function startedBehindScripts(project: Project, root: string): readonly ShellCommand[] {
  return project.started.flatMap((command): readonly ShellCommand[] => {
    const script = scriptOf(project, root, command);
    if (script === undefined) return [command];
    const { commands, errors } = parseShell(script.text);
    if (errors.length > 0) return [command];
    return commands.flatMap((inner): readonly ShellCommand[] => {
      if (!isHandOver(inner)) return [inner];
      const given = script.args.map(({ value, text, span }) => ({ value: value ?? text, span }));
      return given.length === 0 ? [] : commandFromWords(given).commands;
    });
  });
}

/** `exec "$@"`, with or without a wrapper in front. */
function isHandOver({ words }: ShellCommand): boolean {
  return words.length === 1 && /^"?\$(?:@|\{@\})"?$/.test(words[0]?.text ?? '');
}

interface Script {
  readonly text: string;
  readonly args: ShellCommand['args'];
}

function scriptOf(project: Project, root: string, { words, args }: ShellCommand): Script | undefined {
  const isShell = /^(?:ba|a|da)?sh$/.test(words[0]?.value?.replace(/^.*\//, '') ?? '');
  const named = isShell ? args[0]?.value : words[0]?.value;
  if (named === undefined || named.startsWith('-')) return undefined;
  const path = scriptPath(project, root, named);
  const text = path === undefined ? undefined : project.contextText(path);
  if (text === undefined || !/^#!.*\b(?:ba|a|da)?sh\b/.test(text)) return undefined;
  return { text, args: isShell ? args.slice(1) : args };
}

/** In the build context. */
function scriptPath(project: Project, root: string, named: string): string | undefined {
  const absolute = named.includes('/') ? joined(root, named) : undefined;
  for (const { instruction } of project.steps) {
    const [source] = contextSources(instruction);
    const to = source === undefined ? undefined : destinationOf(project.stage, instruction);
    if (source === undefined || to === undefined || copyView(instruction).sources.length !== 1) continue;
    const name = source.value.replace(/^.*\//, '');
    const target = to.isFolder ? joined(to.path, name) : to.path;
    const isIt = absolute === undefined ? target.endsWith(`/bin/${named}`) : target === absolute;
    const path = cleanPath(source.value.replace(/^\/+/, ''));
    if (isIt && project.contextKind(path) === 'file') return path;
  }
  if (absolute === undefined) return undefined;
  const slash = absolute.lastIndexOf('/');
  const folder = contextFolderAt(project, absolute.slice(0, slash) === '' ? '/' : absolute.slice(0, slash));
  if (folder === undefined) return undefined;
  const path = folder.path === '' ? absolute.slice(slash + 1) : `${folder.path}/${absolute.slice(slash + 1)}`;
  return project.contextKind(path) === 'file' ? path : undefined;
}

/** Finds the compiled programs that a container starts: by their path, or in the folders of PATH that the build fills. */
import { at } from '../../../lint/rule';
import { baseName } from '../../../model/artifacts/effects';
import { heldIn } from '../../../model/artifacts/stageFiles';
import { refusal, type Project, type Refusal } from '../contract';
import { resolved, startOf, startScriptOf, type Start } from '../startedWords';

export interface StartedPrograms {
  readonly kind: 'programs';
  /** Absolute paths that the container's command names. */
  readonly paths: readonly string[];
  /** Names without a slash: PATH decides where they are. */
  readonly names: readonly string[];
  /** The start script of the project, when there is one. */
  readonly script: string | undefined;
}

/** What the container starts, the words of the shell left out. */
export function startedProgramsOf(project: Project): StartedPrograms | Refusal {
  const direct = startOf(project);
  const script = startScriptOf(project);
  const found = programsIn(script?.start ?? direct);
  if (found !== undefined) return { kind: 'programs', ...found, script: script?.path };
  const start = project.stage.command.entrypoint ?? project.stage.command.cmd;
  const own = start !== undefined && project.stage.instructions.includes(start);
  return refusal('unknown-artifact', 'It cannot be told which program of the build the container starts.', {
    at: own ? at(start) : undefined,
    wayOut: 'Name what the build leaves with --artifact.',
  });
}

function programsIn(
  start: Start,
): { readonly paths: readonly string[]; readonly names: readonly string[] } | undefined {
  const paths = new Set<string>();
  const names = new Set<string>();
  let folder = start.project.stage.end.workdir;
  for (const command of start.commands) {
    // What a substitution runs only gives a word.
    if (command.place === 'substitution') continue;
    const [word] = command.words;
    if (word === undefined || (command.name !== undefined && BUILT_IN.test(command.name))) {
      if (command.name === 'cd') folder = resolved(start, command.args[0], folder);
      continue;
    }
    if (/^["']?\$\{?[@*]/.test(word.text)) continue;
    const path = word.text.includes('/') ? resolved(start, word, folder) : undefined;
    if (path !== undefined && !/[*?[]/.test(path)) paths.add(path);
    else if (word.value !== undefined && !word.value.includes('/')) names.add(word.value);
    else return undefined;
  }
  return paths.size + names.size === 0 ? undefined : { paths: [...paths], names: [...names] };
}

/** Words of the shell itself. */
export const BUILT_IN =
  /^(?:\[|\[\[|\(\(|:|\.|cd|echo|eval|exec|exit|export|false|local|printf|pwd|read|readonly|return|set|shift|source|test|trap|true|type|ulimit|umask|unset|wait|command)$/;

/** Where a RUN certainly puts a program of this name; undefined when none does, or several. */
export function heldProgram({ stage }: Project, name: string): string | undefined {
  const places = new Set<string>();
  for (const { path, command } of heldIn(stage))
    if (command !== undefined && baseName(path) === name) places.add(path);
  const { env } = stage.end;
  // An image that may have anything on its PATH has the folders of programs on it.
  const isKnown = !env.has('PATH') || env.get('PATH') !== undefined;
  const folders = pathFolders(env.get('PATH'));
  const onPath = [...places].filter((path) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    return folders.includes(folder) || (!isKnown && folder.endsWith('/bin'));
  });
  return onPath.length === 1 ? onPath[0] : undefined;
}

export function pathFolders(path: string | undefined): readonly string[] {
  return (path ?? DEFAULT_PATH).split(':').map((folder) => folder.replace(/\/$/, ''));
}

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Programs of an image that starts nothing: they are what it is for, so they stay where whoever names one finds them. */
import { baseName, isWithin } from '../../model/artifacts/effects';
import { destinationOf, effectsAt, heldIn, isRemoved } from '../../model/artifacts/stageFiles';
import { contextSources } from '../../model/contextCopies';
import { pairsOf } from '../../syntax/views';
import { at } from '../../lint/rule';
import { refusal, type Artifact, type Insertion, type Project, type Refusal } from './contract';
import { pathFolders } from './native/program';

/** Neither the file nor a service image says what the container starts: Compose, Kubernetes or a person does. */
export function startsNothing({ stage: { command, image } }: Project): boolean {
  return command.cmd === undefined && command.entrypoint === undefined && image?.kind !== 'service';
}

/**
 * Programs that commands of the build certainly leave outside of the sources; one that lies among them may be what a
 * person tries out there. `folders` are filled by the build alone, and taken whole.
 */
export function calledPrograms(project: Project, folders: readonly string[]): readonly Artifact[] | Refusal {
  const { stage, compiles } = project;
  const sources = sourceFolders(project);
  const commands = new Set(compiles.map(({ command }) => command));
  const found = new Map<string, Artifact>();
  for (const path of folders)
    found.set(path, { from: path, to: path, kind: 'directory', what: 'what was installed' });
  for (const { path, command, form } of heldIn(stage)) {
    if (command === undefined || form === 'directory' || /[*?[]/.test(path)) continue;
    const isOutput = commands.has(command);
    if (!isOutput && !(MOVES.test(command.name ?? '') && PROGRAM_FOLDER.test(path))) continue;
    if (isRemoved(stage, path) || folders.some((folder) => isWithin(path, folder))) continue;
    if (SCRATCH.test(path) || sources.some((folder) => isWithin(path, folder))) continue;
    if (!/\.(?:so|a|o|d|h|test)$/.test(baseName(path)))
      found.set(path, { from: path, to: path, kind: 'file', what: 'the program' });
  }
  if (found.size > 0) return [...found.values()];
  return refusal(
    'no-command',
    'Nothing says what the container starts, and no program is certainly left outside of the sources, so what is needed cannot be known.',
    { at: at(stage.from), wayOut: 'Add a CMD or an ENTRYPOINT.' },
  );
}

export const FOR_CALLERS =
  'Nothing says what the container starts, so all programs stay where they were, beside a shell. Who starts a compiler in it needs the build stage.';

const MOVES = /^(?:mv|cp|install)$/;
const PROGRAM_FOLDER = /\/bin\/[^/]+$/;
const SCRATCH = /^\/(?:tmp|var\/tmp|root|dev)(?:\/|$)/;

/** Where the project arrives, and where what compiles it works. */
function sourceFolders({ stage, steps, compiles }: Project): readonly string[] {
  const arrived = steps.flatMap(({ instruction }) => {
    const to = contextSources(instruction).length === 0 ? undefined : destinationOf(stage, instruction);
    return to?.isFolder === true ? [to.path] : [];
  });
  const worked = compiles.flatMap(({ step, command }) =>
    effectsAt(stage, step.instruction).flatMap((effect) =>
      effect.kind === 'ran' && effect.command === command && effect.folder !== undefined
        ? [effect.folder]
        : [],
    ),
  );
  // Everything lies in the root, so that working there says nothing of a file.
  return [...new Set([...arrived, ...worked])].filter((folder) => folder !== '/');
}

/** Folders of these programs that are on the PATH by the old base image alone. */
export function pathOfCalled({ stage }: Project, artifacts: readonly Artifact[]): readonly Insertion[] {
  const own = pathFolders(stage.end.env.get('PATH'));
  const usual = pathFolders(undefined);
  const isSet = stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'ENV' && pairsOf(instruction).some(({ name }) => name === 'PATH'),
  );
  if (isSet) return [];
  const folders = artifacts.map(({ to, kind }) =>
    kind === 'directory' ? to : to.slice(0, to.lastIndexOf('/')) || '/',
  );
  const lost = [...new Set(folders)].filter((folder) => own.includes(folder) && !usual.includes(folder));
  if (lost.length === 0) return [];
  return [{ place: 'after-artifacts', text: `ENV PATH=${lost.join(':')}:$PATH` }];
}

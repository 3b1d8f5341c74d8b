/** Files of the project that the container's command names beside the program: a configuration, a folder of templates. */
import { contextPathsOf } from '../../model/artifacts/contextPlaces';
import { bringerOf, isCopiedAlone } from './bringers';
import type { Artifact, Project } from './contract';
import { resolved, startOf } from './startedWords';

/** Those that only a line of the build brings, and that are in none of the artifacts. */
export function namedFiles(project: Project, artifacts: readonly Artifact[]): readonly Artifact[] {
  const start = startOf(project);
  const found = new Map<string, Artifact>();
  let folder = project.stage.end.workdir;
  for (const command of project.started) {
    if (command.name === 'cd') folder = resolved(start, command.args[0], folder);
    for (const word of command.args) {
      const text = word.value ?? word.text;
      const named = PATH_IN_WORD.exec(text.replaceAll(/^["']|["']$/g, ''))?.[1];
      if (named === undefined) continue;
      const path = resolved(start, { ...word, text: named, value: named }, folder);
      if (path === undefined || /[*?[]/.test(path) || isTaken(path, artifacts)) continue;
      const form = formOf(project, path, named);
      if (form !== undefined)
        found.set(path, { from: path, to: path, kind: form, what: 'a file that the command names' });
    }
  }
  return [...found.values()];
}

/** `conf/app.json`, `/etc/app/app.toml`, and these behind `--config=` or `-Dlogback.configurationFile=file:`. */
const PATH_IN_WORD = /^(?:--?[\w.:-]+=)?(?:file:)?(\.{0,2}\/?(?:[\w@+.-]+\/)*[\w@+.-]*[\w@+-]\/?)$/;

function isTaken(path: string, artifacts: readonly Artifact[]): boolean {
  return artifacts.some(({ to }) => path === to || path.startsWith(`${to}/`) || to.startsWith(`${path}/`));
}

/** Undefined where no copy brings it, or where it is more likely a word than a path. */
function formOf(project: Project, path: string, written: string): Artifact['kind'] | undefined {
  const bringer = bringerOf(project, path);
  const isBrought = bringer.kind === 'among' || (bringer.kind === 'made' && !bringer.isCertain);
  if (!isBrought) return undefined;
  if (isCopiedAlone(project, path))
    // A line whose destination is written in full in the command stays in the running image as it is.
    return written.startsWith('/') ? undefined : /\.\w+$/.test(written) ? 'file' : 'directory';
  const kinds = contextPathsOf(project.stage, path).map((place) => project.contextKind(place));
  if (kinds.includes('file')) return 'file';
  if (kinds.includes('folder')) return 'directory';
  // Without a listing, only what is written as a path to a file of the sources.
  const isUnknown = kinds.length > 0 && kinds.every((kind) => kind === undefined);
  return isUnknown && written.includes('/') && /[\w-]\.[a-z]\w{0,5}$/.test(written) ? 'file' : undefined;
}

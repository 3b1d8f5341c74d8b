/** Causes in the build context: what COPY and ADD take, what is sent, what the ignore file leaves out. */
import { kindAt, nearest, readIgnorePatterns } from '../../../core/index';
import { type Evidence, lineOf } from '../evidence';
import { type Cause, type Hit, said, type Telling } from './cause';

export const contextCauses: readonly Cause[] = [
  {
    id: 'forbidden-source',
    message: [/forbidden path outside the build context: (?<path>\S+)/iu],
    tell: ({ groups }) => ({
      happened: `COPY names ${groups['path'] ?? 'a path'}, which lies outside the build context.`,
      remedy:
        'Start the build in the folder above (docker build -f FOLDER/Dockerfile ..), or add a named context (--build-context NAME=../FOLDER and COPY --from=NAME).',
      rules: ['no-missing-source'],
    }),
  },
  {
    id: 'source-not-found',
    message: [
      /"\/?(?<path>[^"]*)": not found/u,
      /(?:excluded by \.dockerignore: stat|lstat|stat) "?\/?(?<path>[^\s":]+)"?: (?:file does not exist|no such file or directory)/iu,
      /no source files? (?:was|were) specified|no such file or directory.*\bcopier\b|copier: stat: "\/?(?<path>[^"]+)": no such file/iu,
      /(?:COPY|ADD) failed: no source files/iu,
      /failed to get fileinfo for (?:\/workspace\/|\/kaniko\/buildcontext\/)?(?<path>\S+): lstat/u,
    ],
    tell: sourceNotFound,
  },
  {
    id: 'many-sources-one-file',
    message: [/more than one source file, the destination must be a directory/iu],
    tell: said(
      'Several sources are copied to a destination that does not end with a slash, so it would have to be a file.',
      'End the destination with a slash.',
      'require-directory-slash',
    ),
  },
  {
    id: 'dockerfile-not-found',
    message: [
      /failed to read dockerfile: open (?<path>[^\s:]+)/u,
      /unable to evaluate symlinks in Dockerfile path/u,
    ],
    tell: ({ groups }) => ({
      happened: `The builder found no ${groups['path'] ?? 'Dockerfile'} where it looked for the Dockerfile.`,
      remedy:
        'Name it with -f, by a path relative to the folder in which the build is started, or in the service of the Compose file.',
    }),
  },
  {
    id: 'context-unreadable',
    message: [
      /(?:error from sender|error checking context|failed to xattr|can't stat|unable to prepare context).*?(?<path>\/?[^\s':]+)'?: (?:permission denied|operation not permitted)/iu,
      /no permission to read from '(?<path>[^']+)'/iu,
    ],
    tell: ({ groups }) => ({
      happened: `The client may not read ${groups['path'] ?? 'a file'} in the build context, so it cannot send it.`,
      remedy: 'Leave it out with the .dockerignore file, or give yourself the right to read it.',
      rules: ['require-dockerignore'],
    }),
  },
];

function sourceNotFound({ groups, line }: Hit, evidence: Evidence): Telling | undefined {
  const { found, analysis } = evidence;
  const path = groups['path'] ?? '';
  // The same words are those of a registry that has no such tag, and of a mount.
  if (found?.instruction.keyword === 'RUN' && found.instruction.flags.length === 0) return undefined;
  if (found?.instruction.keyword === 'FROM' || /^[\w.-]+\/[\w./-]+:[\w.-]+: not found/u.test(line))
    return undefined;
  const shown = path === '' ? 'the source' : path;
  const edge = found?.stage?.edges.find(({ instruction }) => instruction === found.instruction);
  if (edge?.to.kind === 'stage') {
    const producer = analysis.facts.stages[edge.to.index];
    const where = producer === undefined ? '' : ` (line ${String(lineOf(evidence, producer.from))})`;
    return {
      happened: `The stage ${edge.reference.value}${where} has no ${path === '' ? 'such path' : `/${path}`} when it is copied from.`,
      remedy:
        'Compare the path with what the stage writes: its WORKDIR, and the output folder of its build. The hover of the COPY shows what the stage holds.',
      rules: ['no-missing-artifact'],
    };
  }
  const { ignoreFile, context } = analysis.surroundings;
  if (ignoreFile.kind === 'present' && path !== '') {
    const decides = readIgnorePatterns(ignoreFile.text).deciding(path);
    if (decides !== undefined)
      return {
        happened: `${shown} is left out of the build context by the line "${decides}" of ${ignoreFile.path}.`,
        remedy: `Take it back with a line "!${path}" below, or do not copy it.`,
        rules: ['no-ignored-source'],
      };
  }
  const meant = path === '' ? undefined : similar(path, evidence);
  const isThere = context !== undefined && path !== '' && kindAt(context, path) !== 'missing';
  const happened = `The build context has no ${path === '' ? 'such file' : shown}${meant === undefined ? '' : `; there is ${meant}`}.`;
  return {
    happened:
      isThere && kindAt(context, path) !== undefined
        ? `The build context that was sent had no ${shown}.`
        : happened,
    remedy:
      meant === undefined
        ? 'Paths count from the folder that was named when the build started (docker build FOLDER), not from the Dockerfile; what .dockerignore names is not sent.'
        : `Write ${meant}, or start the build in the folder that has ${shown}.`,
    rules: ['no-missing-source'],
  };
}

/** A name beside it that differs by a letter or two. */
function similar(path: string, { analysis }: Evidence): string | undefined {
  const slash = path.lastIndexOf('/');
  const folder = slash === -1 ? '' : path.slice(0, slash);
  const { context } = analysis.surroundings;
  if (context === undefined || (folder !== '' && kindAt(context, folder) !== 'folder')) return undefined;
  const names = context.entriesIn(folder);
  const meant = names === undefined ? undefined : nearest(path.slice(slash + 1), names.keys());
  return meant === undefined ? undefined : folder === '' ? meant : `${folder}/${meant}`;
}

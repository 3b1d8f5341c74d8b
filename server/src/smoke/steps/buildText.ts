/** The text that an engine is given to build, in the form that it takes, and what reads its progress. */
import type { BuildOutput, BuildRequest } from '../engines/engine';
import type { BuildEvent, ProgressReader } from '../engines/events';
import { plainReader } from '../engines/plain';
import { labelled, labelText, markingSecret } from '../engines/podman';
import { podmanReader } from '../engines/podmanOutput';
import { readRawJson } from '../engines/rawjson';
import { LABEL } from '../lease';
import type { RunFolder } from '../port';
import { markFor, type Session } from '../session';

interface Reader {
  readonly stdout: ProgressReader;
  readonly stderr: ProgressReader;
  /** To be called when the client has ended by itself. */
  end(): readonly BuildEvent[];
  /** How many images it has made that stay as the build cache. */
  cached(): number;
}

const NOTHING: readonly BuildEvent[] = [];

export function readerFor({ engine, input, stage, port }: Session): Reader {
  const { builder } = engine;
  if (builder.kind === 'podman')
    return podmanReader(input.stages.slice(0, stage.index + 1), () => port.now());
  const stderr = builder.progress === 'rawjson' ? readRawJson : plainReader();
  return { stdout: () => NOTHING, stderr, end: () => NOTHING, cached: () => 0 };
}

type Asked = Pick<BuildRequest, 'dockerfile' | 'target' | 'label' | 'own' | 'output' | 'temporaryDir'>;

/** Writes it down for the engine, and says which part of it is asked for. */
export async function whatToBuild(session: Session, folder: RunFolder, output: BuildOutput): Promise<Asked> {
  if (session.engine.builder.kind !== 'podman') {
    const { dockerfile } = await writeDockerfile(session, folder, textToBuild(session));
    const label = output.kind === 'archive' ? undefined : output.label;
    return { dockerfile, target: targetArgument(session), label, own: [], output };
  }
  // A stage that is not the last one of its file would come without the label when it is in the cache.
  const text = textUpTo(session);
  const alike = output.kind === 'engine' ? output.alike : undefined;
  const ending = labelled(text, LABEL, labelText(alike?.mark ?? markFor(session, 'image')));
  const { dockerfile, ignoreFile } = await writeDockerfile(session, folder, ending);
  const mark = await folder.write('mark', '');
  return {
    dockerfile,
    target: undefined,
    label: undefined,
    output,
    own: [
      ...(alike === undefined ? [] : ['--timestamp', String(alike.epoch)]),
      ...markingSecret(markFor(session, 'build'), mark),
      ...(ignoreFile === undefined ? [] : ['--ignorefile', ignoreFile]),
    ],
    temporaryDir: dirname(await folder.write('temporary/.keep', '')),
  };
}

function dirname(path: string): string {
  return path.replace(/[\\/][^\\/]*$/u, '');
}

/**
 * The text goes to a folder of our own, since it may not be saved. BuildKit looks for `<name>.dockerignore` beside the
 * Dockerfile it is given (frontend/dockerui/config.go), so a copy of it goes along; the context's own file is found anyway.
 */
async function writeDockerfile(
  session: Session,
  folder: RunFolder,
  text: string,
): Promise<{ readonly dockerfile: string; readonly ignoreFile: string | undefined }> {
  const { dockerfilePath } = session.input;
  const typed = dockerfilePath.split(/[\\/]/u).at(-1) ?? 'Dockerfile';
  // The name travels to BuildKit in a header, which takes printable ASCII only.
  const name = typed.replace(/[^ -~]/gu, '_');
  const ignore = await session.port.readText(`${dockerfilePath}.dockerignore`);
  const ignoreFile =
    ignore === undefined ? undefined : await folder.write(`dockerfile/${name}.dockerignore`, ignore);
  return { dockerfile: await folder.write(`dockerfile/${name}`, text), ignoreFile };
}

/**
 * BuildKit's `--target` takes an index too, but not every engine passes one on, so a stage without a name is built as the
 * last stage of its copy (`textToBuild`). Without a choice the engine decides itself what the last stage is.
 */
function targetArgument(session: Session): string | undefined {
  if (session.input.target === undefined || session.input.target === '') return undefined;
  return session.stage.name;
}

/** Nothing below a stage can be part of it, so a chosen stage without a name simply ends the copy. Lines stay where they are. */
function textToBuild(session: Session): string {
  const { input, stage } = session;
  return input.target === undefined || stage.name !== undefined ? input.text : textUpTo(session);
}

function textUpTo({ input, stage }: Session): string {
  const next = input.stages[stage.index + 1];
  return next === undefined ? input.text : input.text.split('\n').slice(0, next.line).join('\n');
}

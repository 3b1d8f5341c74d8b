/** Makes the two builds that are compared, as alike as the engine can make them. */
import type { Timed } from '../draft';
import type { RunFolder } from '../port';
import { ask, markFor, type Session, SmokeStop } from '../session';
import { build, buildArchive } from '../steps/build';

/** Ids of images on the engine, or paths of archives. */
export interface TwoBuilds {
  /** What of both can be compared: see `ReproductionReport`. */
  readonly method: 'digest' | 'layers' | 'contents';
  readonly first: string;
  readonly second: string;
}

export interface Folders {
  readonly texts: RunFolder;
  readonly archives: RunFolder;
}

export async function buildTwice(
  session: Session,
  folders: Folders,
  timed: Timed,
  epoch: number,
): Promise<TwoBuilds> {
  const folder = folders.texts;
  if (session.engine.builder.kind === 'podman') {
    // It sets the times, but its images always name the containers that they were made in.
    const alike = { epoch, mark: markFor(session, 'image') };
    const image = async (): Promise<string> =>
      (await timed('build', () => build(session, folder, () => undefined, alike))).image;
    return { method: 'layers', first: await image(), second: await image() };
  }
  const why = await whyNoArchive(session);
  if (why === undefined) {
    const archives = await archived(session, folders, timed);
    if (archives !== undefined) return archives;
  }
  session.note(
    `The files of both builds were compared, and their times left out: ${why ?? 'the builder cannot export with rewritten times'}.`,
  );
  const image = async (): Promise<string> =>
    (await timed('build', () => build(session, folder, () => undefined))).image;
  return { method: 'contents', first: await image(), second: await image() };
}

/** BuildKit sets the times of files from this version on (moby/buildkit, docs/build-repro.md). */
const REWRITES_SINCE = 13;

/** Undefined when the builder can write archives with the times set. */
async function whyNoArchive({ input, engine, ...session }: Session): Promise<string | undefined> {
  if (engine.builder.kind !== 'buildx') return 'without buildx there is no export with rewritten times';
  const name = input.builder === undefined ? [] : ['--', input.builder];
  const asked = await ask({ input, engine, ...session }, 'buildx', 'inspect', ...name);
  const said = asked.kind === 'exited' ? asked.stdout : '';
  const driver = /^Driver:[ \t]*(\S+)/mu.exec(said)?.[1] ?? 'docker';
  if (driver === 'docker' && engine.builder.store !== 'containerd')
    return "this engine's own image store cannot export with rewritten times (containerd's can, and so can a builder in a container)";
  // Distributions build it without its version, and then it says 0.0.0.
  const minor = /^BuildKit(?: version)?:[ \t]*v?0\.([1-9]\d*)\./mu.exec(said)?.[1];
  return minor !== undefined && Number(minor) < REWRITES_SINCE
    ? `BuildKit 0.${minor} cannot rewrite times, 0.${REWRITES_SINCE} can`
    : undefined;
}

/** Undefined when it turns out that the builder cannot write them. A build that fails by itself ends the run. */
async function archived(
  session: Session,
  { texts, archives }: Folders,
  timed: Timed,
): Promise<TwoBuilds | undefined> {
  const [first, second] = [`${archives.path}/first.tar`, `${archives.path}/second.tar`] as const;
  try {
    for (const file of [first, second]) await timed('build', () => buildArchive(session, texts, file));
  } catch (error) {
    const isExport =
      error instanceof SmokeStop &&
      error.verdict === 'failed' &&
      /\bexport|rewrite-timestamp/iu.test(error.message);
    if (isExport) return undefined;
    throw error;
  }
  return { method: 'digest', first, second };
}

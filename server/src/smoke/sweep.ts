/** Removes what carries our label: all of one run at its end, and what abandoned runs have left behind at the next start. */
import { NEVER } from './cancellation';
import { decodeMark, expiredRuns, isOwn, LABEL, type Marked } from './lease';
import { listAt, parseInspected, parseJson, textAt, textsAt } from './reading';
import { imageId, markOfWorkingContainer, plainName } from './engines/podman';
import { askRegardless, type EngineAccess, engineNow, lastWords, type Session } from './session';

export interface Removal {
  /** `container stagewright-smoke-…`. */
  readonly removed: readonly string[];
  /** With the reason. */
  readonly kept: readonly string[];
  /** False when the engine did not answer. */
  readonly isComplete: boolean;
}

const SETTLE_MS = 700;

/** An engine that does not answer may be about to come back; what it refuses to remove it will mostly refuse again. */
const TRIES_WITHOUT_ANSWER = 10;
const TRIES_WITH_ANSWER = 3;

/** Removes everything the run made, also on an engine that is being restarted. */
export async function removeRun(session: Session): Promise<Removal> {
  // A build that was just ended may still be writing its image, since the engine hears of the end after its client: give it
  // a moment, and look twice.
  const leastTries = session.signal.aborted ? 2 : 1;
  if (session.signal.aborted) await session.port.sleep(SETTLE_MS, NEVER);
  const removed: string[] = [];
  for (let tries = 1; ; tries++) {
    const marked = await listMarked(session);
    const own = (marked ?? []).filter((object) => object.mark.run === session.run && isOwn(object));
    const removal = await removeAll(session, own);
    removed.push(...removal.removed);
    const isComplete = marked !== undefined && removal.kept.length === 0;
    const isEnough = tries >= (marked === undefined ? TRIES_WITHOUT_ANSWER : TRIES_WITH_ANSWER);
    if (isEnough || (isComplete && tries >= leastTries)) return { removed, kept: removal.kept, isComplete };
    await session.port.sleep(tries * 1000, NEVER);
  }
}

export interface Sweep {
  readonly removed: readonly string[];
  /** The ids of the runs that were found abandoned. */
  readonly runs: ReadonlySet<string>;
}

/** Takes only what has expired, whoever made it. What cannot be removed is left to the next sweep. */
export async function sweepExpired(session: EngineAccess): Promise<Sweep> {
  const { abandoned, runs } = await findLeftovers(session);
  const { removed } = await removeAll(session, abandoned);
  return { removed, runs };
}

export interface Leftovers {
  /** What runs made whose lease has ended. */
  readonly abandoned: readonly Marked[];
  /** What belongs to runs that are alive. */
  readonly inUse: readonly Marked[];
  /** The ids of the abandoned runs. */
  readonly runs: ReadonlySet<string>;
}

/** Nothing when the engine does not answer. */
export async function findLeftovers(session: EngineAccess): Promise<Leftovers> {
  const marked = (await listMarked(session)) ?? [];
  const runs = expiredRuns(marked, engineNow(session));
  const own = marked.filter(isOwn);
  return {
    abandoned: own.filter(({ mark }) => runs.has(mark.run)),
    inUse: own.filter(({ mark }) => !runs.has(mark.run)),
    runs,
  };
}

/**
 * Everything on the engine that carries a readable label. Leases are listed last: a run that starts in between is then seen
 * with its lease or not at all. Undefined when the engine does not answer.
 */
async function listMarked(session: EngineAccess): Promise<readonly Marked[] | undefined> {
  const filter = ['--filter', `label=${LABEL}`];
  const [containers, images, builds] = await Promise.all([
    idsOf(session, 'ps', '--all', '--quiet', '--no-trunc', ...filter),
    idsOf(session, 'images', '--all', '--quiet', '--no-trunc', ...filter),
    workingContainers(session),
  ]);
  const volumes = await idsOf(session, 'volume', 'ls', '--quiet', ...filter);
  if (containers === undefined || images === undefined || volumes === undefined) return undefined;
  const [inspectedContainers, inspectedImages, inspectedVolumes] = await Promise.all([
    inspect(session, 'container', containers),
    inspect(session, 'image', images),
    inspect(session, 'volume', volumes),
  ]);
  if (inspectedContainers === undefined || inspectedImages === undefined || inspectedVolumes === undefined)
    return undefined;
  return [
    ...builds,
    ...inspectedContainers.flatMap((json) =>
      marked(textAt(json, 'Id'), labelsOf(json), containerNames(json)),
    ),
    ...inspectedImages.flatMap((json) =>
      marked(
        imageId(textAt(json, 'Id') ?? ''),
        labelsOf(json),
        (textsAt(json, 'RepoTags') ?? []).map(plainName),
      ),
    ),
    ...inspectedVolumes.flatMap((json) =>
      marked(textAt(json, 'Name'), volumeLabels(json), volumeNames(json)),
    ),
  ];
}

/**
 * What builds of Podman that were cut off have left behind, and what those that run are working with: `ps` lists it without
 * any label, and its mark lies on this machine's disk.
 */
async function workingContainers(session: EngineAccess): Promise<readonly Marked[]> {
  const { builder } = session.engine;
  if (builder.kind !== 'podman' || builder.workingContainers === undefined) return [];
  const listed = await askRegardless(session, 'ps', '--all', '--external', '--no-trunc', '--format', 'json');
  const entries = listed.kind === 'exited' ? listAt(parseJson(listed.stdout)) : [];
  const found: Marked[] = [];
  for (const entry of entries) {
    const id = textAt(entry, 'Id');
    if (id === undefined || textAt(entry, 'Command', 0) !== 'buildah') continue;
    const description = await session.port.readText(
      `${builder.workingContainers}/${id}/userdata/buildah.json`,
    );
    const mark = markOfWorkingContainer(description ?? '');
    if (mark !== undefined) found.push({ mark, id, names: textsAt(entry, 'Names') ?? [] });
  }
  return found;
}

async function idsOf(
  session: EngineAccess,
  ...args: readonly string[]
): Promise<readonly string[] | undefined> {
  const outcome = await askRegardless(session, ...args);
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return undefined;
  return [...new Set(outcome.stdout.split('\n').filter((id) => id !== ''))];
}

/** What has gone since it was listed is missing from the answer, and that is no fault. Undefined when there is no answer. */
async function inspect(
  session: EngineAccess,
  kind: string,
  ids: readonly string[],
): Promise<readonly unknown[] | undefined> {
  if (ids.length === 0) return [];
  const outcome = await askRegardless(session, kind, 'inspect', '--format', '{{json .}}', ...ids);
  if (outcome.kind !== 'exited') return undefined;
  const isAnswer = outcome.exitCode === 0 || NOT_THERE.test(outcome.stderr);
  return isAnswer ? parseInspected(outcome.stdout) : undefined;
}

function marked(
  id: string | undefined,
  label: string | undefined,
  names: readonly string[],
): readonly Marked[] {
  const mark = decodeMark(label);
  return id === undefined || mark === undefined ? [] : [{ mark, id, names }];
}

function labelsOf(json: unknown): string | undefined {
  return textAt(json, 'Config', 'Labels', LABEL);
}

function volumeLabels(json: unknown): string | undefined {
  return textAt(json, 'Labels', LABEL);
}

function containerNames(json: unknown): readonly string[] {
  return [(textAt(json, 'Name') ?? '').replace(/^\//u, '')];
}

function volumeNames(json: unknown): readonly string[] {
  return [textAt(json, 'Name') ?? ''];
}

const ORDER = ['build', 'container', 'image', 'lease'] as const;

/** Docker's words, and Podman's for an image. */
const NOT_THERE = /no such|image not known/iu;

/** Containers first, since they hold their image and their volumes; the lease last, since it guards the others. */
export async function removeAll(
  session: EngineAccess,
  objects: readonly Marked[],
): Promise<Omit<Removal, 'isComplete'>> {
  const removed: string[] = [];
  const kept: string[] = [];
  for (const kind of ORDER) {
    for (const object of objects.filter((entry) => entry.mark.kind === kind)) {
      const outcome = await askRegardless(session, ...removalOf(session, object));
      const name = nameOfMarked(object);
      const isGone = outcome.kind === 'exited' && (outcome.exitCode === 0 || NOT_THERE.test(outcome.stderr));
      if (isGone) removed.push(name);
      else kept.push(`${name}: ${lastWords(outcome)}`);
    }
  }
  return { removed, kept };
}

/** `container stagewright-smoke-…`, `image sha256:…`. */
export function nameOfMarked({ mark, id, names }: Marked): string {
  return `${mark.kind} ${mark.kind === 'image' ? id : (names[0] ?? id)}`;
}

function removalOf({ engine }: EngineAccess, { mark, id, names }: Marked): readonly string[] {
  // Podman asks a container to stop first, and waits for it.
  const atOnce = engine.builder.kind === 'podman' ? ['--time', '0'] : [];
  switch (mark.kind) {
    case 'build':
      return ['rm', '--force', ...atOnce, id];
    case 'container':
      // With it go the volumes that have no name of their own.
      return ['rm', '--force', ...atOnce, '--volumes', id];
    case 'image':
      return ['image', 'rm', '--no-prune', ...(names.length === 0 ? [id] : names)];
    case 'lease':
      return ['volume', 'rm', id];
  }
}

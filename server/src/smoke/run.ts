/** The smoke build itself: what comes before and after its steps, and the promise that nothing stays behind. */
import { type CancelSignal, type CancelSource, cancelSource, NEVER } from './cancellation';
import { withDiskSpace } from './diskSpace';
import { type Draft, emptyReport, stepTimer, type Timed } from './draft';
import { detectEngine } from './engines/detect';
import { type Heartbeat, startHeartbeat } from './heartbeat';
import type { SmokeInput, SmokeStage } from './input';
import { nameOfContainer, nameOfLease } from './lease';
import type { RunFolder, SmokePort } from './port';
import { type DeclaredProbe, readDeclaration } from './probes/declaration';
import { redactAll, redactorOf, type Redact } from './redact';
import type { CleanupReport, SmokeProgress, SmokeReport } from './report';
import type { RetentionQuestion } from './retention';
import { takeSteps } from './sequence';
import { failure, type Session, SmokeStop } from './session';
import { targetStage } from './stageMap';
import { checkBuilder } from './steps/builder';
import { buildCacheBytes } from './steps/buildCache';
import { isMeasured } from './steps/builders';
import { decideRetention } from './steps/decide';
import { checkKeptName } from './steps/keep';
import { summaryOf } from './summary';
import { removeRun, sweepExpired } from './sweep';

export interface SmokeOptions {
  readonly signal?: CancelSignal;
  /** What it throws is dropped: watching must not change what is done. */
  readonly onProgress?: (progress: SmokeProgress) => void;
  /** Asked when there is an image and it is not to be kept anyway; without it the image is removed. */
  readonly decide?: RetentionQuestion;
}

/** Builds, inspects, runs, probes and removes. Never rejects: what goes wrong is in the report. */
export function smokeBuild(
  input: SmokeInput,
  port: SmokePort,
  options: SmokeOptions = {},
): Promise<SmokeReport> {
  return smokeRun(input, port, options, takeSteps);
}

/** What is done between the first lease and the clean-up. Throws a SmokeStop when it ends early. */
export type Steps = (session: Session, folder: RunFolder, draft: Draft, timed: Timed) => Promise<void>;

/** Takes steps on an engine under the promise that nothing stays behind, whichever way they end. Never rejects. */
export async function smokeRun(
  input: SmokeInput,
  port: SmokePort,
  options: SmokeOptions,
  steps: Steps,
): Promise<SmokeReport> {
  const startedAt = port.now();
  const redact = redactorOf(input, await secretFiles(input, port));
  const emit = emitter(options, redact);
  const timed = stepTimer(port, emit);
  const draft = emptyReport(input);
  const cancel = cancelSource(options.signal);
  const done = cancelSource(undefined);
  void port.sleep(input.limits.timeoutMs, done.signal).then(() => {
    if (done.reason() === undefined) cancel.cancel('time-limit');
  });
  // What comes behind the evidence, a person's decision and the clean-up, is neither limited nor undone by a cancellation.
  const settle = (): void => {
    done.cancel('cancelled');
    cancel.dispose();
  };
  let waitedMs = 0;
  try {
    const session = await timed('identify', () => identify({ input, port, cancel, redact, draft, emit }));
    await withFolder(session, async (folder) => {
      const taken = async (): Promise<void> => {
        try {
          await steps(session, folder, draft, timed);
          draft.verdict = 'passed';
        } catch (error) {
          record(draft, stopOf(error, cancel, input), input);
        }
        const { decide } = options;
        if (decide === undefined || input.keep !== undefined || !isDecidable(draft)) return;
        settle();
        const askedAt = port.now();
        draft.durationMs = askedAt - startedAt;
        await decideRetention(session, draft, decide, options.signal ?? NEVER);
        waitedMs = port.now() - askedAt;
      };
      await underLease(session, folder, draft, timed, taken);
    });
  } catch (error) {
    record(draft, stopOf(error, cancel, input), input);
  } finally {
    settle();
  }
  draft.durationMs = port.now() - startedAt - waitedMs;
  draft.summary = summaryOf(draft);
  return redactAll<SmokeReport>(draft, redact);
}

function record(draft: Draft, { verdict, failure: why }: SmokeStop, { causeOf }: SmokeInput): void {
  draft.verdict = verdict;
  const cause = verdict === 'failed' ? causeOf?.(why) : undefined;
  draft.failure = cause === undefined ? why : { ...why, cause };
}

/** An image that was built and started is worth a look also when a probe failed; one of a cancelled run is not wanted. */
function isDecidable({ verdict, image }: Draft): boolean {
  return image !== undefined && (verdict === 'passed' || verdict === 'failed');
}

/** What cannot be read as text cannot be told either, and the engine says which file it misses. */
async function secretFiles({ secrets = [] }: SmokeInput, port: SmokePort): Promise<readonly string[]> {
  const paths = secrets.flatMap((secret) => (secret.kind === 'file' ? [secret.path] : []));
  const texts = await Promise.all(paths.map((path) => port.readText(path)));
  return texts.filter((text) => text !== undefined);
}

interface Start {
  readonly input: SmokeInput;
  readonly port: SmokePort;
  readonly cancel: CancelSource;
  readonly redact: Redact;
  readonly draft: Draft;
  readonly emit: (progress: SmokeProgress) => void;
}

/** Finds out what there is to work with, and says what will be created. Creates nothing. */
async function identify({ input, port, cancel, redact, draft, emit }: Start): Promise<Session> {
  const stage = targetStage(input.stages, input.target);
  if (stage === undefined) throw new SmokeStop('error', failure('identify', whyNoStage(input.target)));
  draft.stage = { index: stage.index, name: stage.name };
  const declared = declaredProbes(input, stage);
  const detection = await detectEngine(port, input.program, cancel.signal);
  if (detection.kind === 'cancelled') throw new SmokeStop('cancelled', failure('identify', 'Cancelled.'));
  if (detection.kind === 'unusable') {
    draft.engine = detection.report;
    throw new SmokeStop('error', failure('identify', detection.message));
  }
  const { engine } = detection;
  draft.engine = engine.report;
  const run = port.randomId();
  const note = (text: string): void => {
    draft.notes = [...draft.notes, text];
  };
  if (detection.passedOver !== undefined) note(`Podman is used, because: ${detection.passedOver}`);
  const session: Session = {
    input,
    port,
    signal: cancel.signal,
    engine,
    run,
    stage,
    declared,
    redact,
    emit,
    note,
  };
  await checkBuilder(session);
  await checkKeptName(session);
  draft.plan = [
    'an image without a name, known by its label',
    `the container ${nameOfContainer(run)}`,
    `the empty volume ${nameOfLease(run, 0)}, which says that this run is alive`,
    ...(isMeasured(session) ? ['an image of each stage that it takes files from, for its size'] : []),
  ];
  if (!input.isSaved)
    note('What was built is the unsaved text of the editor; the build context is what is saved.');
  return session;
}

/** A probe that nobody understands ends it before anything is made: without it a pass would say too much. */
function declaredProbes(input: SmokeInput, stage: SmokeStage): readonly DeclaredProbe[] {
  return [...stage.probes, ...(input.probes ?? [])].map(({ text, line }) => {
    const reading = readDeclaration(text);
    if (reading.kind === 'read') return { text, line, declaration: reading.declaration };
    throw new SmokeStop('error', failure('identify', reading.message, { line }));
  });
}

function whyNoStage(target: string | undefined): string {
  return target === undefined ? 'The Dockerfile has no build stage.' : `There is no build stage "${target}".`;
}

async function withFolder(session: Session, action: (folder: RunFolder) => Promise<void>): Promise<void> {
  const folder = await session.port.openFolder(
    session.run,
    session.engine.builder.kind === 'podman' ? 'layers' : 'texts',
  );
  try {
    await action(folder);
  } finally {
    await folder.remove();
  }
}

/** Whichever way the action ends, nothing is left on the engine. */
async function underLease(
  session: Session,
  folder: RunFolder,
  draft: Draft,
  timed: Timed,
  action: () => Promise<void>,
): Promise<void> {
  let heartbeat: Heartbeat | undefined;
  let cacheBefore: number | undefined;
  try {
    const swept = await timed('sweep', () => sweep(session));
    draft.cleanup = { ...draft.cleanup, swept };
    heartbeat = await startHeartbeat(session, folder);
    cacheBefore = await buildCacheBytes(session);
    await action();
  } finally {
    await heartbeat?.stop();
    draft.cleanup = await timed('decide', () => cleanUp(session, draft.cleanup, cacheBefore));
  }
}

/** A folder that no engine knows the run of any more; no run goes without renewing its folder for that long. */
const FOLDER_AGE_MS = 24 * 60 * 60_000;

async function sweep(session: Session): Promise<readonly string[]> {
  const { removed, runs } = await sweepExpired(session);
  const folders = await session.port.sweepFolders(runs, FOLDER_AGE_MS);
  return [...removed, ...folders.map((name) => `folder ${name}`)];
}

async function cleanUp(
  session: Session,
  before: CleanupReport,
  cacheBefore: number | undefined,
): Promise<CleanupReport> {
  const { removed, kept, isComplete } = await removeRun(session);
  if (!isComplete)
    session.note('Not everything could be removed now; a later smoke build on this engine will do it.');
  const cacheAfter = cacheBefore === undefined ? undefined : await buildCacheBytes(session);
  const buildCache =
    cacheBefore === undefined || cacheAfter === undefined
      ? undefined
      : { beforeBytes: cacheBefore, afterBytes: cacheAfter };
  return { ...before, removed, kept: [...before.kept, ...kept], isComplete, buildCache };
}

/** What ended the steps, said as the user sees it: a step that was ended does not know by whom. */
function stopOf(error: unknown, cancel: CancelSource, input: SmokeInput): SmokeStop {
  const stop =
    error instanceof SmokeStop
      ? withDiskSpace(error)
      : new SmokeStop('error', failure('identify', error instanceof Error ? error.message : String(error)));
  switch (cancel.reason()) {
    case undefined:
      return stop;
    case 'cancelled':
      return new SmokeStop('cancelled', { ...stop.failure, message: 'Cancelled.' });
    case 'time-limit': {
      const message = `The time limit of ${Math.round(input.limits.timeoutMs / 1000)} s was reached.`;
      return new SmokeStop('failed', { ...stop.failure, message });
    }
  }
}

function emitter(options: SmokeOptions, redact: Redact): (progress: SmokeProgress) => void {
  return (progress) => {
    try {
      options.onProgress?.(masked(progress, redact));
    } catch {
      // The watcher has gone; what was begun has to be cleaned up all the same.
    }
  };
}

function masked(progress: SmokeProgress, redact: Redact): SmokeProgress {
  return 'text' in progress ? { ...progress, text: redact(progress.text) } : progress;
}

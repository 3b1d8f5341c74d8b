/** The steps between the first lease and the clean-up, each adding its evidence to the report. */
import type { Draft, Timed } from './draft';
import type { RunFolder } from './port';
import type { FailureReport, ImageReport, ProbeReport, RunReport } from './report';
import { failure, type Session, SmokeStop } from './session';
import { blameForCommand } from './steps/blame';
import { build } from './steps/build';
import { compareBuilders, measureBuilders } from './steps/builders';
import { containerLog } from './steps/container';
import { listContext } from './steps/context';
import { inspectImage } from './steps/inspect';
import { readContents } from './steps/contents';
import { keepImage } from './steps/keep';
import { probe } from './steps/probe';
import { type Container, startContainer } from './steps/start';
import { stopContainer } from './steps/stop';

/** Throws a SmokeStop as soon as a step fails; the evidence so far is in the draft. */
export async function takeSteps(
  session: Session,
  folder: RunFolder,
  draft: Draft,
  timed: Timed,
): Promise<void> {
  draft.context = await timed('context', () => listContext(session));
  const built = await timed('build', () =>
    build(session, folder, ({ instructions, warnings }) => {
      draft.instructions = instructions;
      draft.warnings = warnings;
    }),
  );
  draft.engine = { ...draft.engine, buildRecord: built.buildRecord };
  const image = await timed('inspect', async () => {
    const inspected = await inspectImage(session, built.image);
    draft.image = inspected;
    const contents = await readContents(session, built.image);
    const builders =
      session.input.builders === 'compare' && contents !== undefined
        ? await compareBuilders(session, folder, contents.image)
        : undefined;
    return { ...inspected, contents: contents?.report, builders };
  });
  draft.image = image;
  session.note('The label is part of the image, so the digest is that of this disposable image only.');
  const measuring = measureBuilders(session, folder);
  try {
    await runAndProbe(session, draft, timed, image);
  } finally {
    const builders = image.builders ?? (await measuring.conclude());
    draft.image = { ...image, builders };
  }
  await keepWhenAsked(session, draft, image);
}

async function runAndProbe(session: Session, draft: Draft, timed: Timed, image: ImageReport): Promise<void> {
  const container = await timed('run', () => startContainer(session, image));
  let run = idleRun(container);
  try {
    const { probes, state, readyMs } = await timed('probe', () => probe(session, container, image));
    draft.probes = probes;
    run = { ...run, readyMs, wasOutOfMemory: state?.wasOutOfMemory ?? false };
    run =
      state?.isRunning === true
        ? { ...run, stop: await timed('stop', () => stopContainer(session, container.name, image)) }
        : { ...run, exitCode: state?.exitCode };
  } finally {
    draft.run = container.isStarted ? { ...run, log: await containerLog(session, container.name) } : run;
  }
  const failed = draft.probes.find((entry) => !entry.passed);
  if (failed !== undefined) throw new SmokeStop('failed', probeFailure(session, failed, draft.run.log));
}

function idleRun(container: Container): RunReport {
  return {
    isStarted: container.isStarted,
    network: container.ports.length > 0 ? 'loopback' : 'none',
    exitCode: undefined,
    readyMs: undefined,
    wasOutOfMemory: false,
    log: [],
    stop: undefined,
  };
}

function probeFailure(session: Session, failed: ProbeReport, log: readonly string[]): FailureReport {
  const report = { ...failure('probe', failed.message), log };
  if (failed.kind === 'declared' && failed.line !== undefined)
    return { ...report, line: failed.line, stage: session.stage.index };
  for (const stage of session.input.stages) {
    const found = stage.instructions.find((entry) => entry.line === failed.line);
    if (found !== undefined) return { ...report, line: found.line, range: found.range, stage: stage.index };
  }
  return { ...report, ...blameForCommand(session) };
}

async function keepWhenAsked(session: Session, draft: Draft, image: ImageReport): Promise<void> {
  const { keep } = session.input;
  if (keep === undefined) return;
  const isKept = await keepImage(session, image.digest, keep);
  if (isKept) draft.cleanup = { ...draft.cleanup, kept: [`image ${keep}`] };
}

/** Builds the stage, listens to what each instruction does, and says which one is to blame when it fails. */
import { type BuildRecord, buildRecord } from '../buildRecord';
import { countedSteps } from '../countedSteps';
import { buildCommand, type BuildOutput } from '../engines/engine';
import type { BuildEvent } from '../engines/events';
import { imageId } from '../engines/podman';
import type { SmokeInstruction } from '../input';
import { LABEL } from '../lease';
import { plainLine } from '../logTail';
import type { RunFolder, RunOutcome } from '../port';
import { parseJson, textAt } from '../reading';
import { isSecretName } from '../redact';
import type { FailureReport, InstructionReport, WarningReport } from '../report';
import { ask, cancelled, failure, labelFor, lastWords, type Session, SmokeStop } from '../session';
import { type Place, placeOfLine } from '../stageMap';
import { readerFor, whatToBuild } from './buildText';

export interface Built {
  /** `sha256:…` */
  readonly image: string;
  readonly buildRecord: string | undefined;
}

/** What is known of the build also when it fails. */
export interface BuildEvidence {
  readonly instructions: readonly InstructionReport[];
  readonly warnings: readonly WarningReport[];
}

/** What two builds have to have in common for their images to be compared. */
export interface Alike {
  /** Of all files that the build writes, in seconds since 1970. */
  readonly epoch: number;
  /** The mark on both images. */
  readonly mark: string;
}

export async function build(
  session: Session,
  folder: RunFolder,
  onEvidence: (evidence: BuildEvidence) => void,
  alike?: Alike,
): Promise<Built> {
  const label = labelFor(session, 'image');
  const metadata = await runBuild(session, folder, { kind: 'engine', label, alike }, onEvidence);
  return {
    image: await imageOf(session, (await folder.read('image-id'))?.trim(), label),
    buildRecord: textAt(metadata, 'buildx.build.ref'),
  };
}

/** Builds into an OCI archive, without the label, the files' times set to those of `SOURCE_DATE_EPOCH`. */
export async function buildArchive(session: Session, folder: RunFolder, file: string): Promise<void> {
  await runBuild(session, folder, { kind: 'archive', file }, () => undefined);
}

async function runBuild(
  session: Session,
  folder: RunFolder,
  output: BuildOutput,
  onEvidence: (evidence: BuildEvidence) => void,
): Promise<unknown> {
  const { input, engine } = session;
  const emit = countedSteps(input.stages, session.stage, session.emit);
  const record = buildRecord(input.stages, input.limits.logLines, emit);
  const reader = readerFor(session);
  const take = (events: readonly BuildEvent[]): void => {
    for (const event of events) record.take(event);
  };
  const asked = await whatToBuild(session, folder, output);
  const command = buildCommand(engine, {
    ...asked,
    contextDir: input.contextDir,
    builder: input.builder,
    idFile: `${folder.path}/image-id`,
    metadataFile: `${folder.path}/metadata.json`,
    cache: input.cache ?? 'use',
    buildArgs: input.buildArgs,
    isSecret: isSecretName,
    secrets: input.secrets ?? [],
    ssh: input.ssh ?? [],
    platform: input.platform,
    buildContexts: input.buildContexts ?? {},
  });
  const outcome = await session.port.run(command, {
    signal: session.signal,
    timeoutMs: input.limits.timeoutMs,
    // Podman cleans up after a build that fails, but not after itself when it is ended.
    ...(engine.builder.kind === 'podman' ? { ending: 'what-it-runs' } : {}),
    onStdoutLine: (line) => {
      take(reader.stdout(line));
    },
    onStderrLine: (line) => {
      take(reader.stderr(line));
    },
  });
  if (outcome.kind === 'exited') take(reader.end());
  if (reader.cached() > 0)
    session.note(
      `Podman keeps its build cache as images without a name: this build added ${reader.cached()}. They stay for the next build; "podman image prune" removes them.`,
    );
  const metadata = parseJson((await folder.read('metadata.json')) ?? '');
  onEvidence({ instructions: record.instructions(metadata), warnings: record.warnings() });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) throw await whyNotBuilt(session, record, outcome);
  return metadata;
}

/** The id file names what the builder made; another builder's digest is not always the engine's, and then the label tells. */
async function imageOf(session: Session, id: string | undefined, label: string): Promise<string> {
  if (id !== undefined && id !== '') {
    const found = await ask(session, 'image', 'inspect', '--format', '{{.Id}}', id);
    if (found.kind === 'exited' && found.exitCode === 0) return imageId(found.stdout.trim());
  }
  const listed = await ask(session, 'images', '--quiet', '--no-trunc', '--filter', `label=${label}`);
  const image = listed.kind === 'exited' ? listed.stdout.split('\n')[0] : undefined;
  if (listed.kind === 'cancelled') throw cancelled('build');
  if (image !== undefined && image !== '') return image;
  const message = `The build succeeded, but the engine has no image with its label ${LABEL}.`;
  throw new SmokeStop('error', failure('build', message));
}

async function whyNotBuilt(session: Session, record: BuildRecord, outcome: RunOutcome): Promise<SmokeStop> {
  if (outcome.kind === 'cancelled' || outcome.kind === 'timed-out') {
    const place = record.runningPlace();
    return cancelled('build', place === undefined ? {} : { ...blame(place), log: record.logOf(place) });
  }
  if (outcome.kind === 'not-found') return new SmokeStop('error', failure('build', outcome.message));
  const isPodman = session.engine.builder.kind === 'podman';
  const version = isPodman
    ? await ask(session, 'info')
    : await ask(session, 'version', '--format', '{{.Server.Version}}');
  if (version.kind === 'cancelled') return cancelled('build');
  if (version.kind !== 'exited' || version.exitCode !== 0) {
    return new SmokeStop(
      'error',
      failure('build', `The engine went away during the build: ${lastWords(version)}`),
    );
  }
  return new SmokeStop('failed', buildFailure(session, record));
}

/** The client's excerpt of the Dockerfile is the surest witness, then the step that failed, then a line in the message. */
function buildFailure(session: Session, record: BuildRecord): FailureReport {
  const said = record.said();
  const step = record.failedStep();
  const message =
    messageIn(said) ??
    (step === undefined ? undefined : readable(step.error)) ??
    'The build failed, and the engine does not say why.';
  const line = excerptLine(said) ?? lineIn(message);
  const place = (line === undefined ? undefined : placeOfLine(session.input.stages, line)) ?? step?.place;
  if (place === undefined) return { ...failure('build', message), line, log: step?.log ?? [] };
  const log = record.logOf(place);
  return { ...failure('build', message), ...blame(place), log: log.length > 0 ? log : (step?.log ?? []) };
}

function blame(place: Place): Pick<FailureReport, 'line' | 'range' | 'stage'> {
  const instruction: SmokeInstruction = place.instruction;
  return { line: instruction.line, range: instruction.range, stage: place.stage.index };
}

/** `  12 | >>> RUN false`, with lines from one. */
function excerptLine(said: readonly string[]): number | undefined {
  for (const line of said) {
    const number = /^\s*(\d+) \| >>> /u.exec(line)?.[1];
    if (number !== undefined) return Number(number) - 1;
  }
  return undefined;
}

function messageIn(said: readonly string[]): string | undefined {
  const error =
    said.findLast((line) => line.startsWith('ERROR: ')) ??
    said.findLast((line) => !/^(?:-+$| > |\s)/u.test(line));
  if (error === undefined) return undefined;
  return plainLine(
    readable(error.replace(/^ERROR: /u, '').replace(/^(?:failed to (?:build|solve): )+/u, '')),
  );
}

/** BuildKit repeats the whole command, which the range shows already, and names its own internals. */
function readable(error: string): string {
  return error
    .replace(/^process ".*" (did not complete successfully)/su, 'the command $1')
    .replace(
      /^executor failed running \[.*\]: (?=exit code)/su,
      'the command did not complete successfully: ',
    )
    .replace(/^failed to compute cache key: failed to calculate checksum of ref \S+: /u, '');
}

function lineIn(message: string): number | undefined {
  const line = /(?:parse error )?on line (\d+)|\bline (\d+):/u.exec(message);
  const number = line?.[1] ?? line?.[2];
  return number === undefined ? undefined : Number(number) - 1;
}

/** Builds the stage, listens to what each instruction does, and says which one is to blame when it fails. */
import { type BuildRecord, buildRecord } from '../buildRecord';
import { countedSteps } from '../countedSteps';
import { buildCommand, type BuildRequest } from '../engines/engine';
import type { BuildEvent, ProgressReader } from '../engines/events';
import { plainReader } from '../engines/plain';
import { imageId, labelled, markingSecret } from '../engines/podman';
import { podmanReader } from '../engines/podmanOutput';
import { readRawJson } from '../engines/rawjson';
import type { SmokeInstruction } from '../input';
import { LABEL } from '../lease';
import { plainLine } from '../logTail';
import type { RunFolder, RunOutcome } from '../port';
import { parseJson, textAt } from '../reading';
import { isSecretName } from '../redact';
import type { FailureReport, InstructionReport, WarningReport } from '../report';
import {
  ask,
  cancelled,
  failure,
  labelFor,
  labelValue,
  lastWords,
  markFor,
  type Session,
  SmokeStop,
} from '../session';
import { type Place, placeOfLine } from '../stageMap';

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

export async function build(
  session: Session,
  folder: RunFolder,
  onEvidence: (evidence: BuildEvidence) => void,
): Promise<Built> {
  const { input, engine } = session;
  const label = labelFor(session, 'image');
  const emit = countedSteps(input.stages, session.stage, session.emit);
  const record = buildRecord(input.stages, input.limits.logLines, emit);
  const reader = readerFor(session);
  const take = (events: readonly BuildEvent[]): void => {
    for (const event of events) record.take(event);
  };
  const asked = await whatToBuild(session, folder);
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
  return {
    image: await imageOf(session, (await folder.read('image-id'))?.trim(), label),
    buildRecord: textAt(metadata, 'buildx.build.ref'),
  };
}

interface Reader {
  readonly stdout: ProgressReader;
  readonly stderr: ProgressReader;
  /** To be called when the client has ended by itself. */
  end(): readonly BuildEvent[];
  /** How many images it has made that stay as the build cache. */
  cached(): number;
}

const NOTHING: readonly BuildEvent[] = [];

function readerFor({ engine, input, stage, port }: Session): Reader {
  const { builder } = engine;
  if (builder.kind === 'podman')
    return podmanReader(input.stages.slice(0, stage.index + 1), () => port.now());
  const stderr = builder.progress === 'rawjson' ? readRawJson : plainReader();
  return { stdout: () => NOTHING, stderr, end: () => NOTHING, cached: () => 0 };
}

type Asked = Pick<BuildRequest, 'dockerfile' | 'target' | 'label' | 'own' | 'temporaryDir'>;

async function whatToBuild(session: Session, folder: RunFolder): Promise<Asked> {
  if (session.engine.builder.kind !== 'podman') {
    const { dockerfile } = await writeDockerfile(session, folder, textToBuild(session));
    return { dockerfile, target: targetArgument(session), label: labelFor(session, 'image'), own: [] };
  }
  // A stage that is not the last one of its file would come without the label when it is in the cache.
  const text = textUpTo(session);
  const ending = labelled(text, LABEL, labelValue(session, 'image'));
  const { dockerfile, ignoreFile } = await writeDockerfile(session, folder, ending);
  const mark = await folder.write('mark', '');
  return {
    dockerfile,
    target: undefined,
    label: undefined,
    own: [
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

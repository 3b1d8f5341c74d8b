/** Finds out once what the user's own client and its engine are and can do; nothing is assumed from a name. */
import type { CancelSignal } from '../cancellation';
import type { EngineCommand } from '../engineCommand';
import type { RunOutcome, SmokePort } from '../port';
import { listAt, parseJson, textAt } from '../reading';
import type { EngineReport } from '../report';
import type { DockerBuilder, Engine } from './engine';
import { podmanEngine } from './podman';

export type Detection =
  | {
      readonly kind: 'found';
      readonly engine: Engine;
      /** Why an engine that comes before it was not taken. */
      readonly passedOver: string | undefined;
    }
  | {
      readonly kind: 'unusable';
      readonly message: string;
      readonly report: EngineReport;
      /** False when there is no such program. */
      readonly isThere: boolean;
    }
  | { readonly kind: 'cancelled' };

/** From this version on the client builds with buildx only; `--progress=rawjson` came with buildx 0.13. */
const CLIENT_NEEDS_BUILDX = 23;
const RAWJSON_SINCE: readonly [number, number] = [0, 13];

const ASK_MS = 20_000;

/** What is looked for on PATH when nobody has named a program, in this order. */
const PROGRAMS = ['docker', 'podman'] as const;

/** @param program a name on PATH, or a path; undefined for the first engine that is there */
export async function detectEngine(
  port: SmokePort,
  program: string | undefined,
  signal: CancelSignal,
): Promise<Detection> {
  if (program !== undefined) return detectProgram(port, program, signal);
  const [first, second] = PROGRAMS;
  const preferred = await detectProgram(port, first, signal);
  if (preferred.kind !== 'unusable') return preferred;
  const other = await detectProgram(port, second, signal);
  switch (other.kind) {
    case 'found':
      return { ...other, passedOver: preferred.isThere ? preferred.message : undefined };
    case 'cancelled':
      return other;
    case 'unusable':
      if (preferred.isThere) return preferred;
      return other.isThere ? other : { ...preferred, message: NEITHER };
  }
}

const NEITHER =
  'No container engine: neither "docker" nor "podman" was found on PATH. Install one of them, or name the client\'s program in the settings.';

async function detectProgram(port: SmokePort, program: string, signal: CancelSignal): Promise<Detection> {
  const ask = (...args: string[]): Promise<RunOutcome> => {
    const command: EngineCommand = { program, args };
    return port.run(command, { signal, timeoutMs: ASK_MS });
  };
  const nothing = unknownEngine(program);
  const [version, buildx, info, context] = await Promise.all([
    ask('version', '--format', '{{json .}}'),
    ask('buildx', 'version'),
    ask('info', '--format', '{{json .}}'),
    ask('context', 'inspect', '--format', '{{json .}}'),
  ]);
  const answeredAt = port.now();
  if (signal.aborted || version.kind === 'cancelled') return { kind: 'cancelled' };
  if (version.kind === 'not-found') {
    const message = `No container engine: the program "${program}" was looked for on PATH and not found. Install Docker or Podman, or name the client's program in the settings.`;
    return { kind: 'unusable', message, report: nothing, isThere: false };
  }
  const versions = parseJson(outputOf(version));
  if (textAt(versions, 'Client', 'OsArch') !== undefined) {
    const found = podmanEngine(program, versions, parseJson(outputOf(info)));
    if (info.kind !== 'exited' || info.exitCode !== 0) {
      const message = `Podman ${found.report.version ?? ''} was found as "${program}", but does not work: ${complaintOf(info)}`;
      return { kind: 'unusable', message, report: { ...found.report, builder: undefined }, isThere: true };
    }
    return { kind: 'found', engine: { program, ...found, clockOffsetMs: 0 }, passedOver: undefined };
  }
  const clientVersion = textAt(versions, 'Client', 'Version');
  const engineVersion = textAt(versions, 'Server', 'Version');
  if (engineVersion === undefined) {
    const known = clientVersion === undefined ? 'was found' : `(client ${clientVersion}) was found`;
    const message = `No container engine: "${program}" ${known}, but no engine answers it. ${complaintOf(version)}`;
    return { kind: 'unusable', message, report: { ...nothing, clientVersion }, isThere: true };
  }

  const facts = parseJson(outputOf(info));
  const buildxVersion =
    buildx.kind === 'exited' && buildx.exitCode === 0 ? versionIn(buildx.stdout) : undefined;
  const builder = builderOf(clientVersion, buildxVersion, storeOf(facts));
  const report: EngineReport = {
    program,
    builder: builder?.kind,
    clientVersion,
    version: engineVersion,
    buildxVersion,
    platform: platformOf(versions),
    storage: textAt(facts, 'Driver'),
    isRootless: listAt(facts, 'SecurityOptions').some((option) => option === 'name=rootless'),
    isRemote: isRemote(textAt(parseJson(outputOf(context)), 'Endpoints', 'docker', 'Host')),
    context: textAt(parseJson(outputOf(context)), 'Name'),
    buildRecord: undefined,
  };
  if (builder === undefined) {
    const message = `Docker's client ${clientVersion ?? ''} builds with buildx only, and buildx is not installed. Install buildx (the package is usually named docker-buildx or docker-buildx-plugin); the legacy builder is not used.`;
    return { kind: 'unusable', message, report, isThere: true };
  }
  const engineTime = Date.parse(textAt(facts, 'SystemTime') ?? '');
  const clockOffsetMs = Number.isNaN(engineTime) ? 0 : engineTime - answeredAt;
  return { kind: 'found', engine: { program, builder, report, clockOffsetMs }, passedOver: undefined };
}

export function unknownEngine(program: string): EngineReport {
  return {
    program,
    builder: undefined,
    clientVersion: undefined,
    version: undefined,
    buildxVersion: undefined,
    platform: undefined,
    storage: undefined,
    isRootless: undefined,
    isRemote: undefined,
    context: undefined,
    buildRecord: undefined,
  };
}

function builderOf(
  clientVersion: string | undefined,
  buildxVersion: string | undefined,
  store: DockerBuilder['store'],
): DockerBuilder | undefined {
  if (buildxVersion !== undefined) {
    const progress = isAtLeast(buildxVersion, RAWJSON_SINCE) ? 'rawjson' : 'plain';
    return { kind: 'buildx', progress, store };
  }
  const major = Number.parseInt(clientVersion ?? '', 10);
  return major < CLIENT_NEEDS_BUILDX ? { kind: 'docker-buildkit', progress: 'plain', store } : undefined;
}

/** `DriverStatus` holds pairs, of which one names the kind of the driver (moby, daemon/info.go). */
function storeOf(facts: unknown): DockerBuilder['store'] {
  const isContainerd = listAt(facts, 'DriverStatus').some(
    (pair) => textAt(pair, 0) === 'driver-type' && (textAt(pair, 1) ?? '').startsWith('io.containerd.'),
  );
  return isContainerd ? 'containerd' : 'engine';
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, ownMajor, ownMinor] = /^(\d+)\.(\d+)/u.exec(version) ?? [];
  return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor);
}

function versionIn(text: string): string | undefined {
  return /\bv?(\d+\.\d+[^\s]*)/u.exec(text)?.[1];
}

function platformOf(versions: unknown): string | undefined {
  const os = textAt(versions, 'Server', 'Os');
  const architecture = textAt(versions, 'Server', 'Arch');
  return os === undefined || architecture === undefined ? undefined : `${os}/${architecture}`;
}

/** Ports that a remote engine publishes on its own loopback cannot be reached from here. */
function isRemote(host: string | undefined): boolean {
  if (host === undefined) return false;
  return !/^(?:unix|npipe|fd):|^tcp:\/\/(?:localhost|127\.|\[::1\])/u.test(host);
}

function outputOf(outcome: RunOutcome): string {
  return outcome.kind === 'exited' ? outcome.stdout : '';
}

function complaintOf(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case 'exited':
    case 'timed-out':
      return outcome.stderr.trim().split('\n').at(-1)?.trim() ?? '';
    case 'not-found':
      return outcome.message;
    case 'cancelled':
      return '';
  }
}

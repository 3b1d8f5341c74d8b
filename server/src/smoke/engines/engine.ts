/** An engine as it was found, and the commands it is given, as data. */
import type { EngineCommand } from '../engineCommand';
import type { EngineReport } from '../report';
import type { BuildCacheUse, BuildSecret, SmokeLimits } from '../input';
import type { PodmanBuilder } from './podman';

export interface Engine {
  readonly program: string;
  readonly builder: Builder;
  readonly report: EngineReport;
  /** The engine's clock minus this machine's, in ms. */
  readonly clockOffsetMs: number;
}

export type Builder = DockerBuilder | PodmanBuilder;

export interface DockerBuilder {
  readonly kind: 'buildx' | 'docker-buildkit';
  /** What the client can print its progress as. */
  readonly progress: 'rawjson' | 'plain';
  /** Where the engine keeps images: only containerd's store can write an archive of what is built. */
  readonly store: 'engine' | 'containerd';
}

export type BuildOutput =
  /** An image on the engine; `alike` for one that is compared with another one. */
  | {
      readonly kind: 'engine';
      /** `name=value`. */
      readonly label: string;
      readonly alike?: { readonly epoch: number; readonly mark: string } | undefined;
    }
  /** An OCI archive (OCI image layout) whose files have no later time than `SOURCE_DATE_EPOCH`. */
  | { readonly kind: 'archive'; readonly file: string };

export interface BuildRequest {
  readonly dockerfile: string;
  readonly contextDir: string;
  /** A buildx builder's name; undefined for the one that is current. */
  readonly builder?: string | undefined;
  readonly target: string | undefined;
  /** `name=value`; undefined when the Dockerfile itself ends with it, or the image is nobody's. */
  readonly label: string | undefined;
  /** Options that only this engine has. */
  readonly own: readonly string[];
  readonly output: BuildOutput;
  readonly idFile: string;
  readonly metadataFile: string;
  /** Where the client leaves what it needs for a while; its own choice when left out. */
  readonly temporaryDir?: string | undefined;
  readonly cache: BuildCacheUse;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Names of build arguments whose value must not appear among the arguments of a process. */
  readonly isSecret: (name: string) => boolean;
  readonly secrets: readonly BuildSecret[];
  readonly ssh: readonly string[];
  readonly platform: string | undefined;
  readonly buildContexts: Readonly<Record<string, string>>;
}

/** No tag is given: the image is known by its label and its id, so no name of the user's can be overwritten. */
export function buildCommand(engine: Engine, request: BuildRequest): EngineCommand {
  const { kind } = engine.builder;
  const hidden = Object.entries(request.buildArgs).filter(
    ([name]) => request.isSecret(name) && isFreeVariable(name),
  );
  const hiddenNames = new Set(hidden.map(([name]) => name));
  const secrets = secretOptions(request.secrets);
  const args = [
    ...buildVerb(engine.builder),
    ...outputOptions(engine.builder, request.output),
    ...(request.builder === undefined ? [] : ['--builder', request.builder]),
    ...(engine.builder.kind === 'podman' ? [] : [`--progress=${engine.builder.progress}`]),
    ...request.own,
    ...['--file', request.dockerfile],
    ...(request.target === undefined ? [] : ['--target', request.target]),
    ...(kind === 'podman' ? PODMAN_CACHE_OPTIONS : CACHE_OPTIONS)[request.cache],
    ...(request.label === undefined ? [] : ['--label', request.label]),
    ...(request.output.kind === 'archive' ? [] : ['--iidfile', request.idFile]),
    ...(kind === 'buildx' ? ['--metadata-file', request.metadataFile] : []),
    // A build argument without a value takes it from the environment, which other users cannot read.
    ...Object.entries(request.buildArgs).flatMap(([name, value]) => [
      '--build-arg',
      hiddenNames.has(name) ? name : `${name}=${value}`,
    ]),
    ...secrets.args,
    ...request.ssh.flatMap((each) => ['--ssh', each]),
    ...(request.platform === undefined ? [] : ['--platform', request.platform]),
    ...Object.entries(request.buildContexts).flatMap(([name, place]) => [
      '--build-context',
      `${name}=${place}`,
    ]),
    ...['--', request.contextDir],
  ];
  return {
    program: engine.program,
    args,
    env: {
      ...Object.fromEntries(hidden),
      ...secrets.env,
      ...buildEnvironment(engine.builder),
      ...(request.temporaryDir === undefined ? {} : { TMPDIR: request.temporaryDir }),
    },
  };
}

function buildVerb({ kind }: Builder): readonly string[] {
  switch (kind) {
    case 'buildx':
      return ['buildx', 'build'];
    case 'docker-buildkit':
      return ['build'];
    case 'podman':
      // Its own format knows no health checks, and would leave out that of the Dockerfile.
      return ['build', '--format', 'docker'];
  }
}

function outputOptions(
  { kind }: Builder,
  output: BuildOutput | { readonly kind: 'engine' },
): readonly string[] {
  switch (output.kind) {
    case 'engine':
      return kind === 'buildx' ? ['--load'] : [];
    case 'archive':
      return ['--output', quotedFields('type=oci', `dest=${output.file}`, 'rewrite-timestamp=true')];
  }
}

/** The option's value is a line of comma-separated values (docker/buildx, util/buildflags/secrets.go), so each part is quoted. */
function secretOptions(secrets: readonly BuildSecret[]): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const env: Record<string, string> = {};
  const args = secrets.flatMap((secret, index) => {
    if (secret.kind === 'file') return ['--secret', quotedFields(`id=${secret.id}`, `src=${secret.path}`)];
    const variable = `STAGEWRIGHT_SECRET_${index}`;
    env[variable] = secret.value;
    return ['--secret', quotedFields(`id=${secret.id}`, `env=${variable}`)];
  });
  return { args, env };
}

function quotedFields(...fields: readonly string[]): string {
  return fields.map((field) => (/[",]/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

const CACHE_OPTIONS: Readonly<Record<BuildCacheUse, readonly string[]>> = {
  use: [],
  none: ['--no-cache'],
  'none-and-pull': ['--no-cache', '--pull'],
};

/** Podman's `--pull` alone asks only for what is not there. */
const PODMAN_CACHE_OPTIONS: typeof CACHE_OPTIONS = {
  ...CACHE_OPTIONS,
  'none-and-pull': ['--no-cache', '--pull=always'],
};

/** Builds from a Dockerfile on standard input, without a context. */
export function rebuildCommand(engine: Engine, tag: string): EngineCommand {
  return {
    program: engine.program,
    args: [
      ...buildVerb(engine.builder),
      ...outputOptions(engine.builder, { kind: 'engine' }),
      '--quiet',
      '--tag',
      tag,
      '-',
    ],
    env: buildEnvironment(engine.builder),
  };
}

function buildEnvironment(builder: Builder): Readonly<Record<string, string>> {
  switch (builder.kind) {
    case 'buildx':
      // The provenance in the metadata maps build steps to lines. Attestations would make the image an index.
      return { BUILDX_METADATA_PROVENANCE: 'max', BUILDX_NO_DEFAULT_ATTESTATIONS: '1' };
    case 'docker-buildkit':
      return { DOCKER_BUILDKIT: '1' };
    case 'podman':
      return {};
  }
}

/** A build argument's name that as an environment variable cannot change what the client or the system does. */
function isFreeVariable(name: string): boolean {
  return !/^(?:DOCKER|BUILDX|BUILDKIT|LD|DYLD|SSH|XDG|GO|OTEL|SSL|COMPOSE)|^(?:CONTAINER_SSHKEY|REGISTRY_AUTH_FILE|PATH|HOME|TMPDIR|TEMP|TMP|USER|SHELL)$|proxy$/iu.test(
    name,
  );
}

export interface ContainerRequest {
  readonly name: string;
  readonly label: string;
  readonly image: string;
  /** Ports of the container, such as `80`; with any, the container gets the engine's default network. */
  readonly ports: readonly number[];
  readonly hasHealthCheck: boolean;
  /** Given to an image that has no command of its own; such a container is never started. */
  readonly command: readonly string[];
  readonly limits: SmokeLimits;
}

export function createCommand(engine: Engine, request: ContainerRequest): EngineCommand {
  const { limits } = request;
  const args = [
    'create',
    ...['--name', request.name],
    ...['--label', request.label],
    ...(request.ports.length === 0 ? ['--network', 'none'] : []),
    // An empty port before the colon lets the engine choose a free one; the address keeps it from other machines.
    ...request.ports.flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
    ...confinement(engine, limits),
    // What the container prints is kept by the engine, and a chatty one must not fill its disk.
    ...['--log-driver', 'json-file', '--log-opt', 'max-size=1m', '--log-opt', 'max-file=2'],
    ...(request.hasHealthCheck ? healthOptions(engine, limits) : []),
    request.image,
    ...request.command,
  ];
  return { program: engine.program, args };
}

function confinement(engine: ShellEngine, limits: SmokeLimits): readonly string[] {
  return [
    ...(canLimit(engine, 'memory')
      ? ['--memory', String(limits.memory), '--memory-swap', String(limits.memory)]
      : []),
    ...(canLimit(engine, 'pids') ? ['--pids-limit', String(limits.pids)] : []),
    ...['--security-opt', 'no-new-privileges'],
  ];
}

/** Podman refuses a limit that its user may not set, which Docker's daemon always may. */
export function canLimit({ builder }: Pick<Engine, 'builder'>, what: 'memory' | 'pids'): boolean {
  return builder.kind !== 'podman' || builder.controllers.includes(what);
}

type ShellEngine = Pick<Engine, 'program' | 'builder'>;

export interface ShellRequest {
  readonly name: string;
  readonly label: string;
  readonly image: string;
  /** Path of the shell in the image. */
  readonly shell: string;
  readonly words: readonly string[];
  readonly limits: SmokeLimits;
}

/** For a terminal: a container within the same limits that lives as long as its shell, and has no network. */
export function shellCommand(engine: ShellEngine, request: ShellRequest): EngineCommand {
  return plainCommand(
    engine,
    ...['run', '--rm', '--interactive', '--tty'],
    ...['--name', request.name],
    ...['--label', request.label],
    ...['--network', 'none'],
    ...confinement(engine, request.limits),
    ...['--no-healthcheck', '--entrypoint', request.shell],
    request.image,
    ...request.words,
  );
}

/**
 * The declared check is run more often than declared, and may fail until the container has had its time to get ready: the
 * question is whether it passes at all, not when the engine happens to ask.
 */
function healthOptions(engine: Engine, limits: SmokeLimits): readonly string[] {
  // Podman leaves the asking to systemd, which is not everywhere: we ask ourselves.
  if (engine.builder.kind === 'podman') return ['--health-interval=disable'];
  const { clientVersion, version } = engine.report;
  const hasStartInterval = [clientVersion, version].every(
    (text) => Number.parseInt(text ?? '', 10) >= START_INTERVAL_SINCE,
  );
  return [
    '--health-interval=1s',
    `--health-start-period=${Math.ceil(limits.readyMs / 1000)}s`,
    ...(hasStartInterval ? ['--health-start-interval=1s'] : []),
  ];
}

/** Docker Engine API 1.44. Older engines use the interval in the start period too. */
const START_INTERVAL_SINCE = 25;

/** Writes the image as an archive to standard output. */
export function saveCommand(engine: Pick<Engine, 'program'>, image: string): EngineCommand {
  return plainCommand(engine, 'image', 'save', image);
}

export function plainCommand(engine: Pick<Engine, 'program'>, ...args: readonly string[]): EngineCommand {
  return { program: engine.program, args };
}

/** What a smoke build is asked to do, and the part of the analysis that it needs. */
import type { Range } from '../core/index';
import type { FailureReport } from './report';

/** An instruction as the smoke build maps evidence to it. Lines are zero-based. */
export interface SmokeInstruction {
  readonly line: number;
  /** The last line, included. */
  readonly endLine: number;
  /** Upper case. */
  readonly keyword: string;
  /** As written. */
  readonly text: string;
  readonly range: Range;
}

/** A build stage, its FROM first among the instructions. */
export interface SmokeStage {
  readonly index: number;
  readonly name: string | undefined;
  /** The line of the FROM, zero-based. */
  readonly line: number;
  /** The index of the stage this one is built FROM; undefined for an image, scratch, and what is not known. */
  readonly parent: number | undefined;
  readonly isScratch: boolean;
  /** The indexes of the stages whose files it copies or mounts. */
  readonly takesFrom: readonly number[];
  readonly instructions: readonly SmokeInstruction[];
  /** What comments above the FROM declare: `# stagewright smoke=http GET /healthz 200`. */
  readonly probes: readonly ProbeText[];
}

/** A probe as the user wrote it; `probes/declaration.ts` has the forms. */
export interface ProbeText {
  readonly text: string;
  /** Of its comment; undefined for one that does not stand in the Dockerfile. */
  readonly line: number | undefined;
}

export interface SmokeInput {
  /** Absolute; its name and its `.dockerignore` count, its content on disk does not. */
  readonly dockerfilePath: string;
  /** What is built: the editor's text, saved or not. */
  readonly text: string;
  /** Whether `text` is what the file on disk says; only told in the report. */
  readonly isSaved: boolean;
  /** Absolute. */
  readonly contextDir: string;
  /** A stage's name or index; undefined for the last stage. */
  readonly target: string | undefined;
  readonly stages: readonly SmokeStage[];
  readonly buildArgs: Readonly<Record<string, string>>;
  /** What `RUN --mount=type=secret` may read and no layer keeps. */
  readonly secrets?: readonly BuildSecret[];
  /** Agents and keys for `RUN --mount=type=ssh`, as the engine's `--ssh` takes them: `default`, `deploy=KEYFILE`. */
  readonly ssh?: readonly string[];
  /** What is built for, `linux/arm64`; the engine's own platform when left out. */
  readonly platform?: string;
  /** Further build contexts by name: a folder, a URL, or `docker-image://…`. */
  readonly buildContexts?: Readonly<Record<string, string>>;
  /** Whether the image is compared with the stages that it takes files from, which are exported for that; no when left out. */
  readonly builders?: 'compare' | 'leave';
  /** Whether the engine's build cache is used, and whether base images are asked for anew; `use` when left out. */
  readonly cache?: BuildCacheUse;
  /** Further probes. With any, declared here or above the stage, the usual ones are not asked. */
  readonly probes?: readonly ProbeText[];
  /** The name to keep the image under; undefined to remove it. */
  readonly keep: string | undefined;
  /** The buildx builder that builds, whose image is then loaded into the engine; the engine's current one when left out. */
  readonly builder?: string;
  /** The engine's client program: a name looked up on PATH, or a path; undefined for Docker, or else Podman. */
  readonly program: string | undefined;
  readonly limits: SmokeLimits;
  /** Tells the likely cause of a failure from the text that is built; none is told when left out. */
  readonly causeOf?: CauseFinder;
}

export type CauseFinder = (failure: FailureReport) => FailureReport['cause'];

/** A build secret and where its value is. */
export type BuildSecret =
  /** `path` is absolute. */
  | { readonly kind: 'file'; readonly id: string; readonly path: string }
  /** It travels in the environment of the engine's client, which other users cannot read and which leaves no file. */
  | { readonly kind: 'value'; readonly id: string; readonly value: string };

export type BuildCacheUse = 'use' | 'none' | 'none-and-pull';

export interface SmokeLimits {
  /** The whole smoke build but its clean-up, in ms. */
  readonly timeoutMs: number;
  /** How long a container may take until a probe passes, in ms. */
  readonly readyMs: number;
  /** How long a container without ports or health check has to stay up, in ms. */
  readonly stayUpMs: number;
  /** How long a container may take to end after its stop signal, in ms. */
  readonly stopMs: number;
  /** Bytes. */
  readonly memory: number;
  readonly pids: number;
  /** How long a person who is asked may take to decide what becomes of the image, in ms. */
  readonly decideMs: number;
  /** The same from when a shell is opened in it, in ms. */
  readonly shellMs: number;
  /** How long an abandoned run is left alone by other runs' sweeps, in ms; renewed at a third of it. */
  readonly leaseMs: number;
  /** How many log lines are kept of an instruction and of the container. */
  readonly logLines: number;
}

export const DEFAULT_LIMITS: SmokeLimits = {
  timeoutMs: 15 * 60_000,
  readyMs: 30_000,
  stayUpMs: 3_000,
  stopMs: 10_000,
  memory: 1024 * 1024 * 1024,
  pids: 512,
  decideMs: 10 * 60_000,
  shellMs: 4 * 60 * 60_000,
  leaseMs: 120_000,
  logLines: 40,
};

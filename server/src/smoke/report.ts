/** What a smoke build found out, in the form its JSON has. Lines are zero-based, sizes are bytes, times ms. */
import type { Range } from '../core/index';
import type { BuilderReport, ContentsReport } from './contentsReport';
import type { ExplainedCause } from './failedBuild/explanation';

export type Verdict =
  /** Built, and every probe passed. */
  | 'passed'
  /** The Dockerfile's fault: it does not build, does not run, or does not do so in time. */
  | 'failed'
  /** Nothing can be said: no engine, a wrong choice, an engine that went away. */
  | 'error'
  | 'cancelled';

export type StepName =
  'sweep' | 'identify' | 'context' | 'build' | 'inspect' | 'run' | 'probe' | 'stop' | 'decide';

export interface SmokeReport {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly summary: string;
  readonly dockerfile: string;
  /** False when the editor's unsaved text was built. */
  readonly isSaved: boolean;
  readonly stage: { readonly index: number; readonly name: string | undefined } | undefined;
  readonly durationMs: number;
  readonly engine: EngineReport;
  /** What was to be created, said before anything was. */
  readonly plan: readonly string[];
  readonly context: ContextReport | undefined;
  readonly instructions: readonly InstructionReport[];
  readonly image: ImageReport | undefined;
  readonly run: RunReport | undefined;
  readonly probes: readonly ProbeReport[];
  readonly failure: FailureReport | undefined;
  readonly warnings: readonly WarningReport[];
  readonly notes: readonly string[];
  readonly cleanup: CleanupReport;
}

export interface EngineReport {
  readonly program: string;
  /** How builds are made; undefined when there is no engine. */
  readonly builder: 'buildx' | 'docker-buildkit' | 'podman' | undefined;
  readonly clientVersion: string | undefined;
  readonly version: string | undefined;
  readonly buildxVersion: string | undefined;
  readonly platform: string | undefined;
  readonly storage: string | undefined;
  readonly isRootless: boolean | undefined;
  readonly isRemote: boolean | undefined;
  readonly context: string | undefined;
  /** What `docker buildx history` knows this build by. */
  readonly buildRecord: string | undefined;
}

export interface ContextReport {
  readonly directory: string;
  readonly ignoreFile: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** At most ten, the largest first. */
  readonly largest: readonly { readonly path: string; readonly bytes: number }[];
  /** Paths that usually hold credentials; never their content. */
  readonly secrets: readonly string[];
  readonly isIncomplete: boolean;
}

export interface InstructionReport {
  readonly line: number;
  /** The stage's index. */
  readonly stage: number;
  readonly keyword: string;
  /** Its first line, shortened. */
  readonly text: string;
  /** The time its build steps took together. */
  readonly durationMs: number;
  readonly cached: boolean;
  /** The end of what it printed. */
  readonly log: readonly string[];
}

export interface LayerReport {
  /** Undefined for a layer whose instruction is not found. The base image's layers have the line of the FROM. */
  readonly line: number | undefined;
  readonly size: number;
  readonly isBase: boolean;
  readonly createdBy: string;
}

export interface ImageReport {
  /** `sha256:…`. The disposable label is part of what it is computed from. */
  readonly digest: string;
  readonly size: number;
  readonly platform: string;
  /** Empty for the engine's default, root. */
  readonly user: string;
  readonly cmd: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly workdir: string;
  /** `80/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly healthcheck: readonly string[] | null;
  readonly stopSignal: string;
  /** The oldest first. */
  readonly layers: readonly LayerReport[];
  /** What lies in the layers; undefined when they were not read. */
  readonly contents: ContentsReport | undefined;
  /** Undefined when the builders were neither compared nor measured. */
  readonly builders: readonly BuilderReport[] | undefined;
}

export interface RunReport {
  /** False for an image without a command: it was created for inspection only. */
  readonly isStarted: boolean;
  readonly network: 'none' | 'loopback';
  /** Undefined while it was still running before it was stopped. */
  readonly exitCode: number | undefined;
  /** From the start to the first probe that passed. */
  readonly readyMs: number | undefined;
  readonly wasOutOfMemory: boolean;
  /** The first and the last lines. */
  readonly log: readonly string[];
  readonly stop: StopReport | undefined;
}

export interface StopReport {
  readonly signal: string;
  readonly durationMs: number;
  readonly exitCode: number;
  /** True when it did not end by itself: PID 1 did not act on the signal. */
  readonly wasKilled: boolean;
}

export type ProbeReport =
  | {
      readonly kind: 'health';
      readonly passed: boolean;
      readonly message: string;
      readonly line: number | undefined;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'port';
      readonly passed: boolean;
      readonly message: string;
      readonly line: number | undefined;
      readonly durationMs: number;
      /** In the container. */
      readonly port: number;
      readonly http:
        | { readonly status: number; readonly contentType: string | undefined; readonly body: string }
        | undefined;
    }
  | {
      readonly kind: 'exit';
      readonly passed: boolean;
      readonly message: string;
      readonly line: number | undefined;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'declared';
      /** As the user declared it. */
      readonly what: string;
      readonly passed: boolean;
      readonly message: string;
      /** Of the comment that declares it. */
      readonly line: number | undefined;
      readonly durationMs: number;
    }
  | {
      readonly kind: 'created';
      readonly passed: boolean;
      readonly message: string;
      readonly line: number | undefined;
      readonly durationMs: number;
    };

export interface FailureReport {
  readonly step: StepName;
  /** The instruction that is to blame; undefined when it is none. */
  readonly line: number | undefined;
  readonly range: Range | undefined;
  readonly stage: number | undefined;
  readonly message: string;
  /** What likely happened, where the log says something that is known. */
  readonly cause?: ExplainedCause | undefined;
  /** The last log lines. */
  readonly log: readonly string[];
}

export interface WarningReport {
  readonly line: number | undefined;
  readonly message: string;
  readonly url: string | undefined;
}

export interface CleanupReport {
  /** `container stagewright-…`, `image sha256:…`. */
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  /** What earlier runs had left behind and this one's sweep removed. */
  readonly swept: readonly string[];
  /** False when something could not be removed; a later smoke build on the engine will do it. */
  readonly isComplete: boolean;
  /** The engine's build cache carries no label and is shared with the user's own builds, so it is left; undefined when unknown. */
  readonly buildCache: { readonly beforeBytes: number; readonly afterBytes: number } | undefined;
}

export interface StepCount {
  readonly number: number;
  /** How many the stage and those that it needs have. */
  readonly of: number;
}

export type SmokeProgress =
  | { readonly kind: 'step-started'; readonly step: StepName }
  | { readonly kind: 'step-finished'; readonly step: StepName; readonly durationMs: number }
  | {
      readonly kind: 'instruction-started';
      readonly line: number;
      readonly stage: number;
      /** The instruction's first line, shortened. */
      readonly text?: string;
      /** That it is the third of eleven steps to begin, say; left out for a FROM, which only fetches. */
      readonly count?: StepCount;
    }
  | {
      readonly kind: 'instruction-finished';
      readonly line: number;
      readonly stage: number;
      readonly durationMs: number;
      readonly cached: boolean;
    }
  | { readonly kind: 'log'; readonly line: number | undefined; readonly text: string }
  | {
      /** What the layers of the built stage hold; those of its base image are left out. */
      readonly kind: 'files-read';
      readonly stage: number;
      /** By absolute path; links count as files. */
      readonly files: ReadonlyMap<string, 'file' | 'directory'>;
    };

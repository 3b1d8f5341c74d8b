/** How a client asks for a disposable smoke build and hears how it goes. */
import type { GraphRange } from './graph';
import type { SmokeGivenValues } from './smokeValues';

/**
 * `SmokeParams` → `SmokeResult`. Cancelled like any LSP request; even then the result comes, with the verdict `cancelled` and
 * what was removed. An error of the request means that the server could not even begin.
 */
export const SMOKE_REQUEST = 'stagewright/smoke';

/** Server to client while the request runs: `SmokeProgressParams`. */
export const SMOKE_PROGRESS_NOTIFICATION = 'stagewright/smoke/progress';

/** Server to client while an image is built for a request that asked for it: `SmokeLogParams`. */
export const SMOKE_LOG_NOTIFICATION = 'stagewright/smoke/log';

export interface SmokeLogParams {
  readonly token: string;
  /** What the build printed since the last one, without line ends and without the values of secrets. */
  readonly lines: readonly string[];
}

export interface SmokeParams {
  readonly uri: string;
  /** Name or zero-based index of the stage to build; the final stage when left out. */
  readonly target?: string;
  /** Chosen by the client and repeated in each progress notification of this request. */
  readonly token: string;
  /** To be told what the build prints while it does. */
  readonly withLog?: boolean;
  /** Where given, the server also reports LSP's own work-done progress under this token. */
  readonly workDoneToken?: string | number;
  readonly values?: SmokeGivenValues;
  /** Whether the image is compared with the stages that it takes files from, which are exported for that; no when left out. */
  readonly builders?: 'compare';
  /** A name to keep the image under when it passed; one that is in use is refused before anything is built. */
  readonly keep?: string;
  /**
   * `ask`: the client is asked what becomes of the image (`SMOKE_DECIDE_REQUEST`), if it said at the start that it can be. The
   * image is removed when left out.
   */
  readonly retention?: 'ask';
}

export type SmokeStep =
  'sweep' | 'identify' | 'context' | 'build' | 'inspect' | 'run' | 'probe' | 'stop' | 'decide';

export interface SmokeProgressParams {
  readonly token: string;
  readonly step: SmokeStep;
  /** One line for a person; of an instruction at work `3 of 11 · stage build · RUN npm ci`. */
  readonly message: string;
  /** The instruction at work, zero-based, while an image is built. */
  readonly line?: number;
}

/** The report. Lines are zero-based, sizes are bytes, times milliseconds; what is not known is left out. */
export interface SmokeResult {
  readonly verdict: 'passed' | 'failed' | 'error' | 'cancelled';
  /** One sentence. */
  readonly summary: string;
  /** Path of the Dockerfile. */
  readonly dockerfile: string;
  /** False when the editor's unsaved text was built. */
  readonly isSaved: boolean;
  readonly stage?: { readonly index: number; readonly name?: string | undefined } | undefined;
  readonly durationMs: number;
  readonly engine: SmokeEngine;
  /** What was to be created, said before anything was. */
  readonly plan: readonly string[];
  readonly context?: SmokeContext | undefined;
  readonly instructions: readonly SmokeInstruction[];
  readonly image?: SmokeImage | undefined;
  readonly run?: SmokeRun | undefined;
  readonly probes: readonly SmokeProbe[];
  readonly failure?: SmokeFailure | undefined;
  readonly warnings: readonly SmokeWarning[];
  readonly notes: readonly string[];
  readonly cleanup: SmokeCleanup;
}

export interface SmokeEngine {
  readonly program: string;
  readonly builder?: 'buildx' | 'docker-buildkit' | 'podman' | undefined;
  readonly clientVersion?: string | undefined;
  readonly version?: string | undefined;
  readonly buildxVersion?: string | undefined;
  readonly platform?: string | undefined;
  readonly storage?: string | undefined;
  readonly isRootless?: boolean | undefined;
  readonly isRemote?: boolean | undefined;
  readonly context?: string | undefined;
  readonly buildRecord?: string | undefined;
}

export interface SmokeContext {
  readonly directory: string;
  readonly ignoreFile?: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** At most ten, the largest first. */
  readonly largest: readonly { readonly path: string; readonly bytes: number }[];
  /** Paths that usually hold credentials; never their content. */
  readonly secrets: readonly string[];
  readonly isIncomplete: boolean;
}

export interface SmokeInstruction {
  readonly line: number;
  /** The stage's index. */
  readonly stage: number;
  readonly keyword: string;
  readonly durationMs: number;
  readonly cached: boolean;
  readonly log: readonly string[];
}

export interface SmokeImage {
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
  readonly layers: readonly {
    readonly line?: number | undefined;
    readonly size: number;
    readonly isBase: boolean;
    readonly createdBy: string;
  }[];
  /** What lies in the layers; left out when they were not read. */
  readonly contents?: SmokeContents | undefined;
  /** The stages that the image takes files from; left out when they were neither compared nor measured. */
  readonly builders?: readonly SmokeBuilder[] | undefined;
}

/** Lines are those of the instruction that brought it, zero-based; paths begin with `/`. */
export interface SmokeContents {
  readonly files: number;
  /** Of the layers, unpacked. */
  readonly bytes: number;
  readonly system?: { readonly name: string } | undefined;
  readonly packages?:
    | {
        readonly manager: 'dpkg' | 'apk' | 'rpm';
        readonly list: readonly (SmokeOrigin & { readonly name: string; readonly version: string })[];
      }
    | undefined;
  readonly tools: readonly (SmokeOrigin & { readonly path: string; readonly kind: string })[];
  readonly privileged: readonly (SmokeOrigin & { readonly path: string; readonly mode: string })[];
  readonly waste: {
    readonly bytes: number;
    readonly files: number;
    readonly largest: readonly {
      readonly path: string;
      readonly bytes: number;
      readonly how: 'replaced' | 'rewritten' | 'deleted';
      readonly line?: number | undefined;
      readonly byLine?: number | undefined;
    }[];
  };
  readonly leaks: readonly {
    readonly kind: string;
    readonly path: string;
    readonly files: number;
    readonly bytes: number;
    readonly line?: number | undefined;
  }[];
  readonly secrets: readonly (SmokeOrigin & {
    readonly kind: string;
    readonly where: 'file' | 'history' | 'environment' | 'label';
    readonly name: string;
    /** False for a file that a later layer deletes. */
    readonly isSeen: boolean;
  })[];
}

export interface SmokeOrigin {
  readonly line?: number | undefined;
  readonly isBase: boolean;
}

export interface SmokeBuilder {
  readonly stage: number;
  readonly name?: string | undefined;
  readonly size: number;
  /** Left out when only its size was asked for. */
  readonly brought?:
    | readonly {
        readonly kind: string;
        readonly line?: number | undefined;
        readonly files: number;
        readonly bytes: number;
        readonly from: string;
        readonly to: string;
      }[]
    | undefined;
}

export interface SmokeRun {
  /** False for an image without a command: it was created for inspection only. */
  readonly isStarted: boolean;
  readonly network: 'none' | 'loopback';
  /** Left out while it was still running before it was stopped. */
  readonly exitCode?: number | undefined;
  readonly readyMs?: number | undefined;
  readonly wasOutOfMemory: boolean;
  readonly log: readonly string[];
  readonly stop?:
    | {
        readonly signal: string;
        readonly durationMs: number;
        readonly exitCode: number;
        /** True when it did not end by itself: PID 1 did not act on the signal. */
        readonly wasKilled: boolean;
      }
    | undefined;
}

export interface SmokeProbe {
  readonly kind: 'health' | 'port' | 'exit' | 'created' | 'declared';
  /** Of a `declared` probe, as the user wrote it. */
  readonly what?: string | undefined;
  readonly passed: boolean;
  readonly message: string;
  readonly line?: number | undefined;
  readonly durationMs: number;
  /** In the container; of a `port` probe. */
  readonly port?: number | undefined;
  readonly http?:
    { readonly status: number; readonly contentType?: string | undefined; readonly body: string } | undefined;
}

export interface SmokeFailure {
  readonly step: SmokeStep;
  /** The instruction that is to blame; left out when it is none. */
  readonly line?: number | undefined;
  readonly range?: GraphRange | undefined;
  readonly stage?: number | undefined;
  readonly message: string;
  /** What likely happened and what to do, where the log says something that is known. */
  readonly cause?: { readonly happened: string; readonly remedy: string } | undefined;
  /** The last log lines. */
  readonly log: readonly string[];
}

export interface SmokeWarning {
  readonly line?: number | undefined;
  readonly message: string;
  readonly url?: string | undefined;
}

export interface SmokeCleanup {
  readonly removed: readonly string[];
  readonly kept: readonly string[];
  /** What earlier runs had left behind and this one's sweep removed. */
  readonly swept: readonly string[];
  /** False when something could not be removed; a later smoke build on the engine will do it. */
  readonly isComplete?: boolean | undefined;
  /** The engine's build cache is shared with the user's own builds, so it is left. */
  readonly buildCache?: { readonly beforeBytes: number; readonly afterBytes: number } | undefined;
}

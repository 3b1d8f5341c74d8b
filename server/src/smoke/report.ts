/** What a smoke build found out, in the form its JSON has. Lines are zero-based, sizes are bytes, times ms. */
import type { Range } from '../core/index';

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
  readonly builder: 'buildx' | 'docker-buildkit' | undefined;
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
  /** Undefined when the builders were not compared. */
  readonly builders: readonly BuilderReport[] | undefined;
}

/** A stage that the image takes files from. */
export interface BuilderReport {
  readonly stage: number;
  readonly name: string | undefined;
  /** As an image of its own. */
  readonly size: number;
  /** Its files that reached the image, by kind and line; the largest first, at most twenty. */
  readonly brought: readonly BroughtReport[];
}

export interface BroughtReport {
  /** `artifact` for what is nothing else. */
  readonly kind: LeakKind | 'artifact';
  /** Of the instruction that brought it. */
  readonly line: number | undefined;
  readonly files: number;
  readonly bytes: number;
  /** One of them, where it lies in the builder and in the image. */
  readonly from: string;
  readonly to: string;
}

/** What was found in the layers. Lines are those of the instruction that made the layer; paths begin with `/`. */
export interface ContentsReport {
  /** Of the file system that a container sees. */
  readonly files: number;
  /** Of the layers, unpacked. */
  readonly bytes: number;
  readonly system: SystemReport | undefined;
  /** Undefined without a database of dpkg, apk or rpm. */
  readonly packages: PackagesReport | undefined;
  readonly tools: readonly ToolReport[];
  readonly privileged: readonly PrivilegedFileReport[];
  readonly waste: WasteReport;
  /** By size. */
  readonly leaks: readonly LeakReport[];
  readonly secrets: readonly SecretReport[];
}

/** Where in the Dockerfile something of the image comes from. */
export interface Origin {
  /** Undefined when the layer's instruction is not known; the FROM for what the base image brings. */
  readonly line: number | undefined;
  readonly isBase: boolean;
}

export interface SystemReport {
  /** `debian`, `alpine`; the words of `os-release`. */
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
}

export interface PackagesReport {
  readonly manager: 'dpkg' | 'apk' | 'rpm';
  /** By name. */
  readonly list: readonly PackageReport[];
}

export interface PackageReport extends Origin {
  readonly name: string;
  readonly version: string;
}

export type ToolKind =
  'compiler' | 'build-system' | 'package-manager' | 'version-control' | 'runtime' | 'shell' | 'download';

export interface ToolReport extends Origin {
  readonly path: string;
  readonly kind: ToolKind;
}

export interface PrivilegedFileReport extends Origin {
  readonly path: string;
  /** Octal, four digits. */
  readonly mode: string;
  /** Whose rights it runs with: a user's or a group's id. */
  readonly owner: number;
  readonly right: 'user' | 'group';
}

export type LeakKind = 'source' | 'test' | 'version-control' | 'cache' | 'tool';

/** Files of building that an instruction of this Dockerfile brought into the image. */
export interface LeakReport {
  readonly kind: LeakKind;
  /** The folder that all of it lies in, or the only file. */
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly line: number | undefined;
}

/** A secret by kind and place; its value is nowhere. */
export interface SecretReport extends Origin {
  /** `aws secret access key`, `build argument`. */
  readonly kind: string;
  readonly where: 'file' | 'history' | 'environment' | 'label';
  /** The path, or the name of the variable, argument or label. */
  readonly name: string;
  /** False for a file that a later layer deletes or replaces: it is still in the image for who unpacks it. */
  readonly isSeen: boolean;
}

export interface WasteReport {
  /** Of all hidden files. */
  readonly bytes: number;
  readonly files: number;
  /** At most twenty. */
  readonly largest: readonly {
    readonly path: string;
    readonly bytes: number;
    /** `rewritten` is the same content again, for its owner, mode or time. */
    readonly how: 'replaced' | 'rewritten' | 'deleted';
    /** Of the instruction that wrote the copy. */
    readonly line: number | undefined;
    /** Of the instruction that hid it. */
    readonly byLine: number | undefined;
  }[];
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

export type SmokeProgress =
  | { readonly kind: 'step-started'; readonly step: StepName }
  | { readonly kind: 'step-finished'; readonly step: StepName; readonly durationMs: number }
  | {
      readonly kind: 'instruction-started';
      readonly line: number;
      readonly stage: number;
      /** The instruction's first line, shortened. */
      readonly text?: string;
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

/** What two smoke builds have in common and what not. */
export interface ComparisonReport {
  /** `passed`: both were built, and every probe has the same answer. */
  readonly verdict: Verdict;
  /** One sentence: the sizes, and what differs in behaviour. */
  readonly summary: string;
  readonly labels: { readonly before: string; readonly after: string };
  readonly configuration: readonly ConfigurationDifference[];
  readonly probes: readonly ProbeComparison[];
  readonly packages: {
    readonly added: readonly ComparedPackage[];
    readonly removed: readonly ComparedPackage[];
    readonly changed: readonly ComparedPackage[];
  };
  readonly before: SmokeReport;
  readonly after: SmokeReport;
}

export interface ConfigurationDifference {
  /** `user`, `command`, `variable PATH`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

export interface ProbeComparison {
  readonly what: string;
  /** The answer; undefined where this side has no such probe. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isSame: boolean;
}

export interface ComparedPackage {
  readonly name: string;
  /** A version; undefined where the package is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Whether two clean builds of one text made the same. */
export interface ReproductionReport {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly summary: string;
  /** Undefined when there is none, and when it could not be found out. */
  readonly difference: DifferenceReport | undefined;
  /** Of the image. */
  readonly layers: number;
  /** How the builds went. */
  readonly build: SmokeReport;
}

/** The first layer in which the builds differ; what differs above it may only follow from that. */
export interface DifferenceReport {
  /** Zero-based, from the lowest. */
  readonly layer: number;
  readonly line: number | undefined;
  readonly isBase: boolean;
  /** At most twenty. */
  readonly files: readonly {
    readonly path: string;
    readonly how: 'content' | 'kind' | 'owner' | 'mode' | 'target' | 'only-first' | 'only-second';
  }[];
  /** Of all differing files. */
  readonly count: number;
  /** The most telling first. */
  readonly causes: readonly {
    readonly kind: IrreproducibleCause;
    readonly paths: readonly string[];
    readonly advice: string;
  }[];
}

export type IrreproducibleCause =
  | 'unpinned-base-image'
  | 'package-versions'
  | 'package-lists'
  | 'time-in-content'
  | 'archive-times'
  | 'compiled-python'
  | 'log-files'
  | 'random-content'
  | 'unknown';

/** What lies around a Dockerfile and is handed in from outside, since the core itself reads nothing. */
import type { BuildContext } from './context/buildContext';
import type { ShellcheckAnswers } from './shellcheck/answer';

export type IgnoreFile =
  | {
      readonly kind: 'present';
      /** Relative to the build context. */ readonly path: string;
      readonly text: string;
    }
  | {
      readonly kind: 'absent';
      /** Where a new one belongs, relative to the build context. */ readonly path: string;
    }
  | { readonly kind: 'unknown' };

/** Compared by identity: a change of the surroundings is a new object. */
export interface Surroundings {
  readonly ignoreFile: IgnoreFile;
  /** Names directly in the build context's root; undefined when it cannot be listed. */
  readonly contextEntries: ReadonlySet<string> | undefined;
  /** What the build context holds; undefined when nothing is known of it, as for text from standard input. */
  readonly context: BuildContext | undefined;
  /** Named build contexts (`--build-context`), which stand in for stages and images of the same name. */
  readonly namedContexts: ReadonlySet<string>;
  /** Build arguments that are given from outside; undefined for a value that is not known, or not the same in all builds. */
  readonly buildArguments: ReadonlyMap<string, string | undefined>;
  /** The stage that is shipped instead of the last one: its name or index. */
  readonly target: string | undefined;
  /**
   * Stages that are shipped beside the last one, by name or index: the targets that Compose, Bake files and dev containers
   * of the workspace build. One that is no stage is passed over, and a `target` replaces them all.
   */
  readonly targets: readonly string[];
  /** What the user asks of Dockerfiles beyond the rules' own judgement. */
  readonly policy: Policy;
  /** Judge as this other tool does: every stage as the shipped one, and nothing that the tool does not report. */
  readonly parity: ParityTool | undefined;
  /** What ShellCheck says of the scripts; undefined where it does not run. */
  readonly shellcheck: ShellcheckAnswers | undefined;
  /** What stages held when they were last built, by the stage's index; empty where nothing was built. */
  readonly measured: ReadonlyMap<number, MeasuredStage>;
}

/** It counts while nothing has been edited in the stage, in what it is built from, and in what it takes files from. */
export interface MeasuredStage {
  /** `stageFingerprint` of the text that was built. */
  readonly fingerprint: string;
  /** Absolute, clean paths; those of the base image may be left out. */
  readonly files: ReadonlyMap<string, 'file' | 'directory'>;
}

export type ParityTool = 'hadolint' | 'buildkit';

/** Choices that only the user can make; a rule that needs one is silent without it. */
export interface Policy {
  /** Registries, with `*` for any part of a host name; undefined trusts all. */
  readonly trustedRegistries: readonly string[] | undefined;
  /** Label keys and what their values must be; undefined asks for nothing. */
  readonly labels: LabelSchema | undefined;
  /** Package managers whose packages need a version; undefined means all of them. */
  readonly pinnedManagers: ReadonlySet<string> | undefined;
}

export type LabelKind = 'text' | 'email' | 'hash' | 'rfc3339' | 'semver' | 'spdx' | 'url';

export interface LabelSchema {
  readonly kinds: ReadonlyMap<string, LabelKind>;
  /** A label that the schema does not name is a finding. */
  readonly isStrict: boolean;
}

export const NO_POLICY: Policy = {
  trustedRegistries: undefined,
  labels: undefined,
  pinnedManagers: undefined,
};

export const NO_SURROUNDINGS: Surroundings = {
  ignoreFile: { kind: 'unknown' },
  contextEntries: undefined,
  context: undefined,
  namedContexts: new Set(),
  buildArguments: new Map(),
  target: undefined,
  targets: [],
  policy: NO_POLICY,
  parity: undefined,
  shellcheck: undefined,
  measured: new Map(),
};

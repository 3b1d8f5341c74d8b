/** What a converter of one ecosystem is asked and what it answers; everything that all ecosystems share is done around it. */
import type { Anchor } from '../../lint/rule';
import type { Instruction } from '../../syntax/nodes';
import { applyEdits, type TextEdit } from '../../text/textEdit';
import type { Choice } from './choices';
import type { LocatedCompile, Project, Step } from './project';

/**
 * One ecosystem, in one file of `ecosystems/`, registered in `ecosystems/index.ts`. The first that answers anything but
 * undefined decides. `plan` is pure and asked once a request, never on a keystroke.
 */
export interface Ecosystem {
  /** kebab-case; the file's name. */
  readonly id: string;
  /** As a title shows it: "Convert to multi-stage (Go)". */
  readonly name: string;
  /** Undefined when the stage is not of this ecosystem. */
  plan(project: Project): Plan | Refusal | undefined;
}

/** What becomes of a stage; what a plan leaves open is decided by the general rules of `partition.ts` and `carry.ts`. */
export interface Plan {
  readonly kind: 'plan';
  /** The instruction with which building ends. What stands behind it is for the running image unless said otherwise. */
  readonly ends: Step;
  /** What is copied out of the build stage; written in this order, in place of the building. */
  readonly artifacts: readonly Artifact[];
  /** What the running image may start from, the best first. The first one that fits the needs is the first answer. */
  readonly bases: readonly BaseCandidate[];
  readonly needs: Needs;
  /** Where the ecosystem knows better than the general rules. */
  readonly placements?: ReadonlyMap<Step, Placement>;
  /** Lines that were not there. */
  readonly insertions?: readonly Insertion[];
  /** True when the program may read files of the project that it is not compiled from: templates, settings, pictures. */
  readonly readsProjectFiles?: boolean;
  /** True when the file starts nothing and the artifacts are kept for whoever names one of them. */
  readonly isForCallers?: boolean;
  /** Variables that only the build reads, beside those that every build reads (`partition.ts`): `GOPROXY`. */
  readonly buildVariables?: RegExp;
  /** Questions that the ecosystem answered for itself; that of the runtime base is asked by the framework. */
  readonly choices?: readonly Choice[];
  /** Sentences that explain decisions, for the person who reads the result. */
  readonly notes: readonly string[];
}

export interface Artifact {
  /** Absolute path in the build stage. */
  readonly from: string;
  /** Absolute path in the running image; a copied folder's content goes below it. */
  readonly to: string;
  readonly kind: 'file' | 'directory';
  /** Who owns it in the running image, as `--chown` takes it; root when left out. */
  readonly owner?: string;
  /** Completes "… is what the build leaves": `the program`, `the jar`, `the built site`. */
  readonly what: string;
}

export interface BaseCandidate {
  /** A complete image reference. */
  readonly reference: string;
  /** One sentence for whoever chooses, without the reference. */
  readonly why: string;
}

/** What the running image must have. Shells, programs of a health check and packages are found by the framework. */
export interface Needs {
  /** What the artifacts are linked to: `none` for static programs and for what is no native code. */
  readonly libc: 'none' | 'glibc' | 'musl';
  /** Programs that must be on the PATH beside what the commands name: `node` for a script that starts with `#!/usr/bin/env node`. */
  readonly programs?: readonly string[];
  /** Whether the program may open TLS connections; then a base without certificates gets those of the build stage. */
  readonly certificates?: 'maybe' | 'no';
  /** Whether the program may ask for time zones by name. */
  readonly timeZones?: 'maybe' | 'no';
}

/** Where an instruction goes; one that goes to neither part would be lost, so there is no such placement. */
export interface Placement {
  readonly build: Piece;
  readonly run: Piece;
  /** Why, where a reader would ask. */
  readonly note?: string;
}

/** Every step of the stage, placed. */
export type Parts = ReadonlyMap<Step, Placement>;

export type Piece =
  | { readonly kind: 'left-out' }
  | { readonly kind: 'kept' }
  /** `text` stands for the whole instruction, without a line end at its end, with `\n` inside. */
  | { readonly kind: 'rewritten'; readonly text: string };

export interface Insertion {
  /** `after` needs `step`, which stays in the build stage. The artifacts stand where `ends` stood. */
  readonly place:
    | 'build-start'
    | 'build-end'
    | 'run-start'
    | 'before-artifacts'
    | 'after-artifacts'
    | { readonly afterInBuild: Step };
  /** One instruction or more, without a line end at its end, with `\n` inside. */
  readonly text: string;
  readonly note?: string;
}

/** Why a stage is not converted: a closed list, told to people and counted over the corpus. */
export type RefusalReason =
  /** Nothing in the stage compiles or bundles what is shipped. */
  | 'nothing-compiled'
  /** The build is apart from what is shipped already. */
  | 'already-multi-stage'
  /** What the container starts compiles, installs or serves from sources. */
  | 'needs-compiler-at-run-time'
  /** The image is a place to work in, or a base for others, so its tools are what it is for. */
  | 'made-to-build-in'
  /** Nothing says what the container starts, so what must be kept cannot be known. */
  | 'no-command'
  /** What the build leaves, or where, cannot be told. */
  | 'unknown-artifact'
  /** A variable decides what is built or what it is built on. */
  | 'variable-decides'
  /** A line does something to the running image that cannot be told apart from the build. */
  | 'unclear-instruction'
  /** No known image fits what the running program needs. */
  | 'no-runtime-base'
  /** The tools that compile belong to no ecosystem that can be converted. */
  | 'unknown-ecosystem'
  | 'windows'
  | 'template'
  /** The file has an error, so it is not built as it stands. */
  | 'has-errors'
  | 'onbuild'
  /** Other stages stand on this one or take files from it. */
  | 'stage-in-use'
  | 'no-such-stage'
  /** An answer that was given does not fit. */
  | 'unfit-answer'
  /** The result did not pass our own judgement. */
  | 'unproven';

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** A sentence or two: what is in the way. */
  readonly message: string;
  /** What a person can do about it; undefined where nothing is wrong. */
  readonly wayOut: string | undefined;
  /** The instruction that is in the way, most often. */
  readonly at: Anchor | undefined;
}

export function refusal(
  reason: RefusalReason,
  message: string,
  { at, wayOut }: { readonly at?: Anchor | undefined; readonly wayOut?: string | undefined } = {},
): Refusal {
  return { kind: 'refused', reason, message, wayOut, at };
}

/** The instruction with edits; their offsets are relative to its text. */
export function edited({ text }: Instruction, edits: readonly TextEdit[]): Piece {
  return {
    kind: 'rewritten',
    text: applyEdits(text, edits)
      .replace(/\r?\n$/, '')
      .replaceAll('\r\n', '\n'),
  };
}

export const KEPT: Piece = { kind: 'kept' };
export const LEFT_OUT: Piece = { kind: 'left-out' };
export const IN_BUILD: Placement = { build: KEPT, run: LEFT_OUT };
export const IN_RUN: Placement = { build: LEFT_OUT, run: KEPT };
export const IN_BOTH: Placement = { build: KEPT, run: KEPT };

export type { Choice, LocatedCompile, Project, Step };

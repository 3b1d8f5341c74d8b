/** What the model knows of a stage and of the file, as rules, lessons and the smoke build read it. */
import type { ShellLanguage, ShellScript } from '../shell/nodes';
import type { Dockerfile } from '../syntax/dockerfile';
import type { Flag, Instruction, Node, Word } from '../syntax/nodes';
import type { Remembering } from '../text/memoized';
import type { BaseImage } from './images/baseImage';
import type { LayeredMap } from './layeredMap';
import type { Role } from './roles';

/** The stage an instruction-level reference means, or why it means none. BuildKit: dockerfile2llb/convert.go. */
export type Resolution =
  | { readonly kind: 'stage'; readonly index: number }
  /** A stage defined later: refused by COPY and mounts; FROM silently takes it as an image. */
  | { readonly kind: 'forward'; readonly index: number }
  | { readonly kind: 'self'; readonly index: number }
  | { readonly kind: 'out-of-range'; readonly count: number }
  /** `RUN --mount=from=0`: an index is no stage there. */
  | { readonly kind: 'index-in-mount' }
  /** `--from=$VAR`: not supported. */
  | { readonly kind: 'variable' }
  | { readonly kind: 'named-context'; readonly name: string }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'scratch' }
  /** A FROM whose value is not known; the stages above whose name fits are possible bases. */
  | { readonly kind: 'unknown'; readonly possible: readonly number[] };

/** A COPY --from or a RUN --mount=from. */
export interface Edge {
  readonly kind: 'copy' | 'mount';
  /** The instruction that takes the files; an ONBUILD trigger's edge belongs to the child, and names the ONBUILD here. */
  readonly instruction: Instruction;
  /** The reference's text in the instruction. */
  readonly reference: Word;
  readonly to: Resolution;
}

/** A stage that takes something from this one. */
export interface Consumer {
  readonly kind: 'from' | 'copy' | 'mount';
  readonly index: number;
  readonly name: string | undefined;
  readonly instruction: Instruction;
}

/** Where a stage's value comes from: known text, or unknown. `undefined` always means unknown in these facts. */
export interface StageState {
  /** Effective user; undefined when unknown. */
  readonly user: string | undefined;
  /** The USER instruction that set it in this file; undefined when it comes from the base image. */
  readonly userSetBy: Instruction | undefined;
  /** Absolute path; undefined when unknown. */
  readonly workdir: string | undefined;
  /** The shell of shell-form instructions; `null` when the stage certainly has none; undefined when unknown. */
  readonly shell: readonly string[] | null | undefined;
  /** True once a SHELL instruction of this file has set it. */
  readonly isShellSet: boolean;
  /** ENV by name; a value is undefined when it is not known. */
  readonly env: LayeredMap<string | undefined>;
  /** Arguments declared in this stage or inherited by FROM; the value is undefined when not known. */
  readonly args: LayeredMap<string | undefined>;
}

export interface StageFacts extends Remembering {
  /** The same object for as long as nothing of the stage changes but what the stages hold that it takes files from. */
  readonly own: Remembering;
  /** Zero-based, as BuildKit counts stages. */
  readonly index: number;
  /** As written after AS; undefined for an unnamed stage. */
  readonly name: string | undefined;
  readonly role: Role;
  readonly from: Instruction;
  /** Without the FROM, ONBUILD instructions included as written. */
  readonly instructions: readonly Instruction[];
  /** The base's word in the FROM; undefined while FROM is half-typed. */
  readonly baseWord: Word | undefined;
  readonly nameWord: Word | undefined;
  /** Another stage has the same name, whatever its capitals. */
  readonly hasNamesake: boolean;
  readonly platform: Flag | undefined;
  /** The base image reference with global arguments filled in; undefined when a value is unknown. */
  readonly baseText: string | undefined;
  readonly base: Resolution;
  /** The facts of the stage this one is built FROM. */
  readonly parent: StageFacts | undefined;
  /** What is known of the image at the root of the FROM chain; undefined when it is not known. */
  readonly image: BaseImage | undefined;
  /** The image reference at the root of the FROM chain; `scratch` for scratch; undefined when unknown. */
  readonly rootReference: string | undefined;
  readonly edges: readonly Edge[];
  readonly consumers: readonly Consumer[];
  /** Triggers of the parent stage's ONBUILD, which run directly after this stage's FROM. */
  readonly triggers: readonly Instruction[];
  /** From scratch, only COPY or ADD, no command: nothing ever runs there. */
  readonly isExport: boolean;
  /** Named like test, lint, dev, debug, ci, vendor, docs. */
  readonly isDevelopment: boolean;
  /** `# name description` above the FROM. */
  readonly description: string | undefined;
  /** The state an instruction of this stage runs in. */
  stateBefore(instruction: Instruction): StageState;
  /** The shell of that state. Most stages set none, and then the rest of the state need not be worked out. */
  shellBefore(instruction: Instruction): StageState['shell'];
  /** Likewise, of the state at the end. */
  readonly lastShell: StageState['shell'];
  readonly end: StageState;
  /** The facts of a stage named by an edge's resolution; undefined for anything but a stage defined above. */
  producer(edge: Edge): StageFacts | undefined;
  /**
   * The commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK of this stage, spans relative to the instruction's text.
   * Undefined where no POSIX-like shell runs it (PowerShell, cmd, no shell at all), and for other instructions.
   */
  scriptOf(instruction: Instruction): ShellScript | undefined;
  /** The language of shell-form instructions at this one. */
  languageAt(instruction: Instruction): ShellLanguage;
  /** CMD or ENTRYPOINT in force at the end, from this file (parents included); undefined when only the base image decides. */
  readonly command: { readonly cmd: Instruction | undefined; readonly entrypoint: Instruction | undefined };
}

export interface FileFacts extends Remembering {
  readonly dockerfile: Dockerfile;
  /** The first instruction that is a template engine's (`{{ … }}`, `<% … %>`); undefined in a real Dockerfile. */
  readonly templateMark: Instruction | undefined;
  /** The first instruction beyond the number that is judged; undefined in a file of any usual length. */
  readonly firstUnjudged: Instruction | undefined;
  readonly stages: readonly StageFacts[];
  /** What stands before the first FROM; only ARG is allowed there. */
  readonly preamble: readonly Instruction[];
  /** ARG instructions before the first FROM. */
  readonly globalArguments: readonly Instruction[];
  /** Names and values of the global scope, platform arguments included; undefined values are not known. */
  readonly globalScope: ReadonlyMap<string, string | undefined>;
  /** The stage a node stands in; undefined before the first FROM. */
  stageOf(node: Node): StageFacts | undefined;
}

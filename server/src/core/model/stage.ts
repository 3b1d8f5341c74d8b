/** One stage with everything that is known of it; what is not asked for is not worked out. */
import { shellLanguageOf } from '../shell/language';
import type { ShellLanguage, ShellScript } from '../shell/nodes';
import type { Instruction } from '../syntax/nodes';
import type { Remembering } from '../text/memoized';
import type { FromView } from '../syntax/views';
import type { Consumer, Edge, Resolution, StageFacts, StageState } from './facts';
import type { GraphStage } from './graph';
import type { BaseImage } from './images/baseImage';
import { describeImage } from './images/index';
import type { StageLines } from './lines';
import type { Role } from './roles';
import type { Scope } from './scope';
import { posixScript } from './scripts';
import { areSameShells, type GivenShell } from './shellPragmas';
import { shellOfImage, STATE_OF_SCRATCH, stateAfter, stateOfImage } from './state';

export interface StageParts {
  readonly lines: StageLines;
  readonly graph: GraphStage;
  readonly parent: StageFacts | undefined;
  /** The facts of the stages that the edges lead to, by the place of the edge. */
  readonly producers: readonly (StageFacts | undefined)[];
  readonly scope: Scope;
  /** Build arguments given from outside; a value is undefined when it is not known. */
  readonly given: ReadonlyMap<string, string | undefined>;
  /** What comments say of the shell; undefined nearly always. */
  readonly shells: readonly GivenShell[] | undefined;
}

const DEVELOPMENT = new Set([
  'test',
  'tests',
  'testing',
  'lint',
  'linter',
  'dev',
  'devel',
  'development',
  'debug',
  'ci',
  'vendor',
  'docs',
  'doc',
]);
const EXPORT_KEYWORDS = new Set(['COPY', 'ADD', 'ARG', 'LABEL']);

/** The facts of the stage that an edge leads to, where that is one defined above. */
export function producerOf(edge: Edge | undefined, stages: readonly StageFacts[]): StageFacts | undefined {
  return edge?.to.kind === 'stage' ? stages[edge.to.index] : undefined;
}

export class BuiltStage implements StageFacts {
  readonly memory: unknown[] = [];
  private readonly parts: StageParts;
  private readonly view: FromView;
  private states: Map<Instruction, StageState> | undefined;
  private lastState: StageState | undefined;
  private knownImage: BaseImage | null | undefined;
  private knownCommand: StageFacts['command'] | undefined;
  private knownToSetShell: boolean | undefined;
  private knownToDevelop: boolean | undefined;
  /** The place of an edge. */
  private lastAsked = 0;

  readonly own: Remembering;

  /** From `before`, the stage in the last version, what depends on other things than the files of producers is taken over. */
  constructor(parts: StageParts, before?: BuiltStage) {
    this.parts = parts;
    if (before?.isOwn(parts) === true) {
      this.own = before.own;
      this.states = before.states;
      this.lastState = before.lastState;
      this.knownImage = before.knownImage;
      this.knownCommand = before.knownCommand;
    } else this.own = { memory: [] };
    this.view = parts.lines.view;
  }

  get index(): number {
    return this.parts.graph.index;
  }
  get name(): string | undefined {
    return this.view.name?.value;
  }
  get nameWord() {
    return this.view.name;
  }
  get hasNamesake(): boolean {
    return this.parts.graph.hasNamesake;
  }
  get role(): Role {
    return this.parts.graph.role;
  }
  get from(): Instruction {
    return this.parts.lines.from;
  }
  get instructions(): readonly Instruction[] {
    return this.parts.lines.instructions;
  }
  get baseWord() {
    return this.view.image;
  }
  get platform() {
    return this.view.platform;
  }
  get baseText(): string | undefined {
    return this.parts.graph.baseText;
  }
  get base(): Resolution {
    return this.parts.graph.base;
  }
  get parent(): StageFacts | undefined {
    return this.parts.parent;
  }
  get edges(): readonly Edge[] {
    return this.parts.graph.edges;
  }
  get consumers(): readonly Consumer[] {
    return this.parts.graph.consumers;
  }
  get triggers(): readonly Instruction[] {
    return this.parts.graph.triggers;
  }
  /** BuildKit: `# name text` above FROM describes the stage `name`. */
  get description(): string | undefined {
    const content = this.parts.lines.comment?.content;
    const { name } = this;
    if (name === undefined || content?.startsWith(`${name} `) !== true) return undefined;
    return content.slice(name.length + 1).trim();
  }
  get rootReference(): string | undefined {
    const { parent } = this.parts;
    const { base } = this;
    if (parent !== undefined) return parent.rootReference;
    if (base.kind === 'scratch') return 'scratch';
    return base.kind === 'image' || base.kind === 'forward' ? this.parts.graph.baseText : undefined;
  }

  get image(): BaseImage | undefined {
    if (this.knownImage === undefined) {
      const root = this.rootReference ?? (this.base.kind === 'unknown' ? this.baseWord?.value : undefined);
      this.knownImage = (root === undefined ? undefined : describeImage(root)) ?? null;
    }
    return this.knownImage ?? undefined;
  }

  get isExport(): boolean {
    return (
      this.base.kind === 'scratch' &&
      this.instructions.every((instruction) => EXPORT_KEYWORDS.has(instruction.keyword))
    );
  }

  get isDevelopment(): boolean {
    this.knownToDevelop ??=
      this.name
        ?.toLowerCase()
        .split(/[-_.]/)
        .some((part) => DEVELOPMENT.has(part)) === true;
    return this.knownToDevelop;
  }

  get end(): StageState {
    if (this.lastState === undefined) this.walk();
    return this.lastState ?? STATE_OF_SCRATCH;
  }

  stateBefore(instruction: Instruction): StageState {
    if (this.states === undefined) this.walk();
    return this.states?.get(instruction) ?? this.end;
  }

  shellBefore(instruction: Instruction): StageState['shell'] {
    return this.setsShell ? this.stateBefore(instruction).shell : this.firstShell;
  }

  get lastShell(): StageState['shell'] {
    return this.setsShell ? this.end.shell : this.firstShell;
  }

  /** What the first instruction finds, unless a trigger or a comment has set another. */
  private get firstShell(): StageState['shell'] {
    const { parent } = this.parts;
    if (parent !== undefined) return parent.lastShell;
    return this.base.kind === 'scratch' ? STATE_OF_SCRATCH.shell : shellOfImage(this.image);
  }

  private get setsShell(): boolean {
    const { shells, lines } = this.parts;
    this.knownToSetShell ??=
      shells !== undefined ||
      this.triggers.length > 0 ||
      lines.instructions.some(({ keyword }) => keyword === 'SHELL');
    return this.knownToSetShell;
  }

  producer(edge: Edge): StageFacts | undefined {
    const { edges } = this.parts.graph;
    // A stage may have hundreds, and they are asked for one after the other.
    if (edges[this.lastAsked] !== edge) {
      const next = this.lastAsked + 1;
      this.lastAsked = edges[next] === edge ? next : edges.indexOf(edge);
    }
    return this.parts.producers[this.lastAsked];
  }

  languageAt(instruction: Instruction): ShellLanguage {
    const shell = this.shellBefore(instruction);
    if (shell === null) return 'posix';
    if (shell !== undefined) return shellLanguageOf(shell);
    return this.image?.os === 'windows' ||
      /(?:^|\/)windows(?:\/|:)|nanoserver|windowsservercore/.test(this.rootReference ?? '')
      ? 'cmd'
      : 'posix';
  }

  scriptOf(instruction: Instruction): ShellScript | undefined {
    if (!RUNS_COMMANDS.has(instruction.keyword)) return undefined;
    if (instruction.exec === undefined && this.languageAt(instruction) !== 'posix') return undefined;
    return posixScript(instruction);
  }

  get command(): StageFacts['command'] {
    this.knownCommand ??= commandOf(this);
    return this.knownCommand;
  }

  /** True when every fact of the two is the same, so that what was derived from one holds for the other. */
  isMadeOf(parts: Omit<StageParts, 'producers'>, stages: readonly StageFacts[]): boolean {
    return (
      this.isOwn(parts) &&
      this.parts.producers.every((producer, at) => producer === producerOf(parts.graph.edges[at], stages))
    );
  }

  /** True when the two differ at most in the stages that they take files from. */
  private isOwn({ lines, graph, parent, scope, given, shells }: Omit<StageParts, 'producers'>): boolean {
    const own = this.parts;
    return (
      own.lines === lines &&
      own.graph === graph &&
      own.parent === parent &&
      own.scope === scope &&
      own.given === given &&
      areSameShells(own.shells, shells)
    );
  }

  private walk(): void {
    const { parent, scope, given, lines, shells } = this.parts;
    const { base, triggers } = this;
    const states = new Map<Instruction, StageState>();
    let state = parent?.end ?? (base.kind === 'scratch' ? STATE_OF_SCRATCH : stateOfImage(this.image));
    for (const trigger of triggers)
      if (trigger.trigger !== undefined) state = stateAfter(state, trigger.trigger, scope, given);
    const shell = shells?.find(({ from }) => from === undefined)?.shell;
    if (shell !== undefined && !state.isShellSet) state = { ...state, shell };
    for (const instruction of lines.instructions) {
      const following = shells?.find(({ from }) => from === instruction)?.shell;
      if (following !== undefined) state = { ...state, shell: following };
      states.set(instruction, state);
      state = stateAfter(state, instruction, scope, given);
    }
    this.states = states;
    this.lastState = state;
  }
}

const RUNS_COMMANDS = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** BuildKit: dispatchEntrypoint clears an inherited CMD when the stage has set none itself. */
function commandOf(stage: StageFacts): StageFacts['command'] {
  let { cmd, entrypoint } = stage.parent?.command ?? { cmd: undefined, entrypoint: undefined };
  let isOwnCmd = false;
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'CMD') {
      cmd = instruction;
      isOwnCmd = true;
    } else if (instruction.keyword === 'ENTRYPOINT') {
      entrypoint = instruction;
      if (!isOwnCmd) cmd = undefined;
    }
  }
  return { cmd, entrypoint };
}

/** Where the commands of a RUN work: the folders they may stand in, and the paths that their words name. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { expand } from '../../syntax/words';
import type { StageFacts } from '../facts';
import { cleaned } from '../state';
import type { Effect, FileForm } from './effects';

/** Collects the effects of one RUN, command by command. */
export class CommandPlace {
  readonly effects: Effect[] = [];
  /** Folders that the next command may stand in; undefined when it can be any. */
  private folders: readonly string[] | undefined;
  private command: ShellCommand | undefined;
  private readonly lookup: (name: string) => string | undefined;

  constructor(
    private readonly stage: StageFacts,
    readonly instruction: Instruction,
    private readonly assigned: ReadonlySet<string>,
    private readonly mounts: readonly string[],
    /** The script tests something, so that what stands behind `&&` need not run. */
    private readonly isConditional: boolean,
  ) {
    const state = stage.stateBefore(instruction);
    this.folders = state.workdir === undefined ? undefined : [state.workdir];
    this.lookup = (name) => (this.assigned.has(name) ? undefined : this.variable(name));
  }

  variable(name: string): string | undefined {
    const { env, args } = this.stage.stateBefore(this.instruction);
    return env.get(name) ?? args.get(name);
  }

  get image() {
    return this.stage.image;
  }

  start(command: ShellCommand): void {
    this.command = command;
  }

  /** The command certainly runs when the RUN succeeds. */
  get isCertain(): boolean {
    const { command } = this;
    return (
      (command?.place === 'top' || command?.place === 'subshell') &&
      command.connector !== '||' &&
      command.wrappers.length === 0
    );
  }

  changeFolder(word: ShellWord | undefined): void {
    const text = word === undefined ? undefined : this.text(word);
    if (text === undefined || text === '-' || this.folders === undefined) {
      this.folders = undefined;
      return;
    }
    const next = this.folders.map((folder) => joined(folder, text));
    this.folders = this.command?.place === 'top' ? next : [...new Set([...this.folders, ...next])];
    if (this.folders.length > 8) this.folders = undefined;
  }

  forgetFolder(): void {
    this.folders = undefined;
  }

  /** The word's text with known variables filled in; undefined when it is not known, as with a glob. */
  text(word: ShellWord): string | undefined {
    if (word.value !== undefined) return word.value;
    if (!word.text.includes('$') || /[`*?[{(~]/.test(word.text.replaceAll('${', ''))) return undefined;
    return expand(word.text, '\\', this.lookup);
  }

  /** The one absolute path that a text means; undefined when it is not known. */
  path(text: string | undefined): string | undefined {
    if (text === undefined || text === '') return undefined;
    if (text.startsWith('/')) return cleaned(text);
    const [folder] = this.folders ?? [];
    return folder === undefined || this.folders?.length !== 1 ? undefined : joined(folder, text);
  }

  /** Something is there now: the word's path. */
  hold(word: ShellWord | undefined, form: FileForm): void {
    if (word === undefined) return;
    this.holdText(this.text(word), form, word);
  }

  holdText(text: string | undefined, form: FileForm, word?: ShellWord): void {
    const path = this.path(text);
    if (path === undefined) {
      if (text !== undefined && this.folders !== undefined && text !== '')
        for (const folder of this.folders) this.taint(joined(folder, text));
      else this.taintPrefix(word);
    } else if (!this.isCertain) this.taint(path);
    else if (!this.isLost(path))
      this.effects.push({ kind: 'holds', path, form, by: this.instruction, command: this.command });
  }

  /** What was at the word's path is gone, with all below it. A pattern leaves its folder, and what else is in there. */
  remove(word: ShellWord): void {
    const path = this.path(this.text(word));
    if (path === undefined || path === '/' || this.isLost(path)) return;
    this.effects.push({
      kind: 'removes',
      path,
      by: this.instruction,
      isCertain: this.isCertain && !this.isConditional,
    });
  }

  /** The command leaves more than its words say. */
  note(command: ShellCommand): void {
    const [folder] = this.folders ?? [];
    this.effects.push({
      kind: 'ran',
      by: this.instruction,
      command,
      folder: this.folders?.length === 1 ? folder : undefined,
    });
  }

  /** What is at the one path is at the other now, as far as both are known. */
  holdCopy(source: ShellWord, text: string): void {
    const count = this.effects.length;
    this.holdText(text, 'any');
    const made = this.effects[count];
    const copyOf = this.path(this.text(source));
    if (made?.kind === 'holds' && copyOf !== undefined) this.effects[count] = { ...made, copyOf };
  }

  /** Anything may be at the word's path and below it. */
  taintWord(word: ShellWord): void {
    const text = this.text(word);
    if (text === undefined) this.taintPrefix(word);
    else this.taintText(text);
  }

  taintText(text: string): void {
    if (text.startsWith('/')) this.taint(cleaned(text));
    else if (this.folders === undefined) this.taint('/');
    else for (const folder of this.folders) this.taint(joined(folder, text));
  }

  taint(path: string): void {
    if (this.isLost(path)) return;
    const last = this.effects.findLast(({ kind }) => kind !== 'ran');
    if (last?.kind === 'may-hold' && last.path === path) return;
    this.effects.push({ kind: 'may-hold', path, by: this.instruction, except: this.mounts });
  }

  /** Anything may be anywhere. */
  taintAll(): void {
    this.taint('/');
  }

  taintSystem(): void {
    this.effects.push({ kind: 'may-hold-system', by: this.instruction });
  }

  /** Anything may be at the absolute paths that the environment names: tools may put their results there. */
  taintNamed(): void {
    const { stage, instruction } = this;
    if (this.effects.some(({ kind }) => kind === 'may-hold-named')) return;
    this.effects.push({
      kind: 'may-hold-named',
      by: instruction,
      paths: () => {
        const { env, args } = stage.stateBefore(instruction);
        return [...pathsIn(env), ...pathsIn(args)];
      },
    });
  }

  taintBeside(): void {
    this.effects.push({ kind: 'may-hold-beside', by: this.instruction });
  }

  /** The folders that the command may stand in, with everything around them that belongs to the same project. */
  taintProject(): void {
    if (this.folders === undefined) {
      this.taintAll();
      return;
    }
    for (const folder of this.folders) this.taint(projectOf(folder));
  }

  /** True when the command stands directly below the root, so that what lies beside it belongs to no folder. */
  get isBelowRoot(): boolean {
    return this.folders === undefined || this.folders.some((folder) => folder.lastIndexOf('/') === 0);
  }

  /** What is written below a mount is gone when the RUN has ended. */
  private isLost(path: string): boolean {
    return this.mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
  }

  private taintPrefix(word: ShellWord | undefined): void {
    const text = word?.text.replace(/^["']/, '') ?? '';
    const literal = /^[^$`*?[{~"'\\]*/.exec(text)?.[0] ?? '';
    const folder = literal.slice(0, literal.lastIndexOf('/') + 1);
    if (text.startsWith('$') || text.startsWith('~') || text.startsWith('`')) this.taintAll();
    else this.taintText(folder === '' ? '.' : folder);
  }
}

export function joined(folder: string, text: string): string {
  return cleaned(text.startsWith('/') ? text : `${folder}/${text}`);
}

/** `/app` of `/app/web/client`; of `/usr/src/app/web`, `/usr/src`. */
function projectOf(folder: string): string {
  const [first = '', second] = folder.slice(1).split('/');
  const isShared =
    first === 'usr' || first === 'home' || first === 'opt' || first === 'var' || first === 'go';
  return isShared && second !== undefined ? `/${first}/${second}` : `/${first}`;
}

type Variables = ReadonlyMap<string, string | undefined>;

function* pathsIn(variables: Variables): Generator<string> {
  for (const [name, value] of variables)
    if (value?.startsWith('/') === true && name !== 'PATH' && !value.includes(':')) yield cleaned(value);
}

/** Where a build tool stood, and what can be asked about its project: for those who tell where it usually leaves its result. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Tool } from '../commands/tools';
import { kindAt, type BuildContext } from '../context/buildContext';
import type { StageFacts } from '../facts';
import type { ProjectFolder } from '../javascript/projectFolder';
import { joined } from './commandPlace';
import { contextPathsOf } from './contextPlaces';
import type { FileForm, Ran } from './effects';

export interface UsualOutput {
  /** Absolute and clean; the last part may be a pattern: `/app/target/*.jar`. */
  readonly path: string;
  readonly form: FileForm;
}

/** What one tool usually leaves, by its words. */
export type Teller = (tool: Tool, place: OutputPlace) => Iterable<UsualOutput>;

export class OutputPlace {
  constructor(
    private readonly stage: StageFacts,
    private readonly ran: Ran,
    readonly folder: string,
    private readonly context: BuildContext | undefined,
  ) {}

  at(text: string): string {
    return joined(this.folder, text);
  }

  variable(name: string): string | undefined {
    const assigned = this.ran.command.assignments.findLast((each) => each.name === name);
    if (assigned !== undefined) return assigned.value?.value;
    const { env, args } = this.stage.stateBefore(this.ran.by);
    return env.get(name) ?? args.get(name);
  }

  /** The text of a file of the project, as far as the context is known. */
  textOf(name: string): string | undefined {
    const { context } = this;
    if (context === undefined) return undefined;
    for (const path of contextPathsOf(this.stage, this.at(name)))
      if (kindAt(context, path) === 'file') return context.textAt(path);
    return undefined;
  }

  /** The folders of the context with a package.json that the command may stand in. */
  *javascriptProjects(): Generator<ProjectFolder> {
    const { context } = this;
    if (context === undefined) return;
    for (const path of contextPathsOf(this.stage, this.folder))
      if (kindAt(context, path === '' ? 'package.json' : `${path}/package.json`) === 'file')
        yield { context, path };
  }

  get command(): ShellCommand {
    return this.ran.command;
  }

  /** Names in a folder of the project. */
  namesIn(folder: string): readonly string[] {
    const { context } = this;
    if (context === undefined) return [];
    for (const path of contextPathsOf(this.stage, this.at(folder)))
      if (kindAt(context, path) === 'folder') return [...(context.entriesIn(path)?.keys() ?? [])];
    return [];
  }
}

export function file(path: string): UsualOutput {
  return { path, form: 'file' };
}

export function folder(path: string): UsualOutput {
  return { path, form: 'directory' };
}

/** The first word that is neither an option nor a tool chain, as in `cargo +nightly build`. */
export function verbOf(args: readonly ShellWord[]): string | undefined {
  return args.find((word) => !/^[-+]/.test(word.text))?.value;
}

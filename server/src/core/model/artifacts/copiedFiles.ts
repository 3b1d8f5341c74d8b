/** Which files a COPY or ADD puts where, one by one, as far as the context and the other stages are known. */
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView, flagOf } from '../../syntax/views';
import { kindAt, type BuildContext } from '../context/buildContext';
import { readIgnorePatterns, type IgnorePatterns } from '../context/ignorePatterns';
import { contextPaths } from '../context/sources';
import type { StageFacts } from '../facts';
import { cleaned } from '../state';
import type { Surroundings } from '../surroundings';
import { below, isArchive, isRemote } from './copyEffects';
import { destinationOf, pathOf } from './copyPaths';
import { baseName, isWithin, type FileForm } from './effects';
import type { FlowFile, Origin, StageTree } from './flowFile';
import { isStandardFolder } from './layout';
import { isPattern, pathMatcher } from './pathPatterns';
import { effectsAt, rootOf } from './stageFiles';

export interface Copying {
  readonly stage: StageFacts;
  readonly instruction: Instruction;
  /** What the stage holds before the instruction. */
  readonly tree: StageTree;
  readonly surroundings: Surroundings;
  /** What another stage holds at its end. */
  readonly treeOf: (stage: StageFacts, surroundings: Surroundings) => StageTree;
}

/** A source that is not known arrives as one path of unknown form. */
export function copiedFiles(copying: Copying): readonly FlowFile[] {
  const { stage, instruction, tree } = copying;
  const to = destinationOf(stage, instruction);
  if (to === undefined) return [];
  const { sources, from } = copyView(instruction);
  const isFolder =
    to.isFolder ||
    sources.length + instruction.heredocs.length > 1 ||
    tree.get(to.path)?.form === 'directory' ||
    (rootOf(stage).rootReference !== 'scratch' && isStandardFolder(to.path));
  const landing = new Landing(stage, instruction, to.path, isFolder);
  for (const heredoc of instruction.heredocs) landing.add('file', heredoc.name, '', landing.own);
  for (const source of sources) {
    if (from !== undefined) fromStage(source, landing, copying);
    else if (isRemote(source.value) || (instruction.keyword === 'ADD' && isArchive(source.value)))
      landing.told();
    else fromContext(source, landing, copying.surroundings);
  }
  return landing.files;
}

/** One instruction's destination, and what has arrived there. */
class Landing {
  readonly files: FlowFile[] = [];
  readonly own: Origin;
  private readonly pivot: boolean;

  constructor(
    readonly stage: StageFacts,
    readonly instruction: Instruction,
    readonly to: string,
    private readonly isFolder: boolean,
  ) {
    this.own = { stage, instruction, command: undefined };
    this.pivot = flagOf(instruction, 'parents') !== undefined;
  }

  /**
   * `rest` is the path below a source that is a folder, or empty for the source itself. A file goes into a folder under its
   * own name, a folder's content goes there without its name, and --parents keeps the path from `/./` on.
   */
  add(form: FileForm, source: string, rest: string, made: Origin | undefined, likely?: 'likely'): void {
    const base = this.pivot
      ? cleaned(`${this.to}/${source.slice(source.indexOf('/./') + 1)}`)
      : form === 'file' && rest === '' && this.isFolder
        ? below(this.to, baseName(source))
        : this.to;
    this.files.push({
      path: rest === '' ? base : base === '/' ? rest : base + rest,
      form,
      certainty: likely ?? 'certain',
      made,
      broughtBy:
        made?.stage === this.stage && made.instruction === this.instruction ? undefined : this.instruction,
    });
  }

  /** What the effects say, where nothing more is known. */
  told(): void {
    for (const effect of effectsAt(this.stage, this.instruction))
      if (effect.kind === 'holds')
        this.files.push({
          path: effect.path,
          form: effect.form,
          certainty: 'certain',
          made: this.own,
          broughtBy: undefined,
        });
  }
}

function fromStage(source: Word, landing: Landing, { treeOf, surroundings }: Copying): void {
  const { stage, instruction } = landing;
  const edge = stage.edges.find((each) => each.instruction === instruction);
  const producer = edge && stage.producer(edge);
  const path = pathOf(stage, instruction, source.value);
  if (producer === undefined || path === undefined) {
    landing.told();
    return;
  }
  const tree = treeOf(producer, surroundings);
  const before = landing.files.length;
  for (const root of isPattern(path) ? matching(tree, path) : [path])
    for (const file of tree.values()) {
      if (!isWithin(file.path, root)) continue;
      const rest = root === '/' ? file.path : file.path.slice(root.length);
      landing.add(
        file.form,
        root,
        rest === '/' ? '' : rest,
        file.made,
        file.certainty === 'likely' ? 'likely' : undefined,
      );
    }
  if (landing.files.length === before) landing.told();
}

function matching(tree: StageTree, pattern: string): readonly string[] {
  const matches = pathMatcher(pattern);
  return [...tree.keys()].filter((path) => path === pattern || matches(path));
}

function fromContext(source: Word, landing: Landing, surroundings: Surroundings): void {
  const { context } = surroundings;
  const found = contextPaths(landing.instruction).find(({ word }) => word === source);
  const isFiltered = flagOf(landing.instruction, 'exclude') !== undefined;
  if (context === undefined || found === undefined || isFiltered) {
    landing.told();
    return;
  }
  const walk = new ContextWalk(context, patternsOf(surroundings));
  const roots = found.isGlob ? walk.matching(found.path) : [found.path];
  const before = landing.files.length;
  for (const root of roots) {
    const kind = kindAt(context, root);
    // As written, for --parents asks for the mark in it.
    const named = found.isGlob ? root : source.value;
    if (kind === 'file') landing.add('file', named, '', landing.own);
    else if (kind === 'folder') {
      landing.add('directory', named, '', landing.own);
      for (const { rest, form } of walk.below(root)) landing.add(form, named, rest, landing.own);
    }
  }
  if (landing.files.length === before) landing.told();
}

function patternsOf({ ignoreFile }: Surroundings): IgnorePatterns {
  return readIgnorePatterns(ignoreFile.kind === 'present' ? ignoreFile.text : '');
}

/** Lists a context without what its ignore file leaves out, to a depth and a number that a person may want to read. */
class ContextWalk {
  private left = 600;

  constructor(
    private readonly context: BuildContext,
    private readonly ignored: IgnorePatterns,
  ) {}

  *below(folder: string, depth = 0): Generator<{ readonly rest: string; readonly form: FileForm }> {
    if (depth > 6) return;
    for (const [name, kind] of this.context.entriesIn(folder) ?? []) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (this.ignored.ignores(path) && !this.ignored.hasExceptions) continue;
      if (HUGE.has(name) || this.left-- <= 0) continue;
      if (!this.ignored.ignores(path))
        yield { rest: `/${name}`, form: kind === 'folder' ? 'directory' : kind === 'file' ? 'file' : 'any' };
      if (kind === 'folder')
        for (const { rest, form } of this.below(path, depth + 1)) yield { rest: `/${name}${rest}`, form };
    }
  }

  matching(pattern: string): readonly string[] {
    const at = pattern.search(/[*?[\\]/);
    const folder = pattern.slice(0, Math.max(0, pattern.lastIndexOf('/', at)));
    const matches = pathMatcher(pattern);
    const start = folder === '' ? '' : `${folder}/`;
    return [...(this.context.entriesIn(folder)?.keys() ?? [])]
      .map((name) => start + name)
      .filter((path) => matches(path) && !this.ignored.ignores(path));
  }
}

/** Folders whose files nobody wants to see one by one. */
const HUGE: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  'vendor',
  'target',
  '.venv',
  '__pycache__',
]);

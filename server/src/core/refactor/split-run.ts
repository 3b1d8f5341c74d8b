/** Takes a chain of commands apart: a RUN, and so a layer and a step of the cache, for what was joined by `&&`. */
import { leavesState, startsService } from '../model/shellState';
import type { StageFacts } from '../model/facts';
import type { Instruction } from '../syntax/nodes';
import { mountsOf, optionOf } from '../syntax/views';
import type { TextEdit } from '../text/textEdit';
import { editOf, headOf, instructionAt, lineEndOf } from './place';
import { refused, type Outcome, type Refactoring, type RefactorPlace } from './refactoring';
import { commentsIn, runScript, type RunScript } from './runScripts';

export const splitRun: Refactoring = {
  id: 'split-run',
  kind: 'rewrite',
  offer(place) {
    const run = instructionAt(place);
    if (run?.keyword !== 'RUN' || !run.source.includes('&&')) return undefined;
    return isBehindFirst(place, run) ? 'Split this RUN in two here' : 'Split this RUN at every &&';
  },
  work(place): Outcome {
    const run = instructionAt(place);
    const stage = run === undefined ? undefined : place.file.stageOf(run);
    if (run === undefined || stage === undefined) return refused('incomplete');
    const part = runScript(stage, run);
    if ('reason' in part) return part;
    const { statements } = part;
    if (statements.length < 2) return refused('only-one');
    const mount = mountsOf(run).find(losesFiles);
    if (mount !== undefined)
      return refused('mount-state', place.file.dockerfile.absolute(run, mount.flag.span));
    return splitAt(place, stage, part, cutsOf(place, part));
  },
};

/** The caret stands behind the first `&&`, as far as can be told without reading the script. */
function isBehindFirst({ file, selection }: RefactorPlace, run: Instruction): boolean {
  const first = run.source.indexOf('&&', run.body.start);
  return first !== -1 && selection.start - file.dockerfile.startOf(run) >= first;
}

/** Indexes of the statements that begin a RUN of their own. */
function cutsOf(place: RefactorPlace, { run, statements }: RunScript): readonly number[] {
  if (!isBehindFirst(place, run)) return statements.map((_, index) => index).slice(1);
  const caret = place.selection.start - place.file.dockerfile.startOf(run);
  const index = statements.findLastIndex((_, at) => at > 0 && (statements[at - 1]?.span.end ?? 0) <= caret);
  return [Math.max(index, 1)];
}

function splitAt(
  { file }: RefactorPlace,
  stage: StageFacts,
  part: RunScript,
  cuts: readonly number[],
): Outcome {
  const { run, script, statements } = part;
  const edits: TextEdit[] = [];
  const lineEnd = lineEndOf(file);
  for (const cut of cuts) {
    const before = statements[cut - 1];
    const statement = statements[cut];
    if (before === undefined || statement === undefined) continue;
    const where = file.dockerfile.absolute(run, statement.span);
    // Behind the cut only `&&`: `a && b || c` runs c when a fails, `a` in a step of its own would end the build.
    if (statements.slice(cut).some(({ connector }) => connector !== '&&')) return refused('may-fail', where);
    const earlier = statements.slice(0, cut);
    if (leavesState(script, earlier, [script], stage.stateBefore(run))) return refused('shell-state', where);
    if (earlier.some(startsService)) return refused('background', where);
    const gap = { start: before.span.end, end: statement.span.start };
    edits.push(editOf(file, run, gap, [``, ...commentsIn(run, gap), `${headOf(run)} `].join(lineEnd)));
  }
  return { kind: 'refactored', edits };
}

/** What is written there is gone when the RUN ends. */
function losesFiles(mount: ReturnType<typeof mountsOf>[number]): boolean {
  return (
    mount.type === 'tmpfs' || (mount.type === 'bind' && optionOf(mount, 'rw', 'readwrite') !== undefined)
  );
}

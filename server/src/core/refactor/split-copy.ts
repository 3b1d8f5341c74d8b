/** Copies the dependency manifests first, and the sources only behind the install that needs nothing else. */
import { broadSource } from '../model/contextCopies';
import { earlySource, manifestsFirst } from '../model/earlySource';
import { editOf, instructionAt, lineEndOf } from './place';
import { refused, type Outcome, type Refactoring } from './refactoring';

export const splitCopy: Refactoring = {
  id: 'split-copy',
  kind: 'rewrite',
  offer(place) {
    const copy = instructionAt(place);
    if (copy === undefined || place.file.stageOf(copy) === undefined) return undefined;
    return broadSource(copy) === undefined ? undefined : 'Split this COPY into manifests and sources';
  },
  work({ file, surroundings, ...place }): Outcome {
    const copy = instructionAt({ file, surroundings, ...place });
    const stage = copy === undefined ? undefined : file.stageOf(copy);
    const early = stage === undefined ? undefined : earlySource(stage);
    if (stage === undefined || early?.copy !== copy) return refused('no-install');
    const edits = early === undefined ? undefined : manifestsFirst(early, stage, surroundings);
    if (early === undefined || edits === undefined)
      return refused('not-apart', early && file.dockerfile.absolute(early.run, early.run.span));
    const lineEnd = lineEndOf(file);
    return {
      kind: 'refactored',
      edits: edits.map(({ at: { node, span }, newText }) =>
        editOf(file, node, span, newText.replace(/\r?\n/g, lineEnd)),
      ),
    };
  },
};

/** From a path that is copied out of another stage to the lines that make it there. */
import type { FileFacts } from '../model/facts';
import { crossingsInto } from '../model/artifacts/crossings';
import type { Surroundings } from '../model/surroundings';
import { touches } from '../text/span';
import type { Definition } from './definition';

/** Empty where no path stands, and where nobody knows which line makes it. */
export function makersAt(file: FileFacts, surroundings: Surroundings, offset: number): readonly Definition[] {
  const { dockerfile } = file;
  const node = dockerfile.nodeAt(offset);
  const stage = node?.kind === 'instruction' ? file.stageOf(node) : undefined;
  if (node === undefined || stage === undefined) return [];
  const relative = offset - dockerfile.startOf(node);
  return crossingsInto(stage, surroundings)
    .filter(({ taken: { edge, source } }) => edge.instruction === node && touches(source.span, relative))
    .flatMap(({ made }) => made)
    .map(({ instruction, command }) => ({
      name: dockerfile.absolute(instruction, command?.span ?? instruction.keywordSpan),
      whole: dockerfile.absolute(instruction, instruction.span),
    }));
}

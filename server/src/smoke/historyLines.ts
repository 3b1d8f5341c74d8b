/** Lays the history of an image beside the instructions of the Dockerfile that made it. */
import type { SmokeInstruction, SmokeStage } from './input';
import { LABEL } from './lease';
import { lineage } from './stageMap';

/** What an image's history says of one step of its making; engine and configuration file have the same. */
export interface HistoryStep {
  readonly createdBy: string;
  /** Whether BuildKit or Buildah wrote it, which then did so for each instruction. */
  readonly isFromDockerfile: boolean;
}

/** A step by its two fields. Buildah's are put the way BuildKit writes them: `RUN /bin/sh -c …`, `COPY …`. */
export function historyStepOf(createdBy: string, comment: string): HistoryStep {
  if (comment === 'buildkit.dockerfile.v0') return { createdBy, isFromDockerfile: true };
  // Buildah notes what it built upon (buildah, image.go).
  return comment.startsWith('FROM ') ? buildahStep(createdBy) : { createdBy, isFromDockerfile: false };
}

function buildahStep(createdBy: string): HistoryStep {
  const [, other] = /#\(nop\) +(.*)$/su.exec(createdBy) ?? [];
  return {
    createdBy: other ?? `RUN ${createdBy}`,
    // The label that makes the image disposable stands in no Dockerfile.
    isFromDockerfile: !createdBy.includes(LABEL),
  };
}

export interface HistoryPlace {
  readonly instruction: SmokeInstruction | undefined;
  /** The line of the instruction, zero-based; for a step of the base image that of its FROM; undefined when not known. */
  readonly line: number | undefined;
  readonly isBase: boolean;
}

/**
 * The place of each step, the oldest first as in `steps`. BuildKit writes one step an instruction, in order, behind those of the
 * base image. They are matched from the end, because where the base image's steps end is not written down, and it may have
 * been built by BuildKit too.
 */
export function placesOfHistory(
  stages: readonly SmokeStage[],
  stage: SmokeStage,
  steps: readonly HistoryStep[],
): readonly HistoryPlace[] {
  const line = lineage(stages, stage);
  const chain = line.flatMap((each, at) => stepsOf(each, line[at - 1]));
  // Below scratch there is nothing that others made, and nothing that Buildah could note.
  const isAllOwn = line[0]?.isScratch === true;
  const places: HistoryPlace[] = [];
  let next = chain.length - 1;
  for (const step of [...steps].reverse()) {
    const own = step.isFromDockerfile || !isAllOwn ? step : buildahStep(step.createdBy);
    const found = own.isFromDockerfile ? matching(chain, next, own) : undefined;
    if (found !== undefined) next = found - 1;
    const instruction = found === undefined ? undefined : chain[found];
    const isBase = instruction === undefined && next < 0;
    places.push({ instruction, line: isBase ? line[0]?.line : instruction?.line, isBase });
  }
  return places.reverse();
}

/** The instructions that are run for a stage, in order: first what its parent has put off until then. */
function stepsOf(stage: SmokeStage, parent: SmokeStage | undefined): readonly SmokeInstruction[] {
  const triggers = (parent?.instructions ?? []).flatMap((instruction) => {
    const [, text, keyword] = /^ONBUILD\s+(([A-Za-z]+).*)$/isu.exec(instruction.text) ?? [];
    return text === undefined || keyword === undefined
      ? []
      : [{ ...instruction, text, keyword: keyword.toUpperCase() }];
  });
  const own = stage.instructions.filter(({ keyword }) => keyword !== 'FROM' && keyword !== 'ONBUILD');
  return [...triggers, ...own];
}

/** The last instruction at or above `from` that the step can be of; steps that a base image's triggers made have none. */
function matching(chain: readonly SmokeInstruction[], from: number, step: HistoryStep): number | undefined {
  const keyword = (/^[A-Za-z]+/u.exec(step.createdBy)?.[0] ?? '').toUpperCase();
  for (let at = from; at >= 0 && at > from - 3; at--) {
    if (chain[at]?.keyword === keyword) return at;
  }
  return undefined;
}

/** Offers the image that the stage stands on, or the smaller one of the same family, for the running program. */
import type { BaseCandidate, Project } from './contract';

export interface RuntimeBases {
  readonly candidates: readonly BaseCandidate[];
  /** True when the first one lacks the tools for building that the stage's own image has. */
  readonly isSmaller: boolean;
  readonly notes: readonly string[];
}

export function runtimeBases({ stage }: Project): RuntimeBases {
  const written = stage.baseWord?.text;
  const sibling = stage.image?.runtimeSibling;
  if (written === undefined) return { candidates: [], isSmaller: false, notes: [] };
  if (sibling === undefined)
    return {
      candidates: [
        { reference: written, why: 'The image that the stage stands on, without what the build installs.' },
      ],
      isSmaller: false,
      notes: [],
    };
  return {
    candidates: [
      { reference: inTheSameWords(written, stage.baseText, sibling.reference), why: sibling.note },
    ],
    isSmaller: stage.image?.kind !== 'os',
    notes:
      stage.image?.kind === 'os'
        ? []
        : [
            `The small image lacks libraries that ${written} has; what is linked to one of them needs its package in the final stage.`,
          ],
  };
}

/** `python:${VERSION}` becomes `python:${VERSION}-slim`, so that the variable still decides. */
function inTheSameWords(written: string, known: string | undefined, sibling: string): string {
  if (known === undefined || written === known) return sibling;
  const ending = sibling.startsWith(`${known}-`) ? sibling.slice(known.length) : undefined;
  return ending === undefined ? sibling : `${written}${ending}`;
}

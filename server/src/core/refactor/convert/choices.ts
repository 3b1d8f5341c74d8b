/** Questions that more than one answer fits: a person is asked, and who is not asked gets the first answer. */

export type ChoiceId = 'runtimeBase' | 'artifactPath' | 'webServer';

/** A question that more than one answer fits. */
export interface Choice {
  readonly id: ChoiceId;
  readonly question: string;
  /** The first one is what a person is shown first. */
  readonly answers: readonly ChoiceAnswer[];
  /** The value that the conversion was worked out with. */
  readonly taken: string;
}

export interface ChoiceAnswer {
  readonly value: string;
  readonly detail: string;
}

/** Answers that a person gave. */
export type Answers = Readonly<Partial<Record<ChoiceId, string>>>;

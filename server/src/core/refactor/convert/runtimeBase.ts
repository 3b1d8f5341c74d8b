/** Chooses the image that the running image starts from, by what the knowledge base knows of the candidates. */
import { describeImage, type BaseImage } from '../../model/images/index';
import type { Choice } from './choices';
import type { BaseCandidate, Plan, Project, Refusal } from './contract';
import { refusal } from './contract';
import type { Parts } from './partition';
import { demandsOf, installOfMissing, lackOf } from './runtimeNeeds';

export interface ChosenBase {
  readonly reference: string;
  /** Undefined for an image that a person named and nobody knows. */
  readonly image: BaseImage | undefined;
  readonly choice: Choice;
  /** The instruction that installs what it lacks. */
  readonly install: string | undefined;
}

export function chooseBase(project: Project, plan: Plan, parts: Parts): ChosenBase | Refusal {
  const demands = demandsOf(project, plan, parts);
  const fitting = plan.bases.filter(
    ({ reference }) => lackOf(describeImage(reference), demands) === undefined,
  );
  const given = project.answers.runtimeBase;
  const lack = given === undefined ? undefined : lackOf(describeImage(given), demands);
  if (lack !== undefined && given !== undefined)
    return refusal('unfit-answer', `${given} cannot be the runtime base: it has no ${lack}.`);
  const reference = given ?? fitting[0]?.reference;
  if (reference === undefined)
    return refusal('no-runtime-base', 'No known image has what the running program needs.', {
      wayOut: 'Name one with --runtime-base.',
    });
  return {
    reference,
    image: describeImage(reference),
    install: installOfMissing(describeImage(reference), demands),
    choice: {
      id: 'runtimeBase',
      question: 'Which image should the running program start from?',
      answers: fitting.map(({ reference: value, why }: BaseCandidate) => ({ value, detail: why })),
      taken: reference,
    },
  };
}

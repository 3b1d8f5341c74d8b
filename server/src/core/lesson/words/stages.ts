/** How lessons call a stage and its part in what is shipped. */
import type { StageFacts } from '../../model/facts';
import type { Role } from '../../model/roles';
import { code } from './text';

type Named = Pick<StageFacts, 'name' | 'index'>;

/** `stage **build**`, or `stage 0` for one without a name. */
export function stageName({ name, index }: Named): string {
  if (name === undefined) return `stage ${index.toString()}`;
  return /^[\w.-]+$/.test(name) ? `stage **${name}**` : `stage ${code(name)}`;
}

/** The final stage is called so, whatever its name. */
export function stageOrFinal(stage: Named & { readonly role: Role }): string {
  if (stage.role !== 'final') return stageName(stage);
  return stage.name === undefined ? 'the final stage' : `the final ${stageName(stage)}`;
}

/** For the title: `builder stage **build**`, `final stage`. */
export function stageTitle(stage: StageFacts): string {
  const adjective = ADJECTIVES[stage.role];
  return stage.name === undefined && stage.role === 'final'
    ? 'final stage'
    : `${adjective} ${stageName(stage)}`;
}

const ADJECTIVES: Readonly<Record<Role, string>> = {
  final: 'final',
  base: 'base',
  builder: 'builder',
  target: 'target',
  unreachable: 'unreachable',
};

/** Which step of a stage brings a file that the running program needs, so that the converters of compiled languages agree on it. */
import { contextSources } from '../../model/contextCopies';
import { baseName, isWithin, type Effect } from '../../model/artifacts/effects';
import { destinationOf, effectsAt, isAbsent } from '../../model/artifacts/stageFiles';
import { copyView } from '../../syntax/views';
import type { Project, Step } from './contract';

export type Bringer =
  /** A RUN certainly makes it, or may: it runs a tool of the project where the path lies. */
  | { readonly kind: 'made'; readonly step: Step; readonly isCertain: boolean }
  /** COPY or ADD puts it there, and nothing else but it. */
  | { readonly kind: 'copied'; readonly step: Step }
  /** It is part of what COPY or ADD brings. */
  | { readonly kind: 'among'; readonly step: Step }
  /** The stage certainly does not hold it. */
  | { readonly kind: 'absent' }
  /** No line of the stage has to do with it, so the base image would have to hold it. */
  | { readonly kind: 'elsewhere' };

/** `path` is absolute and clean; its last part may be a pattern. */
export function bringerOf(project: Project, path: string): Bringer {
  const { stage, steps } = project;
  const isPattern = /[*?[]/.test(path);
  const place = isPattern ? path.slice(0, path.lastIndexOf('/')) || '/' : path;
  for (const step of steps.toReversed()) {
    const { instruction } = step;
    if (instruction.keyword === 'RUN') {
      const effects = effectsAt(stage, instruction);
      if (effects.some((effect) => makes(effect, path))) return { kind: 'made', step, isCertain: true };
      if (effects.some((effect) => mayMake(effect, place))) return { kind: 'made', step, isCertain: false };
    } else if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const to = destinationOf(stage, instruction);
      if (to === undefined || !isWithin(place, to.path)) continue;
      return { kind: bringsOnly(step, to.path, path) ? 'copied' : 'among', step };
    }
  }
  return !isPattern && isAbsent(stage, path) ? { kind: 'absent' } : { kind: 'elsewhere' };
}

/** The last step that may have a part in what lies at one of the paths; undefined when none has. */
export function lastMaker({ stage, steps }: Project, paths: readonly string[]): Step | undefined {
  const places = paths.map((path) => (/[*?[]/.test(path) ? path.slice(0, path.lastIndexOf('/')) : path));
  return steps.findLast(
    ({ instruction }) =>
      instruction.keyword === 'RUN' &&
      effectsAt(stage, instruction).some((effect) =>
        places.some((place) => makes(effect, place) || mayMake(effect, place) || isWithinMade(effect, place)),
      ),
  );
}

/** The last step that certainly makes what lies at one of the paths; undefined where that is not certain of all of them. */
export function certainMaker({ stage, steps }: Project, paths: readonly string[]): Step | undefined {
  const makers = paths.map((path) =>
    steps.findLast(
      ({ instruction }) =>
        instruction.keyword === 'RUN' && effectsAt(stage, instruction).some((effect) => makes(effect, path)),
    ),
  );
  const known = makers.flatMap((maker) => maker ?? []);
  return known.length < paths.length
    ? undefined
    : known.toSorted((one, other) => one.index - other.index).at(-1);
}

function makes(effect: Effect, path: string): boolean {
  return effect.kind === 'holds' && effect.path === path;
}

function isWithinMade(effect: Effect, place: string): boolean {
  return effect.kind === 'holds' && isWithin(effect.path, place);
}

function mayMake(effect: Effect, place: string): boolean {
  if (effect.kind !== 'may-hold' || effect.except.some((mount) => isWithin(place, mount))) return false;
  return isWithin(place, effect.path) || isWithin(effect.path, place);
}

/** The only source becomes the path itself, or lies in the destination under its own name. */
function bringsOnly({ instruction }: Step, destination: string, path: string): boolean {
  const { from, sources } = copyView(instruction);
  const [source] = from === undefined ? contextSources(instruction) : sources;
  if (sources.length !== 1 || source === undefined) return false;
  return (
    destination === path || `${destination === '/' ? '' : destination}/${baseName(source.value)}` === path
  );
}

/** True when a COPY or ADD of the stage brings this very path, and nothing else but it. */
export function isCopiedAlone({ stage, steps }: Project, path: string): boolean {
  return steps.some((step) => {
    if (step.instruction.keyword !== 'COPY' && step.instruction.keyword !== 'ADD') return false;
    const to = destinationOf(stage, step.instruction);
    return to !== undefined && bringsOnly(step, to.path, path);
  });
}

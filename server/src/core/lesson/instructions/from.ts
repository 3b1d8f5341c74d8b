/** FROM: which stage begins here, from what, and what of it is shipped. */
import type { BaseImage } from '../../model/images/baseImage';
import type { StageFacts } from '../../model/facts';
import type { LessonContext, LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { imageFacts } from '../words/images';
import { consumersOf, takenInto } from '../words/fate';
import { stageName } from '../words/stages';
import { code, codes, lines, sentence } from '../words/text';

export function fromLesson({ stage, context }: Place): LineLesson {
  if (stage?.baseWord === undefined)
    return { does: 'Begins a build stage; the base image is still missing.' };
  return {
    does: [begins(stage, context), ...configuration(stage), ...startsClean(stage, context)].join(' '),
    result: RESULTS[stage.role],
    cache: cacheOf(stage),
    usedBy: consumersOf(stage, context),
    practice: sibling(stage) ?? PRACTICE_BY_ROLE[stage.role],
  };
}

function begins(stage: StageFacts, context: LessonContext): string {
  const described = stage.description === undefined ? '' : ` (${sentence(stage.description).slice(0, -1)})`;
  const verb =
    stage.name === undefined
      ? `Begins stage ${stage.index.toString()}`
      : `Begins ${stageName(stage)}${described}`;
  switch (stage.base.kind) {
    case 'stage': {
      const { parent } = stage;
      if (parent === undefined) return sentence(verb);
      return `${verb} where ${stageName(parent)} (${lines([context.lineOf(parent.from)])}) ends: its files, settings and arguments come along.`;
    }
    case 'scratch':
      return `${verb} with nothing at all: no shell, no C library, no certificates, no users. Only what you copy in is there.`;
    case 'named-context':
      return `${verb} from the named context ${code(stage.base.name)}, given when the image is built.`;
    case 'unknown': {
      const possible = stage.base.possible.map(
        (index) => context.facts.stages[index]?.name ?? index.toString(),
      );
      const known = possible.length === 0 ? '' : ` Of this file it can be ${codes(possible, 3)}.`;
      return `${verb} from ${code(stage.baseWord?.value ?? '')}: which base image that is, is known only when it is built.${known}`;
    }
    case 'forward':
      return `${verb} from an image called ${code(stage.baseText ?? '')}: the stage of that name comes later, and FROM looks only above.`;
    default:
      return fromImage(verb, stage);
  }
}

function fromImage(verb: string, stage: StageFacts): string {
  const reference = stage.baseText ?? stage.baseWord?.value ?? '';
  const filled = reference === stage.baseWord?.value ? '' : ` (written ${code(stage.baseWord?.value ?? '')})`;
  const facts = stage.image === undefined ? '' : `: ${imageFacts(stage.image)}`;
  return sentence(`${verb} from ${code(reference)}${filled}${facts}`);
}

/** What holds at once, without a further line; of a stage's base this is known already. */
function configuration({ image, base, platform }: StageFacts): string[] {
  const texts: string[] = [];
  if (platform?.value !== undefined && base.kind === 'stage')
    texts.push('`--platform` is ignored here: the base is a stage.');
  else if (platform?.value !== undefined) texts.push(onPlatform(platform.value));
  if (image !== undefined && base.kind !== 'stage' && base.kind !== 'scratch') texts.push(...starts(image));
  return texts;
}

function onPlatform(value: string): string {
  const name = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  if (name === 'BUILDPLATFORM')
    return 'It runs on the platform of the machine that builds, whatever is built for.';
  if (name === 'TARGETPLATFORM')
    return 'It runs on the platform that is built for, as it would without the flag.';
  return `It is always for ${code(value)}, whatever is built for.`;
}

function starts({ user, dropsPrivileges, shell, kind, command, entrypoint }: BaseImage): string[] {
  const who =
    user === undefined
      ? []
      : dropsPrivileges === true
        ? ['starts as root and gives that up itself']
        : [`runs as ${code(user)} until a USER says otherwise`];
  const how = shell === null ? ['has no shell'] : [];
  const words = [...(entrypoint ?? []), ...(command ?? [])];
  const what =
    kind === 'service' && words.length > 0
      ? [`starts ${code(command?.join(' ') ?? words.join(' '))} if you set no CMD`]
      : [];
  const all = [...who, ...how, ...what];
  return all.length === 0
    ? []
    : [`It ${all.slice(0, -1).join(', ')}${all.length > 1 ? ' and ' : ''}${all.at(-1) ?? ''}.`];
}

/** What surprises in a second stage: nothing of the first one is there. */
function startsClean(stage: StageFacts, context: LessonContext): string[] {
  const taken = takenInto(stage, context);
  if (taken !== undefined) return [`Of the stages above it gets only what is copied: ${taken}.`];
  return stage.index > 0 && stage.role === 'final' && stage.parent === undefined
    ? ['Nothing of the stages above is in it: no line copies from them.']
    : [];
}

const RESULTS: Readonly<Record<StageFacts['role'], string>> = {
  final: 'this stage is the image you ship: its base and every layer below.',
  base: 'the shipped image is built on it, so all its layers are shipped.',
  builder: 'thrown away except what is copied out of it.',
  target: 'not in the shipped image: the stage is an output of its own, or serves one.',
  unreachable: 'never built: nothing needs this stage, and without a name it cannot be chosen.',
};

const PRACTICE_BY_ROLE: Readonly<Record<StageFacts['role'], string>> = {
  final: PRACTICES.finalFrom,
  base: PRACTICES.baseFrom,
  builder: PRACTICES.builderFrom,
  target: PRACTICES.targetFrom,
  unreachable: 'Give the stage a name with `AS`, or delete it.',
};

/** Only where the image is shipped: in a builder the large image is the right one. */
function sibling({ image, role, base }: StageFacts): string | undefined {
  if (image?.runtimeSibling === undefined || image.kind !== 'sdk' || base.kind === 'stage') return undefined;
  if (role !== 'final' && role !== 'base') return undefined;
  const { reference, note } = image.runtimeSibling;
  return `Made for building; to run the result take ${code(reference)}. ${note}`;
}

function cacheOf({ base, baseText }: StageFacts): string | undefined {
  switch (base.kind) {
    case 'image':
      return baseText?.includes('@sha256:') === true
        ? 'the digest names one image for ever, so nothing below runs again because of it.'
        : 'everything below runs again when the tag names a newer image and the build pulls it.';
    case 'stage':
      return 'runs again when anything in that stage does.';
    default:
      return undefined;
  }
}

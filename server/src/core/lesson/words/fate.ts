/** Where the result of a line goes: into the shipped image, or away with its stage. */
import type { Consumer, StageFacts } from '../../model/facts';
import type { Role } from '../../model/roles';
import type { Instruction } from '../../syntax/nodes';
import { copyView, mountsOf, optionOf } from '../../syntax/views';
import type { LessonContext, Place } from '../context';
import { stageName, stageOrFinal } from './stages';
import { code, codes, lines, list, listOf } from './text';
import { withoutEndSlashes } from '../../model/paths';

/**
 * The result of a line that makes files. `made` are the absolute paths that it certainly makes and nothing else, where
 * that is known; `COPY` patterns allowed.
 */
export function fateOfFiles({ context, stage }: Place, made?: readonly string[]): string | undefined {
  if (stage === undefined) return undefined;
  switch (stage.role) {
    case 'final':
      return 'a layer of the image you ship.';
    case 'base':
      return `a layer of the shipped image too: ${heirs(stage, context)} is built FROM this stage.`;
    case 'builder':
      return made !== undefined && staysBehind(stage, made)
        ? `stays in the builder: ${takenFrom(stage, context)}, and nothing of this.`
        : `thrown away with the builder${exceptions(stage, context)}.`;
    case 'target':
      return `not in the shipped image; ${onTarget(stage)}.`;
    case 'unreachable':
      return UNREACHABLE;
  }
}

/** The result of a line that only sets the configuration: user, command, ports, environment. */
export function fateOfSetting({ stage, context }: Place): string | undefined {
  if (stage === undefined) return undefined;
  switch (stage.role) {
    case 'final':
      return 'part of the shipped image’s configuration.';
    case 'base':
      return `inherited by ${heirs(stage, context)}, so it is in the shipped image’s configuration unless set again there.`;
    case 'builder':
      return 'holds in this stage only: `COPY --from` takes files, never settings.';
    case 'target':
      return `not in the shipped image; ${onTarget(stage)}.`;
    case 'unreachable':
      return UNREACHABLE;
  }
}

const UNREACHABLE = 'never built: nothing needs this stage, and without a name it cannot be chosen.';

function heirs(stage: StageFacts, context: LessonContext): string {
  const children = stage.consumers.filter(
    ({ kind, index }) => kind === 'from' && SHIPPED.has(context.facts.stages[index]?.role ?? 'target'),
  );
  return children.length === 0 ? 'the final stage' : listOf(children, stageName, 2);
}

const SHIPPED: ReadonlySet<Role> = new Set(['final', 'base']);

function onTarget(stage: StageFacts): string {
  return stage.name === undefined
    ? 'only a stage that is a target of its own needs it'
    : `built only on demand (${code(`--target ${stage.name}`)}) or for a stage that is`;
}

function exceptions(stage: StageFacts, context: LessonContext): string {
  const takers = stage.consumers.filter(({ kind }) => kind !== 'from');
  const children = stage.consumers.filter(({ kind }) => kind === 'from');
  const taken = listOf(takers, (each) => takenBy(each, stage, context), 2);
  const parts = [
    ...(takers.length === 0 ? [] : [`, except that ${taken}`]),
    ...(children.length === 0
      ? []
      : [`; ${listOf(children, stageName, 2)} ${children.length === 1 ? 'goes' : 'go'} on from it`]),
  ];
  return parts.join('');
}

/** True when files are taken out of the stage by known paths, and none of them is of what this line makes. */
function staysBehind(stage: StageFacts, made: readonly string[]): boolean {
  if (stage.consumers.length === 0 || stage.consumers.length > MOST_CONSUMERS) return false;
  if (stage.consumers.some(({ kind }) => kind === 'from')) return false;
  const taken = stage.consumers.flatMap(({ instruction }) => takenPaths(instruction, stage));
  return taken.length > 0 && !taken.some((path) => made.some((each) => mayHold(path, each)));
}

const MOST_CONSUMERS = 100;

/** False only when the path certainly neither is the file nor holds it. */
function mayHold(path: string, file: string): boolean {
  if (!path.startsWith('/') || /[$*?[\\]/.test(path)) return true;
  const folder = withoutEndSlashes(path);
  if (`${file}/`.startsWith(`${folder}/`) || folder.startsWith(`${file}/`)) return true;
  const pattern = file
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  return new RegExp(`^${pattern}(?:/|$)`).test(folder);
}

function takenFrom(stage: StageFacts, context: LessonContext): string {
  return listOf(stage.consumers, (each) => takenBy(each, stage, context), 2);
}

/** `` line 8 copies `/app/dist` ``. */
export function takenBy(consumer: Consumer, producer: StageFacts, context: LessonContext): string {
  const line = lines([context.lineOf(consumer.instruction)]);
  const paths = takenPaths(consumer.instruction, producer);
  const what = paths.length === 0 ? 'files' : codes(paths, 2);
  return consumer.kind === 'mount' ? `${line} mounts ${what}` : `${line} copies ${what}`;
}

/** The paths that an instruction takes out of a stage, as written. */
function takenPaths(instruction: Instruction, producer: StageFacts): readonly string[] {
  const run = instruction.trigger ?? instruction;
  if (run.keyword !== 'RUN') return copyView(run).sources.map(({ value }) => value);
  return mountsOf(run)
    .filter((mount) => optionOf(mount, 'from')?.value?.toLowerCase() === producer.name?.toLowerCase())
    .map((mount) => optionOf(mount, 'source', 'src')?.value ?? '/');
}

/** All that takes something of a stage, as sentences for its FROM; undefined when nothing does. */
export function consumersOf(stage: StageFacts, context: LessonContext): string | undefined {
  const tell = (consumer: Consumer): string => {
    const user = context.facts.stages[consumer.index];
    const to = user === undefined ? stageName(consumer) : stageOrFinal(user);
    if (consumer.kind === 'from')
      return `${to} is built FROM it (${lines([context.lineOf(consumer.instruction)])})`;
    return `${takenBy(consumer, stage, context)} into ${to}`;
  };
  return stage.consumers.length === 0 ? undefined : `${listOf(stage.consumers, tell, 3)}.`;
}

/** The result of a line that compiles in a builder: what is taken out comes first, as it is why the line is there. */
export function fateOfCompiled(place: Place): string | undefined {
  const { stage, context } = place;
  const taken = stage?.consumers.filter(({ kind }) => kind !== 'from') ?? [];
  if (stage?.role !== 'builder' || taken.length === 0) return fateOfFiles(place);
  const tell = (consumer: Consumer): string => {
    const user = context.facts.stages[consumer.index];
    return `${takenBy(consumer, stage, context)} into ${user === undefined ? stageName(consumer) : stageOrFinal(user)}`;
  };
  return `${listOf(taken, tell, 2)}; the rest is thrown away with the builder.`;
}

/** What a stage takes out of those above: `` line 8 brings `/app/dist` from stage **build** ``. */
export function takenInto(stage: StageFacts, context: LessonContext): string | undefined {
  const texts = stage.edges.slice(0, MOST_CONSUMERS).flatMap((edge) => {
    const producer = edge.kind === 'copy' ? stage.producer(edge) : undefined;
    if (producer === undefined) return [];
    const paths = takenPaths(edge.instruction, producer);
    return [
      `${lines([context.lineOf(edge.instruction)])} brings ${codes(paths, 2)} from ${stageName(producer)}`,
    ];
  });
  return texts.length === 0 ? undefined : list(texts, 2);
}

/** Names that a file can refer to: stages, images, variables and users. */
import { describeImage, knownRepositories, knownTags } from '../model/images/index';
import type { StageFacts } from '../model/facts';
import { PLATFORM_ARGUMENTS } from '../model/scope';
import type { Completion, CompletionPlace, Completions } from './completion';

/** After FROM: stages above, known images, and the tags of a known image. */
export function imagesAndStages(place: CompletionPlace): Completions {
  const { typed, start, offset } = place;
  const colon = typed.lastIndexOf(':');
  if (colon > 0)
    return { replaces: { start: start + colon + 1, end: offset }, items: tagsOf(typed.slice(0, colon)) };
  const images = knownRepositories().map((name): Completion => {
    const tags = knownTags(name);
    const detail =
      tags.length === 0 ? 'Official image.' : `Image with tags such as ${tags.slice(0, 3).join(', ')}.`;
    return { label: name, kind: 'image', detail, insert: name, rank: tags.length === 0 ? 10 : 6 };
  });
  const scratch: Completion = {
    label: 'scratch',
    kind: 'image',
    detail: 'Nothing at all: for static programs and for exporting files.',
    insert: 'scratch',
    rank: 5,
  };
  return {
    replaces: { start, end: offset },
    items: [...stagesAbove(place, 'from'), scratch, ...images.filter(({ label }) => label !== 'scratch')],
  };
}

function tagsOf(repository: string): readonly Completion[] {
  return knownTags(repository).map((tag, at) => {
    const image = describeImage(`${repository}:${tag}`);
    const system = image?.distribution;
    const parts = [
      system === undefined
        ? undefined
        : `${system.id}${system.version === undefined ? '' : ` ${system.version}`}`,
      image?.libc ?? undefined,
      image?.shell === null ? 'no shell' : undefined,
    ].filter((part) => part !== undefined);
    return {
      label: tag,
      kind: 'image',
      detail: parts.length === 0 ? `A tag of ${repository}.` : `A tag of ${repository}: ${parts.join(', ')}.`,
      insert: tag,
      rank: at,
    };
  });
}

/** Stages that can be taken from here, the nearest first: only those above, and never one that another of its name hides. */
export function stagesAbove(
  { context, stage }: CompletionPlace,
  use: 'from' | 'copy' | 'target',
): readonly Completion[] {
  const { stages } = context.facts;
  const above = use === 'target' || stage === undefined ? stages : stages.slice(0, stage.index);
  const seen = new Set<string>();
  return above.toReversed().flatMap((each, at): Completion[] => {
    const name = each.name ?? (use === 'copy' ? each.index.toString() : undefined);
    if (name === undefined || seen.has(name.toLowerCase())) return [];
    seen.add(name.toLowerCase());
    const line = context.lineOf(each.from).toString();
    return [
      {
        label: name,
        kind: 'stage',
        detail: `${titleOf(each)} of line ${line}, from ${each.baseText ?? each.baseWord?.value ?? 'an image'}.`,
        insert: name,
        rank: at - 1000,
      },
    ];
  });
}

function titleOf({ role, isDevelopment }: StageFacts): string {
  return isDevelopment ? 'Development stage' : `${role.charAt(0).toUpperCase()}${role.slice(1)} stage`;
}

/** Behind `$` and `${`: what is set at this place; undefined where no variable is being written. */
export function variables(place: CompletionPlace): Completions | undefined {
  const { instruction, offset, context, state, stage } = place;
  const match = /\$(\{?)([A-Za-z_]\w*)?$/.exec(instruction.source.slice(0, offset));
  if (match === null || isEscaped(instruction.source, match.index, instruction.escape)) return undefined;
  const [, brace = '', typed = ''] = match;
  const isClosed = instruction.source[offset] === '}';
  const names = new Map<string, string>();
  if (state === undefined)
    for (const [name, value] of context.facts.globalScope)
      names.set(
        name,
        value === undefined ? 'Argument of the global scope.' : `Argument of the global scope: ${value}`,
      );
  else {
    for (const [name, value] of state.args)
      names.set(name, value === undefined ? 'Build argument.' : `Build argument: ${value}`);
    for (const [name, value] of state.env)
      names.set(name, value === undefined ? 'Environment variable.' : `Environment variable: ${value}`);
  }
  if (names.size === 0 && stage === undefined) return undefined;
  return {
    replaces: { start: offset - typed.length, end: offset },
    items: [...names].map(([name, detail], at) => ({
      label: name,
      kind: 'variable',
      detail: detail.replace(/\s+/g, ' ').slice(0, 120),
      insert: brace === '' || isClosed ? name : `${name}}`,
      rank: (PLATFORM_ARGUMENTS.has(name) ? 1000 : 0) + names.size - at,
    })),
  };
}

function isEscaped(source: string, at: number, escape: string): boolean {
  let count = 0;
  while (source[at - 1 - count] === escape) count++;
  return count % 2 === 1;
}

/** Accounts of the base image, and those that lines of the stage add. */
export function usersOf({ stage, written }: CompletionPlace): readonly Completion[] {
  if (stage === undefined) return [];
  const found = new Map<string, Completion>();
  const add = (name: string, detail: string, rank: number): void => {
    if (!found.has(name)) found.set(name, { label: name, kind: 'user', detail, insert: name, rank });
  };
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const instruction of at.instructions) {
      if (instruction === written) break;
      for (const { name, args } of at.scriptOf(instruction)?.commands ?? []) {
        const last = args.at(-1)?.value;
        if ((name === 'useradd' || name === 'adduser') && last !== undefined && /^[a-z_][\w-]*$/.test(last))
          add(last, 'Added by a line of this stage.', 0);
      }
    }
  const { image } = stage;
  for (const name of image?.users ?? [])
    add(name, 'Account of the base image, made for running something.', 1);
  if (image?.accounts?.includes('nobody') === true)
    add('nobody', 'Account of the base image without any rights.', 2);
  add('65532', 'A number needs no account; this one is nonroot in distroless images.', 3);
  add('root', 'May do everything, so only for what needs it.', 9);
  return [...found.values()];
}

/** Finds a copy of files that the stage has already, because it is built on the stage they come from. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Edge, StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import { cleaned } from '../../model/state';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-redundant-parent-copy',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Do not copy from the stage that this one is built on',
    lesson: `A stage that starts \`FROM deps\` begins with all files of \`deps\`, in its layers. \`COPY --from=deps /app /app\` writes the same files
once more into a new layer: the image grows by their size, and everything else stays as it was.

Leave the line out. If the copy was to leave the rest of \`deps\` behind, it is the \`FROM\` that should name another, smaller
base.`,
    examples: {
      bad: [
        'FROM node:22-alpine AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM deps AS build\nCOPY --from=deps /app/node_modules /app/node_modules\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\n',
      ],
      good: [
        'FROM node:22-alpine AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nFROM deps AS build\nCOPY . .\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\nUSER nginx\n',
      ],
    },
    whenNotToUse: 'When a step between changes the files in a way that the Dockerfile does not show.',
    references: ['https://docs.docker.com/build/building/multi-stage/#use-a-previous-stage-as-a-new-stage'],
  },
  messages: {
    inherited:
      'This stage is built on {parent} and holds {path} already; the copy only adds a layer of the same size.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.parent === undefined) return found;
    for (const edge of stage.edges) {
      if (edge.kind !== 'copy' || edge.instruction.keyword !== 'COPY') continue;
      const parent = ancestorOf(stage, edge);
      const same = parent === undefined ? undefined : redundantPath(stage, parent, edge.instruction);
      if (parent !== undefined && same !== undefined)
        found.push({
          at: at(edge.instruction),
          message: 'inherited',
          data: { parent: stageLabel(parent), path: same },
        });
    }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    if (node?.kind !== 'instruction' || node.comments.length > 0) return [];
    return [
      {
        title: 'Remove the copy',
        safety: 'safe',
        edits: [{ at: at(node, { start: 0, end: node.text.length }), newText: '' }],
      },
    ];
  },
});

function ancestorOf(stage: StageFacts, { to }: Edge): StageFacts | undefined {
  if (to.kind !== 'stage') return undefined;
  for (let above = stage.parent; above !== undefined; above = above.parent)
    if (above.index === to.index) return above;
  return undefined;
}

/** Flags by which the copy is not the same as what is there, or not of the same name. */
const CHANGING_FLAGS: ReadonlySet<string> = new Set(['chown', 'chmod', 'parents', 'exclude']);

/** The one path that is copied onto itself; undefined when the copy may bring anything new. */
function redundantPath(stage: StageFacts, parent: StageFacts, copy: Instruction): string | undefined {
  const { sources, destination } = copyView(copy);
  const [source] = sources;
  if (source === undefined || sources.length > 1 || destination === undefined) return undefined;
  if (copy.heredocs.length > 0 || copy.flags.some(({ name }) => CHANGING_FLAGS.has(name))) return undefined;
  const path = literalPath(source, '/');
  const target = literalPath(destination, stage.stateBefore(copy).workdir);
  if (path === undefined || target === undefined || path === '/') return undefined;
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const isFile = /\.[A-Za-z0-9]+$/.test(path.slice(folder.length));
  const isOntoItself = target === path || (isFile && /\/$/.test(destination.value) && target === folder);
  return isOntoItself && isUntouched(path, stage, parent, copy) ? path : undefined;
}

/** The source of a COPY --from is looked up from the root, the destination from the working directory. */
function literalPath({ value }: Word, folder: string | undefined): string | undefined {
  if (/[$*?[\\]/.test(value)) return undefined;
  if (value.startsWith('/')) return cleaned(value);
  return folder === undefined ? undefined : cleaned(`${folder}/${value}`);
}

/** True when nothing between the end of the stage it comes from and the copy can have changed the files. */
function isUntouched(path: string, stage: StageFacts, parent: StageFacts, copy: Instruction): boolean {
  let left = FARTHEST;
  for (let at: StageFacts | undefined = stage; at !== undefined && at !== parent; at = at.parent) {
    if (at.triggers.length > 0) return false;
    for (const instruction of at.instructions) {
      if (instruction === copy) break;
      if (left-- === 0 || mayChange(path, at, instruction)) return false;
    }
  }
  return true;
}

/** Instructions. A file of very many copies would else have the square of them to read. */
const FARTHEST = 500;

function mayChange(path: string, stage: StageFacts, instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case 'RUN': {
      const { workdir } = stage.stateBefore(instruction);
      const name = path.slice(path.lastIndexOf('/') + 1);
      return (
        workdir === undefined ||
        (workdir !== '/' && overlap(workdir, path)) ||
        instruction.source.includes(name)
      );
    }
    case 'COPY':
    case 'ADD': {
      const { destination } = copyView(instruction);
      const target = destination && literalPath(destination, stage.stateBefore(instruction).workdir);
      return target === undefined || overlap(target, path);
    }
    default:
      return false;
  }
}

/** One is the other, or lies below it. */
function overlap(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short === '/' || long === short || long.startsWith(`${short}/`);
}

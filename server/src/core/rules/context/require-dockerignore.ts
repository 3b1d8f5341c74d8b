/** Finds a file that sends the whole build context into an image without an ignore file that limits it. */
import { at, defineRule, type Match } from '../../lint/rule';
import { broadSource } from '../../model/contextCopies';
import type { FileFacts } from '../../model/facts';
import { ignoreTextFor } from '../../model/ignoreText';
import type { Role } from '../../model/roles';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'require-dockerignore',
  scope: 'file',
  meta: {
    category: 'context',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['droast/DF033'],
    readsContext: true,
  },
  docs: {
    summary: 'Keep the build context small with an ignore file',
    lesson: `\`COPY . .\` takes everything in the build context: \`.git\`, \`node_modules\` of your machine, build output, \`.env\` with its secrets.
All of it is sent to the builder, any change in it empties the cache of this step and of all below, and in a shipped stage it
ends up in the image.

An ignore file (\`.dockerignore\`, or \`<name of the Dockerfile>.dockerignore\` beside the Dockerfile, which wins) lists what stays
out. It works like a filter in front of every \`COPY\` and \`ADD\` from the context.`,
    examples: {
      bad: [
        {
          dockerfile:
            'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
          surroundings: { ignoreFile: { kind: 'absent', path: '.dockerignore' } },
        },
      ],
      good: [
        {
          dockerfile:
            'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\nnode_modules\ndist\n' },
          },
        },
        {
          dockerfile: 'FROM nginx:1.27-alpine\nCOPY public /usr/share/nginx/html\n',
          surroundings: { ignoreFile: { kind: 'absent', path: '.dockerignore' } },
        },
      ],
    },
    whenNotToUse:
      'When the build context is a folder made for this build, which holds nothing but what the image needs.',
    references: [
      'https://docs.docker.com/build/concepts/context/#dockerignore-files',
      'https://docs.docker.com/build/building/best-practices/#exclude-with-dockerignore',
    ],
  },
  messages: {
    absent:
      'This takes in everything in the build context, and no ignore file keeps .git, secrets or local build output out; add {path}.',
  },
  check(file, { ignoreFile }) {
    const found: Match[] = [];
    if (ignoreFile.kind !== 'absent') return found;
    const copy = firstBroadCopy(file);
    if (copy !== undefined) found.push({ at: at(copy), message: 'absent', data: { path: ignoreFile.path } });
    return found;
  },
  fix(_match, { file, surroundings: { ignoreFile } }) {
    if (ignoreFile.kind !== 'absent') return [];
    const { path } = ignoreFile;
    return [
      {
        title: `Create ${path}`,
        safety: 'suggestion',
        edits: [],
        newFiles: [{ path, text: ignoreTextFor(file) }],
      },
    ];
  },
});

/** One finding serves the whole file; it stands where the copy is surest to be built. */
function firstBroadCopy(file: FileFacts): Instruction | undefined {
  for (const roles of BUILT_FIRST)
    for (const stage of file.stages) {
      if (!roles.includes(stage.role)) continue;
      const copy = stage.instructions.find((instruction) => broadSource(instruction) !== undefined);
      if (copy !== undefined) return copy;
    }
  return undefined;
}

const BUILT_FIRST: readonly (readonly Role[])[] = [['final', 'base', 'builder'], ['target'], ['unreachable']];

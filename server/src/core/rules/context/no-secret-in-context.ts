/** Finds a COPY that takes in credentials because nothing keeps them out of the build context. */
import { at, defineRule, type Match } from '../../lint/rule';
import { withIgnoreLines } from '../../model/context/ignoreLines';
import { listedContext } from '../../model/context/listedContext';
import { contextPaths, takesIn } from '../../model/context/sources';
import { enumerated } from '../../model/context/wording';

export default defineRule({
  id: 'no-secret-in-context',
  scope: 'file',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'context',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
    readsContext: true,
  },
  docs: {
    summary: 'Keep credentials out of the build context',
    lesson: `\`COPY . .\` does not ask what it copies: \`.env\`, private keys, \`.npmrc\` with a token and cloud credentials that lie in the
project go along. In a shipped stage everybody who can pull the image has them, and deleting them in a later line does not help,
for the layer below keeps them. In a builder they are in the build cache, which is often shared or exported.

What the build needs is given to one \`RUN\` as a secret mount; what the running program needs is given to the container. The ignore
file keeps the rest out, whatever is copied later.`,
    examples: {
      bad: [
        {
          dockerfile: 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\n' },
            context: listedContext({ 'server.js': {}, '.env': {} }, '.git\n'),
          },
        },
      ],
      good: [
        {
          dockerfile: 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\n.env\n' },
            context: listedContext({ 'server.js': {}, '.env': {}, '.env.example': {} }, '.git\n.env\n'),
          },
        },
      ],
    },
    whenNotToUse: 'When the file only looks like a credential, as a key that tests use.',
    references: [
      'https://docs.docker.com/build/building/secrets/',
      'https://docs.docker.com/build/concepts/context/#dockerignore-files',
    ],
  },
  messages: {
    one: 'This copies {paths}, which usually holds {what}; add it to {file}.',
    several: 'This copies {paths}, which usually hold credentials; add them to {file}.',
  },
  // Hardly anything that is copied is not from the context, and without one nobody need know.
  concerns: (stage) => stage.instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD'),
  check(_file, { context, ignoreFile }, stages) {
    const found: Match[] = [];
    if (context === undefined || ignoreFile.kind === 'unknown') return found;
    const secrets = context.survey()?.secrets ?? [];
    if (secrets.length === 0) return found;
    const told = new Set<string>();
    for (const stage of stages)
      for (const instruction of stage.instructions)
        for (const source of contextPaths(instruction)) {
          // A file that is named itself is copied on purpose, which no-secret-file-copy judges.
          const taken = secrets.filter(
            ({ path }) => path !== source.path && !told.has(path) && takesIn(source, path),
          );
          const [first] = taken;
          if (first === undefined) continue;
          for (const { path } of taken) told.add(path);
          found.push({
            at: at(instruction, source.word.span),
            message: taken.length === 1 ? 'one' : 'several',
            data: {
              paths: enumerated(taken.map(({ path }) => path)),
              what: first.what,
              file: ignoreFile.path,
              all: taken.map(({ path }) => path).join('\n'),
            },
          });
        }
    return found;
  },
  fix({ data }, { surroundings }) {
    const paths = (data?.['all'] ?? '').split('\n');
    const file = withIgnoreLines(paths, surroundings);
    if (file === undefined) return [];
    const title = `Add ${paths.length === 1 ? (paths[0] ?? '') : `${String(paths.length)} lines`} to ${file.path}`;
    return [{ title, safety: 'suggestion', edits: [], newFiles: [file] }];
  },
});

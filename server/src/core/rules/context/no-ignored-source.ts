/** Finds a COPY or ADD of something that the ignore file keeps out of the build context. */
import { at, defineRule, type Match } from '../../lint/rule';
import { kindAt } from '../../model/context/buildContext';
import { withIgnoreLines } from '../../model/context/ignoreLines';
import { readIgnorePatterns, type IgnorePatterns } from '../../model/context/ignorePatterns';
import { contextPaths, type ContextSource } from '../../model/context/sources';
import type { Surroundings } from '../../model/surroundings';

export default defineRule({
  id: 'no-ignored-source',
  scope: 'stage',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'context',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/CopyIgnoredFile'],
    readsContext: true,
  },
  docs: {
    summary: 'Copy only what the ignore file lets into the build context',
    lesson: `The ignore file works before the Dockerfile does: what it names is never sent to the builder, so a \`COPY\` or \`ADD\` of it fails
with "not found", although the file is there on your disk.

Its patterns are not git's. They match from the root of the build context: \`docs\` is only \`./docs\`, \`**/docs\` is every one.
A folder that matches takes everything below it along, and a later line with \`!\` takes a path back:

\`\`\`
*
!src
!package.json
\`\`\``,
    examples: {
      bad: [
        {
          dockerfile: 'FROM nginx:1.27-alpine\nCOPY docs/site /usr/share/nginx/html\n',
          surroundings: { ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\ndocs\n' } },
        },
      ],
      good: [
        {
          dockerfile: 'FROM nginx:1.27-alpine\nCOPY docs/site /usr/share/nginx/html\n',
          surroundings: {
            ignoreFile: { kind: 'present', path: '.dockerignore', text: '.git\ndocs\n!docs/site\n' },
          },
        },
      ],
    },
    whenNotToUse:
      'When the ignore file is written anew before each build, and the one in the repository is not used.',
    references: [
      'https://docs.docker.com/build/concepts/context/#dockerignore-files',
      'https://docs.docker.com/reference/build-checks/copy-ignored-file/',
    ],
  },
  messages: {
    ignored:
      '"{source}" is left out of the build context by the line "{line}" of {file}, so there is nothing to copy.',
  },
  check(stage, surroundings) {
    const found: Match[] = [];
    const { ignoreFile } = surroundings;
    if (ignoreFile.kind !== 'present') return found;
    let patterns: IgnorePatterns | undefined;
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
      for (const source of contextPaths(instruction)) {
        patterns ??= readIgnorePatterns(ignoreFile.text);
        const line = decidingLine(source, patterns, surroundings);
        if (line !== undefined)
          found.push({
            at: at(instruction, source.word.span),
            message: 'ignored',
            data: { source: source.word.value, line, file: ignoreFile.path, path: source.path },
          });
      }
    }
    return found;
  },
  fix(match, { surroundings }) {
    const path = match.data?.['path'] ?? '';
    const file = withIgnoreLines([`!${path}`], surroundings);
    if (file === undefined) return [];
    return [
      {
        title: `Let ${path} into the build context: add "!${path}" to ${file.path}`,
        safety: 'suggestion',
        edits: [],
        newFiles: [file],
      },
    ];
  },
});

/** BuildKit's check asks the patterns alone, the root as `.`, and nothing at all where one has a `!` (dockerfile2llb/validate.go). */
function decidingLine(
  source: ContextSource,
  patterns: IgnorePatterns,
  { context, parity }: Surroundings,
): string | undefined {
  if (parity === 'buildkit')
    return patterns.hasExceptions ? undefined : patterns.deciding(source.path === '' ? '.' : source.path);
  // The root is never left out itself, though `.*` would match its name.
  if (source.path === '') return undefined;
  const line = patterns.deciding(source.path);
  if (line === undefined || !patterns.hasExceptions) return line;
  // An ignored folder, or a pattern, may still have something in it that an exception takes back.
  const isFile = !source.isGlob && context !== undefined && kindAt(context, source.path) === 'file';
  return isFile ? line : undefined;
}

/** Finds files that are copied to a relative path although no working directory was chosen. */
import { at, defineRule, type Match } from '../../lint/rule';
import { isAbsolutePath } from '../../model/paths';
import { isWorkdirSetBefore } from '../../model/workdirs';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-relative-destination',
  scope: 'stage',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'runtime',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3045'],
  },
  docs: {
    summary: 'Choose a WORKDIR before copying to a relative path',
    lesson: `A relative destination of \`COPY\` starts from the working directory. Where the file has set none, that is the base image's, and in most
images it is \`/\`: \`COPY . .\` then pours your project over the root of the file system, between \`/etc\` and \`/usr\`. A folder called
\`bin\`, \`lib\` or \`home\` in it lands in the system's own.

Set \`WORKDIR /app\` first, or name the whole path: \`COPY . /app/\`.`,
    examples: {
      bad: ['FROM node:20-alpine\nCOPY server.js .\nUSER node\n'],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\n',
        'FROM tomcat:10\nCOPY app.war webapps/\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'For throw-away builders in which nothing but one file is looked at.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy',
      'https://docs.docker.com/reference/dockerfile/#workdir',
    ],
  },
  messages: {
    relative:
      'No WORKDIR is set, so "{path}" lies below the root of the file system; set a WORKDIR, or write an absolute path.',
  },
  check(stage, { parity }) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      const copy = instruction.trigger ?? instruction;
      if (copy.keyword !== 'COPY') continue;
      const { destination } = copyView(copy);
      if (destination === undefined || isAbsolutePath(destination.value) || destination.value.startsWith('$'))
        continue;
      if (isWorkdirSetBefore(stage, instruction)) continue;
      const match = {
        at: at(instruction, destination.span),
        message: 'relative',
        data: { path: destination.value },
      };
      // Other images may have chosen a directory themselves, as tomcat does, and in an empty one the root is nobody's:
      // `FROM scratch`, `COPY --from=build /out .` is how files are exported. hadolint does not ask.
      const isRoot =
        stage.rootReference !== 'scratch' &&
        stage.stateBefore(instruction).workdir === '/' &&
        copy === instruction;
      if (isRoot) found.push(match);
      else if (parity === 'hadolint') found.push({ ...match, onlyIn: 'hadolint' });
    }
    return found;
  },
});

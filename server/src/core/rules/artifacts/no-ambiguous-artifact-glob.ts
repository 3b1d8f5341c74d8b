/** Finds globs that are copied to the name of one file although they may match several. */
import { at, defineRule } from '../../lint/rule';
import { commandsOf } from '../../model/buildEvidence';
import { toolOf } from '../../model/commands/tools';
import type { StageFacts } from '../../model/facts';
import { takenPaths } from '../../model/artifacts/taken';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-ambiguous-artifact-glob',
  scope: 'instruction',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'artifacts',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'A glob that is copied to one file name should match one file',
    lesson: `\`COPY build/libs/*.jar app.jar\` works as long as the glob matches one file. Build tools like to leave more: Gradle puts
\`app-plain.jar\` beside the runnable \`app.jar\`, Maven \`original-…\`, \`-sources\` or \`-javadoc\` archives, and an old version
stays in a folder that is not cleaned. Then BuildKit writes one over the other under the same name, the last in the order of
the alphabet wins, and the image holds an archive without a main class; the classic builder stops.

Name the file, give the archive a fixed name in the build, or make a glob that only the right one can match.`,
    examples: {
      bad: [
        'FROM gradle:8-jdk21 AS build\nWORKDIR /app\nCOPY . .\nRUN gradle build\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/build/libs/*.jar /app.jar\nUSER nobody\nENTRYPOINT ["java", "-jar", "/app.jar"]\n',
      ],
      good: [
        'FROM gradle:8-jdk21 AS build\nWORKDIR /app\nCOPY . .\nRUN gradle build\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/build/libs/app.jar /app.jar\nUSER nobody\nENTRYPOINT ["java", "-jar", "/app.jar"]\n',
        'FROM nginx:1.27-alpine\nCOPY conf/*.conf /etc/nginx/conf.d/\n',
      ],
    },
    whenNotToUse: 'When the build can only ever leave one file that fits.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  },
  messages: {
    glob: '{source} may match several files, and each would be written to {destination} over the one before.',
  },
  check(instruction) {
    const { sources, destination } = copyView(instruction);
    const [source] = sources;
    if (sources.length !== 1 || source === undefined || destination === undefined) return [];
    if (!isOpenGlob(source) || !FILE.test(destination.value)) return [];
    return [
      {
        at: at(instruction, source.span),
        message: 'glob',
        data: { source: source.value, destination: destination.value },
      },
    ];
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const taken = takenPaths(stage).find(({ edge }) => edge.instruction === node);
    const run = taken && gradleRun(taken.producer);
    const folder = /^(.*build\/libs\/)\*\.jar$/.exec(match.data?.['source'] ?? '')?.[1];
    if (run === undefined || folder === undefined || folder.includes('$')) return [];
    const { end } = run.body;
    return [
      {
        title: 'Remove the plain archive of Gradle in the same RUN',
        safety: 'suggestion',
        edits: [{ at: at(run, { start: end, end }), newText: ` && rm -f ${folder}*-plain.jar` }],
      },
    ];
  },
});

/** The name of one file: it has an ending. */
const FILE =
  /[\w-]\.(?:jar|war|ear|zip|t?gz|whl|deb|rpm|apk|exe|dll|so|js|mjs|css|html|json|wasm|bin|phar|vsix|nupkg)$/i;

/** `app-?.jar` and `[a]pp.jar`, or `package.json*` beside a file that is there, are tricks with one file in mind. */
function isOpenGlob(source: Word): boolean {
  return /(?:^|\/)[^/]*\*[^/]*$/.test(source.value) && !/\.\w+\*$/.test(source.value);
}

function gradleRun(stage: StageFacts): Instruction | undefined {
  if (!commandsOf(stage).some((command) => toolOf(command)?.name === 'gradle')) return undefined;
  return stage.instructions.findLast(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      instruction.exec === undefined &&
      instruction.heredocs.length === 0 &&
      stage.scriptOf(instruction)?.commands.some((command) => toolOf(command)?.name === 'gradle') === true,
  );
}

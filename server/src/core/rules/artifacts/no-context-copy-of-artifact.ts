/** Finds final stages that copy from the build context what a builder above them has just built. */
import { at, defineRule, type Match } from '../../lint/rule';
import { builtFromContext, type Built } from '../../model/artifacts/outputs';
import { pathOf } from '../../model/artifacts/stageFiles';
import type { FileFacts, StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import { contextSources } from '../../model/contextCopies';
import { withoutEndSlashes } from '../../model/paths';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-context-copy-of-artifact',
  scope: 'file',
  keywords: ['COPY'],
  meta: {
    category: 'artifacts',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Copy the artifact from the stage that builds it, not from the build context',
    lesson: `A \`COPY\` without \`--from\` takes files from the build context, whatever the stages above have built. \`COPY dist /html\` in the
final stage ships the folder of that name on the machine of whoever runs the build: yesterday's output, that of another
branch, or none at all, and then the build stops. The builder itself is needed by nothing any more, so BuildKit does not
even run it, and nobody notices that it is broken.

Add \`--from=\` with the stage's name, and give the path as the builder sees it.`,
    examples: {
      bad: [
        'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.27-alpine\nCOPY dist /usr/share/nginx/html\n',
        'FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY target/app.jar /app.jar\nUSER 1000\nCMD ["java", "-jar", "/app.jar"]\n',
      ],
      good: [
        'FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
      ],
    },
    whenNotToUse: 'When the folder is kept in the repository and only has the name of an output.',
    references: ['https://docs.docker.com/build/building/multi-stage/'],
  },
  messages: {
    context:
      '{source} comes from the build context here, not from {builder}, which builds it; add --from={name}.',
  },
  concerns: (stage) => (stage.role === 'final' || stage.role === 'base') && stage.index > 0,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'COPY') continue;
        for (const source of contextSources(instruction)) {
          const built = builderOf(file, stage, meaningOf(stage, instruction, source.value));
          if (built === undefined) continue;
          const builder = stageLabel(built.stage);
          found.push({
            at: at(instruction, source.span),
            message: 'context',
            data: {
              source: source.value,
              builder,
              name: built.stage.name ?? built.stage.index.toString(),
              path: built.path,
            },
          });
        }
      }
    return found;
  },
  fix(match) {
    const { node } = match.at;
    const name = match.data?.['name'];
    const path = match.data?.['path'];
    if (node?.kind !== 'instruction' || name === undefined || path === undefined) return [];
    // Other sources of the same line would have to come from the stage as well.
    if (node.words.length !== 2 || node.exec !== undefined) return [];
    const start = node.keywordSpan.end;
    return [
      {
        title: `Copy ${path} from ${name}`,
        safety: 'suggestion',
        edits: [
          { at: at(node, { start, end: start }), newText: ` --from=${name}` },
          { at: match.at, newText: path },
        ],
      },
    ];
  },
});

/** What people write themselves, and no compiler. */
const SOURCE =
  /\.(?:json|lock|ya?ml|toml|conf|cfg|ini|sh|txt|md|py|rb|php|[cm]?[jt]sx?|go|rs|java|html|sql|env|mod|sum|xml|gradle|csproj|sln)$/;

/** With the variables filled in that are known, such as an argument's default: `ARG JAR=target/*.jar`, `COPY ${JAR} app.jar`. */
function meaningOf(stage: StageFacts, instruction: Instruction, source: string): string {
  return source.includes('$') ? (pathOf(stage, instruction, source) ?? source) : source;
}

function builderOf(file: FileFacts, stage: StageFacts, source: string): Built | undefined {
  const path = withoutEndSlashes(source.replace(/^\.?\/+/, ''));
  if (path === '' || path === '.' || path.includes('$') || SOURCE.test(path)) return undefined;
  for (const other of file.stages.slice(0, stage.index).toReversed()) {
    if (other.isDevelopment || other === stage.parent) continue;
    const built = builtFromContext(other, path);
    if (built !== undefined) return built;
  }
  return undefined;
}

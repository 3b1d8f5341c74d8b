/** Finds stages that only test or lint and that nothing needs: a normal build does not run them. */
import { at, defineRule, type Match } from '../../lint/rule';
import { commandsOf } from '../../model/buildEvidence';
import { checkOf, type Check } from '../../model/commands/checks';
import { compileOf } from '../../model/commands/compiles';
import type { StageFacts } from '../../model/facts';

export default defineRule({
  id: 'no-skipped-test-stage',
  scope: 'stage',
  meta: {
    category: 'stages',
    level: { final: 'off', base: 'off', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
  },
  docs: {
    summary: 'Know that a test stage only runs when somebody asks for it',
    lesson: `The old builder ran every stage from top to bottom, and a failing test stopped the image. BuildKit runs what the target needs and
nothing else: a stage \`test\` from which no later stage takes anything is skipped, and \`docker build .\` succeeds with broken tests.

That is fine when your pipeline builds it by name: \`docker build --target test .\` Make sure that it does. To have every build
wait for the tests, let the final stage take something from them: \`COPY --from=test /app/report.xml /\`, or start the
last stages \`FROM test\`.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM build AS test\nRUN go test ./...\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM build AS test\nRUN go test ./... && touch /passed\nFROM scratch\nCOPY --from=build /app /app\nCOPY --from=test /passed /passed\n',
      ],
    },
    whenNotToUse: 'When your pipeline builds the stage with --target.',
    references: [
      'https://docs.docker.com/build/building/multi-stage/#differences-between-legacy-builder-and-buildkit',
      'https://docs.docker.com/guides/golang/run-tests/',
    ],
  },
  messages: {
    test: 'A normal build never runs these tests, for nothing needs stage "{name}"; build it with --target {name}.',
    lint: 'A normal build never runs these checks, for nothing needs stage "{name}"; build it with --target {name}.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.role !== 'target' || stage.consumers.length > 0 || stage.nameWord === undefined) return found;
    const kind = verdictOf(stage);
    if (kind !== undefined)
      found.push({
        at: at(stage.from, stage.nameWord.span),
        message: kind,
        data: { name: stage.nameWord.value },
      });
    return found;
  },
});

/** What the stage is for when it gives a verdict only: nothing is compiled there, and it is no image to be started. */
function verdictOf(stage: StageFacts): Check['kind'] | undefined {
  if (stage.instructions.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT'))
    return undefined;
  let kind: Check['kind'] | undefined;
  for (const command of commandsOf(stage)) {
    const found = checkOf(command);
    if (found === undefined) {
      if (compileOf(command) !== undefined) return undefined;
    } else if (kind !== 'test') kind = found.kind;
  }
  return kind;
}

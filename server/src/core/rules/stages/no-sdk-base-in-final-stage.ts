/** Finds shipped stages on an image made for building, where the same publisher has one made for running. */
import { at, defineRule, type Match } from '../../lint/rule';
import { commandsOf, compilesSomething } from '../../model/buildEvidence';
import { packageInstallOf } from '../../model/commands/installs';
import type { FileFacts, StageFacts } from '../../model/facts';
import { describeImage, type BaseImage } from '../../model/images/index';
import { stageWithRole } from '../../model/naming';
import { memoized } from '../../text/memoized';
import { runtimeCommands, runtimePurpose } from '../../model/runtimeCommand';

export default defineRule({
  id: 'no-sdk-base-in-final-stage',
  scope: 'file',
  meta: {
    category: 'stages',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    concern: 'size',
  },
  docs: {
    summary: 'Start the final stage from a runtime image, not from an SDK',
    lesson: `An SDK image such as \`golang\`, \`maven\` or \`dotnet/sdk\` carries compilers, build systems and their caches. A final stage that
only *runs* what a builder made inherits all of that: the second stage is there, and the image is as large as with one.

Most publishers offer the sibling for running: \`aspnet\` for \`sdk\`, \`-jre\` for \`-jdk\`, a distroless or slim system for a static
or linked binary. Copy the artifact into that one.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY cmd ./cmd\nRUN CGO_ENABLED=0 go build -o /app ./cmd\nFROM golang:1.23\nCOPY --from=build /app /app\nUSER nobody\nCMD ["/app"]\n',
        'FROM eclipse-temurin:21-jdk\nCOPY app.jar /app.jar\nUSER nobody\nCMD ["java", "-jar", "/app.jar"]\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY cmd ./cmd\nRUN CGO_ENABLED=0 go build -o /app ./cmd\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        'FROM eclipse-temurin:21-jre\nCOPY app.jar /app.jar\nUSER nobody\nCMD ["java", "-jar", "/app.jar"]\n',
      ],
    },
    whenNotToUse:
      'When the running program needs the tools: a build agent, a debugger, a Java program that compiles or attaches to others.',
    references: [
      'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
      'https://docs.docker.com/build/building/multi-stage/',
    ],
  },
  messages: {
    sdk: '{image} is made for building, and all its tools stay in {stage}; a runtime image such as {sibling} is enough. {note}',
  },
  concerns: (stage) =>
    stage.role !== 'builder' &&
    stage.role !== 'unreachable' &&
    stage.base.kind === 'image' &&
    stage.image?.kind === 'sdk' &&
    stage.image.runtimeSibling !== undefined,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages) {
      const word = stage.baseWord;
      const sibling = stage.image?.runtimeSibling;
      if (word === undefined || sibling === undefined || !isShippedSdk(stage, file)) continue;
      const data = {
        image: word.value,
        stage: stageWithRole(stage),
        sibling: sibling.reference,
        note: sibling.note,
      };
      const match = { at: at(stage.from, word.span), message: 'sdk', data };
      found.push(producersCompile(stage, file) ? match : { ...match, level: 'information' });
    }
    return found;
  },
  fix(_match, { file, stage }) {
    const sibling = stage?.image?.runtimeSibling;
    if (
      stage?.baseWord === undefined ||
      sibling === undefined ||
      !canRunThere(lineOf(stage, file), stage.image, sibling.reference)
    )
      return [];
    return [
      {
        title: `Build on ${sibling.reference}`,
        safety: 'suggestion',
        edits: [{ at: at(stage.from, stage.baseWord.span), newText: sibling.reference }],
      },
    ];
  },
});

/** The stage and all that are built FROM it: they share the base. */
function lineOf(stage: StageFacts, file: FileFacts): readonly StageFacts[] {
  return [...walkLine(stage, file)];
}

/** Step by step, since the first of hundreds may settle what is asked. */
function* walkLine(stage: StageFacts, file: FileFacts): Generator<StageFacts> {
  const line = new Set([stage]);
  // A set is walked in the order in which it grows, so that children's children are reached too.
  for (const member of line) {
    yield member;
    for (const { kind, index } of member.consumers) {
      const child = kind === 'from' ? file.stages[index] : undefined;
      if (child !== undefined) line.add(child);
    }
  }
}

/** The base is shipped, and nothing that stands on it uses the tools, in the build or at run time. */
function isShippedSdk(stage: StageFacts, file: FileFacts): boolean {
  const hasHeirs = stage.consumers.some(({ kind }) => kind === 'from');
  let isRun = false;
  for (const heir of walkLine(stage, file)) {
    const purpose = runtimePurpose(heir);
    const mayBeRun = purpose === 'runs' || (purpose === 'unset' && hasHeirs);
    if (!mayBeRun || !isIdle(heir)) return false;
    isRun ||= purpose === 'runs';
  }
  return isRun;
}

const isIdle = memoized((stage: StageFacts): boolean => !compilesSomething(stage) && !usesTools(stage));

/** Programs of SDK images; one of them in a RUN or at run time means that the SDK is there for a reason. */
const TOOLS =
  /^(?:go|gofmt|cargo|rustc|rustup|mvn|mvnw|gradle|gradlew|javac|jlink|jar|jdeps|jcmd|jstack|jmap|jshell|jarsigner|native-image|dotnet|swift|ghc|stack|cabal|mix|rebar3|erl|elixir|iex|gcc|g\+\+|cc|c\+\+|clang|make|cmake|git|sbt|lein|clojure|xcaddy|dart|julia|bun|npm|pip3?|zig)$/;

function usesTools(stage: StageFacts): boolean {
  const inBuild = commandsOf(stage);
  if (inBuild.some((command) => command.name !== undefined && TOOLS.test(command.name))) return true;
  return runtimeCommands(stage).some(
    (command) => command.name !== undefined && command.name !== 'dotnet' && TOOLS.test(command.name),
  );
}

/** True when a stage that this one takes files from compiles, so that its result is all that is needed here. */
function producersCompile(stage: StageFacts, file: FileFacts): boolean {
  return lineOf(stage, file).some((heir) =>
    heir.edges.some((edge) => {
      for (let producer = heir.producer(edge); producer !== undefined; producer = producer.parent)
        if (compilesSomething(producer)) return true;
      return false;
    }),
  );
}

/** The sibling may lack the shell or the package manager that the stage's own instructions need. */
function canRunThere(line: readonly StageFacts[], from: BaseImage | undefined, reference: string): boolean {
  const sibling = describeImage(reference);
  if (sibling === undefined) return false;
  const runs = line.flatMap((stage) => stage.instructions.map((instruction) => ({ stage, instruction })));
  if (sibling.shell === null) {
    const needsShell = runs.some(
      ({ instruction }) =>
        /^(?:RUN|CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword) &&
        (instruction.keyword === 'RUN' || instruction.exec === undefined),
    );
    const startsScript = line
      .flatMap(runtimeCommands)
      .some((command) => /^(?:ba|a|da)?sh$|\.sh$/.test(command.name ?? ''));
    if (needsShell || startsScript) return false;
  }
  if (sibling.packageManager === from?.packageManager) return true;
  return !runs.some(
    ({ stage, instruction }) =>
      stage.scriptOf(instruction)?.commands.some((command) => packageInstallOf(command) !== undefined) ===
      true,
  );
}

/** Finds copies of paths that the stage they are copied from does not hold. */
import { at, defineRule, type Match } from '../../lint/rule';
import { builtByCommand } from '../../model/artifacts/builtByCommand';
import { builtElsewhere } from '../../model/artifacts/builtElsewhere';
import { likelySlip, meantInstead } from '../../model/artifacts/likely';
import { measuredPresence } from '../../model/artifacts/measured';
import { lostFolderOf } from '../../model/artifacts/mounts';
import { isAbsent, pathOf, removalOf } from '../../model/artifacts/stageFiles';
import { ofTaken, type TakenPath, takenPaths } from '../../model/artifacts/taken';
import type { StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import type { Surroundings } from '../../model/surroundings';

export default defineRule({
  id: 'no-missing-artifact',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Copy a path that the other stage holds',
    lesson: `\`COPY --from=build /src/dist …\` is checked only when the build has come that far: after the long install and the
longer compile it stops with "/src/dist: not found". Usual reasons:

- the builder works in another folder than the copy believes (\`WORKDIR /app\`, copied from \`/src\`);
- the tool writes elsewhere: \`cargo build\` without \`--release\` fills \`target/debug\`, and with \`--target\` a folder of that name;
- the build stands in a \`CMD\`, which only a container runs;
- a framework's own folder: Vite fills \`dist\`, Create React App \`build\`; this is read from the project's files;
- a slip of the finger, such as \`dits\` or \`relase\`.

The source of \`COPY --from\` always counts from the root of the other stage, whatever its \`WORKDIR\` is. Only what is certain is
reported: a stage that runs a script which is not known may hold anything.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
        'FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.27-alpine\nCOPY --from=build /src/dist /usr/share/nginx/html\n',
        'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --locked\nFROM debian:12-slim\nCOPY --from=build /app/target/release/app /usr/local/bin/app\nUSER nobody\nCMD ["app"]\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
        'FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:1.27-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      ],
    },
    whenNotToUse: 'When a base image of your own replaces one of the same name and holds the path.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  },
  messages: {
    missing: '{from} does not hold {path}, so this stops the build.',
    meant: '{from} does not hold {path}, so this stops the build; did you mean {meant}?',
    removed: '{from} does not hold {path}: it is removed there, so this stops the build.',
    built: '{from} did not hold {path} when it was last built.',
    builtMeant: '{from} did not hold {path} when it was last built; did you mean {meant}?',
    command:
      '{from} most likely does not hold {path}: what builds it stands in its {keyword}, which runs only in a container.',
    elsewhere: '{from} most likely does not hold {path}: {tool} writes to {meant}.',
    said: '{from} most likely does not hold {path}: {tool} writes to {meant}, as {file} says.',
    slip: '{from} most likely does not hold {path}; did you mean {meant}?',
  },
  check(stage, surroundings) {
    const found: Match[] = [];
    for (const taken of takenPaths(stage)) {
      const seen = seenIn(stage, taken, surroundings);
      if (seen === 'held') continue;
      const match = seen ?? matchOf(stage, taken) ?? elsewhere(stage, taken, surroundings);
      if (match !== undefined) found.push(match);
    }
    return found;
  },
  fix(match) {
    const meant = match.data?.['meant'];
    const { node, span } = match.at;
    if (meant === undefined || node === null) return [];
    const isQuoted = node.text[span.start] === '"';
    return [
      {
        title: `Copy ${meant}`,
        safety: 'suggestion',
        edits: [{ at: match.at, newText: isQuoted ? JSON.stringify(meant) : meant }],
      },
    ];
  },
});

const matchOf = ofTaken((stage: StageFacts, { edge, producer, source }: TakenPath): Match | undefined => {
  const { value } = source;
  const glob = value.search(/[*?[]/);
  const folder = glob === -1 ? value : value.slice(0, value.lastIndexOf('/', glob) + 1);
  const path = pathOf(stage, edge.instruction, folder);
  if (path === undefined || path === '/' || lostFolderOf(producer, path) !== undefined) return undefined;
  const isMissing = isAbsent(producer, path);
  const meant = isMissing ? meantInstead(producer, path) : likelySlip(producer, path);
  const command = isMissing || meant !== undefined ? undefined : builtByCommand(producer, path);
  if (command !== undefined)
    return {
      at: at(edge.instruction, source.span),
      message: 'command',
      data: { from: capital(stageLabel(producer)), path, keyword: command.keyword },
      related: [
        { at: at(command, command.span), message: 'Make it a RUN, so that it builds with the image.' },
      ],
    };
  if (!isMissing && meant === undefined) return undefined;
  const removal = isMissing ? removalOf(producer, path) : undefined;
  if (removal !== undefined)
    return {
      at: at(edge.instruction, source.span),
      message: 'removed',
      data: { from: capital(stageLabel(producer)), path },
      related: [{ at: at(removal, removal.span), message: 'It is removed here.' }],
    };
  const tail = glob === -1 ? '' : `/${value.slice(folder.length)}`;
  return {
    at: at(edge.instruction, source.span),
    message: !isMissing ? 'slip' : meant === undefined ? 'missing' : 'meant',
    data: {
      from: capital(stageLabel(producer)),
      path,
      ...(meant === undefined ? {} : { meant: meant + tail }),
    },
  };
});

/** What the last build of the other stage has shown, which is more than a guess; undefined where it shows nothing. */
function seenIn(
  stage: StageFacts,
  { edge, producer, source }: TakenPath,
  surroundings: Surroundings,
): Match | 'held' | undefined {
  if (surroundings.measured.size === 0 || /[*?[]/.test(source.value)) return undefined;
  const path = pathOf(stage, edge.instruction, source.value);
  const seen = path === undefined ? undefined : measuredPresence(producer, path, surroundings);
  if (path === undefined || seen === undefined) return undefined;
  if (seen.kind === 'held') return 'held';
  const { meant } = seen;
  return {
    at: at(edge.instruction, source.span),
    message: meant === undefined ? 'built' : 'builtMeant',
    data: { from: capital(stageLabel(producer)), path, ...(meant === undefined ? {} : { meant }) },
  };
}

/** What the project's own files say of its build's output; the build context has to be known for that. */
function elsewhere(
  stage: StageFacts,
  { edge, producer, source }: TakenPath,
  surroundings: Surroundings,
): Match | undefined {
  if (surroundings.context === undefined || /[*?[]/.test(source.value)) return undefined;
  const path = pathOf(stage, edge.instruction, source.value);
  const built = path === undefined ? undefined : builtElsewhere(producer, path, surroundings);
  if (path === undefined || built === undefined) return undefined;
  const { meant, tool, saidBy } = built;
  return {
    at: at(edge.instruction, source.span),
    message: saidBy === undefined ? 'elsewhere' : 'said',
    data: { from: capital(stageLabel(producer)), path, meant, tool, file: saidBy ?? '' },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

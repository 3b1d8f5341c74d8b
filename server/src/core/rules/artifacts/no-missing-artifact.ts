/** Finds copies of paths that the stage they are copied from does not hold. */
import { at, defineRule, type Match } from '../../lint/rule';
import { likelySlip, meantInstead } from '../../model/artifacts/likely';
import { lostFolderOf } from '../../model/artifacts/mounts';
import { isAbsent, pathOf } from '../../model/artifacts/stageFiles';
import { ofTaken, type TakenPath, takenPaths } from '../../model/artifacts/taken';
import type { StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';

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
    slip: '{from} most likely does not hold {path}; did you mean {meant}?',
  },
  *check(stage) {
    for (const taken of takenPaths(stage)) {
      const match = matchOf(stage, taken);
      if (match !== undefined) yield match;
    }
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
  if (!isMissing && meant === undefined) return undefined;
  const label = stageLabel(producer);
  const tail = glob === -1 ? '' : `/${value.slice(folder.length)}`;
  return {
    at: at(edge.instruction, source.span),
    message: !isMissing ? 'slip' : meant === undefined ? 'missing' : 'meant',
    data: {
      from: label.charAt(0).toUpperCase() + label.slice(1),
      path,
      ...(meant === undefined ? {} : { meant: meant + tail }),
    },
  };
});

/** Finds copies of what a builder wrote below a mount, where nothing stays when the RUN has ended. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { isWithin, type Effect } from '../../model/artifacts/effects';
import { lostFolderOf, type LostFolder } from '../../model/artifacts/mounts';
import { bringersOf, pathOf } from '../../model/artifacts/stageFiles';
import { ofTaken, takenPaths, type TakenPath } from '../../model/artifacts/taken';
import type { StageFacts } from '../../model/facts';
import { stageLabel } from '../../model/naming';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-artifact-in-mount',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Copy an artifact out of a mount before the RUN ends',
    lesson: `A mount of \`RUN --mount\` lies over the stage's own folder only while that one RUN lasts. What is written below a cache
mount goes to the cache, below a bind or tmpfs mount it is thrown away: the stage itself holds nothing of it, and a later
\`COPY --from\` of such a path fails with "not found", or takes an empty folder.

The classic case is a cache for \`/app/target\` around \`cargo build\`, and then a copy of \`/app/target/release/app\`. Keep the
cache, and copy the result out of it in the same RUN:

    RUN --mount=type=cache,target=/app/target \\
        cargo build --release && cp target/release/app /usr/local/bin/app`,
    examples: {
      bad: [
        'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release --locked\nFROM debian:12-slim\nCOPY --from=build /app/target/release/app /usr/local/bin/app\nUSER nobody\nCMD ["app"]\n',
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN --mount=type=bind,target=.,rw CGO_ENABLED=0 go build -o bin/app .\nFROM scratch\nCOPY --from=build /src/bin/app /app\nUSER 65532\nENTRYPOINT ["/app"]\n',
      ],
      good: [
        'FROM rust:1.82 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/app/target cargo build --release --locked && cp target/release/app /usr/local/bin/app\nFROM debian:12-slim\nCOPY --from=build /usr/local/bin/app /usr/local/bin/app\nUSER nobody\nCMD ["app"]\n',
      ],
    },
    whenNotToUse: 'When the folder below the mount is filled in some way that the Dockerfile does not show.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#run---mount',
      'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
    ],
  },
  messages: {
    lost: '{path} is written below the {type} mount {target}, so {from} does not hold it; copy it out in the same RUN.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const taken of takenPaths(stage)) {
      const lost = lossOf(stage, taken);
      if (lost === undefined) continue;
      found.push({
        at: at(taken.edge.instruction, taken.source.span),
        message: 'lost',
        data: {
          path: taken.source.value,
          type: lost.folder.type,
          target: lost.folder.path,
          from: stageLabel(taken.producer),
        },
        related: [{ at: at(lost.folder.by, lost.folder.flag), message: 'The mount.' }],
      });
    }
    return found;
  },
  fix(match, { stage }) {
    const taken =
      stage &&
      takenPaths(stage).find(
        ({ edge, source }) => edge.instruction === match.at.node && source.span.start === match.at.span.start,
      );
    const lost = stage && taken && lossOf(stage, taken);
    if (taken === undefined || lost === undefined || taken.edge.kind !== 'copy') return [];
    const { by } = lost.folder;
    if (by.exec !== undefined || by.heredocs.length > 0 || /["'\s]/.test(taken.source.text)) return [];
    const name = taken.source.value.replace(/\/$/, '').replace(/^.*\//, '');
    if (name === '' || name === '.') return [];
    return [
      {
        title: `Copy ${taken.source.value} to /out in the same RUN`,
        safety: 'suggestion',
        edits: [copyOut(by, taken.source.value), { at: match.at, newText: `/out/${name}` }],
      },
    ];
  },
});

function copyOut(by: Instruction, path: string): AnchoredEdit {
  const end = by.body.end;
  const isFolded = by.source.slice(by.body.start, end).includes('\n');
  const lineEnd = by.text.includes('\r\n') ? '\r\n' : '\n';
  const joint = isFolded ? ` ${by.escape}${lineEnd}    && ` : ' && ';
  return {
    at: at(by, { start: end, end }),
    newText: `${joint}mkdir -p /out && cp -r ${path.replace(/\/$/, '')} /out/`,
  };
}

interface Loss {
  readonly path: string;
  readonly folder: LostFolder;
}

/** The mount that swallowed the path, when nothing else of the stage may have put it there. */
const lossOf = ofTaken((stage: StageFacts, { edge, producer, source }: TakenPath): Loss | undefined => {
  // Most stages have no such mount at all, which is quickly seen.
  if (lostFolderOf(producer, undefined) === undefined) return undefined;
  const { value } = source;
  const glob = value.search(/[*?[]/);
  const path = pathOf(
    stage,
    edge.instruction,
    glob === -1 ? value : value.slice(0, value.lastIndexOf('/', glob) + 1),
  );
  const folder = path === undefined ? undefined : lostFolderOf(producer, path);
  if (path === undefined || folder === undefined) return undefined;
  for (const effect of bringersOf(producer, path)) if (!isBroadCopy(effect, folder.path)) return undefined;
  return { path, folder };
});

/** `COPY . .` around the mount: what a build makes is not in the context as well. */
function isBroadCopy(effect: Effect, folder: string): boolean {
  return (
    (effect.kind === 'may-hold' || effect.kind === 'brings') &&
    (effect.by.keyword === 'COPY' || effect.by.keyword === 'ADD') &&
    effect.path !== folder &&
    isWithin(folder, effect.path)
  );
}

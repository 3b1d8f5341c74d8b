/** Finds a copy that takes a stage's whole file system, or a whole home, into a shipped image. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { Edge, StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-whole-stage-copy',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'stages',
    level: { final: 'warning', base: 'warning', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['hadolint/DL3067'],
    concern: 'size',
  },
  docs: {
    summary: 'Copy the artifact, not the whole file system of the stage that built it',
    lesson: `A second stage only makes an image smaller when it takes *less* than the first one holds. \`COPY --from=build / /\`
brings the compiler, the package cache, the sources and every file of the builder's operating system along, on top of
the base image that is there already, and the image ends up larger than a single stage would have made it. A whole home
folder is little better: that is where package managers keep their caches and credentials.

Name the paths that the program needs when it runs.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build / /\nUSER nobody\n',
        'FROM node:20-alpine AS build\nFROM node:20-alpine\nCOPY --from=build /root /root\nUSER node\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nRUN go build -o /out/app .\nFROM alpine:3.20\nCOPY --from=build /out/app /usr/local/bin/app\nUSER nobody\n',
        'FROM scratch AS files\nADD rootfs.tar /\nFROM alpine:3.20\nCOPY --from=files / /\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When the point of the stage is to flatten another image into one layer; the copy into `scratch` is then only a hint.',
    references: ['https://docs.docker.com/build/building/multi-stage/'],
  },
  messages: {
    whole:
      'This copies the whole file system of {from} into {to}; copy only the paths that are needed at run time.',
    home: 'This copies all of {path} from {from} into {to}, caches and credentials included; copy only what is needed at run time.',
    squash: 'This flattens {from} into one layer; nothing of it is left out.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const edge of stage.edges) {
      if (edge.kind !== 'copy' || edge.instruction.keyword !== 'COPY' || comesFromFilesOnly(stage, edge))
        continue;
      const { sources, destination } = copyView(edge.instruction);
      for (const source of sources) {
        const path = source.value.replace(/\/(?:\.|\*)?$/, '') || '/';
        if (path !== '/' && !HOMES.test(path)) continue;
        const producer = stage.producer(edge);
        const from = producer === undefined ? edge.reference.value : stageLabel(producer);
        const data = { from, to: stageWithRole(stage), path };
        // hadolint knows the root that goes to the root only.
        const isRootToRoot = path === '/' && destination?.value === '/';
        const match: Match = {
          at: at(edge.instruction, source.span),
          message: path === '/' ? 'whole' : 'home',
          data,
          equivalents: isRootToRoot ? ['hadolint/DL3067'] : [],
        };
        found.push(
          path === '/' && isSquash(stage, edge) ? { ...match, message: 'squash', level: 'hint' } : match,
        );
      }
    }
    return found;
  },
});

const HOMES = /^\/(?:root|home|home\/[^/]+)$/;

/** A stage made from scratch, or an image made to be copied whole (tonistiigi/xx), holds nothing but what is wanted. */
function comesFromFilesOnly(stage: StageFacts, edge: Edge): boolean {
  if (edge.to.kind === 'stage') return mayHoldFilesOnly(stage.producer(edge));
  if (edge.to.kind === 'image')
    return /(?:^|\/)tonistiigi\/(?:xx|bats-assert|binfmt)\b/.test(edge.to.reference);
  return edge.to.kind === 'named-context';
}

/** `FROM binaries-$TARGETOS` chooses among stages, and those are nearly always files alone. */
function mayHoldFilesOnly(producer: StageFacts | undefined): boolean {
  let root = producer;
  while (root?.parent !== undefined) root = root.parent;
  if (root?.base.kind === 'unknown') return root.base.possible.length > 0;
  return producer?.rootReference === 'scratch';
}

/** The first step of a stage from scratch: the idiom that squashes layers. */
function isSquash(stage: StageFacts, edge: Edge): boolean {
  return (
    stage.base.kind === 'scratch' &&
    stage.instructions.find((instruction) => instruction.keyword === 'COPY') === edge.instruction
  );
}

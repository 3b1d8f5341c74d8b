/** Finds shipped stages that compile: the compiler and the sources stay in the image with the result. */
import { COMPILE_WORDS } from '../../model/commands/compiles';
import { at, defineRule } from '../../lint/rule';
import { stageWithRole } from '../../model/naming';
import { shippedCompile } from '../../model/shippedCompile';

export default defineRule({
  id: 'prefer-multi-stage',
  scope: 'stage',
  keywords: ['RUN'],
  words: COMPILE_WORDS,
  meta: {
    category: 'stages',
    level: { final: 'warning', base: 'information', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['tally/prefer-multi-stage-build'],
    concern: 'size',
  },
  docs: {
    summary: 'Compile in a build stage and copy only the result into the final stage',
    lesson: `A layer keeps all that was in it when the instruction ended. When the shipped stage itself compiles, the image holds the
compiler, the package caches, the development dependencies and the sources, although the program needs none of them when it
runs. That makes the image many times larger, slower to pull, and gives scanners and attackers more to find. Deleting the
tools in a later \`RUN\` hides them and frees nothing.

Split the file: one stage with the tools builds, and a second one starts from a small base image and takes the artifact
with \`COPY --from\`. Nothing else of the first stage is shipped.`,
    examples: {
      bad: [
        'FROM golang:1.23\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY cmd ./cmd\nRUN go build -o /app ./cmd\nUSER nobody\nCMD ["/app"]\n',
        'FROM node:20-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY src ./src\nRUN npm run build\nUSER node\nCMD ["node", "dist/server.js"]\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY cmd ./cmd\nRUN CGO_ENABLED=0 go build -o /app ./cmd\nFROM gcr.io/distroless/static-debian12:nonroot\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        'FROM node:20-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nFROM nginx:alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n',
      ],
    },
    whenNotToUse:
      'When the image is a place to build or to develop in, so that its tools are what it is for.',
    references: [
      'https://docs.docker.com/build/building/multi-stage/',
      'https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds',
    ],
  },
  messages: {
    compile:
      'This {describes} in {stage}, so the tools and sources are shipped with the result; build in a stage of its own and copy only the result.',
  },
  check(stage) {
    const found =
      stage.role === 'builder' || stage.role === 'unreachable' ? undefined : shippedCompile(stage);
    if (found === undefined) return [];
    const data = { describes: found.compile.describes, stage: stageWithRole(stage) };
    const match = { at: at(found.instruction, found.compile.span), message: 'compile', data };
    return [found.isCertain ? match : { ...match, level: 'information' }];
  },
});

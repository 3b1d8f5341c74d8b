/** What crosses the edges of the graph: how sure it is, and which lines made it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flowGraph, listedContext, type GraphPath, type Surroundings } from '../../../../../server/src/core';
import { analyzed } from '../../../../harness/checkRule';

/** Of the last edge with paths. */
function crossing(text: string, surroundings: Partial<Surroundings> = {}): readonly GraphPath[] {
  const { edges } = flowGraph(analyzed(text, { surroundings }));
  return edges.findLast(({ paths }) => paths !== undefined)?.paths ?? [];
}

const GO =
  'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM alpine\n';

describe('what crosses an edge', () => {
  it('is certain where the file says it', () => {
    assert.deepEqual(crossing(`${GO}COPY --from=build /out/app /usr/local/bin/\n`), [
      {
        path: '/out/app',
        to: '/usr/local/bin/app',
        certainty: 'certain',
        made: [{ stage: 0, line: 3 }],
        known: 1,
      },
    ]);
  });

  it('is likely where a tool usually puts it, and then the file of the project may say so', () => {
    const text =
      'FROM node AS web\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx\nCOPY --from=web /app/www /html\n';
    const context = listedContext({
      'package.json': { text: '{"scripts": {"build": "vite build"}}' },
      'vite.config.js': { text: 'export default { build: { outDir: "www" } }' },
    });
    const path = { path: '/app/www', to: '/html', made: [{ stage: 0, line: 3 }] };
    assert.deepEqual(crossing(text), [{ ...path, certainty: 'unknown', known: 0 }]);
    assert.deepEqual(crossing(text, { context }), [{ ...path, certainty: 'likely', known: 1 }]);
  });

  it('is unknown where a script may have made it', () => {
    const text =
      'FROM debian AS b\nRUN ./make.sh\nRUN apt-get update\nFROM scratch\nCOPY --from=b /out/x /x\n';
    assert.deepEqual(crossing(text), [
      { path: '/out/x', to: '/x', certainty: 'unknown', made: [{ stage: 0, line: 1 }], known: 0 },
    ]);
  });

  it('is missing where nothing can have made it, or it was taken away', () => {
    const none = { made: [], known: 0 };
    assert.deepEqual(crossing(`${GO}COPY --from=build /app /app\n`), [
      { path: '/app', to: '/app', certainty: 'missing', ...none },
    ]);
    assert.deepEqual(
      crossing(`${GO.replace(' .\nFROM', ' . && rm -r /out\nFROM')}COPY --from=build /out /app\n`),
      [{ path: '/out', to: '/app', certainty: 'missing', ...none }],
    );
  });

  it('was below a mount', () => {
    const text =
      'FROM rust:1.82 AS b\nWORKDIR /a\nRUN --mount=type=cache,target=/a/target cargo build\nFROM scratch\nCOPY --from=b /a/target/debug/a /a\n';
    assert.deepEqual(
      crossing(text).map(({ certainty }) => certainty),
      ['mounted'],
    );
  });

  it('is told of every source, of patterns, of mounts and of images', () => {
    assert.deepEqual(crossing(`${GO}COPY --from=build /out/* /etc/passwd /x/\n`), [
      { path: '/out/*', to: '/x', certainty: 'certain', made: [{ stage: 0, line: 3 }], known: 1 },
      { path: '/etc/passwd', to: '/x', certainty: 'unknown', made: [], known: 0 },
    ]);
    assert.deepEqual(crossing(`${GO}RUN --mount=from=build,source=/out,target=/mnt/out ls\n`), [
      { path: '/out', to: '/mnt/out', certainty: 'certain', made: [{ stage: 0, line: 3 }], known: 1 },
    ]);
    assert.deepEqual(crossing('FROM alpine\nCOPY --from=busybox:1.36 /bin/busybox /bin/\n'), [
      { path: '/bin/busybox', to: null, certainty: 'unknown', made: [], known: 0 },
    ]);
  });

  it('comes from the stage that made it, through one that only hands it on', () => {
    const text = `${GO}COPY --from=build /out/ /opt/\nFROM scratch\nCOPY --from=1 /opt/app /app\nCOPY --from=1 /opt/tool /tool\n`;
    assert.deepEqual(crossing(text.replace(/COPY.*tool\n$/, '')), [
      { path: '/opt/app', to: '/app', certainty: 'certain', made: [{ stage: 0, line: 3 }], known: 1 },
    ]);
    // Neither stage 1 nor the stage behind it can hold it: alpine has nothing in /opt.
    assert.deepEqual(
      crossing(text).map(({ certainty }) => certainty),
      ['missing'],
    );
  });
});

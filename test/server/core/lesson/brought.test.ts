/** The hover of COPY --from: what it brings, and which line made it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type Surroundings } from '../../../../server/src/core';
import { stageFingerprint } from '../../../../server/src/core/model/artifacts/measured';
import { analyzed } from '../../../harness/checkRule';
import { rest } from './hoverAt';

const GO = 'FROM golang:1.23 AS build\nRUN CGO_ENABLED=0 go build -o /out/app .\nFROM alpine:3.20\n';

function says(marked: string, pattern: RegExp, surroundings: Partial<Surroundings> = {}): void {
  assert.match(rest(marked, surroundings)?.markdown ?? '', pattern);
}

describe('what a copy from another stage brings', () => {
  it('names the line and the command that made it', () => {
    says(
      `${GO}C|OPY --from=build /out/app /app\n`,
      /It is made by line 2 \(`CGO_ENABLED=0 go build -o \/out\/app \.`\)\./,
    );
    says(`${GO}C|OPY --from=build /out /app\n`, /made by line 2 .*, with `app` in it\./);
  });

  it('says what a tool usually leaves, and what only a line may have made', () => {
    const text = 'FROM rust:1.82 AS b\nWORKDIR /a\nCOPY . .\nRUN cargo build --release\nFROM debian:12\n';
    says(
      `${text}C|OPY --from=b /a/target/release /x\n`,
      /It is what line 4 \(`cargo build --release`\) usually leaves\./,
    );
    says(
      'FROM debian AS b\nRUN ./make.sh\nFROM scratch\nC|OPY --from=b /out/x /x\n',
      /Only line 2 \(`RUN`\) can have made it, as far as the file tells\./,
    );
  });

  it('says when nothing makes it', () => {
    says(`${GO}C|OPY --from=build /app /app\n`, /No line of that stage makes `\/app`\./);
    says(
      'FROM rust:1.82 AS b\nRUN --mount=type=cache,target=/t cargo build --target-dir /t\nFROM scratch\nC|OPY --from=b /t/debug/a /a\n',
      /`\/t\/debug\/a` was below a mount, of which nothing stays\./,
    );
  });

  it('tells each of two paths', () => {
    says(
      `${GO.replace(' .\n', ' . && touch /out/note\n')}C|OPY --from=build /out/app /out/note /x/\n`,
      /`\/out\/app` is made by line 2 \(`CGO_ENABLED=0 go build -o \/out\/app \.`\)\. `\/out\/note` is made by line 2 \(`touch \/out\/note`\)\./,
    );
  });

  it('knows the files of the build context, and of the last build', () => {
    const text = 'FROM alpine AS a\nCOPY conf /conf\nFROM scratch\nC|OPY --from=a /conf /conf\n';
    const context = listedContext({ 'conf/a': {}, 'conf/b': {}, 'conf/c/d': {}, 'conf/e': {} });
    says(text, /It is made by line 2 \(`COPY`\), with 4 known files such as `a` and `b`\./, { context });
    const [stage] = analyzed(text.replace('|', '')).facts.stages;
    assert.ok(stage);
    const files = new Map([
      ['/conf', 'directory' as const],
      ['/conf/a', 'file' as const],
      ['/conf/b', 'file' as const],
    ]);
    const measured = new Map([[0, { fingerprint: stageFingerprint(stage), files }]]);
    says(text, /When it was last built, it held 2 files\./, { measured });
  });
});

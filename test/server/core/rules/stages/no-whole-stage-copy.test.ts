import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-whole-stage-copy';

describe(RULE, () => {
  it('reports a root that goes into the final stage', () => {
    checkRule(RULE, 'FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build «/» /\n', {
      level: 'warning',
    });
  });

  it('reports a home folder with everything in it', () => {
    checkRule(RULE, 'FROM golang:1.23 AS build\nFROM alpine:3.20\nCOPY --from=build «/root/.» /root/\n');
  });

  it('only hints at the squash idiom', () => {
    checkRule(RULE, 'FROM debian:12 AS system\nRUN rm -rf /var\nFROM scratch\nCOPY --from=system «/» /\n', {
      level: 'hint',
    });
  });

  it('is silent where an argument chooses among stages, which are files for each platform', () => {
    const stages = 'FROM scratch AS out-linux\nFROM scratch AS out-windows\nFROM out-$TARGETOS AS out\n';
    checkRule(RULE, `${stages}FROM alpine:3.20\nCOPY --from=out / /usr/bin/\n`);
    checkRule(RULE, 'ARG BASE\nFROM $BASE AS out\nFROM alpine:3.20\nCOPY --from=out «/» /usr/bin/\n');
  });

  it('is silent in a builder and for files that come from scratch', () => {
    checkRule(
      RULE,
      'FROM golang:1.23 AS a\nFROM alpine:3.20 AS b\nCOPY --from=a / /x\nFROM scratch\nCOPY --from=b /x/app /app\n',
    );
    checkRule(RULE, 'FROM scratch AS files\nADD rootfs.tar /\nFROM alpine:3.20\nCOPY --from=files / /\n');
  });
});

import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-undefined-argument-in-from';

describe(RULE, () => {
  it('reports what no global ARG declares, in the image and in the platform', () => {
    checkRule(RULE, 'ARG tag=latest\nFROM busybox:${tag}${«version»} AS b\n', { level: 'warning' });
    checkRule(RULE, 'FROM --platform=$«BULIDPLATFORM» alpine:3.20\nFROM --platform=$«X» alpine:$«X»\n');
    checkRule(RULE, 'FROM alpine:3.20 AS a\nARG V=1\nFROM node:$«V»\n');
    checkRule(RULE, 'ARG A\nFROM alpine:${A:-${«B»:-3}}\n');
  });

  it('is silent for global and platform arguments, with or without a value', () => {
    checkRule(
      RULE,
      'ARG A\nARG B=1\nFROM --platform=$BUILDPLATFORM alpine:${A:-3}$B\nFROM build-$TARGETARCH\n',
    );
    checkRule(RULE, "FROM alpine:3.20 AS a\\$b\nFROM 'x$y'\n");
  });

  it('offers the name that was meant, or a declaration', () => {
    checkFix(RULE, 'ARG VARIANT=1\nFROM a:${VARAINT}\n', 'ARG VARIANT=1\nFROM a:${VARIANT}\n');
    checkFix(RULE, '# what\r\nFROM a:$X\r\n', 'ARG X\r\n# what\r\nFROM a:$X\r\n');
  });
});

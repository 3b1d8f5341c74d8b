import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-variable-in-stage-reference';

describe(RULE, () => {
  it('reports variables in --from and in mounts', () => {
    checkRule(
      RULE,
      'ARG A=a\nFROM b\nCOPY --from=«$A» /x /x\nCOPY --from=«composer:${A}» /y /y\nRUN --mount=type=bind,from=«${A}»,target=/t ls /t\n',
      { level: 'error' },
    );
  });

  it('is silent about variables where they are expanded, and about names', () => {
    checkRule(RULE, 'ARG A=a\nFROM $A AS x\nFROM b\nARG P=/x\nCOPY --from=x ${P} /x\n');
    checkRule(RULE, 'FROM b\nRUN --mount=type=cache,target=$HOME/.cache x\n');
  });

  it('gives the image a stage of its own', () => {
    checkFix(
      RULE,
      'ARG V=2\nFROM php:8.3 AS app\nCOPY --from=composer:${V} /a /a\nCOPY --from=composer:${V} /b /b\n',
      'ARG V=2\nFROM composer:${V} AS composer\n\nFROM php:8.3 AS app\nCOPY --from=composer /a /a\nCOPY --from=composer /b /b\n',
    );
  });

  it('leaves comments with their stage, counts the stages anew, and moves the argument up', () => {
    checkFix(
      RULE,
      'FROM a\r\nRUN x\r\n# app ships\r\nFROM b AS app\r\nARG TOOLS_IMAGE=t:1\r\nCOPY --from=$TOOLS_IMAGE /t /t\r\nFROM c\r\nCOPY --from=1 /t /t\r\n',
      'ARG TOOLS_IMAGE=t:1\r\nFROM a\r\nRUN x\r\n\r\nFROM $TOOLS_IMAGE AS tools-image\r\n# app ships\r\nFROM b AS app\r\nARG TOOLS_IMAGE=t:1\r\nCOPY --from=tools-image /t /t\r\nFROM c\r\nCOPY --from=2 /t /t\r\n',
    );
  });
});

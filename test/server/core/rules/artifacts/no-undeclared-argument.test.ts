import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-undeclared-argument';

describe(RULE, () => {
  it('reports a global argument that the stage does not declare', () => {
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nRUN echo «$V» "«${V}»"\n', { level: 'warning' });
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nENV W=«$V»\nWORKDIR /«${V}»\n');
  });

  it('reports platform arguments and arguments of a stage that is no ancestor', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN echo «$TARGETARCH»\n');
    checkRule(RULE, 'FROM alpine:3.20 AS a\nARG V=1\nFROM alpine:3.20\nRUN echo «$V»\n');
  });

  it('is only information when an image that is not known could set it', () => {
    checkRule(RULE, 'ARG V=1\nFROM example.org/own/image:1\nRUN echo «$V»\n', { level: 'information' });
  });

  it('is silent where the stage, its parent or the image has it', () => {
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nARG V\nRUN echo $V\n');
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20 AS a\nARG V\nFROM a\nRUN echo $V\n');
    checkRule(RULE, 'ARG NODE_VERSION=20\nFROM node:${NODE_VERSION}-alpine\nRUN echo $NODE_VERSION\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN wget $HTTP_PROXY\n');
  });

  it('is silent where the shell sets, reads or defaults it', () => {
    checkRule(
      RULE,
      "ARG V=1\nFROM alpine:3.20\nRUN V=2; echo $V\nRUN for V in a; do echo $V; done\nRUN read V && echo $V\nRUN echo ${V:-x} '$V' \\$V\n",
    );
  });

  it('is silent in PowerShell and in exec form', () => {
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nSHELL ["pwsh", "-Command"]\nRUN Write-Host $V\n');
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nRUN ["echo", "$V"]\n');
  });

  it('declares the argument above its first use, in the line ends of the file', () => {
    checkFix(
      RULE,
      'ARG V=1\nFROM alpine:3.20\nRUN true\n# why\nRUN echo $V\n',
      'ARG V=1\nFROM alpine:3.20\nRUN true\nARG V\n# why\nRUN echo $V\n',
    );
    checkFix(
      RULE,
      'ARG V=1\r\nFROM alpine:3.20\r\nRUN echo $V\r\n',
      'ARG V=1\r\nFROM alpine:3.20\r\nARG V\r\nRUN echo $V\r\n',
    );
  });
});

import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-invalid-default-argument-in-from';

describe(RULE, () => {
  it('reports a base that is no reference without build arguments', () => {
    checkRule(RULE, 'ARG VERSION=\nFROM «busybox:$VERSION»\n', { level: 'warning' });
    checkRule(RULE, 'ARG VERSION\nFROM «docker:${VERSION}-dind»\n', { level: 'information' });
    checkRule(RULE, 'ARG PROJECT\nFROM «gcr.io/$PROJECT/builder:1»\n', { level: 'information' });
    checkRule(RULE, 'ARG IMAGE\nFROM «$IMAGE» AS a\nFROM a\n', { level: 'information' });
    checkRule(RULE, 'ARG R=""\nFROM «gcr.io/${R}/builder:1»\n');
    checkRule(RULE, 'ARG NAME=Own\nFROM «$NAME»\n');
  });

  it('is silent where the defaults give a reference', () => {
    checkRule(RULE, 'ARG T=1\nFROM busybox:$T\nARG U\nFROM busybox:stable${V}\nFROM alpine:${W:-3}\n');
    checkRule(
      RULE,
      'ARG A=1\nARG B=$A-alpine\nFROM node:$B\nFROM base-$TARGETARCH\nFROM --platform=$X scratch\n',
    );
    checkRule(RULE, 'ARG BASE=${TARGETOS#x}\nFROM $BASE\n');
  });

  it('leaves what is not declared to the rule about that, and plain names to others', () => {
    checkRule(RULE, 'FROM $NOBODY\nFROM Builder\n');
    checkRule('InvalidDefaultArgInFrom', 'FROM «$NOBODY»\nFROM «Builder»\n', {
      surroundings: { parity: 'buildkit' },
    });
  });

  it('takes the tag of another stage', () => {
    checkFix(
      RULE,
      'ARG T\nFROM node:20 AS a\nFROM node:${T}\n',
      'ARG T=20\nFROM node:20 AS a\nFROM node:${T}\n',
    );
  });
});

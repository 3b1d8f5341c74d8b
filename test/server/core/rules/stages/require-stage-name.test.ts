import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-stage-name';

describe(RULE, () => {
  it('reports stages without a name before the last one', () => {
    checkRule(RULE, 'FROM «golang:1.23»\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\n', {
      level: 'hint',
    });
  });

  it('is silent about the last stage, about named ones and about what nothing needs', () => {
    checkRule(RULE, 'FROM alpine:3.20\n');
    checkRule(RULE, 'FROM alpine:3.20 AS a\nFROM scratch\nCOPY --from=a /x /x\n');
    checkRule(RULE, 'FROM alpine:3.20\nFROM scratch\n');
    checkRule(RULE, 'FROM alpine:3.20 as build\nFROM build\n');
    checkRule(RULE, 'FROM\nFROM alpine:3.20\n');
  });

  it('names the stage after what it is for, and refers to it by the name', () => {
    checkFix(
      RULE,
      'FROM golang:1.23 # no comment\nRUN go build\nFROM scratch\nCOPY --from=0 /a /a\n',
      'FROM golang:1.23 AS build # no comment\nRUN go build\nFROM scratch\nCOPY --from=build /a /a\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20 AS files\nFROM scratch\nCOPY a /a\nFROM files\nCOPY --from=1 /a /a\n',
      'FROM alpine:3.20 AS files\nFROM scratch AS files2\nCOPY a /a\nFROM files\nCOPY --from=files2 /a /a\n',
    );
  });
});

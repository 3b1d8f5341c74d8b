import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_POLICY } from '../../../../../server/src/core/model/surroundings';
import { checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'require-pinned-packages';
const ON = { configuration: { rules: { [RULE]: 'information' } } } as const;

describe(RULE, () => {
  it('is off until somebody asks for it', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y curl\n');
  });

  it('reports each command that leaves a version open, at its first package', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y git=1:2.* «curl» jq && apk add «flex»\n', ON);
    checkRule(
      RULE,
      'FROM a\nRUN pip install «requests»\nRUN npm install -g «typescript»\nRUN gem i «rake»\n',
      ON,
    );
    checkRule(RULE, 'FROM a\nRUN yum install -y «tomcat»\nRUN zypper in -y «x»; microdnf install «y»\n', ON);
    checkRule(RULE, 'FROM a\nONBUILD RUN pip install «requests»\n', ON);
    assert.deepEqual(messagesOf(RULE, 'FROM a\nRUN apk add a b c d e f\n', ON), [
      'apk installs whatever version is newest on the day of the build; name one for a, b, c, d and 2 more.',
    ]);
  });

  it('reports tags that move and repositories without a commit', () => {
    checkRule(RULE, 'FROM a\nRUN go install «example.com/x@latest» && npm i «left@next»\n', ON);
    checkRule(RULE, 'FROM a\nRUN pip install «git+https://h/r.git»\n', ON);
  });

  it('is silent where something names the version', () => {
    checkRule(RULE, 'FROM a\nRUN apk add git~=2.45 curl=$CURL && pip install -c c.txt a && npm ci\n', ON);
    checkRule(
      RULE,
      'FROM a\nRUN pip install -r requirements.txt && go install ./cmd/x && npm install x@1\n',
      ON,
    );
    checkRule(RULE, 'FROM a\nRUN yum install -y git-core-$V && apt-get install -y ./x.deb $PACKAGES\n', ON);
  });

  it('asks only of the managers that the policy names', () => {
    const policy = { ...NO_POLICY, pinnedManagers: new Set(['pip']) };
    checkRule(RULE, 'FROM a\nRUN apk add x && pip install «y»\n', { ...ON, surroundings: { policy } });
  });

  it('names the one code where hadolint is followed', () => {
    const hadolint = { surroundings: { parity: 'hadolint' } } as const;
    const text = 'FROM a\nRUN apt-get install a\nRUN apk add b\nRUN yarn add c && apt install d\n';
    checkRule('DL3008', text.replace('install a', 'install «a»'), hadolint);
    checkRule('DL3018', text.replace('add b', 'add «b»'), hadolint);
    checkRule('DL3016', text, hadolint);
    checkRule('DL3033', 'FROM a AS b\nENV v=1\nFROM a\nRUN yum install -y «x-${v}»\n', hadolint);
    checkRule('DL3033', 'FROM a AS b\nARG v=1\nRUN yum install -y x-$v\n', hadolint);
  });
});

import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-secret-mount';

describe(RULE, () => {
  it('reports a login with a build argument or with the environment', () => {
    for (const run of [
      'git clone https://«$TOKEN»@github.com/a/b',
      'git clone https://oauth2:«${TOKEN}»@gitlab.com/a/b.git /src',
      'npm config set //registry.example.com/:_authToken=«$TOKEN» && npm ci',
      'echo "//registry.example.com/:_authToken=«${TOKEN}»" > .npmrc && npm ci && rm .npmrc',
      'curl -H "Authorization: Bearer «$TOKEN»" https://example.com/a > a',
      'curl --user me:«$TOKEN» https://example.com/a > a',
      'pip install --extra-index-url https://me:«$TOKEN»@pypi.example.com/simple a',
      'docker login -u me --password «$TOKEN»',
    ])
      checkRule(RULE, `FROM alpine:3.20\nARG TOKEN\nRUN ${run}\n`, { level: 'warning' });
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV API_TOKEN=x\nRUN curl -H "PRIVATE-TOKEN: «$API_TOKEN»" https://a.example.com\n',
    );
  });

  it('reports it once a step and name, as information in a builder', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20 AS b\nARG TOKEN\nRUN git clone https://«$TOKEN»@a.example.com/a && git clone https://$TOKEN@a.example.com/b\nFROM scratch\nCOPY --from=b /a /a\n',
      { level: 'information' },
    );
  });

  it('is silent about mounts, values of the script itself, public names and other uses', () => {
    for (const lines of [
      'RUN --mount=type=secret,id=t,env=TOKEN git clone https://$TOKEN@github.com/a/b',
      'RUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) && git clone https://$TOKEN@github.com/a/b',
      'ARG TOKEN\nRUN TOKEN=$(cat /t) && git clone https://$TOKEN@github.com/a/b',
      'ARG VERSION\nRUN curl -u $VERSION https://example.com/$VERSION/a',
      'ARG USER\nRUN git clone ssh://$USER@example.com/a',
      'ARG USER_ID\nRUN useradd -u $USER_ID app',
      'ARG TOKEN\nRUN echo $TOKEN | wc -c',
      'RUN git clone https://$TOKEN@github.com/a/b',
    ])
      checkRule(RULE, `FROM alpine:3.20\n${lines}\n`);
  });

  it('replaces the argument by a mount where nothing else reads it', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nARG GIT_TOKEN\nRUN git clone https://$GIT_TOKEN@github.com/a/b\n',
      'FROM alpine:3.20\nRUN --mount=type=secret,id=git_token,env=GIT_TOKEN git clone https://$GIT_TOKEN@github.com/a/b\n',
    );
  });
});

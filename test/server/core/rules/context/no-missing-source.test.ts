import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type BuildContext } from '../../../../../server/src/core';
import { checkFix, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-missing-source';

function holding(...paths: readonly string[]): { readonly context: BuildContext } {
  return { context: listedContext(Object.fromEntries(paths.map((path) => [path, {}]))) };
}

describe(RULE, () => {
  const surroundings = holding('package.json', 'src/server.js', 'config/app.yml');

  it('reports a path that is not there, in any stage', () => {
    checkRule(
      RULE,
      'FROM node:20 AS b\nCOPY «pakage.json» ./\nFROM scratch\nCOPY «src/sever.js» «nowhere/at/all» /x/\n',
      {
        surroundings,
        level: 'warning',
      },
    );
    checkRule(RULE, 'FROM scratch\nCOPY «../package.yml» src /x/\n', { surroundings });
  });

  it('says what is meant, at the part that is wrong', () => {
    assert.deepEqual(messagesOf(RULE, 'FROM scratch\nCOPY confg/app.yml lib /x/\n', { surroundings }), [
      'The build context holds no "confg/app.yml"; did you mean "config/app.yml"?',
      'The build context holds no "lib".',
    ]);
    checkFix(
      RULE,
      'FROM scratch\nCOPY --link confg/app.yml /x/\n',
      'FROM scratch\nCOPY --link config/app.yml /x/\n',
      {
        surroundings,
      },
    );
    checkFix(
      RULE,
      'FROM scratch\nCOPY ["confg/app.yml", "/x/"]\n',
      'FROM scratch\nCOPY ["config/app.yml", "/x/"]\n',
      {
        surroundings,
      },
    );
  });

  it('is silent about what is there, cannot be known, or comes from elsewhere', () => {
    checkRule(
      RULE,
      [
        'FROM alpine:3.20 AS b',
        'COPY package.json ./src /config/app.yml /x/',
        'COPY . /x/',
        'COPY pakage*.json $NAME /x/',
        'ADD https://example.com/a.txt git@github.com:a/b.git /x/',
        'FROM scratch',
        'COPY --from=b nowhere /x',
        'COPY <<EOF /x',
        'text',
        'EOF',
        '',
      ].join('\n'),
      { surroundings },
    );
  });

  it('is silent about output of a build before the build, and about what git ignores', () => {
    checkRule(RULE, 'FROM scratch\nCOPY dist target/app.jar service/build/libs/x.jar app.whl /x/\n', {
      surroundings,
    });
    const context = { ...surroundings.context, isGitIgnored: (path: string) => path === 'generated' };
    checkRule(RULE, 'FROM scratch\nCOPY generated «other» /x/\n', { surroundings: { context } });
  });

  it('needs a sign that the context is the right one when it is only assumed', () => {
    const context = { ...surroundings.context, isAssumed: true };
    checkRule(RULE, 'FROM scratch\nCOPY nowhere /x/\n', { surroundings: { context } });
    checkRule(RULE, 'FROM scratch\nCOPY package.json «nowhere» /x/\n', { surroundings: { context } });
    checkRule(RULE, 'FROM scratch\nCOPY «package.jsn» /x/\n', { surroundings: { context } });
  });

  it('is silent while a folder is not known yet, and about an empty context', () => {
    const unknown = { ...surroundings.context, entriesIn: () => undefined };
    checkRule(RULE, 'FROM scratch\nCOPY nowhere /x/\n', { surroundings: { context: unknown } });
    checkRule(RULE, 'FROM scratch\nCOPY nowhere /x/\n', { surroundings: holding() });
  });
});

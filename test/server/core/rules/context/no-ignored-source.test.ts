import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext } from '../../../../../server/src/core';
import { analyzed, checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-ignored-source';

function ignoring(text: string, files: readonly string[] = []) {
  const ignoreFile = { kind: 'present', path: '.dockerignore', text } as const;
  const listed = Object.fromEntries(files.map((path) => [path, {}]));
  return { ignoreFile, ...(files.length === 0 ? {} : { context: listedContext(listed, text) }) };
}

describe(RULE, () => {
  it('reports what a pattern leaves out, itself or with its folder', () => {
    checkRule(RULE, 'FROM scratch\nCOPY «./tmp/helloworld.txt» «docs» src /x/\n', {
      surroundings: ignoring('*/tmp/*\ntmp/**\ndocs\n'),
      level: 'warning',
    });
    checkRule(RULE, 'FROM scratch\nADD [«"/a b/c"», "/x"]\n', { surroundings: ignoring('a b\n') });
  });

  it('names the line that decides', () => {
    assert.deepEqual(
      messagesOf(RULE, 'FROM scratch\nCOPY a/b /b\n', { surroundings: ignoring('**/x\n**/b\n') }),
      [
        '"a/b" is left out of the build context by the line "**/b" of .dockerignore, so there is nothing to copy.',
      ],
    );
  });

  it('is silent about what is sent, comes from elsewhere or is not known', () => {
    const surroundings = ignoring('dist\nnode_modules\n.*\n');
    for (const copy of [
      'COPY . .',
      'COPY ./ /x/',
      'COPY --from=b dist /x',
      'COPY $DIST /x',
      'ADD https://example.com/dist /x',
      'COPY package*.json ./',
      'COPY <<dist /x\nhello\ndist',
    ])
      checkRule(RULE, `FROM alpine:3.20 AS b\nRUN true\nFROM scratch\n${copy}\n`, { surroundings });
  });

  it('with exceptions speaks of files only, for a folder may have something in it that is taken back', () => {
    const text = '*\n!src/app\n';
    checkRule(RULE, 'FROM scratch\nCOPY «package.json» src src/app /x/\n', {
      surroundings: ignoring(text, ['package.json', 'src/app/a.ts']),
    });
    checkRule(RULE, 'FROM scratch\nCOPY package.json src /x/\n', { surroundings: ignoring(text) });
  });

  it('takes the path back in the ignore file', () => {
    const analysis = analyzed('FROM scratch\nCOPY docs /x\n', { surroundings: ignoring('docs\r\nb') });
    const [finding] = analysis.findings.filter(({ rule }) => rule === RULE);
    assert.ok(finding);
    assert.deepEqual(analysis.fixesOf(finding)[0]?.newFiles, [
      { path: '.dockerignore', text: 'docs\r\nb\r\n!docs\r\n', replaces: 'docs\r\nb' },
    ]);
  });

  it('judges as BuildKit does under its parity', () => {
    const found = (copy: string, text: string): number =>
      analyzed(`FROM scratch\nCOPY ${copy} /x\n`, {
        surroundings: { ...ignoring(text), parity: 'buildkit' },
      }).findings.filter(({ rule }) => rule === 'CopyIgnoredFile').length;
    assert.equal(found('./tmp/helloworld.txt', '*/tmp/*\ntmp\n'), 1);
    assert.equal(found('./forever/helloworld.txt', '*/tmp/*\n'), 0);
    assert.equal(found('.', '\n**\n!Dockerfile\n'), 0);
    assert.equal(found('.', '.*\n'), 1);
  });
});

/** The real ShellCheck, which `test/run.mjs` provides: its places, its fixes, its knowledge of ENV and ARG, on texts and on files. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type Analysis,
  analyze,
  applyEdits,
  NO_SURROUNDINGS,
  scriptsToShellcheck,
  shellcheck,
} from '../../server/src/core';
import { runsOnTexts } from '../../server/src/node/textsRunner';
import { stagewright } from '../server/cli/cliProcess';

const PROGRAM = process.env['STAGEWRIGHT_SHELLCHECK'] ?? 'shellcheck';

async function checked(text: string): Promise<Analysis> {
  const scripts = scriptsToShellcheck(analyze(text));
  const { comments, failure } = await shellcheck(scripts, (args, texts) =>
    runsOnTexts(PROGRAM, args, texts, new AbortController().signal),
  );
  assert.equal(failure, undefined);
  const answers = { commentsOn: (script: string) => comments.get(script) };
  return analyze(text, { surroundings: { ...NO_SURROUNDINGS, shellcheck: answers } });
}

/** `SC2086 $foo` for each finding, in the order of the text. */
function found(analysis: Analysis): string[] {
  return analysis.findings.flatMap((finding) => {
    if (!finding.rule.startsWith('shellcheck/')) return [];
    const { start, end } = analysis.locate(finding.at);
    return [`${finding.rule.slice('shellcheck/'.length)} ${analysis.text.slice(start, end)}`];
  });
}

describe('the real ShellCheck', () => {
  it('has its findings at their places', async () => {
    const text =
      'FROM debian:12\nRUN echo "é😀" $foo && \\\n  # why\n\n\tls `pwd` \\\n  && cd /x; true\nRUN <<EOF\n# one\ncat $bar\nEOF\n';
    assert.deepEqual(found(await checked(text)).sort(), [
      'SC2006 `pwd`',
      'SC2046 `pwd`',
      'SC2086 $bar',
      'SC2086 $foo',
      'SC2154 $bar',
      'SC2154 $foo',
      'SC2164 cd /x',
    ]);
    assert.deepEqual(found(await checked(text.replaceAll('\n', '\r\n'))).length, 7);
  });

  it('knows what ENV, ARG and the builder set, and the shell of the stage', async () => {
    const text =
      'FROM debian:12 AS a\nARG foo\nENV bar=1\nRUN echo $foo $bar "$http_proxy" "$HTTP_PROXY"\nFROM a\nRUN echo $bar\n';
    assert.deepEqual(found(await checked(text)), []);
    const bashism = (shell: string): string => `FROM debian:12\n${shell}RUN [[ "$HOME" == x ]] && true\n`;
    assert.ok(found(await checked(bashism(''))).some((line) => line.startsWith('SC3010')));
    assert.deepEqual(found(await checked(bashism('SHELL ["/bin/bash", "-c"]\n'))), []);
    assert.deepEqual(found(await checked('FROM debian:12\nSHELL ["/bin/sh", "-ec"]\nRUN cd /x; true\n')), []);
  });

  it('heeds its own comments in heredocs', async () => {
    const text = 'FROM debian:12\nRUN <<EOF\n# shellcheck disable=SC2086,SC2154\ntrue\necho $foo\nEOF\n';
    assert.deepEqual(found(await checked(text)), []);
  });

  it('mends what it finds, and then finds nothing', async () => {
    const text =
      'FROM debian:12\nARG x\nRUN for f in *.txt; do \\\n    rm -r $f; \\\n  done && \\\n  echo "é😀" `pwd`\nRUN cd /y; true\n';
    const analysis = await checked(text);
    const edits = analysis.findings
      .filter(({ rule }) => ['shellcheck/SC2086', 'shellcheck/SC2006', 'shellcheck/SC2164'].includes(rule))
      .flatMap((finding) => analysis.fixesOf(finding)[0]?.edits ?? []);
    const mended = applyEdits(text, edits);
    assert.equal(
      mended,
      'FROM debian:12\nARG x\nRUN for f in *.txt; do \\\n    rm -r "$f"; \\\n  done && \\\n  echo "é😀" $(pwd)\nRUN cd /y || exit; true\n',
    );
    assert.deepEqual(
      found(await checked(mended)).filter((line) => /SC(?:2086|2006|2164)/.test(line)),
      [],
    );
  });

  it('is found by the command line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagewright-shellcheck-'));
    try {
      const file = join(folder, 'Dockerfile');
      writeFileSync(file, 'FROM debian:12\nRUN rm -r $foo\n');
      const args = ['lint', '--rule', 'shellcheck', '--shellcheck', PROGRAM, '--level', 'hint', file];
      const { code, stdout } = await stagewright(args);
      assert.equal(code, 1);
      assert.match(stdout, /2:11 warning foo is referenced but not assigned\. \(shellcheck\/SC2154\)/);
      assert.equal((await stagewright([...args, '--fix-suggestions'])).code, 1);
      assert.match(readFileSync(file, 'utf8'), /rm -r "\$foo"/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

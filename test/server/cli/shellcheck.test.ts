/** `stagewright lint` with ShellCheck: one process for all files, findings in their places, and clear words when it fails. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { commandEntries } from '../../../server/src/cli/entries';
import { main } from '../../../server/src/cli/main';
import { nodeCliIo } from '../../../server/src/node/cliIo';
import { runsOnTexts } from '../../../server/src/node/textsRunner';
import { folderWith, stagewright } from './cliProcess';

const FAKE = resolve(__dirname, '../../harness/fakeShellcheck.js');

const FILES = {
  'a/Dockerfile': 'FROM alpine:3.20\nRUN a && \\\n    b $foo\n',
  'b/Dockerfile': 'FROM alpine:3.20\nRUN <<EOF\nc $bar\nEOF\n',
};

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly calls: readonly (readonly string[])[];
}

const absent = (): Promise<never> => Promise.reject(new Error('no engine here'));

/** The command line in this process, with the program of the tests on PATH. */
async function lint(args: readonly string[], found: 'shellcheck' | 'none' = 'shellcheck'): Promise<Result> {
  const calls: string[][] = [];
  let stdout = '';
  let stderr = '';
  const code = await main(
    ['lint', '--rule', 'shellcheck', '--level', 'hint', ...args],
    commandEntries({ smoke: absent, clean: absent, pin: absent }),
    {
      ...nodeCliIo(),
      terminal: { isColored: false, columns: undefined },
      statusLine: undefined,
      print: (text) => void (stdout += text),
      printError: (text) => void (stderr += text),
      findProgram: () => (found === 'none' ? undefined : found),
      runOnTexts(program, rest, texts) {
        calls.push([program, ...texts]);
        if (program === 'absent') return Promise.resolve({ kind: 'not-found', message: 'ENOENT' });
        return runsOnTexts(process.execPath, [FAKE, ...rest], texts, new AbortController().signal);
      },
    },
  );
  return { code, stdout, stderr, calls };
}

function project(test: TestContext, files: Readonly<Record<string, string>> = FILES): string {
  return folderWith(test, files);
}

describe('stagewright lint with ShellCheck', () => {
  it('has one process read the scripts of all files', async (test) => {
    const { code, stdout, stderr, calls } = await lint([project(test)]);
    assert.equal(stderr, '');
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.length, 3);
    assert.match(stdout, /a\/Dockerfile:3:7 information Double quote .* \(shellcheck\/SC2086\)/);
    assert.match(stdout, /b\/Dockerfile:3:3 information Double quote .* \(shellcheck\/SC2086\)/);
    assert.equal(code, 1);
  });

  it('shows its fixes as suggestions', async (test) => {
    const folder = project(test);
    assert.match((await lint([folder, '--fix', '--diff'])).stderr, /Nothing would change/);
    const { stdout } = await lint([folder, '--fix-suggestions', '--diff']);
    assert.match(stdout, /^\+ {4}b "\$foo"$/m);
    assert.match(stdout, /^\+c "\$bar"$/m);
  });

  it('reads what fixes have changed once more, and nothing else', async (test) => {
    const folder = project(test, { Dockerfile: 'FROM alpine:3.20\nRUN a $foo$bar\nRUN b\n' });
    const { code, stdout, calls } = await lint([folder, '--fix-suggestions']);
    // Two findings that touch are mended one after the other.
    assert.match(stdout, /Fixed|fixed/);
    assert.ok(calls.length === 2 && calls[1]?.length === 2);
    assert.equal(code, stdout.includes('shellcheck/SC2086') ? 1 : 0);
  });

  it('runs nothing when told so, and where there is none', async (test) => {
    const folder = project(test);
    for (const { code, calls } of [await lint([folder, '--no-shellcheck']), await lint([folder], 'none')])
      assert.deepEqual([code, calls], [0, []]);
  });

  it('runs for a choice of rules only where it is among them, and knows all of its codes', async (test) => {
    const folder = project(test);
    assert.equal((await lint([folder, '--rule', 'SC2086'])).calls.length, 1);
    const run = await stagewright(['lint', '--rule', 'no-cd', '--shellcheck', 'absent', folder]);
    assert.equal(run.code, 0);
    const none = await stagewright(['lint', '--rule', 'sc3010', '--no-shellcheck', folder]);
    assert.equal(none.code, 0);
  });

  it('takes the program that is named, and refuses one that is not there', async (test) => {
    const folder = project(test);
    assert.equal((await lint([folder, '--shellcheck', 'mine'])).calls[0]?.[0], 'mine');
    const { code, stderr } = await lint([folder, '--shellcheck', 'absent']);
    assert.equal(code, 2);
    assert.match(stderr, /--shellcheck: absent cannot be started: ENOENT/);
    const both = await lint([folder, '--shellcheck', 'mine', '--no-shellcheck']);
    assert.equal(both.code, 2);
  });

  it('says when the program fails, and judges the files all the same', async (test) => {
    const folder = project(test, { Dockerfile: 'FROM alpine:3.20\nRUN GARBAGE $foo\n' });
    const { code, stderr } = await lint([folder]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /shellcheck: its answer cannot be read; what it would say of some scripts is missing/,
    );
  });

  it('refuses a missing program as a process too', async (test) => {
    const folder = project(test);
    const run = await stagewright(['lint', '--shellcheck', join(folder, 'nothing'), folder]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /cannot be started/);
  });
});

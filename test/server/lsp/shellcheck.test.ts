/** ShellCheck in an editor: off the keystroke's path, kept by text, cancelled when stale, and only where the workspace is trusted. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CodeActionRequest, type Diagnostic } from 'vscode-languageserver-protocol/node';
import type { TextsRunner } from '../../../server/src/lsp/platform';
import { runsOnTexts } from '../../../server/src/node/textsRunner';
import { type InitializationOptions, WORKSPACE_TRUSTED_NOTIFICATION } from '../../../server/src/protocol';
import { PUSH_CAPABILITIES, TestClient } from '../../harness/lspClient';

const URI = 'file:///nowhere/Dockerfile';
const FAKE = resolve(__dirname, '../../harness/fakeShellcheck.js');
const TRUSTED: InitializationOptions = { runsShellcheck: true };

interface Call {
  readonly program: string;
  readonly texts: readonly string[];
  readonly isCancelled: () => boolean;
}

/** The program of the tests, whatever is asked for, and what it was asked. */
function recording(): { readonly calls: readonly Call[]; readonly runner: TextsRunner } {
  const calls: Call[] = [];
  return {
    calls,
    runner(program, args, texts, signal) {
      calls.push({ program, texts, isCancelled: () => signal.aborted });
      if (program === 'absent') return Promise.resolve({ kind: 'not-found', message: 'ENOENT' });
      return runsOnTexts(process.execPath, [FAKE, ...args], texts, signal);
    },
  };
}

/** Waits until what was published last is as wanted. */
async function published(
  client: TestClient,
  isWanted: (found: readonly Diagnostic[]) => boolean,
): Promise<readonly Diagnostic[]> {
  await client.until(() => isWanted(shellchecked(client)));
  return shellchecked(client);
}

/** The client notices nothing of a program that starts or is ended. */
async function seen(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(20);
}

function shellchecked(client: TestClient): readonly Diagnostic[] {
  const diagnostics = client.published.at(-1)?.diagnostics ?? [];
  return diagnostics.filter(({ code }) => String(code).startsWith('shellcheck/'));
}

describe('ShellCheck in the server', () => {
  it('tells what it finds after the first findings, and its fixes are code actions', async () => {
    const { calls, runner } = recording();
    const client = await TestClient.start(
      { capabilities: PUSH_CAPABILITIES, initializationOptions: TRUSTED },
      { runsOnTexts: runner },
    );
    await client.open(URI, 'FROM alpine:3.20\nRUN a && \\\n  b $foo\nRUN c $bar\n');
    const found = await published(client, ({ length }) => length === 2);
    assert.deepEqual(
      found.map(({ range, code }) => [range.start.line, range.start.character, range.end.character, code]),
      [
        [2, 4, 8, 'shellcheck/SC2086'],
        [3, 6, 10, 'shellcheck/SC2086'],
      ],
    );
    assert.equal(calls.length, 1);
    assert.equal(calls[0]?.program, 'shellcheck');
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: URI },
      range: { start: { line: 2, character: 5 }, end: { line: 2, character: 5 } },
      context: { diagnostics: [] },
    });
    assert.ok(actions?.some(({ title }) => title === 'Replace `$foo` with `"$foo"`'));
    await client.stop();
  });

  it('reads only what it has not read, and keeps what stands in scripts that an edit leaves alone', async () => {
    const { calls, runner } = recording();
    const client = await TestClient.start(
      { capabilities: PUSH_CAPABILITIES, initializationOptions: TRUSTED },
      { runsOnTexts: runner },
    );
    await client.open(URI, 'FROM alpine:3.20\nRUN a $foo\nRUN c $bar\n');
    await published(client, ({ length }) => length === 2);
    const before = client.published.length;
    await client.edit(URI, '# a comment\nRUN a', 'RUN a');
    await client.edit(URI, 'RUN c $baz $qux', 'RUN c $bar');
    const found = await published(client, ({ length }) => length === 3);
    assert.deepEqual(
      found.map(({ range }) => range.start.line),
      [2, 3, 3],
    );
    // What is known of the first RUN never went away.
    for (const { diagnostics } of client.published.slice(before))
      assert.ok(
        diagnostics.some(({ code, range }) => code === 'shellcheck/SC2086' && range.start.line === 2),
      );
    assert.equal(calls.length, 2);
    assert.equal(calls[1]?.texts.length, 1);
    // Back again: it is remembered.
    await client.edit(URI, 'RUN c $bar', 'RUN c $baz $qux');
    await published(client, ({ length }) => length === 2);
    assert.equal(calls.length, 2);
    await client.stop();
  });

  it('ends what is stale, and says what went wrong once', async () => {
    const { calls, runner } = recording();
    const client = await TestClient.start(
      { capabilities: PUSH_CAPABILITIES, initializationOptions: TRUSTED },
      { runsOnTexts: runner },
    );
    await client.open(URI, 'FROM alpine:3.20\nRUN HANG $foo\n');
    await seen(() => calls.length === 1);
    await client.edit(URI, 'RUN b $foo', 'RUN HANG $foo');
    await published(client, ({ length }) => length === 1);
    assert.equal(calls[0]?.isCancelled(), true);
    await client.edit(URI, 'RUN GARBAGE', 'RUN b $foo');
    await client.until(() => client.logged.some((line) => line.includes('cannot be read')));
    await client.edit(URI, 'RUN HANG', 'RUN GARBAGE');
    await seen(() => calls.length === 4);
    await client.close(URI);
    await seen(() => calls[3]?.isCancelled() === true);
    await client.stop();
  });

  it('runs nothing until the workspace is trusted', async () => {
    const { calls, runner } = recording();
    const client = await TestClient.start(
      { capabilities: PUSH_CAPABILITIES, initializationOptions: { runsShellcheck: false } },
      { runsOnTexts: runner },
    );
    await client.open(URI, 'FROM alpine:3.20\nRUN a $foo\n');
    await client.until(() => client.published.length > 0);
    // Longer than typing must pause for the program to run.
    await delay(700);
    assert.equal(calls.length, 0);
    await client.connection.sendNotification(WORKSPACE_TRUSTED_NOTIFICATION);
    await published(client, ({ length }) => length === 1);
    await client.stop();
  });

  it('takes the program that the settings name, and leaves one alone that is missing or not wanted', async () => {
    const { calls, runner } = recording();
    const client = await TestClient.start(
      {
        capabilities: PUSH_CAPABILITIES,
        initializationOptions: TRUSTED,
        settings: { shellcheck: { path: 'absent' } },
      },
      { runsOnTexts: runner },
    );
    await client.open(URI, 'FROM alpine:3.20\nRUN a $foo\n');
    await client.until(() => client.logged.some((line) => line.includes('absent failed: ENOENT')));
    await client.edit(URI, 'RUN b $foo', 'RUN a $foo');
    await delay(700);
    assert.deepEqual(
      calls.map(({ program }) => program),
      ['absent'],
    );
    await client.stop();

    const other = recording();
    const unwilling = await TestClient.start(
      {
        capabilities: PUSH_CAPABILITIES,
        initializationOptions: TRUSTED,
        settings: { rules: { shellcheck: 'off' } },
      },
      { runsOnTexts: other.runner },
    );
    await unwilling.open(URI, 'FROM alpine:3.20\nRUN a $foo\n');
    await delay(700);
    assert.equal(other.calls.length, 0);
    await unwilling.stop();
  });
});

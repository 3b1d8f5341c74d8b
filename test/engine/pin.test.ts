/** Pinning with the real client, which asks a registry on loopback. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { registryWith } from '../harness/registry';
import { folderWith, ROOT } from './workbench';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Not at once, for the registry lives in this process. */
function pin(cwd: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const program = join(ROOT, 'out/server/src/node/cli.js');
    const child = spawn(process.execPath, [program, 'pin', 'Dockerfile'], { cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test('the digest is that of the registry', async (t) => {
  const registry = await registryWith(t, ['acme/app:1', 'acme/tool:2.0']);
  const app = `${registry.host}/acme/app:1`;
  const tool = `${registry.host}/acme/tool:2.0`;
  const cwd = folderWith(t, { Dockerfile: `FROM ${app}\nCOPY --from=${tool} /t /t\n` });
  assert.deepEqual(await pin(cwd), {
    code: 0,
    stdout: `FROM ${app}@${registry.digestOf('acme/app:1')}\nCOPY --from=${tool}@${registry.digestOf('acme/tool:2.0')} /t /t\n`,
    stderr: `Dockerfile:1 ${app}: ${registry.digestOf('acme/app:1')}\nDockerfile:2 ${tool}: ${registry.digestOf('acme/tool:2.0')}\n2 images pinned.\n`,
  });
  assert.ok(registry.asked.includes('HEAD acme/app:1'));
});

test('an image that is not there, or a registry that is not, is said in a sentence', async (t) => {
  const registry = await registryWith(t, ['acme/app:1']);
  const gone = `${registry.host}/acme/gone:1`;
  const cwd = folderWith(t, { Dockerfile: `FROM ${gone}\nFROM 127.0.0.1:1/nobody/there:1\n` });
  const { code, stdout, stderr } = await pin(cwd);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(
    stderr,
    new RegExp(`Dockerfile:1 ${gone}: The registry of ${gone} gave no digest: .*not found`),
  );
  assert.match(stderr, /Dockerfile:2 .*connection refused/);
});

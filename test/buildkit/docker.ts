/** The engine's client as the differential test calls it; provisioning names the engine in the environment. */
import { spawn } from 'node:child_process';

export interface DockerOptions {
  readonly input?: Buffer;
}

export interface DockerOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Standard output of `docker …`; fails with what the client said when it fails. */
export async function docker(args: readonly string[], options: DockerOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runDocker(args, options);
  if (code !== 0) throw new Error(`docker ${args[0] ?? ''}: ${stderr.trim()}`);
  return stdout;
}

/** Fails only when the client cannot be started. */
export function runDocker(args: readonly string[], { input }: DockerOptions = {}): Promise<DockerOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    child.stdin.end(input);
  });
}

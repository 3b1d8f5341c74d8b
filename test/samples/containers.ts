/** Builds and runs the images of a proof; whatever it makes has its prefix and is taken away at the end. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CommandProbe, HttpProbe, Probe, Variant } from './sample';

const execute = promisify(execFile);

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Docker's client, to its end; it never rejects. */
export async function attemptDocker(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await execute('docker', [...args], { maxBuffer: 1 << 28 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    return {
      code: typeof code === 'number' ? code : 127,
      stdout: stdout ?? '',
      stderr: stderr ?? String(error),
    };
  }
}

export async function docker(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await attemptDocker(...args);
  if (code === 0) return stdout.trim();
  throw new Error(`docker ${args[0] ?? ''} ended with ${code}:\n${stderr.split('\n').slice(-40).join('\n')}`);
}

/** A name that nobody else's image or container has. */
export function newName(): string {
  return `stagewright-sample-${randomBytes(6).toString('hex')}`;
}

export interface Build {
  readonly dockerfile: string;
  readonly context: string;
  readonly network: Network;
}

/** An engine beside another one reaches the package mirror through the machine's own network alone. */
export type Network = 'default' | 'host';

/** Builds the Dockerfile with the context, hands over the image's name, and removes the image. */
export async function withImage<T>(
  { dockerfile, context, network }: Build,
  use: (image: string) => Promise<T>,
): Promise<T> {
  const image = newName();
  const options = ['--progress=plain', `--network=${network}`, '-t', image];
  await docker('build', ...options, '-f', dockerfile, context);
  try {
    return await use(image);
  } finally {
    await docker('image', 'rm', '-f', image);
  }
}

/** The answer to a probe, in the words of a sample's own expectation. */
export interface Answer {
  readonly probe: Probe;
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** The answers of one image to all probes of a variant. */
export async function answersOf(image: string, variant: Variant): Promise<readonly Answer[]> {
  const commands = variant.probes.filter((probe) => probe.kind === 'command');
  const requests = variant.probes.filter((probe) => probe.kind === 'http');
  const answers: Answer[] = [];
  for (const probe of commands) answers.push(await answerToCommand(image, variant, probe));
  if (requests.length > 0) answers.push(...(await answersToRequests(image, variant, requests)));
  return answers;
}

async function answerToCommand(image: string, variant: Variant, probe: CommandProbe): Promise<Answer> {
  const name = newName();
  try {
    const run = ['run', '--name', name, ...variant.run, image, ...probe.arguments];
    const { code, stdout } = await attemptDocker(...run);
    return { probe, status: code, body: stdout, contentType: '' };
  } finally {
    await docker('rm', '-f', '-v', name);
  }
}

async function answersToRequests(
  image: string,
  variant: Variant,
  probes: readonly HttpProbe[],
): Promise<readonly Answer[]> {
  const name = newName();
  try {
    await docker('run', '-d', '--name', name, '-p', `127.0.0.1::${variant.port}`, ...variant.run, image);
    const answers: Answer[] = [];
    for (const probe of probes) answers.push(await ask(name, variant.port, probe));
    return answers;
  } finally {
    await docker('rm', '-f', '-v', name);
  }
}

/** A program needs its time to start; one that has ended will not answer any more. */
async function ask(container: string, port: number, probe: HttpProbe): Promise<Answer> {
  const address = await publishedAddress(container, port);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return { probe, ...(await get(`http://${address}${probe.path}`)) };
    } catch {
      if (!(await isRunning(container))) break;
      await delay(200);
    }
  }
  const { stdout, stderr } = await attemptDocker('logs', '--tail', '20', container);
  throw new Error(`nothing answers ${probe.path} on port ${port}:\n${stdout}${stderr}`);
}

const ATTEMPTS = 150;

/**
 * The engine's proxy takes connections before the program listens, and drops them; `fetch` of Node 20 then waits for ever
 * without keeping the process alive.
 */
function get(url: string): Promise<Omit<Answer, 'probe'>> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, timeout: 10_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.once('error', reject);
      response.once('end', () => {
        const contentType = response.headers['content-type'] ?? '';
        resolve({ status: response.statusCode ?? 0, body, contentType });
      });
    });
    asked.once('timeout', () => asked.destroy(new Error(`${url} is not answered within ten seconds`)));
    asked.once('error', reject);
    asked.end();
  });
}

async function publishedAddress(container: string, port: number): Promise<string> {
  const { stdout } = await attemptDocker('port', container, String(port));
  const [address] = stdout.split('\n');
  if (address !== undefined && address !== '') return address;
  const { stdout: log, stderr } = await attemptDocker('logs', '--tail', '20', container);
  throw new Error(`the container has ended:\n${log}${stderr}`);
}

async function isRunning(container: string): Promise<boolean> {
  return (await docker('container', 'inspect', '--format', '{{.State.Running}}', container)) === 'true';
}

/** What is wrong with an answer; nothing when it is the expected one. */
export function mistakeOf({ probe, status, body }: Answer): string | undefined {
  const expected = probe.kind === 'http' ? probe.status : probe.exitCode;
  const question = probe.kind === 'http' ? probe.path : probe.arguments.join(' ');
  if (status !== expected) return `${question}: ${status} instead of ${expected}: ${body.slice(0, 400)}`;
  const wanted = probe.kind === 'http' ? probe.body : probe.output;
  if (wanted !== undefined && body !== wanted)
    return `${question}: ${JSON.stringify(body.slice(0, 400))} instead of ${JSON.stringify(wanted)}`;
  const part = probe.kind === 'http' ? probe.bodyContains : undefined;
  if (part !== undefined && !body.includes(part))
    return `${question}: no ${JSON.stringify(part)} in ${body.slice(0, 400)}`;
  return undefined;
}

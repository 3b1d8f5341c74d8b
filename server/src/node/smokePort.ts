/** What the smoke build needs of the world, done with Node. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readlinkSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type {
  CancelSignal,
  HttpAnswer,
  HttpRequest,
  RunFolder,
  SmokePort,
  TcpAnswer,
  TcpRequest,
} from '../smoke/index';
import { listContext } from './contextListing';
import { runProgram } from './processRunner';

const FOLDER_PREFIX = 'stagewright-smoke-';

export function nodeSmokePort(): SmokePort {
  return {
    run: runProgram,
    now: () => Date.now(),
    sleep,
    randomId: () => randomBytes(10).toString('hex'),
    identity: () => ({ owner: ownerName(), host: hostname() }),
    openFolder,
    sweepFolders,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    listContext,
    readArchive: async (request) => (await import('./contents.js')).readArchive(request),
    findSecrets: async (path, content) => (await import('./contents.js')).findSecrets(path, content),
    tcpProbe,
    httpGet,
  };
}

function sleep(ms: number, signal: CancelSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

function ownerName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the system's list of users has no name.
    return process.getuid === undefined ? 'unknown' : String(process.getuid());
  }
}

/** Where there is room: a folder for temporary files may lie in memory. */
const ROOMY = '/var/tmp';

function roomyFolder(): string {
  return process.env['TMPDIR'] === undefined && existsSync(ROOMY) ? ROOMY : tmpdir();
}

/** `mkdtemp` lets only the user in, which keeps the Dockerfile's text from others. */
async function openFolder(id: string, holds: 'texts' | 'layers'): Promise<RunFolder> {
  const place = holds === 'layers' ? roomyFolder() : tmpdir();
  const path = await mkdtemp(join(place, `${FOLDER_PREFIX}${id}-${process.pid}-${processSpace()}-`));
  return {
    path,
    async write(name, text) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      return file;
    },
    read: (name) => readFile(join(path, name), 'utf8').catch(() => undefined),
    renew: () => utimes(path, new Date(), new Date()).catch(() => undefined),
    remove: () => rm(path, { recursive: true, force: true }).catch(() => undefined),
  };
}

/** Only folders, only with our prefix, only this user's. */
async function sweepFolders(ids: ReadonlySet<string>, olderThanMs: number): Promise<readonly string[]> {
  const swept: string[] = [];
  const paths: string[] = [];
  for (const place of new Set([tmpdir(), roomyFolder()]))
    for (const name of await readdir(place).catch(() => []))
      if (name.startsWith(FOLDER_PREFIX)) paths.push(join(place, name));
  for (const path of paths) {
    const name = basename(path);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() !== true) continue;
    if (process.getuid !== undefined && found.uid !== process.getuid()) continue;
    const id = name.slice(FOLDER_PREFIX.length).split('-')[0] ?? '';
    const isAbandoned = ids.has(id) || hasLostItsProcess(name);
    if (!isAbandoned && Date.now() - found.mtimeMs < olderThanMs) continue;
    await rm(path, { recursive: true, force: true }).then(
      () => swept.push(name),
      () => undefined,
    );
  }
  return swept;
}

/** A run that is killed before it has anything on the engine, or after the last of it went, leaves only its folder to tell. */
function hasLostItsProcess(name: string): boolean {
  const [, pid = '', space] = name.slice(FOLDER_PREFIX.length).split('-');
  return space === processSpace() && /^\d+$/u.test(pid) && !isAlive(Number(pid));
}

/** Where a process's number means that process: containers that share a folder for temporary files each count their own. */
function processSpace(): string {
  let namespace = '';
  try {
    namespace = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has such a thing.
  }
  return createHash('sha256').update(`${hostname()} ${namespace}`).digest('hex').slice(0, 8);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

const LOOPBACK = '127.0.0.1';
/** How long a connection has to stay open to count as an answer: a proxy without anything behind it closes it at once. */
const STEADY_MS = 250;

function tcpProbe(request: TcpRequest): Promise<TcpAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port: request.port });
    let steady: NodeJS.Timeout | undefined;
    const settle = (answer: TcpAnswer): void => {
      clearTimeout(steady);
      clearTimeout(limit);
      request.signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(
      () => settle({ kind: 'closed', message: 'no answer in time' }),
      request.timeoutMs,
    );
    const onAbort = (): void => settle({ kind: 'closed', message: 'cancelled' });
    request.signal.addEventListener('abort', onAbort);
    socket.once('connect', () => {
      steady = setTimeout(() => settle({ kind: 'open' }), STEADY_MS);
    });
    socket.once('data', () => settle({ kind: 'open' }));
    socket.once('error', (error) => settle({ kind: 'closed', message: error.message }));
    socket.once('close', () => settle({ kind: 'closed', message: 'the connection was closed at once' }));
  });
}

/** Redirects are not followed: the answer to this request is the evidence. */
function httpGet(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let answer: { readonly status: number; readonly contentType: string | undefined } | undefined;
    const settle = (message: string): void => {
      clearTimeout(limit);
      request.signal.removeEventListener('abort', onAbort);
      outgoing.destroy();
      if (answer === undefined) {
        resolve({ kind: 'not-http', message });
        return;
      }
      const body = Buffer.concat(chunks).subarray(0, request.maxBytes).toString('utf8');
      resolve({ kind: 'answered', ...answer, body });
    };
    const limit = setTimeout(() => settle('no answer in time'), request.timeoutMs);
    const onAbort = (): void => settle('cancelled');
    request.signal.addEventListener('abort', onAbort);
    const outgoing = httpRequest({
      host: LOOPBACK,
      port: request.port,
      method: request.method ?? 'GET',
      path: request.path,
      agent: false,
      headers: { host: 'localhost', 'user-agent': 'stagewright' },
    });
    outgoing.once('response', (response) => {
      answer = { status: response.statusCode ?? 0, contentType: response.headers['content-type'] };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= request.maxBytes) settle('');
      });
      response.once('end', () => settle(''));
      response.once('error', (error) => settle(error.message));
    });
    outgoing.once('error', (error) => settle(error.message));
    outgoing.end();
  });
}

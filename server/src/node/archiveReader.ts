/** Reads the archive that `docker save` or `podman save` writes, as it streams by: no layer is held whole. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import { Duplex, type Readable, Transform, type TransformCallback, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { extract, type Header } from 'tar-stream';
import {
  type ArchiveEntry,
  type ArchiveOutcome,
  type ArchiveRequest,
  listAt,
  parseJson,
  type RunOutcome,
  textAt,
  textsAt,
  valueAt,
} from '../smoke/index';
import { streamProgram } from './processRunner';

/** Nothing larger is taken for one of the archive's own JSON files, in bytes. */
const JSON_LIMIT = 32 * 1024 * 1024;
/** The largest content that is handed on, in bytes; a larger one is only counted. */
const CONTENT_LIMIT = 64 * 1024 * 1024;

/** Never rejects. The layers' order is known only at the end, from the archive's manifest. */
export async function readArchive(request: ArchiveRequest): Promise<ArchiveOutcome> {
  const archive: Archive = { texts: new Map(), links: new Map(), bytes: new Map() };
  const { sink, done } = tarSink((header, content) => readPart(archive, request, header, content));
  const failure = done.then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  const outcome = await streamed(request, sink);
  if (outcome.kind === 'cancelled' && request.signal.aborted) return { kind: 'cancelled' };
  if (outcome.kind === 'not-found') return { kind: 'unreadable', message: outcome.message };
  if (outcome.kind === 'timed-out') return { kind: 'unreadable', message: 'the engine took too long' };
  const broken = await failure;
  if (broken !== undefined) return { kind: 'unreadable', message: broken };
  if (outcome.kind === 'cancelled') return { kind: 'unreadable', message: 'the archive broke off' };
  if (outcome.exitCode !== 0)
    return { kind: 'unreadable', message: outcome.stderr.trim().split('\n').at(-1) ?? '' };
  return assembled(archive);
}

/** A file is read as if a program wrote it. */
async function streamed({ source, signal, timeoutMs }: ArchiveRequest, sink: Writable): Promise<RunOutcome> {
  if (typeof source !== 'string') return streamProgram(source, { signal, timeoutMs }, sink);
  const given = new AbortController();
  const giveUp = (): void => given.abort();
  signal.addEventListener('abort', giveUp);
  try {
    await pipeline(createReadStream(source), sink, { signal: given.signal });
    return { kind: 'exited', exitCode: 0, stdout: '', stderr: '' };
  } catch (error) {
    return signal.aborted
      ? { kind: 'cancelled' }
      : { kind: 'exited', exitCode: 1, stdout: '', stderr: messageOf(error) };
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** The parts of the archive that are kept: its small JSON files by name, and how large each layer is when unpacked. */
interface Archive {
  readonly texts: Map<string, string>;
  readonly links: Map<string, string>;
  readonly bytes: Map<string, number>;
}

/** A part is known by its first bytes: names differ between engines and versions. */
async function readPart(
  archive: Archive,
  request: ArchiveRequest,
  header: Header,
  content: Content,
): Promise<void> {
  const name = posix.normalize(header.name);
  if (header.type === 'symlink' || header.type === 'link') {
    archive.links.set(name, posix.normalize(posix.join(posix.dirname(name), header.linkname)));
    return;
  }
  if (header.type !== 'file') return;
  const { head, rest } = await peek(content);
  switch (kindOf(head)) {
    case 'gzip':
      await readLayer(archive, request, name, rest.pipe(createGunzip()), rest);
      return;
    case 'zstd':
      await readLayer(archive, request, name, rest.pipe(unpackZstd()), rest);
      return;
    case 'tar':
      await readLayer(archive, request, name, rest, rest);
      return;
    case 'json':
      if (header.size <= JSON_LIMIT) {
        archive.texts.set(name, await textOf(rest));
        return;
      }
      break;
    case 'other':
      break;
  }
  await drained(rest);
}

const HEAD_BYTES = 512;

function kindOf(head: Buffer): 'gzip' | 'zstd' | 'tar' | 'json' | 'other' {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd';
  if (head.length >= HEAD_BYTES && head.toString('latin1', 257, 262) === 'ustar') return 'tar';
  // A layer without any entry is nothing but the end of an archive: two blocks of zeros.
  if (head.length >= HEAD_BYTES && head.every((byte) => byte === 0)) return 'tar';
  return head[0] === 0x7b || head[0] === 0x5b ? 'json' : 'other';
}

/** The first bytes of a stream, and the same stream with them still to come. */
async function peek(content: Content): Promise<{ readonly head: Buffer; readonly rest: Readable }> {
  const chunks: Buffer[] = [];
  let length = 0;
  const iterator = content[Symbol.asyncIterator]();
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    const chunk = bytesOf(next.value);
    chunks.push(chunk);
    length += chunk.length;
  }
  const head = Buffer.concat(chunks);
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield bytesOf(next.value);
  }
  return { head: head.subarray(0, HEAD_BYTES), rest: Duplex.from(all()) };
}

async function readLayer(
  archive: Archive,
  request: ArchiveRequest,
  layer: string,
  unpacked: Readable,
  packed: Readable,
): Promise<void> {
  let bytes = 0;
  const { sink, done } = tarSink(async (header, content) => {
    const entry = entryOf(header);
    if (entry === undefined) {
      content.resume();
      return;
    }
    bytes += entry.bytes;
    const wish = entry.kind === 'file' ? request.wants(entry) : 'nothing';
    if (wish === 'nothing' || (wish === 'content' && entry.bytes > CONTENT_LIMIT)) {
      content.resume();
      await request.onEntry(layer, entry, undefined, undefined);
      return;
    }
    const hash: Hash = createHash('sha256');
    const chunks: Buffer[] = [];
    for await (const part of content) {
      const chunk = bytesOf(part);
      hash.update(chunk);
      if (wish === 'content') chunks.push(chunk);
    }
    const whole = wish === 'content' ? Buffer.concat(chunks) : undefined;
    await request.onEntry(layer, entry, hash.digest('base64'), whole);
  });
  packed.once('error', (error) => sink.destroy(error));
  unpacked.once('error', (error) => sink.destroy(error));
  unpacked.pipe(sink);
  await done;
  archive.bytes.set(layer, bytes);
}

const KINDS: Readonly<Record<string, ArchiveEntry['kind']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symbolic-link',
  link: 'hard-link',
};

function entryOf(header: Header): ArchiveEntry | undefined {
  const path = posix.normalize(header.name).replace(/^(?:\.?\/)+|\/+$/gu, '');
  if (path === '' || path === '.') return undefined;
  const kind = KINDS[header.type] ?? 'other';
  return {
    path,
    kind,
    bytes: kind === 'file' ? header.size : 0,
    mode: header.mode,
    uid: header.uid,
    gid: header.gid,
    modified: Math.floor(header.mtime.getTime() / 1000),
    target: kind === 'symbolic-link' || kind === 'hard-link' ? header.linkname : undefined,
  };
}

/** An entry's content, of which the archive goes on only once it was read to its end. */
interface Content extends AsyncIterable<unknown> {
  resume(): unknown;
}

function bytesOf(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  throw new TypeError('a stream of bytes was expected');
}

/** A stream that reads an archive, and a promise of its end. One entry is read at a time. */
function tarSink(onEntry: (header: Header, content: Content) => Promise<void>): {
  readonly sink: Writable;
  readonly done: Promise<void>;
} {
  const reader = extract();
  const sink = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      if (reader.write(chunk)) callback();
      else reader.once('drain', callback);
    },
    final(callback) {
      // Once this stream has finished it is destroyed, and the reader with it.
      reader.once('finish', () => {
        callback();
      });
      reader.end(undefined);
    },
    destroy(error, callback) {
      reader.destroy(error ?? undefined);
      callback(null);
    },
  });
  const done = new Promise<void>((resolve, reject) => {
    reader.on('entry', (header, content, next) => {
      onEntry(header, content).then(
        () => {
          content.resume();
          next();
        },
        (error: unknown) => {
          sink.destroy(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    reader.on('finish', resolve);
    reader.on('error', reject);
    reader.on('close', () => {
      reject(new Error('the archive broke off'));
    });
  });
  done.catch((error: unknown) => {
    sink.destroy(error instanceof Error ? error : undefined);
  });
  return { sink, done };
}

/** Node brings its own only from version 22 on. */
function unpackZstd(): Transform {
  const reader = new Decompress();
  const stream = new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback) {
      attempt(() => {
        reader.push(chunk);
      }, callback);
    },
    flush(callback: TransformCallback) {
      attempt(() => {
        reader.push(new Uint8Array(0), true);
      }, callback);
    },
  });
  reader.ondata = (data) => {
    if (data.length > 0) stream.push(Buffer.from(data));
  };
  return stream;
}

function attempt(action: () => void, callback: TransformCallback): void {
  try {
    action();
    callback();
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Reads to the end what is not wanted, for the archive goes on only then. */
async function drained(content: Readable): Promise<void> {
  content.resume();
  await finished(content);
}

async function textOf(content: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

interface Names {
  readonly configuration: string;
  readonly layers: readonly string[];
}

function assembled(archive: Archive): ArchiveOutcome {
  const names = ofDocker(archive) ?? ofOci(archive);
  if (names === undefined) return { kind: 'unreadable', message: 'the archive has no manifest' };
  const configuration = archive.texts.get(names.configuration);
  if (configuration === undefined)
    return { kind: 'unreadable', message: 'the archive has no configuration of the image' };
  const layers = names.layers.map((name) => archive.links.get(name) ?? name);
  const absent = layers.find((name) => !archive.bytes.has(name));
  if (absent !== undefined)
    return { kind: 'unreadable', message: `the layer ${absent} is not in the archive` };
  return {
    kind: 'read',
    layers,
    configuration,
    bytes: layers.reduce((sum, name) => sum + (archive.bytes.get(name) ?? 0), 0),
    digest: textAt(parseJson(archive.texts.get('index.json') ?? ''), 'manifests', 0, 'digest'),
  };
}

/** `manifest.json` of a docker archive, which newer engines write into their OCI archives too. */
function ofDocker({ texts }: Archive): Names | undefined {
  const manifest = parseJson(texts.get('manifest.json') ?? '');
  const configuration = textAt(manifest, 0, 'Config');
  const layers = textsAt(manifest, 0, 'Layers');
  return configuration === undefined || layers === null ? undefined : { configuration, layers };
}

/** OCI image layout: `index.json` names a manifest or another index, which names configuration and layers. */
function ofOci({ texts }: Archive): Names | undefined {
  const read = (digest: string | undefined): unknown => parseJson(texts.get(blobName(digest)) ?? '');
  let document = parseJson(texts.get('index.json') ?? '');
  for (let depth = 0; depth < 3 && valueAt(document, 'layers') === undefined; depth++)
    document = read(textAt(document, 'manifests', 0, 'digest'));
  const configuration = textAt(document, 'config', 'digest');
  if (configuration === undefined) return undefined;
  const layers = listAt(document, 'layers').map((layer) => blobName(textAt(layer, 'digest')));
  return { configuration: blobName(configuration), layers };
}

function blobName(digest: string | undefined): string {
  return digest === undefined ? '' : `blobs/${digest.replace(':', '/')}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

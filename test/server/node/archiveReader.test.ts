/** Archives in the forms that engines write them, made here and read through a real process. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { readArchive } from '../../../server/src/node/archiveReader';
import type { ArchiveOutcome, Wish } from '../../../server/src/smoke/index';

type Files = Readonly<Record<string, string | Buffer>>;

async function tar(files: Files): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name, mode: 0o755 }, content);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

interface Read {
  readonly outcome: ArchiveOutcome;
  /** `layer path bytes`, with the content where it was wished for. */
  readonly entries: readonly string[];
}

async function read(
  test: TestContext,
  archive: Buffer,
  wish: Wish = 'content',
  way: 'program' | 'file' = 'program',
): Promise<Read> {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-archive-'));
  test.after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'image.tar');
  writeFileSync(file, archive);
  const entries: string[] = [];
  const outcome = await readArchive({
    source: way === 'file' ? file : { program: 'cat', args: [file] },
    signal: new AbortController().signal,
    timeoutMs: 60_000,
    wants: () => wish,
    onEntry(layer, { path, bytes }, _hash, content) {
      entries.push(
        `${layer} ${path} ${bytes}${content === undefined ? '' : ` ${Buffer.from(content).toString()}`}`,
      );
    },
  });
  return { outcome, entries };
}

/** A layer that `zstd` packed, for Node 20 cannot: the file `hello`, which says `zst`. */
const ZSTD_LAYER =
  'KLUv/QRYNQIAtAJoZWxsbwAwMDAwNjQ0MDAwMDAwMwAAMDA2NzY0ACAwAHVzdGFyADB6c3QACQD5BfAEAQqIN6QGgORABDBogGPlMjuBIn6of1g=';

const CONFIGURATION = '{"rootfs":{}}';

describe('an archive', () => {
  it('of an engine before 25 has its layers in folders, the same one twice as a link', async (t) => {
    const archive = await tar({
      'a/layer.tar': await tar({ 'etc/one': '1' }),
      'c.json': CONFIGURATION,
      'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar'] }]),
    });
    const { outcome, entries } = await read(t, archive);
    assert.deepEqual(outcome, {
      kind: 'read',
      layers: ['a/layer.tar'],
      configuration: CONFIGURATION,
      bytes: 1,
      digest: undefined,
    });
    assert.deepEqual(entries, ['a/layer.tar etc/one 1 1']);
  });

  it('in the OCI layout is followed through its indexes, its layers packed', async (t) => {
    const archive = await tar({
      'index.json': JSON.stringify({ manifests: [{ digest: 'sha256:i' }] }),
      'blobs/sha256/i': JSON.stringify({ manifests: [{ digest: 'sha256:m' }] }),
      'blobs/sha256/m': JSON.stringify({
        config: { digest: 'sha256:c' },
        layers: [{ digest: 'sha256:2' }, { digest: 'sha256:1' }],
      }),
      'blobs/sha256/c': CONFIGURATION,
      'blobs/sha256/1': gzipSync(await tar({ './usr/bin/a': 'aa' })),
      'blobs/sha256/2': Buffer.from(ZSTD_LAYER, 'base64'),
    });
    const { outcome, entries } = await read(t, archive);
    assert.equal(outcome.kind === 'read' && outcome.layers.join(), 'blobs/sha256/2,blobs/sha256/1');
    assert.deepEqual(entries, ['blobs/sha256/1 usr/bin/a 2 aa', 'blobs/sha256/2 hello 3 zst']);
  });

  it('hands on nothing that was not wished for', async (t) => {
    const archive = await tar({
      'a/layer.tar': await tar({ big: Buffer.alloc(3_000_000) }),
      'c.json': CONFIGURATION,
      'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar'] }]),
    });
    const { entries } = await read(t, archive, 'hash');
    assert.deepEqual(entries, ['a/layer.tar big 3000000']);
  });

  it('that breaks off is told, wherever it does', async (t) => {
    const whole = await tar({
      'a/layer.tar': await tar({ one: 'x'.repeat(5000) }),
      'c.json': CONFIGURATION,
      'manifest.json': JSON.stringify([{ Config: 'c.json', Layers: ['a/layer.tar'] }]),
    });
    for (const length of [0, 100, 700, 2000, whole.length - 2600]) {
      const { outcome } = await read(t, whole.subarray(0, length));
      assert.equal(outcome.kind, 'unreadable', `of ${length} bytes`);
    }
  });

  it('that is none is told', async (t) => {
    const { outcome } = await read(
      t,
      Buffer.from('no archive at all, but long enough to be read as one. '.repeat(40)),
    );
    assert.equal(outcome.kind, 'unreadable');
  });

  it('of a program that fails is told in its words', async () => {
    const outcome = await readArchive({
      source: { program: 'sh', args: ['-c', 'echo no such image >&2; exit 1'] },
      signal: new AbortController().signal,
      timeoutMs: 60_000,
      wants: () => 'nothing',
      onEntry: () => undefined,
    });
    assert.deepEqual(outcome, { kind: 'unreadable', message: 'no such image' });
  });

  it('that is a file is read as one that a program writes', async (t) => {
    const absent = await readArchive({
      source: '/nowhere/image.tar',
      signal: new AbortController().signal,
      timeoutMs: 60_000,
      wants: () => 'nothing',
      onEntry: () => undefined,
    });
    assert.equal(absent.kind, 'unreadable');
    const broken = await read(t, Buffer.from('no archive at all'), 'content', 'file');
    assert.equal(broken.outcome.kind, 'unreadable');
  });

  it('is given up when it is cancelled', async () => {
    const cancel = new AbortController();
    const reading = readArchive({
      source: { program: 'sleep', args: ['60'] },
      signal: cancel.signal,
      timeoutMs: 60_000,
      wants: () => 'nothing',
      onEntry: () => undefined,
    });
    cancel.abort();
    assert.deepEqual(await reading, { kind: 'cancelled' });
  });
});

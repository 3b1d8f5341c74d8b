/** Base images that no registry gives here: an empty file system under every name that the corpus builds on. */
import { createHash } from 'node:crypto';
import { describeImage } from '../../server/src/core/model/images/index';
import { docker } from './docker';

export interface StandIns {
  readonly count: number;
  /** Takes away what was brought, and nothing else. */
  remove(): Promise<void>;
}

/**
 * Gives every reference that the engine does not know an image without files, in one archive that is loaded once. Its
 * environment is what the catalogue says of the real image, for BuildKit's linter looks at that and at nothing else.
 */
export async function provideStandIns(references: Iterable<string>): Promise<StandIns> {
  const known = new Set(
    (await docker(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}'])).split('\n').map(canonical),
  );
  const missing = new Map<string, string>();
  for (const reference of references) {
    const full = canonical(reference);
    if (!known.has(full)) missing.set(full, reference);
  }
  if (missing.size > 0) await docker(['load', '--quiet'], { input: archiveOf(missing) });
  const names = [...missing.keys()];
  return {
    count: names.length,
    async remove() {
      if (names.length > 0) await docker(['image', 'rm', '--force', ...names]);
    },
  };
}

/** `docker.io/library/` and `:latest` taken off and put on, so that every spelling of a name is one. */
function canonical(reference: string): string {
  const short = reference.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  return /:[^/]*$/.test(short) ? short : `${short}:latest`;
}

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The format of `docker save`: a layer, a configuration for each environment, and a manifest with all names. */
function archiveOf(references: ReadonlyMap<string, string>): Buffer {
  const layer = tar([]);
  const byConfiguration = new Map<string, string[]>();
  for (const [name, reference] of references) {
    const configuration = configurationOf(reference, layer);
    const names = byConfiguration.get(configuration) ?? [];
    names.push(name);
    byConfiguration.set(configuration, names);
  }
  const configurations = [...byConfiguration].map(([text, names]) => ({
    text,
    names,
    file: `${sha256(Buffer.from(text))}.json`,
  }));
  const manifest = configurations.map(({ file, names }) => ({
    Config: file,
    RepoTags: names,
    Layers: ['layer.tar'],
  }));
  return tar([
    ...configurations.map(({ file, text }) => ({ name: file, content: Buffer.from(text) })),
    { name: 'layer.tar', content: layer },
    { name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) },
  ]);
}

function configurationOf(reference: string, layer: Buffer): string {
  const env = Object.entries(describeImage(reference)?.env ?? {})
    .filter(([name]) => name !== 'PATH')
    .map(([name, value]) => `${name}=${value ?? 'unknown'}`);
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Env: [PATH, ...env] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created_by: 'stagewright stand-in' }],
  });
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const BLOCK = 512;

/** The USTAR format: a header of one block a file, the content in whole blocks, two empty blocks at the end. */
function tar(files: readonly { readonly name: string; readonly content: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  for (const { name, content } of files) {
    const header = Buffer.alloc(BLOCK);
    header.write(name, 0, 100, 'utf8');
    header.write('0000644\0', 100, 'ascii');
    header.write('0000000\0', 108, 'ascii');
    header.write('0000000\0', 116, 'ascii');
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'ascii');
    header.write('00000000000\0', 136, 'ascii');
    header.write('        ', 148, 'ascii');
    header.write('0', 156, 'ascii');
    header.write('ustar\u000000', 257, 'ascii');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
    parts.push(header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

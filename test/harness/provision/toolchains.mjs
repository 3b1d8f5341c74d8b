// Base images with toolchains, and the runtime images beside them, made of Debian packages under the real images' names: each only when it is asked for.

import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { fingerprint, installOnce, isInstalled, say, withLock } from './cache.mjs';
import { downloadWithDependencies, findMirror, unpackPackages, whyNotInstallable } from './debian.mjs';
import { describeEngine, ensureEngine } from './engine.mjs';
import { isMain } from './main.mjs';
import { attempt, inOneLine, run } from './process.mjs';
import { docker, environment, inTemporaryFolder, KIND, readComment } from './standIn.mjs';

/** @typedef {import('./engine.mjs').Engine} Engine */
/** @typedef {import('./images.mjs').BaseImage} BaseImage */
/** @typedef {import('./images.mjs').BaseImages} BaseImages */
/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/**
 * An image that has packages installed on another one of these images, by the real package manager with all its
 * scripts. What cannot be told by packages is done by `setup`.
 *
 * @typedef {object} InstalledToolchain
 * @property {'installed'} kind
 * @property {readonly string[]} references All the names that this content gets.
 * @property {string} from The reference of another entry.
 * @property {string} [suite] The Debian suite of the packages (`bookworm` when left out).
 * @property {readonly string[]} packages What they depend on comes along.
 * @property {readonly string[]} [setup] Lines of a shell script, run after the installation with `set -e`.
 * @property {readonly string[]} [configuration] ENV, CMD, USER … as in the real image.
 */

/**
 * An image of single packages' files and no package manager, as distroless images are.
 *
 * @typedef {object} UnpackedToolchain
 * @property {'unpacked'} kind
 * @property {readonly string[]} references
 * @property {string} [suite]
 * @property {readonly string[]} packages Without what they depend on.
 * @property {(root: string) => void} fill Adds to the unpacked files what no package holds.
 * @property {readonly string[]} configuration
 */

/**
 * Debian itself, with APT.
 *
 * @typedef {object} DebianToolchain
 * @property {'debian'} kind
 * @property {readonly string[]} references
 * @property {string} suite
 */

/** @typedef {InstalledToolchain | UnpackedToolchain | DebianToolchain} Toolchain */

/** Part of every fingerprint: another number makes all images anew. */
const VERSION = 3;
const SUITE = 'bookworm';
const DEFAULT_PATH = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Makes sure that images of these names are there. An image that exists is used as it is, whoever made it, unless it
 * is an outdated stand-in; with STAGEWRIGHT_PULL=1 the real image is tried first; only then is a stand-in made.
 *
 * @param {Engine} engine
 * @param {readonly string[]} references
 * @returns {Promise<BaseImages | Missing>}
 */
export async function ensureToolchains(engine, references) {
  try {
    /** @type {BaseImage[]} */
    const images = [];
    for (const reference of references) images.push(await ensureToolchain(engine, reference));
    return { available: true, images };
  } catch (error) {
    return { available: false, reason: `no base images: ${inOneLine(error)}` };
  }
}

/**
 * Removes the stand-ins of this table, and no image that was not made here.
 *
 * @param {Engine} engine
 * @returns {Promise<readonly string[]>} The references that were removed.
 */
export async function removeToolchains(engine) {
  /** @type {string[]} */
  const removed = [];
  for (const reference of (await toolchains()).flatMap((toolchain) => toolchain.references)) {
    const comment = await readComment(engine, reference);
    if (comment?.startsWith(KIND) !== true) continue;
    await docker(engine, ['image', 'rm', reference]);
    removed.push(reference);
  }
  return removed;
}

/**
 * Every file of the folder `toolchains` tells some; a new one needs no registration.
 *
 * @returns {Promise<readonly Toolchain[]>}
 */
export async function toolchains() {
  const folder = fileURLToPath(new URL('toolchains/', import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const modules = await Promise.all(
    files.sort().map((name) => import(pathToFileURL(join(folder, name)).href)),
  );
  return modules.flatMap((module) => module.standIns);
}

/**
 * One lock for each content, held while those below it are made: they stand in a line, so nobody waits for himself.
 *
 * @param {Engine} engine
 * @param {string} reference
 * @returns {Promise<BaseImage>}
 */
async function ensureToolchain(engine, reference) {
  const toolchain = (await toolchains()).find(({ references }) => references.includes(reference));
  const content = toolchain?.references[0] ?? reference;
  return withLock(`toolchain-${content}`, () => ensureLocked(engine, reference, toolchain));
}

/**
 * @param {Engine} engine
 * @param {string} reference
 * @param {Toolchain | undefined} toolchain
 * @returns {Promise<BaseImage>}
 */
async function ensureLocked(engine, reference, toolchain) {
  const comment = await readComment(engine, reference);
  const mark = toolchain === undefined ? undefined : `${KIND} ${await fingerprintOf(toolchain)}`;
  const isOutdated = mark !== undefined && comment?.startsWith(KIND) === true && comment !== mark;
  if (comment !== undefined && !isOutdated) return { reference, isStandIn: comment.startsWith(KIND) };

  if (process.env['STAGEWRIGHT_PULL'] === '1') {
    say(`pulling ${reference}…`);
    const pulled = await attempt('docker', ['pull', '-q', reference], { env: environment(engine) });
    if (pulled.code === 0) return { reference, isStandIn: false };
    say(`${reference} cannot be pulled: ${inOneLine(pulled.stderr)}`);
  }
  if (toolchain === undefined || mark === undefined) {
    throw new Error(
      `${reference} is not there, and no file of toolchains/ says how to make a stand-in for it`,
    );
  }
  const made = await madeBefore(engine, toolchain, mark);
  if (made === undefined) await makeToolchain(engine, toolchain, reference, mark);
  else await docker(engine, ['tag', made, reference]);
  return { reference, isStandIn: true };
}

/**
 * @param {Engine} engine
 * @param {Toolchain} toolchain
 * @param {string} mark
 * @returns {Promise<string | undefined>} Another name of the toolchain under which its content is there already.
 */
async function madeBefore(engine, toolchain, mark) {
  for (const name of toolchain.references) {
    if ((await readComment(engine, name)) === mark) return name;
  }
  return undefined;
}

/**
 * @param {Toolchain} toolchain
 * @returns {Promise<string>} Changes when the image or one below it is described otherwise.
 */
async function fingerprintOf(toolchain) {
  const below =
    toolchain.kind === 'installed' ? await fingerprintOf(await toolchainOf(toolchain.from)) : 'nothing';
  const fill = toolchain.kind === 'unpacked' ? toolchain.fill.toString() : '';
  return fingerprint(JSON.stringify([VERSION, toolchain, fill, below]));
}

/**
 * @param {string} reference
 * @returns {Promise<Toolchain>}
 */
async function toolchainOf(reference) {
  const found = (await toolchains()).find(({ references }) => references.includes(reference));
  if (found === undefined) throw new Error(`no file of toolchains/ describes ${reference}`);
  return found;
}

/**
 * @param {Engine} engine
 * @param {Toolchain} toolchain
 * @param {string} reference
 * @param {string} mark
 * @returns {Promise<void>}
 */
async function makeToolchain(engine, toolchain, reference, mark) {
  switch (toolchain.kind) {
    case 'debian':
      return makeDebian(engine, toolchain, reference, mark);
    case 'installed':
      return installToolchain(engine, toolchain, reference, mark);
    case 'unpacked':
      return unpackToolchain(engine, toolchain, reference, mark);
  }
}

/**
 * As debootstrap does it: the files of the required packages are unpacked, and then the package manager, which is
 * among them, installs the same packages inside.
 *
 * @param {Engine} engine
 * @param {DebianToolchain} toolchain
 * @param {string} reference
 * @param {string} mark
 * @returns {Promise<void>}
 */
async function makeDebian(engine, toolchain, reference, mark) {
  const packages = await packageFiles(toolchain, '', (available) => [...requiredPackages(available), 'apt']);
  say(`making a local stand-in for ${reference}: Debian ${toolchain.suite} of its packages…`);
  const raw = `stagewright-raw:${fingerprint(mark)}`;
  await inTemporaryFolder(async (root) => {
    for (const [link, folder] of [['bin'], ['sbin'], ['lib'], ['lib64']].map(([name]) => [
      name,
      `usr/${name}`,
    ])) {
      mkdirSync(join(root, folder ?? ''), { recursive: true });
      symlinkSync(folder ?? '', join(root, link ?? ''));
    }
    for (const file of readdirSync(packages).filter((name) => name.endsWith('.deb'))) {
      await unpackKeepingLinks(join(packages, file), root);
    }
    writeDebianFiles(root, toolchain.suite, await findMirror());
    const archive = join(root, '..', `${fingerprint(root)}.tar`);
    await run('tar', ['-cf', archive, '--numeric-owner', '-C', root, '.']);
    await docker(engine, ['import', '--change', DEFAULT_PATH, archive, raw]);
    await run('rm', [archive]);
  });
  const install = [
    'dpkg --force-unsafe-io --force-depends --install /packages/base-passwd_*.deb /packages/base-files_*.deb',
    INSTALL_ALL,
    CLEAN,
    // Unpacked before the package manager knew what to leave out.
    'rm -rf /usr/share/doc/* /usr/share/man/* /usr/share/info/* /usr/share/locale/*',
  ];
  await build(engine, packages, raw, install, ['CMD ["bash"]'], async (image) => {
    // One layer, as the real image has, and nothing of what was removed on the way.
    await flatten(engine, image, reference, mark, [DEFAULT_PATH, 'CMD ["bash"]']);
  });
  await docker(engine, ['image', 'rm', raw]);
}

// Some scripts link manual pages that a slim system leaves out, and fail where there is no folder for them.
const INSTALL_ALL =
  'mkdir -p /usr/share/man/man1 && dpkg --force-unsafe-io --force-depends --unpack /packages/*.deb && dpkg --force-unsafe-io --configure -a';
const CLEAN =
  'rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/debconf/*-old /var/lib/dpkg/*-old /var/log/*.log /var/log/apt';

/**
 * @param {string} available
 * @returns {string[]}
 */
function requiredPackages(available) {
  const paragraphs = available.split('\n\n');
  const wanted = paragraphs.filter((text) => /^(?:Priority: required|Essential: yes)$/mu.test(text));
  return wanted.flatMap((text) => /^Package: (.+)$/mu.exec(text)?.[1] ?? []);
}

/**
 * `dpkg -x` would put a folder where the merged `/usr` has a link.
 *
 * @param {string} file
 * @param {string} root
 * @returns {Promise<void>}
 */
async function unpackKeepingLinks(file, root) {
  const archive = join(root, '.package.tar');
  await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" > "$2"', 'sh', file, archive]);
  await run('tar', ['-xf', archive, '--keep-directory-symlink', '-C', root]);
  await run('rm', [archive]);
}

/**
 * What the packages' scripts expect to be there before the first of them has run, and what Debian's own images add.
 *
 * @param {string} root
 * @param {string} suite
 * @param {string} mirror
 */
function writeDebianFiles(root, suite, mirror) {
  const write = (/** @type {string} */ file, /** @type {string} */ text) =>
    writeFileSync(join(root, file), text);
  mkdirSync(join(root, 'var/lib/dpkg'), { recursive: true });
  write('var/lib/dpkg/status', '');
  write('var/lib/dpkg/available', '');
  write('etc/passwd', 'root:x:0:0:root:/root:/bin/bash\n');
  write('etc/group', 'root:x:0:\nshadow:x:42:\nmail:x:8:\nutmp:x:43:\nstaff:x:50:\nadm:x:4:\ntty:x:5:\n');
  symlinkSync('mawk', join(root, 'usr/bin/awk'));
  write('etc/apt/sources.list', `deb ${mirror} ${suite} main\n`);
  // The slim images leave these out, of what is installed later too.
  const left = ['doc/*', 'man/*', 'info/*', 'locale/*', 'lintian/*', 'groff/*', 'linda/*'];
  write('etc/dpkg/dpkg.cfg.d/docker', left.map((name) => `path-exclude /usr/share/${name}\n`).join(''));
  // Debian's own images keep no package files, no caches and no translations.
  const clean = 'rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true';
  const apt = [
    'Acquire::Languages "none";',
    'APT::Sandbox::User "root";',
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    `DPkg::Post-Invoke { "${clean}"; };`,
    `APT::Update::Post-Invoke { "${clean}"; };`,
  ];
  write('etc/apt/apt.conf.d/docker', `${apt.join('\n')}\n`);
}

/**
 * @param {Engine} engine
 * @param {InstalledToolchain} toolchain
 * @param {string} reference
 * @param {string} mark
 * @returns {Promise<void>}
 */
async function installToolchain(engine, toolchain, reference, mark) {
  await ensureToolchain(engine, toolchain.from);
  const status = ['run', '--rm', '--entrypoint', 'cat', toolchain.from, '/var/lib/dpkg/status'];
  const database = await docker(engine, status);
  const packages = await packageFiles(toolchain, database, () => toolchain.packages);
  say(`making a local stand-in for ${reference}: ${toolchain.packages.join(', ')} on ${toolchain.from}…`);
  const install = [
    ...(toolchain.packages.length === 0 ? [] : [INSTALL_ALL, CLEAN]),
    ...(toolchain.setup ?? []),
  ];
  await build(engine, packages, toolchain.from, install, toolchain.configuration ?? [], (image) =>
    commit(engine, image, reference, mark),
  );
}

/**
 * @param {Engine} engine
 * @param {UnpackedToolchain} toolchain
 * @param {string} reference
 * @param {string} mark
 * @returns {Promise<void>}
 */
async function unpackToolchain(engine, toolchain, reference, mark) {
  const name = `toolchain-${fingerprint(mark)}`;
  if (!isInstalled(name)) forbidWhereNothingIsInstalled(reference);
  say(`making a local stand-in for ${reference}: files of ${toolchain.packages.join(', ')}…`);
  const folder = await installOnce(name, (target) =>
    inTemporaryFolder(async (root) => {
      if (toolchain.packages.length > 0) {
        await unpackPackages(toolchain.suite ?? SUITE, toolchain.packages, root);
      }
      toolchain.fill(root);
      await run('tar', ['-cf', join(target, 'root.tar'), '--numeric-owner', '-C', root, '.']);
    }),
  );
  const changes = toolchain.configuration.flatMap((instruction) => ['--change', instruction]);
  await docker(engine, ['import', ...changes, '--message', mark, join(folder, 'root.tar'), reference]);
}

/**
 * @param {DebianToolchain | InstalledToolchain} toolchain
 * @param {string} status
 * @param {(available: string) => readonly string[]} choose
 * @returns {Promise<string>} The cache folder with the package files, fetched once.
 */
async function packageFiles(toolchain, status, choose) {
  const name = `packages-${fingerprint(JSON.stringify(await packagesBelow(toolchain)))}`;
  const [reference] = toolchain.references;
  if (!isInstalled(name)) forbidWhereNothingIsInstalled(reference ?? '');
  return installOnce(name, async (target) => {
    const wanted = toolchain.kind === 'debian' ? toolchain.suite : (toolchain.suite ?? SUITE);
    say(`fetching the packages of ${reference ?? ''}…`);
    await downloadWithDependencies(wanted, status, choose, target);
  });
}

/**
 * What decides which files are fetched: other configuration makes another image of the same files.
 *
 * @param {Toolchain} toolchain
 * @returns {Promise<readonly unknown[]>}
 */
async function packagesBelow(toolchain) {
  const own = [toolchain.suite ?? SUITE, toolchain.kind === 'debian' ? [] : toolchain.packages];
  const below = toolchain.kind === 'installed' ? await packagesBelow(await toolchainOf(toolchain.from)) : [];
  return [...below, own];
}

/** @param {string} reference */
function forbidWhereNothingIsInstalled(reference) {
  const problem = whyNotInstallable();
  if (problem !== undefined) {
    throw new Error(`${reference} is not there, and a stand-in cannot be made: ${problem}`);
  }
}

/**
 * Builds an image of its own name, hands it over, and takes the name away again.
 *
 * @param {Engine} engine
 * @param {string} packages The folder that is mounted to `/packages`.
 * @param {string} from
 * @param {readonly string[]} script
 * @param {readonly string[]} configuration
 * @param {(image: string) => Promise<void>} use
 * @returns {Promise<void>}
 */
async function build(engine, packages, from, script, configuration, use) {
  const image = `stagewright-draft:${fingerprint(`${from} ${packages} ${script.join(' ')}`)}`;
  const lines = ['set -e', 'export DEBIAN_FRONTEND=noninteractive', ...script];
  const dockerfile = [
    `FROM ${from}`,
    ...(script.length === 0
      ? []
      : ['RUN --mount=type=bind,target=/packages <<"STAGEWRIGHT"', ...lines, 'STAGEWRIGHT']),
    ...configuration,
    '',
  ].join('\n');
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'Dockerfile');
    writeFileSync(file, dockerfile);
    // No cache: it would keep a second copy of every toolchain.
    await docker(engine, ['build', '-q', '--no-cache', '-t', image, '-f', file, packages]);
  });
  try {
    await use(image);
  } finally {
    await docker(engine, ['image', 'rm', image]);
  }
}

/**
 * @param {Engine} engine
 * @param {string} image
 * @param {string} reference
 * @param {string} mark
 * @returns {Promise<void>}
 */
async function commit(engine, image, reference, mark) {
  await withContainer(engine, image, async (container) => {
    await docker(engine, ['commit', '--message', mark, container, reference]);
  });
}

/**
 * @param {Engine} engine
 * @param {string} image
 * @param {string} reference
 * @param {string} mark
 * @param {readonly string[]} configuration
 * @returns {Promise<void>}
 */
async function flatten(engine, image, reference, mark, configuration) {
  await inTemporaryFolder(async (folder) => {
    const archive = join(folder, 'root.tar');
    await withContainer(engine, image, async (container) => {
      await docker(engine, ['export', '-o', archive, container]);
    });
    const changes = configuration.flatMap((instruction) => ['--change', instruction]);
    await docker(engine, ['import', ...changes, '--message', mark, archive, reference]);
  });
}

/**
 * @param {Engine} engine
 * @param {string} image
 * @param {(container: string) => Promise<void>} use
 * @returns {Promise<void>}
 */
async function withContainer(engine, image, use) {
  const container = (await docker(engine, ['create', image])).trim();
  try {
    await use(container);
  } finally {
    await docker(engine, ['rm', container]);
  }
}

if (isMain(import.meta.url)) void main(process.argv.slice(2));

/**
 * Makes the images that are named, or lists the names there are.
 *
 * @param {readonly string[]} references
 */
async function main(references) {
  if (references.length === 0) {
    for (const toolchain of await toolchains()) console.log(toolchain.references.join(' '));
    return;
  }
  const engine = await ensureEngine();
  const images = engine.available ? await ensureToolchains(engine, references) : engine;
  if (images.available) {
    for (const { reference, isStandIn } of images.images)
      console.log(`${reference}${isStandIn ? ' (stand-in)' : ''}`);
    return;
  }
  process.exitCode = 1;
  console.log(engine.available ? images.reason : describeEngine(engine));
}

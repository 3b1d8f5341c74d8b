// Base images that cannot be pulled get local stand-ins: a small root file system with the real program in it, under the same name.

import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { installOnce, isInstalled, say, withLock } from './cache.mjs';
import { unpackPackages, whyNotInstallable } from './debian.mjs';
import { describeEngine, ensureEngine, findEngine } from './engine.mjs';
import { isMain } from './main.mjs';
import { attempt, findProgram, inOneLine, run } from './process.mjs';
import { docker, environment, inTemporaryFolder, KIND, readComment } from './standIn.mjs';

/** @typedef {import('./engine.mjs').Engine} Engine */

/**
 * @typedef {object} BaseImage
 * @property {string} reference Name and tag, such as `node:20-alpine`.
 * @property {boolean} isStandIn Whether the image was made here; false for an image of the user's or a pulled one.
 */

/**
 * @typedef {object} BaseImages
 * @property {true} available
 * @property {readonly BaseImage[]} images
 */

/** @typedef {{ readonly available: false, readonly reason: string }} Missing One line that says what is missing. */

/**
 * @typedef {object} StandIn
 * @property {string} reference
 * @property {string} archive The cache folder with its file system.
 * @property {string} about
 * @property {(root: string) => Promise<void>} fill Makes the file system.
 * @property {readonly string[]} configuration Instructions for the image's configuration.
 */

const VERSION = 1;
const MARK = `${KIND} ${VERSION}`;
const DEFAULT_PATH = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** @type {readonly StandIn[]} */
const STAND_INS = [
  {
    reference: 'busybox:latest',
    archive: `image-busybox-${VERSION}`,
    about: 'busybox',
    fill: fillBusybox,
    configuration: [DEFAULT_PATH, 'CMD ["sh"]'],
  },
  {
    reference: 'alpine:3.20',
    archive: `image-busybox-${VERSION}`,
    about: 'busybox',
    fill: fillBusybox,
    configuration: [DEFAULT_PATH, 'CMD ["/bin/sh"]'],
  },
  {
    reference: 'node:20-alpine',
    archive: `image-node-${process.versions.node}-${VERSION}`,
    about: `Node ${process.versions.node} and npm on busybox`,
    fill: fillNode,
    configuration: [DEFAULT_PATH, `ENV NODE_VERSION=${process.versions.node}`, 'CMD ["node"]'],
  },
  {
    reference: 'nginx:alpine',
    archive: `image-nginx-${VERSION}`,
    about: 'nginx on busybox',
    fill: fillNginx,
    configuration: [DEFAULT_PATH, 'EXPOSE 80', 'STOPSIGNAL SIGQUIT', 'CMD ["nginx","-g","daemon off;"]'],
  },
];

/**
 * Makes sure that the base images of the tests are there. An image that exists is used as it is, whoever made it;
 * with STAGEWRIGHT_PULL=1 the real image is tried first; only then is a stand-in made.
 *
 * @param {Engine} engine
 * @returns {Promise<BaseImages | Missing>}
 */
export function ensureStandIns(engine) {
  return withLock('images', async () => {
    try {
      /** @type {BaseImage[]} */
      const images = [];
      for (const standIn of STAND_INS) images.push(await ensureImage(engine, standIn));
      return { available: true, images };
    } catch (error) {
      return { available: false, reason: `no base images: ${inOneLine(error)}` };
    }
  });
}

/**
 * What {@link ensureStandIns} would find now, with nothing made.
 *
 * @param {Engine} engine
 * @returns {Promise<BaseImages | Missing>}
 */
export async function findStandIns(engine) {
  /** @type {BaseImage[]} */
  const images = [];
  for (const { reference } of STAND_INS) {
    const comment = await readComment(engine, reference);
    if (comment === undefined) return { available: false, reason: `the image ${reference} is not there` };
    images.push({ reference, isStandIn: comment.startsWith(KIND) });
  }
  return { available: true, images };
}

/**
 * Removes the stand-ins, and no image that was not made here.
 *
 * @param {Engine} engine
 * @returns {Promise<readonly string[]>} The references that were removed.
 */
export function removeStandIns(engine) {
  return withLock('images', async () => {
    /** @type {string[]} */
    const removed = [];
    for (const { reference } of STAND_INS) {
      const comment = await readComment(engine, reference);
      if (comment?.startsWith(KIND) !== true) continue;
      await docker(engine, ['image', 'rm', reference]);
      removed.push(reference);
    }
    return removed;
  });
}

/**
 * @param {Engine} engine
 * @param {StandIn} standIn
 * @returns {Promise<BaseImage>}
 */
async function ensureImage(engine, standIn) {
  const { reference } = standIn;
  const comment = await readComment(engine, reference);
  const isOutdated = comment?.startsWith(KIND) === true && comment !== MARK;
  if (isOutdated) await docker(engine, ['image', 'rm', reference]);
  else if (comment !== undefined) return { reference, isStandIn: comment === MARK };

  if (process.env['STAGEWRIGHT_PULL'] === '1') {
    say(`pulling ${reference}…`);
    const pulled = await attempt('docker', ['pull', '-q', reference], { env: environment(engine) });
    if (pulled.code === 0) return { reference, isStandIn: false };
    say(`${reference} cannot be pulled: ${inOneLine(pulled.stderr)}`);
  }
  const archive = await makeArchive(standIn);
  const why = process.env['STAGEWRIGHT_PULL'] === '1' ? '' : ' (STAGEWRIGHT_PULL=1 tries the real one first)';
  say(`making a local stand-in for ${reference}: ${standIn.about}${why}…`);
  const changes = standIn.configuration.flatMap((instruction) => ['--change', instruction]);
  await docker(engine, ['import', ...changes, '--message', MARK, archive, reference]);
  return { reference, isStandIn: true };
}

/**
 * @param {StandIn} standIn
 * @returns {Promise<string>} The file with the stand-in's file system, as `docker import` takes it.
 */
async function makeArchive(standIn) {
  const problem = whyNotInstallable();
  if (!isInstalled(standIn.archive) && problem !== undefined) {
    throw new Error(`${standIn.reference} is not there, and a stand-in cannot be made: ${problem}`);
  }
  const folder = await installOnce(standIn.archive, async (target) => {
    await inTemporaryFolder(async (root) => {
      await standIn.fill(root);
      const owners = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
      await run('tar', ['-cf', join(target, 'root.tar'), ...owners, '-C', root, '.']);
    });
  });
  return join(folder, 'root.tar');
}

/** @returns {Promise<string>} The folder with the packages that the stand-ins are made of: fetched in one go. */
function unpackParts() {
  return installOnce(`image-parts-${VERSION}`, async (folder) => {
    say(`unpacking busybox and nginx for the stand-ins into ${folder}…`);
    await unpackPackages('own', ['busybox-static', 'nginx', 'nginx-common'], folder);
  });
}

/** @param {string} root */
async function fillBusybox(root) {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  const busybox = join(bin, 'busybox');
  copyFileSync(join(await unpackParts(), 'bin', 'busybox'), busybox);
  chmodSync(busybox, 0o755);
  const applets = (await run(busybox, ['--list']))
    .split('\n')
    .filter((name) => name !== '' && name !== 'busybox');
  for (const applet of applets) symlinkSync('busybox', join(bin, applet));
  for (const folder of ['etc', 'root', 'usr/bin', 'usr/sbin', 'usr/local/bin', 'var', 'run', 'home']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  symlinkSync('/bin/env', join(root, 'usr/bin/env'));
  mkdirSync(join(root, 'tmp'));
  chmodSync(join(root, 'tmp'), 0o1777);
  writeUsers(root, []);
}

/** @param {string} root */
async function fillNode(root) {
  const npm = findProgram('npm');
  if (npm === undefined) throw new Error('npm is not on PATH, so it cannot be put into a stand-in');
  await fillBusybox(root);
  writeUsers(root, [{ name: 'node', id: 1000, home: '/home/node' }]);
  mkdirSync(join(root, 'home/node'));
  const local = join(root, 'usr/local');
  copyFileSync(process.execPath, join(local, 'bin/node'));
  chmodSync(join(local, 'bin/node'), 0o755);
  await copyLibraries(process.execPath, root);
  const modules = join(local, 'lib/node_modules');
  mkdirSync(modules, { recursive: true });
  // The npm on PATH is a link to npm/bin/npm-cli.js.
  cpSync(dirname(dirname(realpathSync(npm))), join(modules, 'npm'), { recursive: true, dereference: true });
  for (const name of ['npm', 'npx'])
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(local, 'bin', name));
  // Without these npm waits some ten seconds for a network that a build here does not have.
  mkdirSync(join(local, 'etc'));
  writeFileSync(join(local, 'etc/npmrc'), 'update-notifier=false\naudit=false\nfund=false\n');
}

/** @param {string} root */
async function fillNginx(root) {
  await fillBusybox(root);
  writeUsers(root, [{ name: 'nginx', id: 101, home: '/var/cache/nginx' }]);
  const parts = await unpackParts();
  const binary = join(parts, 'usr/sbin/nginx');
  copyFileSync(binary, join(root, 'usr/sbin/nginx'));
  chmodSync(join(root, 'usr/sbin/nginx'), 0o755);
  await copyLibraries(binary, root);
  mkdirSync(join(root, 'etc/nginx/conf.d'), { recursive: true });
  copyFileSync(join(parts, 'etc/nginx/mime.types'), join(root, 'etc/nginx/mime.types'));
  for (const folder of ['var/lib/nginx', 'var/log/nginx', 'usr/share/nginx/html']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  symlinkSync('/dev/stdout', join(root, 'var/log/nginx/access.log'));
  symlinkSync('/dev/stderr', join(root, 'var/log/nginx/error.log'));
  writeFileSync(join(root, 'etc/nginx/nginx.conf'), NGINX_CONFIGURATION);
  writeFileSync(join(root, 'etc/nginx/conf.d/default.conf'), NGINX_SERVER);
  writeFileSync(
    join(root, 'usr/share/nginx/html/index.html'),
    '<!doctype html><title>nginx stand-in</title>\n',
  );
}

const NGINX_CONFIGURATION = `user nginx;
worker_processes 1;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log notice;
events {
  worker_connections 256;
}
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /var/log/nginx/access.log;
  include /etc/nginx/conf.d/*.conf;
}
`;

const NGINX_SERVER = `server {
  listen 80;
  root /usr/share/nginx/html;
  index index.html;
}
`;

/**
 * @param {string} root
 * @param {readonly { name: string, id: number, home: string }[]} users Beside root and nobody.
 */
function writeUsers(root, users) {
  const all = [{ name: 'root', id: 0, home: '/root' }, ...users, { name: 'nobody', id: 65534, home: '/' }];
  const accounts = all.map(({ name, id, home }) => `${name}:x:${id}:${id}:${name}:${home}:/bin/sh\n`);
  writeFileSync(join(root, 'etc/passwd'), accounts.join(''));
  writeFileSync(join(root, 'etc/group'), all.map(({ name, id }) => `${name}:x:${id}:\n`).join(''));
}

/**
 * Copies the shared libraries of a program, and the loader, to the places where the program looks for them.
 *
 * @param {string} program
 * @param {string} root
 * @returns {Promise<void>}
 */
async function copyLibraries(program, root) {
  const listing = await run('ldd', [program]);
  for (const line of listing.split('\n')) {
    if (line.includes('not found'))
      throw new Error(`this machine lacks a library of ${program}: ${line.trim()}`);
    const library = /(?:=> )?(\/\S+) \(0x/u.exec(line)?.[1];
    if (library === undefined) continue;
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(realpathSync(library), join(root, library));
    chmodSync(join(root, library), 0o755);
  }
}

/**
 * @param {BaseImages | Missing} images
 * @returns {string}
 */
export function describeImages(images) {
  if (!images.available) return images.reason;
  const words = images.images.map(
    ({ reference, isStandIn }) => `${reference}${isStandIn ? ' (stand-in)' : ''}`,
  );
  return `base images ${words.join(', ')}`;
}

if (isMain(import.meta.url)) void main(process.argv[2] ?? '');

/**
 * @param {string} option `--status` looks only, `--remove` takes the stand-ins away.
 */
async function main(option) {
  const isLook = option === '--status' || option === '--remove';
  const engine = isLook ? await findEngine() : await ensureEngine();
  if (!engine.available) {
    process.exitCode = 1;
    console.log(describeEngine(engine));
    return;
  }
  if (option === '--remove') {
    const removed = await removeStandIns(engine);
    console.log(removed.length === 0 ? 'no stand-ins are there' : `removed ${removed.join(', ')}`);
    return;
  }
  const images = option === '--status' ? await findStandIns(engine) : await ensureStandIns(engine);
  if (!images.available) process.exitCode = 1;
  console.log(describeImages(images));
}

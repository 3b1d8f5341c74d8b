// The distroless images: files of a few Debian packages, no shell, no package manager.

import { chownSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STATIC = ['base-files', 'netbase', 'tzdata', 'ca-certificates'];
const BASE = {
  12: [...STATIC, 'libc6', 'libssl3'],
  13: [...STATIC, 'libc6', 'libssl3t64', 'libzstd1', 'zlib1g'],
};
const CC = ['libgcc-s1', 'libgomp1', 'libstdc++6'];

const CONFIGURATION = [
  'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
];

/** @type {readonly import('../toolchains.mjs').Toolchain[]} */
export const standIns = [
  ...variants('static-debian12', 'bookworm', STATIC),
  ...variants('static-debian13', 'trixie', STATIC),
  ...variants('base-debian12', 'bookworm', BASE[12]),
  ...variants('base-debian13', 'trixie', BASE[13]),
  ...variants('cc-debian12', 'bookworm', [...BASE[12], ...CC]),
  ...variants('cc-debian13', 'trixie', [...BASE[13], ...CC]),
];

/**
 * @param {string} name
 * @param {string} suite
 * @param {readonly string[]} packages
 * @returns {import('../toolchains.mjs').Toolchain[]}
 */
function variants(name, suite, packages) {
  const reference = `gcr.io/distroless/${name}`;
  return [
    {
      kind: 'unpacked',
      references: [reference, `${reference}:latest`],
      suite,
      packages,
      fill,
      configuration: [...CONFIGURATION, 'USER 0', 'WORKDIR /'],
    },
    {
      kind: 'unpacked',
      references: [`${reference}:nonroot`],
      suite,
      packages,
      fill,
      configuration: [...CONFIGURATION, 'USER 65532', 'WORKDIR /home/nonroot'],
    },
  ];
}

/** @param {string} root */
function fill(root) {
  const write = (/** @type {string} */ file, /** @type {string} */ text) =>
    writeFileSync(join(root, file), text);
  write(
    'etc/passwd',
    'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  );
  write('etc/group', 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n');
  write('etc/nsswitch.conf', 'hosts: files dns\n');
  mkdirSync(join(root, 'home/nonroot'), { recursive: true });
  chownSync(join(root, 'home/nonroot'), 65532, 65532);
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  // What update-ca-certificates would make of them.
  const bundle = join(root, 'usr/share/ca-certificates/mozilla');
  const texts = readdirSync(bundle)
    .sort()
    .map((name) => readFileSync(join(bundle, name), 'utf8'));
  write('etc/ssl/certs/ca-certificates.crt', texts.join(''));
  for (const folder of ['usr/share/doc', 'usr/share/man', 'usr/share/lintian', 'usr/sbin']) {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageExaminer } from '../../../../server/src/smoke/contents/packages';
import { privilegeExaminer } from '../../../../server/src/smoke/contents/privileges';
import { toolExaminer, toolKindOf } from '../../../../server/src/smoke/contents/tools';
import { wasteExaminer } from '../../../../server/src/smoke/contents/waste';
import { headerOf, ndbOf } from './rpm/samples';
import { file, gone, imageOf } from './samples';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe('waste', () => {
  it('is every copy that nobody sees, once, with the lines that wrote and hid it', async () => {
    const image = imageOf([file('a', 10)], [file('a', 20), file('cache', 500)], [gone('cache'), gone('a')]);
    const waste = await wasteExaminer().conclude(image);
    assert.equal(waste.bytes, 530);
    assert.equal(waste.files, 3);
    assert.deepEqual(waste.largest[0], { path: '/cache', bytes: 500, how: 'deleted', line: 1, byLine: 2 });
  });

  it('is nothing where every file is seen', async () => {
    const image = imageOf([file('a', 10)], [file('b', 20)]);
    assert.deepEqual(await wasteExaminer().conclude(image), { bytes: 0, files: 0, largest: [] });
  });
});

describe('packages', () => {
  const STATUS = 'var/lib/dpkg/status';
  const one = 'Package: libc6\nStatus: install ok installed\nVersion: 2.36-9\nDescription: x\n more\n';
  const gcc = 'Package: gcc\nStatus: install ok installed\nVersion: 12.2.0-3\n';
  const removed = 'Package: tzdata\nStatus: deinstall ok config-files\nVersion: 2024a\n';

  it('of dpkg have the line that installed them', async () => {
    const examiner = packageExaminer();
    const image = imageOf([file(STATUS, 1)], [file(STATUS, 2)], [file(STATUS, 3)]);
    for (const [layer, text] of [
      ['layer-2', `${one}\n${gcc}\n${removed}`],
      ['layer-0', one],
      ['layer-1', `${one}\n${gcc}`],
    ] as const)
      await examiner.read?.(layer, file(STATUS, 1), bytes(text));
    assert.deepEqual((await examiner.conclude(image)).report, {
      manager: 'dpkg',
      list: [
        { name: 'gcc', version: '12.2.0-3', line: 1, isBase: false },
        { name: 'libc6', version: '2.36-9', line: 0, isBase: true },
      ],
    });
  });

  it('of an image without a manager are read file by file', async () => {
    const examiner = packageExaminer();
    const path = 'var/lib/dpkg/status.d/base';
    assert.equal(examiner.wants?.(file(path, 1)), true);
    assert.equal(examiner.wants?.(file(`${path}.md5sums`, 1)), false);
    await examiner.read?.('layer-0', file(path, 1), bytes('Package: base-files\nVersion: 12.4\n'));
    const { report } = await examiner.conclude(imageOf([file(path, 1)]));
    assert.deepEqual(
      report?.list.map(({ name }) => name),
      ['base-files'],
    );
  });

  it('of apk', async () => {
    const examiner = packageExaminer();
    const path = 'lib/apk/db/installed';
    await examiner.read?.(
      'layer-0',
      file(path, 1),
      bytes('C:Q1\nP:musl\nV:1.2.5-r0\n\nP:zlib\nV:1.3.1-r1\n'),
    );
    const { report } = await examiner.conclude(imageOf([file(path, 1)]));
    assert.deepEqual(
      report?.list.map(({ name, version }) => `${name} ${version}`),
      ['musl 1.2.5-r0', 'zlib 1.3.1-r1'],
    );
  });

  it('of rpm, with the line that installed them', async () => {
    const examiner = packageExaminer();
    const path = 'usr/lib/sysimage/rpm/Packages.db';
    assert.equal(examiner.wants?.(file('var/lib/rpm/rpmdb.sqlite', 1)), true);
    assert.equal(examiner.wants?.(file('var/lib/rpm/Basenames', 1)), false);
    const bash = headerOf({ 1000: 'bash', 1001: '5.2', 1002: '1', 1009: 10, 1022: 'x86_64' });
    const glibc = (architecture: string): Buffer =>
      headerOf({ 1000: 'glibc', 1001: '2.38', 1002: '4', 1022: architecture });
    await examiner.read?.('layer-1', file(path, 2), ndbOf([bash, glibc('x86_64'), glibc('i686')]));
    await examiner.read?.('layer-0', file(path, 1), ndbOf([glibc('x86_64')]));
    const { report, notes } = await examiner.conclude(imageOf([file(path, 1)], [file(path, 2)]));
    assert.deepEqual(report, {
      manager: 'rpm',
      list: [
        { name: 'bash', version: '5.2-1', architecture: 'x86_64', bytes: 10, line: 1, isBase: false },
        { name: 'glibc', version: '2.38-4', architecture: 'x86_64', line: 0, isBase: true },
        { name: 'glibc', version: '2.38-4', architecture: 'i686', line: 1, isBase: false },
      ],
    });
    assert.deepEqual(notes, []);
  });

  it('that cannot be read are no silence', async () => {
    const examiner = packageExaminer();
    const [damaged, large] = ['var/lib/rpm/Packages', 'var/lib/rpm/rpmdb.sqlite'];
    await examiner.read?.('layer-0', file(damaged, 10), bytes('no database'));
    const journal = file('var/lib/rpm/rpmdb.sqlite-wal', 5);
    const image = imageOf([file(damaged, 10), file(large, 90_000_000), journal]);
    const { report, notes } = await examiner.conclude(image);
    assert.equal(report, undefined);
    assert.equal(notes.length, 3);
    assert.match(notes[0] ?? '', /\/var\/lib\/rpm\/Packages is damaged, or a database of a form/u);
    assert.match(notes[1] ?? '', /rpmdb\.sqlite is too large to be read \(90\.0 MB\)/u);
    assert.match(notes[2] ?? '', /last changes of the packages may be missing/u);
  });

  it('are none once their database is gone', async () => {
    const examiner = packageExaminer();
    await examiner.read?.('layer-0', file(STATUS, 1), bytes(one));
    assert.equal((await examiner.conclude(imageOf([file(STATUS, 1)], [gone(STATUS)]))).report, undefined);
  });
});

describe('tools', () => {
  for (const [path, kind] of [
    ['usr/bin/x86_64-linux-gnu-gcc-12', 'compiler'],
    ['usr/local/go/bin/go', 'compiler'],
    ['usr/local/bin/pip3.11', 'package-manager'],
    ['root/.cargo/bin/cargo', 'package-manager'],
    ['usr/bin/python3.11', 'runtime'],
    ['usr/bin/make', 'build-system'],
    ['app/bin/make', undefined],
    ['usr/share/doc/gcc', undefined],
    ['usr/bin/gccgo-helper', undefined],
  ] as const)
    it(`${path} is ${kind ?? 'none'}`, () => {
      assert.equal(toolKindOf(path), kind);
    });

  it('leave out what BusyBox only looks like', async () => {
    const link = { kind: 'symbolic-link', target: '/bin/busybox' } as const;
    const image = imageOf([file('bin/busybox', 1), file('bin/dpkg', 0, link), file('bin/sh', 0, link)]);
    assert.deepEqual(
      (await toolExaminer().conclude(image)).map(({ path }) => path),
      ['/bin/busybox', '/bin/sh'],
    );
  });
});

describe('privileged files', () => {
  it('run with the rights of another, when they can be run', async () => {
    const image = imageOf(
      [file('usr/bin/su', 1, { mode: 0o4755 })],
      [
        file('usr/bin/wall', 1, { mode: 0o2755, gid: 5 }),
        file('data', 1, { mode: 0o4644 }),
        file('usr/bin/env', 1, { mode: 0o755 }),
      ],
    );
    assert.deepEqual(await privilegeExaminer().conclude(image), [
      { path: '/usr/bin/su', mode: '4755', owner: 0, right: 'user', line: 0, isBase: true },
      { path: '/usr/bin/wall', mode: '2755', owner: 5, right: 'group', line: 1, isBase: false },
    ]);
  });
});

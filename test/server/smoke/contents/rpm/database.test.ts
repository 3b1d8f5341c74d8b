import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { berkeleyValues } from '../../../../../server/src/smoke/contents/rpm/berkeleyDb';
import { readRpmDatabase } from '../../../../../server/src/smoke/contents/rpm/database';
import { readRpmHeader } from '../../../../../server/src/smoke/contents/rpm/header';
import { sqliteRows } from '../../../../../server/src/smoke/contents/rpm/sqlite';
import { headerOf, ndbOf, rpmSample } from './samples';

const TINY = { name: 'tiny', version: '1.2-3', architecture: 'noarch', bytes: 171 };

describe('the database of rpm', () => {
  it('is read as SQLite keeps it: over many pages, and beyond a page', () => {
    const packages = readRpmDatabase(rpmSample('rpmdb.sqlite')) ?? [];
    assert.equal(packages.length, 41);
    assert.deepEqual(
      packages.find(({ name }) => name === 'tiny'),
      TINY,
    );
    assert.equal(packages.find(({ name }) => name === 'part-7')?.version, '2:1.2-3');
    assert.deepEqual(
      new Set(packages.map(({ name }) => name)),
      new Set(['tiny', ...Array.from({ length: 40 }, (_, at) => `part-${at + 1}`)]),
    );
    // Each of part-N holds one file of 10 N bytes.
    assert.deepEqual(
      packages.filter(({ name, bytes }) => name !== 'tiny' && bytes !== 10 * Number(name.slice(5))),
      [],
    );
  });

  it('is read as Berkeley DB keeps it', () => {
    const packages = readRpmDatabase(rpmSample('Packages')) ?? [];
    assert.equal(packages.length, 6);
    assert.deepEqual(
      packages.find(({ name }) => name === 'tiny'),
      TINY,
    );
    assert.equal(packages.find(({ name }) => name === 'part-7')?.version, '2:1.2-3');
  });

  it('is read in rpm’s own form', () => {
    const headers = [...berkeleyValues(rpmSample('Packages'))];
    assert.equal(headers.length, 6);
    const packages = readRpmDatabase(ndbOf(headers)) ?? [];
    assert.equal(packages.length, 6);
    assert.deepEqual(
      packages.find(({ name }) => name === 'tiny'),
      TINY,
    );
  });

  it('may hold nothing', () => {
    assert.deepEqual(readRpmDatabase(ndbOf([])), []);
  });

  it('is not read when it is none', () => {
    assert.equal(readRpmDatabase(Buffer.from('')), undefined);
    assert.equal(readRpmDatabase(Buffer.from('a text of some length '.repeat(100))), undefined);
  });

  it('is not read when it is damaged, wherever it is cut off', () => {
    for (const whole of [
      rpmSample('rpmdb.sqlite'),
      rpmSample('Packages'),
      ndbOf([headerOf({ 1000: 'a', 1001: '1' })]),
    ]) {
      const all = readRpmDatabase(whole)?.length ?? 0;
      for (let part = 1; part < 40; part++) {
        const found = readRpmDatabase(whole.subarray(0, Math.floor((whole.length * part) / 40)));
        assert.ok(found === undefined || found.length <= all);
      }
    }
  });

  it('leads nowhere when its bytes are other ones, and does so in time', () => {
    for (const sample of [rpmSample('rpmdb.sqlite'), rpmSample('Packages')]) {
      let state = 7;
      for (let times = 0; times < 300; times++) {
        const damaged = Buffer.from(sample);
        for (let count = 0; count < 20; count++) {
          state = (state * 48_271) % 2_147_483_647;
          // Most of what leads anywhere stands at the beginning.
          damaged[state % (times % 2 === 0 ? 4096 : damaged.length)] = state % 251;
        }
        assert.ok((readRpmDatabase(damaged)?.length ?? 0) <= 5000);
      }
    }
  });

  it('whose tree goes in circles has an end', () => {
    const file = rpmSample('rpmdb.sqlite');
    // The root of the table of packages is the second page; its first child becomes itself.
    const root = 4096;
    assert.equal(file[root], 5);
    file.writeUInt32BE(2, root + file.readUInt16BE(root + 12));
    assert.throws(() => [...sqliteRows(file, 'Packages')], RangeError);
    assert.equal(readRpmDatabase(file), undefined);
  });
});

describe('the header of a package', () => {
  it('tells name, version with epoch, architecture and size', () => {
    const values = { 1000: 'bash', 1001: '5.2', 1002: '1.el9', 1003: 1, 1009: 7, 1022: 'x86_64' };
    assert.deepEqual(readRpmHeader(headerOf(values)), {
      name: 'bash',
      version: '1:5.2-1.el9',
      architecture: 'x86_64',
      bytes: 7,
    });
    assert.equal(readRpmHeader(headerOf({ ...values, 5009: 5_000_000_000n }))?.bytes, 5_000_000_000);
  });

  it('of a key is none of a package, nor is what is shorter than it says', () => {
    assert.equal(
      readRpmHeader(headerOf({ 1000: 'gpg-pubkey', 1001: 'fd431d51', 1002: '4ae0493b' })),
      undefined,
    );
    assert.equal(readRpmHeader(headerOf({ 1000: 'bash', 1001: '5.2' }).subarray(0, 30)), undefined);
    assert.equal(readRpmHeader(Buffer.alloc(0)), undefined);
  });
});

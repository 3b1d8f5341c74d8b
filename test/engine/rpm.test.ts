/** The packages of rpm in an image of a real engine, and what is said when they cannot be read. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rpmSample } from '../server/smoke/contents/rpm/samples';
import { folderWith, smoke } from './workbench';

test('a database that rpm has written is read out of its layer', async (t) => {
  const contextDir = folderWith(t, {});
  writeFileSync(join(contextDir, 'rpmdb.sqlite'), rpmSample('rpmdb.sqlite'));
  const report = await smoke(t, {
    dockerfile: 'FROM busybox:latest\nRUN true\nCOPY rpmdb.sqlite /usr/lib/sysimage/rpm/\nCMD ["true"]\n',
    input: { contextDir },
  });
  assert.equal(report.verdict, 'passed', report.summary);
  const packages = report.image?.contents?.packages;
  assert.equal(packages?.manager, 'rpm');
  assert.equal(packages.list.length, 41);
  assert.deepEqual(
    packages.list.find(({ name }) => name === 'part-7'),
    { name: 'part-7', version: '2:1.2-3', architecture: 'noarch', bytes: 70, line: 2, isBase: false },
  );
});

test('a database that is too large, or of no form that is known, is a note and no silence', async (t) => {
  const report = await smoke(t, {
    dockerfile:
      'FROM busybox:latest\nRUN mkdir -p /var/lib/rpm && truncate -s 70000000 /var/lib/rpm/rpmdb.sqlite && echo none > /var/lib/rpm/Packages\nCMD ["true"]\n',
  });
  assert.equal(report.verdict, 'passed', report.summary);
  assert.equal(report.image?.contents?.packages, undefined);
  const notes = report.notes.join('\n');
  assert.match(notes, /\/var\/lib\/rpm\/rpmdb\.sqlite is too large to be read \(70\.0 MB\)/u);
  assert.match(notes, /\/var\/lib\/rpm\/Packages is damaged, or a database of a form that cannot be read/u);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

const MODULE = require.resolve('../../../server/src/node/codeCache');

describe('compiled code of an earlier start', () => {
  let folder: string;
  let bundle: string;
  const cache = (): string => join(folder, 'cache', 'stagewright', 'code');

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'stagewright-code-'));
    bundle = join(folder, 'bundle.js');
    // It asks for a neighbour and stays long enough for its code to be kept.
    writeFileSync(join(folder, 'neighbour.js'), 'module.exports = "neighbour";');
    writeFileSync(
      bundle,
      'console.log(require("./neighbour"), __dirname.length > 1, typeof exports); setTimeout(() => {}, 3500);',
    );
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function start(file = bundle): string {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['-e', `require(${JSON.stringify(MODULE)}).runCached(${JSON.stringify(file)})`],
      { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } },
    );
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }

  it('runs the bundle as a module, before there is any and after', () => {
    assert.equal(start(), 'neighbour true object');
    assert.ok(readdirSync(cache()).length > 0, 'nothing was kept');
    assert.equal(statSync(cache()).mode & 0o077, 0, 'others can reach it');
    assert.equal(start(), 'neighbour true object');
  });

  it('gives a part of the bundle what runs already, and not a second one', () => {
    const parts = join(folder, 'parts.js');
    writeFileSync(
      parts,
      'exports.own = {}; console.log(require("./part.js").own === exports.own, require("./part.js") === require("./part.js")); setTimeout(() => {}, 3500);',
    );
    writeFileSync(join(folder, 'part.js'), 'exports.own = require("./parts.js").own;');
    const before = readdirSync(cache()).length;
    assert.equal(start(parts), 'true true');
    // Newer versions of Node keep their own books.
    if (process.versions.node.startsWith('20.')) assert.equal(readdirSync(cache()).length, before + 2);
    assert.equal(start(parts), 'true true');
  });

  it('is not needed: a broken one and an impossible place only cost their time', () => {
    for (const name of readdirSync(cache())) {
      const path = join(cache(), name);
      if (statSync(path).isFile()) writeFileSync(path, 'broken');
    }
    assert.equal(start(), 'neighbour true object');
    rmSync(join(folder, 'cache'), { recursive: true });
    writeFileSync(join(folder, 'cache'), 'no folder');
    assert.equal(start(), 'neighbour true object');
    rmSync(join(folder, 'cache'));
    mkdirSync(join(folder, 'cache'));
    assert.ok(existsSync(join(folder, 'cache')));
  });
});

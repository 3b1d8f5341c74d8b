/** A context behind a slow file system: what is asked for in vain is fetched, and known the next time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ContextFetcher, FetchedContext, type FoundBuild } from '../../../server/src/project';

const FOUND: FoundBuild = {
  context: '/work',
  isAssumed: false,
  isInProject: true,
  ignoreFile: { kind: 'unknown' },
  contextEntries: undefined,
  gitIgnoreText: '',
  targets: [],
  buildArguments: new Map(),
  namedContexts: new Map(),
};

function fetcher(files: Readonly<Record<string, string>>): ContextFetcher {
  return {
    entriesIn: () => Promise.resolve(new Map()),
    textOf: (path) => Promise.resolve(files[path]),
    statOf: (path) =>
      Promise.resolve(
        files[path] === undefined ? undefined : { bytes: files[path].length, isExecutable: undefined },
      ),
    parseYaml: () => Promise.resolve(undefined),
    patience: () => () => false,
  };
}

describe('the text of a file', () => {
  it('is fetched after somebody asked for it', async () => {
    const first = new FetchedContext(FOUND, fetcher({ '/work/package.json': '{}' }));
    assert.equal(first.textAt('package.json'), undefined);
    assert.ok(first.isWanting);
    const second = await first.fetched();
    assert.equal(second.textAt('package.json'), '{}');
    assert.ok(!second.isWanting);
    assert.ok(!second.isSameAs(first));
  });

  it('stays unknown where the file is large or is not there, and is not asked for again', async () => {
    const first = new FetchedContext(FOUND, fetcher({ '/work/large.json': ' '.repeat(600_000) }));
    assert.equal(first.textAt('large.json'), undefined);
    assert.equal(first.textAt('missing.json'), undefined);
    const second = await first.fetched();
    assert.equal(second.textAt('large.json'), undefined);
    assert.equal(second.textAt('missing.json'), undefined);
    assert.ok(!second.isWanting);
  });

  it('is read anew when the context is', async () => {
    const files: Record<string, string> = { '/work/package.json': '{}' };
    const first = new FetchedContext(FOUND, fetcher(files));
    first.textAt('package.json');
    const second = await first.fetched();
    files['/work/package.json'] = '{ "name": "x" }';
    const third = await second.renewed(FOUND, 'kept');
    assert.equal(third.textAt('package.json'), '{ "name": "x" }');
    assert.ok(!third.isSameAs(second));
  });
});

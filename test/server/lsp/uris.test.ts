import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { folderOf, isSame, join, nameOf, pathOf, toUri } from '../../../server/src/lsp/uris';

describe('URIs', () => {
  it('have a folder, unless they are no paths', () => {
    assert.equal(folderOf('file:///a/b/Dockerfile'), 'file:///a/b');
    assert.equal(folderOf('file:///Dockerfile'), 'file://');
    assert.equal(folderOf('vscode-vfs://github/owner/name/Dockerfile'), 'vscode-vfs://github/owner/name');
    assert.equal(folderOf('untitled:Untitled-1'), undefined);
    assert.equal(folderOf('nonsense'), undefined);
  });

  it('have a name that a person reads', () => {
    assert.equal(nameOf('file:///a/My%20Dockerfile'), 'My Dockerfile');
    assert.equal(nameOf('file:///a/100%'), '100%');
  });

  it('are joined with what must be encoded', () => {
    assert.equal(join('file:///a', '.dockerignore'), 'file:///a/.dockerignore');
    assert.equal(join('file:///a/', 'docker/my file'), 'file:///a/docker/my%20file');
    assert.equal(join('file:///a/b', '../c/../x'), 'file:///a/c/../x');
  });

  it('have a path, and are made of one beside another', () => {
    assert.equal(pathOf('file:///c%3A/my%20work/'), '/c:/my work');
    assert.equal(pathOf('vscode-vfs://github/owner/Dockerfile'), '/owner/Dockerfile');
    assert.equal(pathOf('untitled:Untitled-1'), undefined);
    assert.equal(
      toUri('vscode-vfs://github/owner/Dockerfile', '/owner/a b'),
      'vscode-vfs://github/owner/a%20b',
    );
    assert.equal(toUri('file:///x', 'C:/work'), 'file:///C%3A/work');
  });

  it('are the same however they are spelled', () => {
    assert.equal(isSame('file:///workshop', 'file:///work'), false);
    assert.ok(isSame('file:///c%3A/work', 'file:///c:/work'));
  });
});

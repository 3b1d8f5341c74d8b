/** What is said of a part of a line: flags, mount options, variables, stages, comments and findings. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hover } from '../../../../server/src/core';
import { analyzed } from '../../../harness/checkRule';
import { checkHover, rest } from './hoverAt';

describe('flags and mount options', () => {
  it('are explained with their value, for themselves only', () => {
    const found = rest('FROM golang:1.23 AS build\nFROM a:1\nCOPY --fr|om=build /x /x\n');
    assert.equal(found?.about, '--from=build');
    assert.match(found.markdown, /stage \*\*build\*\* \(line 1\)[^]*Go 1\.23/);
    checkHover('FROM a:1\nCOPY --ch|own=1:1 x y\n', /belong to `1:1`/);
    checkHover('FROM a:1\nHEALTHCHECK --start-per|iod=5s CMD x\n', /first `5s` failures do not count/);
    checkHover('FROM a:1\nRUN --net|work=none x\n', /`none`/);
    checkHover('FROM a:1 AS x\nFROM --plat|form=linux/amd64 x\n', /Ignored here/);
    checkHover('FROM a:1\nCOPY --fron|=x a b\n', /Did you mean `--from`/);
  });

  it('tell mount options by the type of the mount', () => {
    const mount = (marked: string): string => `FROM a:1 AS s\nFROM a:1\nRUN --mount=${marked} x\n`;
    checkHover(mount('type=ca|che,target=/x'), /survives from build to build/);
    checkHover(mount('type=cache,target=/x,shar|ing=locked'), /`locked`/);
    checkHover(mount('type=secret,i|d=npm'), /--secret id=npm,src=FILE/);
    checkHover(mount('type=secret,id=npm,en|v=TOKEN'), /environment variable `TOKEN`/);
    checkHover(mount('fr|om=s,target=/x'), /stage \*\*s\*\* \(line 1\)/);
    checkHover(mount('type=cache,ds|t=/x'), /Where the mount appears.*`\/x`/);
    checkHover(mount('type=cache,tar|get2=/x'), /Did you mean `target`/);
  });
});

describe('variables', () => {
  it('are known, unknown or empty here', () => {
    checkHover(
      'FROM a:1\nARG V=1\nCOPY x /$|V\n',
      /build argument[^]*`1`, declared in line 2[^]*BuildKit fills it in/,
    );
    checkHover(
      'FROM a:1\nENV V=1\nRUN echo $|V\n',
      /environment variable[^]*set in line 2[^]*shell fills it in/,
    );
    checkHover('FROM a:1\nARG V\nRUN echo $|V\n', /Known only when the image is built/);
    checkHover('FROM a:1\nRUN X=1; echo $|X\n', /gives it a value itself/);
    checkHover('ARG V=1\nFROM a:1\nCOPY x /$|V\n', /Empty here: the name is known in the global scope only/);
    checkHover('ARG V=1\nFROM a:$|V\nUSER 1\n', /`1`, declared in line 1/);
    checkHover('FROM node:20\nRUN echo $NODE|_VERSION\n', /set by the base image/);
  });
});

describe('stages and comments', () => {
  it('show the stage behind a name, with its description', () => {
    checkHover(
      '# deps installs all\nFROM a:1 AS deps\nFROM de|ps\nUSER 1\n',
      /Base stage \*\*deps\*\*[^]*Installs all\. It begins in line 2/,
    );
    checkHover('# de|ps installs all\nFROM a:1 AS deps\n', /Installs all/);
  });

  it('explain suppressions, their rules, and the chosen target', () => {
    checkHover(
      '# stagewright ignore=no-latest|-tag\nFROM alpine:latest\n',
      /silenced for line 2 \(FROM\)[^]*`latest`/,
    );
    checkHover(
      '# stagewright ig|nore=no-latest-tag\nFROM alpine:latest\n',
      /Silences `no-latest-tag` for line 2.*reason=/,
    );
    checkHover('# stagewright file-ignore=non|sense\nFROM a\n', /No rule has this name/);
    checkHover('# hadolint ignore=DL3|007\nFROM a\n', /A comment of hadolint/);
    checkHover(
      '# stagewright tar|get=a\nFROM b AS a\nFROM c\n',
      /--target a.*stage \*\*a\*\* is the final stage/,
    );
    checkHover('# syn|tax=docker/dockerfile:1\nFROM a:1\n', /parser directive/);
  });

  it('say nothing of an ordinary comment, also within an instruction', () => {
    assert.equal(rest('# hel|lo\nFROM a:1\n'), undefined);
    assert.equal(rest('FROM a:1\nRUN a \\\n  # no|te\n  b\n'), undefined);
    assert.equal(rest('FROM a:1\n|\nRUN a\n'), undefined);
    assert.equal(rest('FROM a:1\nRUN a\n|'), undefined);
    assert.ok(rest('FROM a:1\nRUN a|'));
  });
});

describe('findings', () => {
  it('come first, with reason and suppression, then the line', () => {
    const found = rest('FROM no|de\nUSER 1\n');
    assert.equal(found?.about, 'node');
    assert.match(
      found.markdown,
      /^\*\*Warning\*\* · `require-image-tag`[^]*stagewright ignore=require-image-tag[^]*---\n\n\*\*FROM\*\* · final stage/,
    );
  });

  it('leave out the message where the editor shows it', () => {
    const analysis = analyzed('FROM node\nUSER 1\n');
    assert.match(hover(analysis, 7)?.markdown ?? '', /so it means node:latest/);
    const shown = hover(analysis, 7, 'shown')?.markdown ?? '';
    assert.match(shown, /^\*\*Why\*\* · `require-image-tag`\n\n\w/);
    assert.ok(!shown.includes('so it means node:latest'));
  });

  it('show the worst and name the others', () => {
    checkHover(
      'FROM no|de\n',
      /^\*\*Warning\*\* · `require-image-tag`/,
      /Also here: `require-non-root-user`/,
    );
  });
});

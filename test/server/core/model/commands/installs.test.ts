/** Examples of operating-system packages that commands install and remove. */
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { parseShell } from '../../../../../server/src/core/shell/parse';
import type { ShellCommand } from '../../../../../server/src/core/shell/nodes';
import {
  packageInstallOf,
  packageRemovalOf,
  type PackageInstall,
  type PackageRemoval,
} from '../../../../../server/src/core/model/commands/installs';

function commandOf(text: string): ShellCommand {
  const command = parseShell(text).commands[0];
  assert.ok(command !== undefined, text);
  return command;
}

function install(text: string): PackageInstall {
  const found = packageInstallOf(commandOf(text));
  assert.ok(found !== undefined, text);
  return found;
}

function removal(text: string): PackageRemoval {
  const found = packageRemovalOf(commandOf(text));
  assert.ok(found !== undefined, text);
  return found;
}

/** `name=version` of each package. */
function named(found: PackageInstall | PackageRemoval): string[] {
  return found.packages.map(({ name, version }) => (version === undefined ? name : `${name}=${version}`));
}

describe('packageInstallOf', () => {
  test('reads apt-get, its versions, releases and architectures', () => {
    const text =
      'apt-get -o Dpkg::Use-Pty=0 install -yqq --no-install-recommends -t bookworm g++ curl=7.* libc6:arm64 vim/stable ./x.deb old-';
    const found = install(text);
    assert.equal(found.manager, 'apt-get');
    assert.equal(found.family, 'debian');
    assert.deepEqual(named(found), ['g++', 'curl=7.*', 'libc6', 'vim', './x.deb']);
    assert.deepEqual(
      found.flags.map(({ name, value }) => [name, value]),
      [
        ['-o', 'Dpkg::Use-Pty=0'],
        ['-y', undefined],
        ['-q', undefined],
        ['-q', undefined],
        ['--no-install-recommends', undefined],
        ['-t', 'bookworm'],
      ],
    );
    assert.equal(found.verb.value, 'install');
    assert.equal(found.isAssumingYes, true);
  });

  test('points at each package', () => {
    const text = 'apt-get install -y \\\n  gcc \\\n  "make"';
    assert.deepEqual(
      install(text).packages.map(({ span }) => text.slice(span.start, span.end)),
      ['gcc', '"make"'],
    );
  });

  test('knows a package whose version is a variable, and says what it does not know', () => {
    const found = install('apt-get install -y curl=$CURL_VERSION "git=${GIT}" $EXTRA $(cat list) vim');
    assert.deepEqual(named(found), ['curl=$CURL_VERSION', 'git=${GIT}', 'vim']);
    assert.deepEqual(
      found.unknown.map((word) => word.text),
      ['$EXTRA', '$(cat list)'],
    );
    assert.equal(found.hasUnknownPackages, true);
    assert.equal(install('xargs apt-get install -y < list').hasUnknownPackages, true);
    assert.equal(install('apt-get install vim').hasUnknownPackages, false);
  });

  test('tells whether a command asks', () => {
    assert.equal(install('apt-get install vim').isAssumingYes, false);
    assert.equal(install('apt-get install -qq vim').isAssumingYes, true);
    assert.equal(install('apt-get install -q=2 vim').isAssumingYes, true);
    assert.equal(install('apt-get install -q vim').isAssumingYes, false);
    assert.equal(install('apk add vim').isAssumingYes, true);
    assert.equal(install('zypper -n in vim').isAssumingYes, true);
    assert.equal(install('dnf install --assumeyes vim').isAssumingYes, true);
    assert.equal(install('yum install vim').isAssumingYes, false);
  });

  test('reads apk with its virtual group', () => {
    const found = install(
      'apk --no-cache add --virtual .build-deps gcc=1.2-r0 "nodejs>16" foo@edge bar~=1 !baz',
    );
    assert.deepEqual(named(found), ['gcc=1.2-r0', 'nodejs=16', 'foo', 'bar=1']);
    assert.equal(found.virtual, '.build-deps');
    assert.equal(install('apk add -t .b gcc').virtual, '.b');
    assert.equal(install('apk add -U --repository https://example.org/edge gcc').packages.length, 1);
  });

  test('reads the RPM managers', () => {
    assert.deepEqual(
      named(
        install('yum install -y --enablerepo epel nginx-1.20.1-9 java-17-openjdk-devel gcc-c++ git.x86_64'),
      ),
      ['nginx=1.20.1-9', 'java-17-openjdk-devel', 'gcc-c++', 'git'],
    );
    assert.deepEqual(named(install("dnf group install -y 'Development Tools'")), ['@Development Tools']);
    assert.deepEqual(named(install('yum groupinstall -y development')), ['@development']);
    assert.deepEqual(named(install('microdnf --nodocs install -y tar')), ['tar']);
    assert.deepEqual(named(install('zypper --non-interactive install -t pattern devel_basis')), [
      '@devel_basis',
    ]);
  });

  test('sees through sudo', () => {
    assert.deepEqual(named(install('sudo DEBIAN_FRONTEND=noninteractive apt-get install -y vim')), ['vim']);
  });

  test('leaves everything else alone', () => {
    for (const text of [
      'apt-get update',
      'apt-get remove vim',
      'apk update',
      'npm install',
      'apt-cache search vim',
      'apt-get $VERB vim',
      'echo apt-get install vim',
    ]) {
      assert.equal(packageInstallOf(commandOf(text)), undefined, text);
    }
  });
});

describe('packageRemovalOf', () => {
  test('reads removals and whether unneeded packages go too', () => {
    assert.deepEqual(named(removal('apt-get purge -y --auto-remove gcc make')), ['gcc', 'make']);
    assert.equal(removal('apt-get purge -y --auto-remove gcc').removesUnneeded, true);
    assert.equal(removal('apt-get remove -y gcc').removesUnneeded, false);
    assert.equal(removal('apt-get autoremove -y').removesUnneeded, true);
    assert.deepEqual(named(removal('apk del --no-network .build-deps')), ['.build-deps']);
    assert.equal(removal('apk del gcc').removesUnneeded, true);
    assert.equal(removal('zypper rm -u gcc').removesUnneeded, true);
  });

  test('leaves installs alone', () => {
    assert.equal(packageRemovalOf(commandOf('apt-get install gcc')), undefined);
  });
});

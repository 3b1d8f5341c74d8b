/** Examples of packages that commands ask for, of every manager, with the version they ask for. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  packageRequestOf,
  type PackageRequest,
} from '../../../../../server/src/core/model/commands/packageRequests';
import { parseShell } from '../../../../../server/src/core/shell/parse';

function request(text: string): PackageRequest | undefined {
  const command = parseShell(text).commands[0];
  assert.ok(command !== undefined, text);
  return packageRequestOf(command);
}

/** `manager kind name version` of each package, a package's kind and a missing version left out. */
function asked(text: string): string[] {
  const found = request(text);
  return (found?.packages ?? []).map(({ kind, name, version }) =>
    [found?.manager, kind === 'package' ? undefined : kind, name, version]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

describe('packageRequestOf', () => {
  test('reads the managers of distributions', () => {
    assert.deepEqual(asked('apt-get install -y curl=7.* "git=$GIT" ./x.deb'), [
      'apt curl 7.*',
      'apt git $GIT',
      'apt file ./x.deb',
    ]);
    assert.deepEqual(asked('sudo apk add --no-cache flex=2.6 git~=2.5 libffi own-1.1.apk'), [
      'apk flex 2.6',
      'apk git 2.5',
      'apk libffi',
      'apk file own-1.1.apk',
    ]);
    assert.deepEqual(asked('microdnf install rpm-sign-4.16.1.3 gcc-c++ "git-core-${V}"'), [
      'dnf rpm-sign 4.16.1.3',
      'dnf gcc-c++',
      'dnf git-core ${V}',
    ]);
    assert.deepEqual(asked('yum module install -y tomcat:9/server'), ['yum tomcat 9']);
    assert.deepEqual(asked('dnf group install "Development Tools"'), ['dnf group @Development Tools']);
    assert.deepEqual(asked('zypper in tomcat\\>=9.0 nginx'), ['zypper tomcat 9.0', 'zypper nginx']);
  });

  test('reads requirement specifiers, addresses and paths of pip', () => {
    assert.deepEqual(
      asked("python3 -m pip install --index-url u a 'b[x]==1.0' 'c<0.7' d~=$D ./e f.whl https://h/g.zip"),
      [
        'pip a',
        'pip b 1.0',
        'pip c <0.7',
        'pip d ~=$D',
        'pip file ./e',
        'pip file f.whl',
        'pip file https://h/g.zip',
      ],
    );
    assert.deepEqual(asked('pip install git+ssh://g@h/r.git@0.6#egg=r git+https://h/r.git#egg=r'), [
      'pip repository git+ssh://g@h/r.git@0.6#egg=r 0.6',
      'pip repository git+https://h/r.git#egg=r',
    ]);
    assert.equal(request('pip install -c constraints.txt a')?.isConstrained, true);
  });

  test('reads packages of Node, tags and repositories among them', () => {
    assert.deepEqual(
      asked('npm install -g express@"4.1.1" @my/own@">=0.1.0 <0.2.0" sax@latest left ./folder p-1.tgz'),
      [
        'npm express 4.1.1',
        'npm @my/own >=0.1.0 <0.2.0',
        'npm sax latest',
        'npm left',
        'npm file ./folder',
        'npm file p-1.tgz',
      ],
    );
    assert.deepEqual(asked('npm i git://h/npm.git#v1.0 git+https://h/npm.git npm/cli npm@$NPM'), [
      'npm repository git://h/npm.git#v1.0 v1.0',
      'npm repository git+https://h/npm.git',
      'npm repository npm/cli',
      'npm npm $NPM',
    ]);
    assert.deepEqual(asked('yarn global add serve@14'), ['npm serve 14']);
  });

  test('reads gems, whose version may be an option', () => {
    assert.deepEqual(asked('gem install bundler:2.0 nokogiri -- --use-system-libraries'), [
      'gem bundler 2.0',
      'gem nokogiri',
    ]);
    assert.deepEqual(asked("gem i bundler --version '2.0.1'"), ['gem bundler 2.0.1']);
  });

  test('reads modules that go fetches, not packages of the project', () => {
    assert.deepEqual(asked('go install -ldflags "-s -w" example.com/a/cmd/x@v1.2.3 golang.org/x/y@latest'), [
      'go example.com/a/cmd/x v1.2.3',
      'go golang.org/x/y latest',
    ]);
    assert.deepEqual(asked('go run example.com/pkg --flag example.com/other'), ['go example.com/pkg']);
    assert.deepEqual(asked('go get example.com/pkg@"$V"'), ['go example.com/pkg $V']);
  });

  test('is undefined where nothing is asked for by name', () => {
    for (const text of [
      'npm install',
      'npm run --crazy install',
      'npm ci',
      'pip install -r requirements.txt',
      'pip install .',
      'pip install $PACKAGES',
      'go install .',
      'go install /go/app/x',
      'go install ./cmd/x',
      'go build example.com/x',
      'bundle install',
      'notdnf install x',
    ])
      assert.equal(request(text), undefined, text);
  });
});

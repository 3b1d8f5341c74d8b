/** What a stage holds at its end, and from which line. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext, type Surroundings } from '../../../../../server/src/core';
import { stageFingerprint } from '../../../../../server/src/core/model/artifacts/measured';
import { treeOf } from '../../../../../server/src/core/model/artifacts/stageTree';
import { analyzed } from '../../../../harness/checkRule';

/** `path form certainty line`, sorted by path; the line is that of the instruction that made it, counted from 1. */
function held(text: string, surroundings: Partial<Surroundings> = {}, name?: string): string[] {
  const analysis = analyzed(text, { surroundings });
  const { stages } = analysis.facts;
  const stage = name === undefined ? stages.at(-1) : stages.find((each) => each.name === name);
  assert.ok(stage);
  return [...treeOf(stage, analysis.surroundings).values()]
    .map(({ path, form, certainty, made }) => {
      const line =
        made === undefined
          ? '-'
          : (analysis.lines.lineAt(analysis.dockerfile.startOf(made.instruction)) + 1).toString();
      return `${path} ${form} ${certainty} ${line}`;
    })
    .sort();
}

describe('what COPY and ADD bring', () => {
  it('goes into a folder under its own name, and to a path under that', () => {
    assert.deepEqual(held('FROM scratch\nCOPY a.txt /data/\nCOPY b.txt /c.txt\n'), [
      '/c.txt any certain 3',
      '/data/a.txt file certain 2',
    ]);
  });

  it('goes into a folder when there are several sources', () => {
    const both = ['/data/a.txt file certain 2', '/data/b.txt file certain 2'];
    const context = listedContext({ 'a.txt': {}, 'b.txt': {} });
    assert.deepEqual(held('FROM scratch\nCOPY a.txt b.txt /data\n'), both);
    assert.deepEqual(held('FROM scratch\nCOPY a.txt b.txt /data\n', { context }), both);
  });

  it('goes below the WORKDIR, which is a folder that is there', () => {
    assert.deepEqual(held('FROM scratch\nWORKDIR /app\nCOPY a.txt b/\nCOPY c.txt .\n'), [
      '/app directory certain 2',
      '/app/b/a.txt file certain 3',
      '/app/c.txt file certain 4',
    ]);
  });

  it('is a file of the Dockerfile itself', () => {
    assert.deepEqual(held('FROM scratch\nCOPY <<one.conf <<two.conf /etc/app/\na\none.conf\nb\ntwo.conf\n'), [
      '/etc/app/one.conf file certain 2',
      '/etc/app/two.conf file certain 2',
    ]);
  });

  it('keeps its folders with --parents, from the mark on', () => {
    const context = listedContext({ 'x/y/a.txt': {}, 'x/y/b/c.txt': {} });
    assert.deepEqual(
      held('FROM scratch\nCOPY --parents x/y/a.txt /p\nCOPY --parents x/./y/b /q\n', { context }),
      ['/p/x/y/a.txt file certain 2', '/q/y/b directory certain 3', '/q/y/b/c.txt file certain 3'],
    );
  });

  it('is the content of a folder, without what the ignore file leaves out', () => {
    const context = listedContext({ 'src/a.ts': {}, 'src/deep/b.ts': {}, 'src/note.md': {}, 'x.log': {} });
    const ignoreFile = { kind: 'present', path: '.dockerignore', text: '**/*.md\n*.log\n' } as const;
    assert.deepEqual(held('FROM scratch\nCOPY src /code\nCOPY *.log /logs/\n', { context, ignoreFile }), [
      '/code directory certain 2',
      '/code/a.ts file certain 2',
      '/code/deep directory certain 2',
      '/code/deep/b.ts file certain 2',
    ]);
  });

  it('is not looked into where an archive is unpacked or an address is fetched', () => {
    const context = listedContext({ 'root.tar.gz': {} });
    assert.deepEqual(
      held('FROM scratch\nADD root.tar.gz /files\nADD https://example.com/a/tool.sh /bin/\n', { context }),
      ['/bin/tool.sh file certain 3', '/files any certain 2'],
    );
  });
});

describe('what comes from another stage', () => {
  const BUILD =
    'FROM golang:1.23 AS build\nRUN CGO_ENABLED=0 go build -o /out/app . && CGO_ENABLED=0 go build -o /out/sub/tool ./tool\nFROM alpine:3.20\n';

  it('keeps the line that made it', () => {
    assert.deepEqual(held(`${BUILD}COPY --from=build /out/app /usr/local/bin/\n`), [
      '/usr/local/bin/app file certain 2',
    ]);
  });

  it('is the content of a folder', () => {
    assert.deepEqual(held(`${BUILD}COPY --from=build /out/ /opt/x/\n`), [
      '/opt/x/app file certain 2',
      '/opt/x/sub/tool file certain 2',
    ]);
  });

  it('is what a pattern takes', () => {
    assert.deepEqual(held(`${BUILD}COPY --from=build /out/a* /opt/x/\n`), ['/opt/x/app file certain 2']);
  });

  it('goes on through every stage that hands it on', () => {
    assert.deepEqual(held(`${BUILD}COPY --from=build /out/app /a\nFROM scratch\nCOPY --from=1 /a /b\n`), [
      '/b file certain 2',
    ]);
  });

  it('comes with what the stage is built FROM', () => {
    assert.deepEqual(held('FROM alpine AS a\nRUN mkdir /data\nFROM a\nRUN touch /data/x\n'), [
      '/data directory certain 2',
      '/data/x file certain 4',
    ]);
  });
});

describe('what commands make', () => {
  const of = (script: string, surroundings: Partial<Surroundings> = {}): string[] =>
    held(`FROM debian:12\nWORKDIR /w\nCOPY . .\nRUN ${script}\n`, surroundings)
      .filter((line) => line.endsWith(' 4'))
      .map((line) => line.replace(/ 4$/, ''));

  it('is a path that a command of the system names', () => {
    assert.deepEqual(of('mkdir -p /a/b && touch c && echo x > d.txt && ln -s /a /e'), [
      '/a/b directory certain',
      '/e file certain',
      '/w/c file certain',
      '/w/d.txt file certain',
    ]);
    assert.deepEqual(
      of('curl -fsSLo /t/x https://e.x/x && wget -qO /t/y https://e.x/y && git clone https://e.x/r.git'),
      ['/t/x file certain', '/t/y file certain', '/w/r directory certain'],
    );
  });

  it('is gone when it is removed or moved for certain, and unsure when it may be', () => {
    assert.deepEqual(of('touch /a /b && mkdir /d && touch /d/x && rm -rf /d && mv /a /c'), [
      '/b file certain',
      '/c file certain',
    ]);
    assert.deepEqual(of('touch /a; if true; then rm /a; fi'), ['/a file likely']);
  });

  it('is not what lies below a mount', () => {
    assert.deepEqual(of('--mount=type=cache,target=/w/out touch /w/out/x /y'), ['/y file certain']);
  });

  it('is what build tools usually leave', () => {
    assert.deepEqual(of('cargo build --release --bin web'), [
      '/w/target/release directory likely',
      '/w/target/release/web file likely',
    ]);
    assert.deepEqual(of('cargo build --release --target x86_64-unknown-linux-musl'), [
      '/w/target/x86_64-unknown-linux-musl/release directory likely',
    ]);
    assert.deepEqual(of('mvn -B package'), ['/w/target directory likely', '/w/target/*.jar file likely']);
    assert.deepEqual(of('./gradlew :app:bootJar'), ['/w/app/build/libs directory likely']);
    assert.deepEqual(of('cmake --install build --prefix /opt/x'), ['/opt/x directory likely']);
    assert.deepEqual(of('make install DESTDIR=/out'), ['/out directory likely']);
    assert.deepEqual(of('MIX_ENV=prod mix release'), ['/w/_build/prod/rel directory likely']);
    assert.deepEqual(of('npx vite build --outDir public'), ['/w/public directory likely']);
    assert.deepEqual(of('dotnet publish Api/Api.csproj -o /pub'), [
      '/pub directory certain',
      '/pub/Api.dll file likely',
    ]);
    assert.deepEqual(of('python3 -m venv /venv'), ['/venv directory certain']);
    assert.deepEqual(of('pip install --target /deps flask'), ['/deps directory certain']);
  });

  it('is named by the files of the project, where the context is known', () => {
    const context = listedContext({
      'Cargo.toml': { text: '[package]\nname = "web-server"\nversion = "1.0.0"\n' },
      'pom.xml': {
        text: '<project><parent><version>3</version></parent><artifactId>shop</artifactId><version>1.2</version></project>',
      },
      'go.mod': { text: 'module example.com/x/tool/v2\n' },
      'package.json': { text: '{"scripts": {"build": "vite build"}}' },
      'vite.config.ts': { text: 'export default { build: { outDir: "www" } }' },
      'svc/Api.csproj': {},
      'mix.exs': { text: 'def project, do: [app: :chat, version: "1"]' },
    });
    assert.deepEqual(of('cargo build --release', { context }), [
      '/w/target/release directory likely',
      '/w/target/release/web-server file likely',
    ]);
    assert.deepEqual(of('mvn package', { context }), [
      '/w/target directory likely',
      '/w/target/shop-1.2.jar file likely',
    ]);
    assert.deepEqual(of('go build', { context }), ['/w/tool file likely']);
    assert.deepEqual(of('npm run build', { context }), ['/w/www directory likely']);
    assert.deepEqual(of('cd svc && dotnet publish -o /pub', { context }), [
      '/pub directory certain',
      '/pub/Api.dll file likely',
    ]);
    assert.deepEqual(of('MIX_ENV=prod mix release', { context }), [
      '/w/_build/prod/rel directory likely',
      '/w/_build/prod/rel/chat directory likely',
    ]);
  });
});

describe('what a build has shown', () => {
  const TEXT = 'FROM debian:12 AS build\nRUN ./make.sh\nFROM scratch\nCOPY --from=build /out /\n';

  it('takes the place of what is guessed, while the text is the same', () => {
    const [stage] = analyzed(TEXT).facts.stages;
    assert.ok(stage);
    const measured = new Map([
      [0, { fingerprint: stageFingerprint(stage), files: new Map([['/out/app', 'file' as const]]) }],
    ]);
    assert.deepEqual(held(TEXT, { measured }, 'build'), ['/out/app file measured -']);
    assert.deepEqual(held(TEXT.replace('./make.sh', './other.sh'), { measured }, 'build'), []);
  });
});

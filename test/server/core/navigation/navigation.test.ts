import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  analyze,
  applyEdits,
  definitionsAt,
  folds,
  linksIn,
  listedContext,
  NO_SURROUNDINGS,
  occurrencesAt,
  renamableAt,
  renamedAt,
  selectionsAt,
  type Surroundings,
} from '../../../../server/src/core';

/** The text without the caret `|`, and where that was. */
function read(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  assert.notEqual(offset, -1);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** Every place found, in the text with marks around it. */
function occurrences(marked: string): string {
  const { text, offset } = read(marked);
  const edits = occurrencesAt(analyze(text).facts, offset).map(({ span, kind }) => ({
    span,
    newText: `${kind === 'definition' ? '[' : '<'}${text.slice(span.start, span.end)}${kind === 'definition' ? ']' : '>'}`,
  }));
  return applyEdits(text, edits);
}

/** What "go to definition" selects, with the line's number counted from one. */
function definitions(marked: string): readonly string[] {
  const { text, offset } = read(marked);
  return definitionsAt(analyze(text).facts, NO_SURROUNDINGS, offset).map(
    ({ name }) =>
      `${String(text.slice(0, name.start).split('\n').length)} ${text.slice(name.start, name.end)}`,
  );
}

describe('occurrences', () => {
  it('of a stage are its name, and its names and numbers in FROM, COPY, mounts and triggers', () => {
    assert.equal(
      occurrences(
        'FROM golang:1.23 AS bu|ild\nFROM build AS Two\nRUN --mount=type=bind,from=BUILD,target=/x ls\nONBUILD COPY --from=build /a /a\nFROM two\nCOPY --from=0 /a /a\nCOPY --from=nginx /b /b\n',
      ),
      'FROM golang:1.23 AS [build]\nFROM <build> AS Two\nRUN --mount=type=bind,from=<BUILD>,target=/x ls\nONBUILD COPY --from=<build> /a /a\nFROM two\nCOPY --from=<0> /a /a\nCOPY --from=nginx /b /b\n',
    );
    assert.equal(
      occurrences('FROM a AS base\nFROM b AS child\nONBUILD COPY --from=ba|se /a /a\nFROM child\n'),
      'FROM a AS [base]\nFROM b AS child\nONBUILD COPY --from=<base> /a /a\nFROM child\n',
    );
  });

  it('of a stage without a name begin with its FROM', () => {
    assert.equal(
      occurrences('FROM golang:1.23\nFROM scratch\nCOPY --from=|0 /a /a\n'),
      '[FROM] golang:1.23\nFROM scratch\nCOPY --from=<0> /a /a\n',
    );
  });

  it('of an argument reach over the stages that take it over', () => {
    assert.equal(
      occurrences(
        'ARG VER|SION=1\nFROM node:$VERSION AS a\nARG VERSION\nRUN echo "${VERSION:-2}"\nFROM a\nLABEL v=$VERSION\nFROM debian:12\nRUN echo $VERSION\n',
      ),
      'ARG [VERSION]=1\nFROM node:$<VERSION> AS a\nARG [VERSION]\nRUN echo "${<VERSION>:-2}"\nFROM a\nLABEL v=$<VERSION>\nFROM debian:12\nRUN echo $VERSION\n',
    );
  });

  it('of a variable end with the stages that are built from the one that sets it', () => {
    assert.equal(
      occurrences('FROM a AS one\nENV DIR=/x\nWORKDIR $D|IR\nFROM b\nENV DIR=/y\nWORKDIR ${DIR}\n'),
      'FROM a AS one\nENV [DIR]=/x\nWORKDIR $<DIR>\nFROM b\nENV DIR=/y\nWORKDIR ${DIR}\n',
    );
  });

  it('are none for what a script sets itself, and for what nothing sets', () => {
    const loop = 'FROM a\nRUN for i in 1 2; do echo $|i; done\n';
    assert.equal(occurrences(loop), read(loop).text);
    const unset = 'FROM a\nRUN echo $NOT|HING\n';
    assert.equal(occurrences(unset), read(unset).text);
  });
});

describe('definitions', () => {
  it('lead from a reference to the name of the stage', () => {
    assert.deepEqual(definitions('FROM a AS build\nFROM b\nCOPY --from=bu|ild /a /a\n'), ['1 build']);
    assert.deepEqual(definitions('FROM a AS build\nFROM bui|ld\n'), ['1 build']);
    assert.deepEqual(definitions('FROM a\nFROM b\nCOPY --from=|0 /a /a\n'), ['1 FROM']);
    assert.deepEqual(definitions('FROM ngi|nx\n'), []);
  });

  it('lead from a variable to the nearest line above that gives it', () => {
    const text = 'ARG V=1\nFROM a AS one\nARG V\nENV V=2\nRUN echo $V\nFROM one\nRUN echo $V\n';
    assert.deepEqual(definitions(text.replace('echo $V\nFROM', 'echo $|V\nFROM')), ['4 V']);
    assert.deepEqual(definitions(text.replace(/\$V\n$/, '$|V\n')), ['4 V']);
    assert.deepEqual(definitions(text.replace('\nARG V\n', '\nARG |V\n')), ['1 V']);
    assert.deepEqual(definitions('ARG V=1\nFROM node:${|V}\n'), ['1 V']);
  });

  it('lead from a copied path to the command that makes it', () => {
    assert.deepEqual(
      definitions(
        'FROM golang:1.23 AS build\nWORKDIR /src\nCOPY . .\nRUN go vet ./... && go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/a|pp /app\n',
      ),
      ['4 go build -o /out/app .'],
    );
  });
});

describe('folding', () => {
  it('is by stage, by instructions of several lines, and by comments in a row', () => {
    const text = '# one\n# two\nFROM a AS x\nRUN a \\\n  b\n\n# three\nFROM b\nRUN <<EOF\nls\nEOF\n';
    const lines = (offset: number): number => text.slice(0, offset).split('\n').length;
    const found = folds(analyze(text).facts)
      .map(({ kind, span }) => [kind, lines(span.start), lines(span.end)] as const)
      .filter(([, start, end]) => end > start);
    assert.deepEqual(found, [
      ['stage', 3, 5],
      ['stage', 8, 11],
      ['comment', 1, 2],
      ['instruction', 4, 5],
      ['instruction', 9, 11],
    ]);
  });
});

describe('growing selections', () => {
  it('take in word, command, script, instruction, stage and file', () => {
    const { text, offset } = read('FROM a\nRUN --network=none ls -l /o|pt && pwd\n\nFROM b\n');
    const pieces = selectionsAt(analyze(text).facts, offset).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(pieces, [
      '/opt',
      'ls -l /opt',
      'ls -l /opt && pwd',
      'RUN --network=none ls -l /opt && pwd',
      'FROM a\nRUN --network=none ls -l /opt && pwd',
      text,
    ]);
  });
});

describe('links', () => {
  it('lead to pages of images and to files of the context', () => {
    const text =
      'FROM node:22 AS a\nCOPY package.json missing.txt src ./\nFROM a\nFROM grafana/k6\nFROM ghcr.io/a/b\n';
    const context = listedContext({ 'package.json': {}, 'src/a.js': {} });
    const { facts } = analyze(text);
    assert.deepEqual(
      linksIn(facts, { ...NO_SURROUNDINGS, context }).map((link) => [
        text.slice(link.span.start, link.span.end),
        link.kind === 'page' ? link.address : link.path,
      ]),
      [
        ['node:22', 'https://hub.docker.com/_/node'],
        ['package.json', 'package.json'],
        ['grafana/k6', 'https://hub.docker.com/r/grafana/k6'],
      ],
    );
  });
});

describe('renaming', () => {
  function renamed(marked: string, name: string, surroundings: Partial<Surroundings> = {}): string {
    const { text, offset } = read(marked);
    const around = { ...NO_SURROUNDINGS, ...surroundings };
    const result = renamedAt(analyze(text, { surroundings: around }).facts, around, offset, name);
    assert.ok(result);
    return result.kind === 'edits' ? applyEdits(text, result.edits) : result.message;
  }

  it('writes the new name of a stage everywhere, comments that mean it too', () => {
    assert.equal(
      renamed(
        '# stagewright target=Build\n# build What compiles.\nFROM golang:1.23 AS build\nFROM build AS test\nONBUILD COPY --from=build /a /a\nFROM test\nCOPY --from=bu|ild /a /a\nRUN --mount=from=build,target=/x echo build\n',
        'compile',
      ),
      '# stagewright target=compile\n# compile What compiles.\nFROM golang:1.23 AS compile\nFROM compile AS test\nONBUILD COPY --from=compile /a /a\nFROM test\nCOPY --from=compile /a /a\nRUN --mount=from=compile,target=/x echo build\n',
    );
  });

  it('refuses names that mean something else', () => {
    const text =
      'FROM golang:1.23 AS bu|ild\nFROM alpine AS other\nCOPY --from=nginx /a /a\nFROM scratch\nCOPY --from=build /a /a\n';
    const names: readonly (readonly [string, RegExp])[] = [
      ['other', /Another stage is called "other"/],
      ['OTHER', /capitals/],
      ['1st', /begins with a letter/],
      ['a b', /begins with a letter/],
      ['scratch', /meaning of its own/],
      ['context', /meaning of its own/],
      ['alpine', /used as an image/],
      ['nginx', /used as an image/],
      ['given', /named context/],
    ];
    for (const [name, message] of names)
      assert.match(renamed(text, name, { namedContexts: new Set(['given']) }), message);
  });

  it('says what to do at a number, and where two stages share the name', () => {
    const numbered = read('FROM a\nFROM b\nCOPY --from=|0 /a /a\n');
    const at = renamableAt(analyze(numbered.text).facts, numbered.offset);
    assert.match(at?.kind === 'refused' ? at.message : '', /names the stage/);
    const twice = read('FROM a AS x\nFROM b AS |x\n');
    const other = renamableAt(analyze(twice.text).facts, twice.offset);
    assert.match(other?.kind === 'refused' ? other.message : '', /Several stages/);
    const nothing = read('FROM a AS x\nRUN l|s\n');
    assert.equal(renamableAt(analyze(nothing.text).facts, nothing.offset), undefined);
  });

  it('writes the new name of a variable, in scripts too', () => {
    assert.equal(
      renamed(
        'ARG VER|SION=1\nFROM node:${VERSION}\nARG VERSION\nRUN echo "$VERSION" ${VERSION:-1}\n',
        'NODE_VERSION',
      ),
      'ARG NODE_VERSION=1\nFROM node:${NODE_VERSION}\nARG NODE_VERSION\nRUN echo "$NODE_VERSION" ${NODE_VERSION:-1}\n',
    );
  });

  it('leaves a variable alone that is the builder’s, taken, or named in other ways', () => {
    assert.match(renamed('FROM a\nARG TARGET|ARCH\n', 'X'), /name of the builder/);
    assert.match(renamed('FROM a\nARG A|B=1\nENV OTHER=$AB\n', 'OTHER'), /used in this file already/);
    assert.match(renamed('FROM a\nARG A|B=1\n', '2'), /begins with a letter/);
    assert.match(
      renamed("FROM a\nENV A|B=1\nRUN echo $AB && sh -c 'env | grep AB'\n", 'C'),
      /cannot be told apart/,
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDockerfile, type Dockerfile } from '../../../../server/src/core/syntax/dockerfile';
import type { Instruction } from '../../../../server/src/core/syntax/nodes';

describe('instructions', () => {
  it('go on over continuations, comments and blank lines between them', () => {
    const { instructions } = parseDockerfile('FROM alpine\nRUN a && \\\n# why\n\n    b\nUSER x\n');
    assert.deepEqual(
      instructions.map((instruction) => instruction.text),
      ['FROM alpine\n', 'RUN a && \\\n# why\n\n    b\n', 'USER x\n'],
    );
  });

  it('keep the length of their source and blank only what the builder leaves out', () => {
    const [, run] = parseDockerfile('FROM alpine\nRUN a && \\\n# why\n\n    b\n').instructions;
    assert.equal(run?.source, 'RUN a && \\\n    \\\n     b\n');
    assert.deepEqual(textsOf(run, run?.comments), ['# why']);
  });

  it('do not go on after an escaped escape character', () => {
    assert.equal(parseDockerfile('FROM a\nRUN echo \\\\\nUSER x\n').instructions.length, 3);
  });

  it('go on after a backtick when the escape directive says so', () => {
    const { instructions, escape } = parseDockerfile('# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n');
    assert.equal(escape, '`');
    assert.deepEqual(
      instructions.map((instruction) => instruction.keyword),
      ['FROM', 'RUN', 'USER'],
    );
  });

  it('have flags and words with exact spans', () => {
    const [copy] = parseDockerfile('COPY --from=build \\\n  --chown=1:1 "a b" c\\\nd/ e/\n').instructions;
    assert.deepEqual(
      copy?.flags.map((flag) => [flag.name, flag.value]),
      [
        ['from', 'build'],
        ['chown', '1:1'],
      ],
    );
    assert.deepEqual(
      copy?.words.map((word) => word.value),
      ['a b', 'cd/', 'e/'],
    );
    assert.deepEqual(
      textsOf(
        copy,
        copy?.words.map((word) => word.span),
      ),
      ['"a b"', 'c\\\nd/', 'e/'],
    );
  });

  it('read the exec form only where it is a JSON array of strings and nothing else', () => {
    const [good, single, trailing, label] = parseDockerfile(
      'CMD ["a", "b c"]\nCMD [\'a\']\nCMD ["a"] b\nLABEL ["a"]\n',
    ).instructions;
    assert.deepEqual(
      good?.exec?.map((word) => word.value),
      ['a', 'b c'],
    );
    assert.equal(single?.exec, undefined);
    assert.equal(trailing?.exec, undefined);
    assert.equal(label?.exec, undefined);
  });

  it('hold the heredocs of RUN, COPY and ADD, under ONBUILD too', () => {
    for (const keyword of ['RUN', 'COPY', 'ADD', 'ONBUILD COPY']) {
      const { instructions } = parseDockerfile(`${keyword} <<-"EOF" <<B /x\n# kept\n\tEOF\nb\nB\nUSER x\n`);
      assert.equal(instructions.length, 2, keyword);
      const [first] = instructions;
      const heredocs = first?.trigger?.heredocs ?? first?.heredocs;
      assert.deepEqual(
        heredocs?.map((heredoc) => [heredoc.name, heredoc.isExpanded, heredoc.stripsTabs]),
        [
          ['EOF', false, true],
          ['B', true, false],
        ],
      );
      assert.deepEqual(
        textsOf(
          first,
          heredocs?.map((heredoc) => heredoc.body),
        ),
        ['# kept\n', 'b\n'],
      );
    }
  });

  it('take a heredoc that is never closed to the end of the file', () => {
    const { instructions } = parseDockerfile('RUN <<EOF\necho\nUSER x\n');
    assert.equal(instructions.length, 1);
    assert.equal(instructions[0]?.heredocs[0]?.terminator, undefined);
  });

  it('have no heredoc in exec form, in quotes or as a here-string', () => {
    for (const line of ['RUN ["cat", "<<EOF"]', 'RUN echo "<<EOF"', 'RUN cat <<<EOF', 'LABEL a=<<EOF'])
      assert.equal(parseDockerfile(`${line}\nUSER x\n`).instructions.length, 2, line);
  });

  it('know the instruction behind ONBUILD', () => {
    const [onbuild] = parseDockerfile('ONBUILD COPY --from=a b c\n').instructions;
    assert.equal(onbuild?.trigger?.keyword, 'COPY');
    assert.equal(onbuild?.trigger?.flags[0]?.value, 'a');
  });
});

describe('parser directives', () => {
  it('end at the first line of another form', () => {
    const { directives } = parseDockerfile(
      '# syntax=docker/dockerfile:1\n# escape = `\n\n# check=skip=all\nFROM a\n',
    );
    assert.deepEqual(
      directives.map((directive) => [directive.name, directive.value]),
      [
        ['syntax', 'docker/dockerfile:1'],
        ['escape', '`'],
      ],
    );
  });
});

describe('an edit', () => {
  it('keeps every node whose lines it did not touch', () => {
    const before = parseDockerfile('FROM a AS x\nRUN one\nRUN two\nFROM b\nRUN three\n');
    const after = parseDockerfile('FROM a AS x\nRUN one\nRUN twooo\nFROM b\nRUN three\n', before);
    assert.deepEqual(
      after.nodes.map((node, index) => node === before.nodes[index]),
      [true, true, false, true, true],
    );
    assert.equal(
      after.startOf(after.nodes[4] as Instruction),
      'FROM a AS x\nRUN one\nRUN twooo\nFROM b\n'.length,
    );
  });

  it('reads everything again when the escape directive changes', () => {
    const before = parseDockerfile('# escape=`\nFROM a\nRUN x `\n y\n');
    const after = parseDockerfile('# escape=\\\nFROM a\nRUN x `\n y\n', before);
    assert.equal(after.instructions.length, 3);
  });

  it('gives the same nodes as reading anew, whatever is typed where', () => {
    const random = generator(20_261_123);
    const pieces = [
      '\\\n',
      '\n',
      '<<EOF',
      'RUN x\n',
      '#',
      'a',
      ' ',
      '"',
      '',
      'FROM x',
      '\n\n# c\n',
      'EOF\n',
      '`',
      '\r\n',
      '# escape=`\n',
    ];
    const texts = [
      'FROM a AS b\nRUN x \\\n  # c\n  y\nCOPY <<EOF /f\nbody\nEOF\nCMD ["x"]\n',
      '# escape=`\nFROM a\nRUN dir `\n  b\n',
      '',
    ];
    for (let round = 0; round < 3000; round++) {
      let text = texts[round % texts.length] ?? '';
      let tree = parseDockerfile(text);
      for (let step = 0; step < 4; step++) {
        const at = random(text.length + 1);
        text = text.slice(0, at) + (pieces[random(pieces.length)] ?? '') + text.slice(at + random(6));
        tree = parseDockerfile(text, tree);
        assert.equal(outline(tree), outline(parseDockerfile(text)), JSON.stringify(text));
      }
    }
  });
});

function outline(dockerfile: Dockerfile): string {
  return JSON.stringify(
    dockerfile.nodes.map((node, index) => [node.kind, dockerfile.starts[index], node.text]),
  );
}

function textsOf(
  instruction: Instruction | undefined,
  spans: readonly { start: number; end: number }[] | undefined,
): string[] | undefined {
  return spans?.map((span) => instruction?.text.slice(span.start, span.end) ?? '');
}

/** The same numbers in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return below === 0 ? 0 : (state >> 8) % below;
  };
}

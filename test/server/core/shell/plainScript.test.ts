/** The fast reader against the parser: where it answers, the two say the same, word for word. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ShellScript, ShellWord } from '../../../../server/src/core/shell/nodes';
import { flattenParsed, parseShell } from '../../../../server/src/core/shell/parse';
import { readPlainScript } from '../../../../server/src/core/shell/plainScript';
import { parseDockerfile } from '../../../../server/src/core/syntax/dockerfile';
import { corpusFiles } from '../../../harness/corpus';

describe('the reader of plain scripts', () => {
  it('says what the parser says of every script of the corpus that it reads', (context) => {
    const files = corpusFiles();
    if (files === undefined) {
      context.diagnostic('the corpus is absent; only generated scripts were compared');
      return;
    }
    let plain = 0;
    let all = 0;
    for (const { text } of files)
      for (const { keyword, exec, source, body } of parseDockerfile(text).instructions) {
        if (keyword !== 'RUN' || exec !== undefined) continue;
        all++;
        if (assertSame(source.slice(body.start, body.end), body.start)) plain++;
      }
    assert.ok(plain / all > 0.6, `${String(plain)} of ${String(all)}`);
  });

  it('says what the parser says of any list of words and operators that it reads', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'apt-get',
        '-y',
        'sh -c',
        'sudo',
        'a=b',
        '*',
        'a*b',
        '~',
        '~/x',
        'b~',
        '#',
        'a#b',
        '$A',
        '${A}',
        '$1',
      ],
      ...[
        '"a b"',
        '"$A"',
        "'$A'",
        '"',
        "'",
        '""',
        "a'b'",
        '"it\'s"',
        '`',
        '(',
        ')',
        '{',
        '}',
        '!',
        '[',
        '<',
        '>',
      ],
      ...[
        ' ',
        '  ',
        '\t',
        '\n',
        '\\\n',
        ' \\\n',
        '\\\n ',
        '&&',
        '||',
        '|',
        '|&',
        ';',
        ';;',
        '&',
        ' && ',
        ' | ',
        '; ',
      ],
      ...[
        'if',
        'then',
        'fi',
        'time',
        'export A=b',
        'env',
        'xargs',
        'eval',
        'exec',
        'é',
        '\r\n',
        '1',
        '2>&1',
        '=',
        '+=',
      ],
    );
    let plain = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        if (assertSame(parts.join(''), 7)) plain++;
      }),
      { seed: 20_261_123, numRuns: 20_000 },
    );
    assert.ok(plain > 1500, String(plain));
  });
});

/** True when the fast reader answers at all. */
function assertSame(text: string, origin: number): boolean {
  if (readPlainScript(text, origin) === undefined) return false;
  const { statements, commands, errors, use } = flattenParsed(text, origin);
  assert.deepEqual(
    shape(parseShell(text, origin)),
    shape({ statements, commands, errors, assigned: use.assigned, variables: use.variables }),
    JSON.stringify(text),
  );
  return true;
}

function shape(script: ShellScript) {
  const words = (list: readonly ShellWord[]) =>
    list.map(({ text, value, span, isQuoted }) => ({ text, value, span: { ...span }, isQuoted }));
  const commands = script.commands.map((command) => ({
    ...command,
    words: words(command.words),
    args: words(command.args),
    assignments: command.assignments.map(({ name, value, span }) => ({
      name,
      value: value?.value,
      span: { ...span },
    })),
    redirects: command.redirects.map(({ operator, span }) => ({ operator, span: { ...span } })),
    span: { ...command.span },
  }));
  return {
    commands,
    statements: script.statements.map(({ span, connector, commands: own }) => ({
      span: { ...span },
      connector,
      commands: own.map((command) => script.commands.indexOf(command)),
    })),
    variables: script.variables.map(({ name, operator, span }) => ({ name, operator, span: { ...span } })),
    assigned: [...script.assigned].sort(),
    errors: script.errors.length,
  };
}

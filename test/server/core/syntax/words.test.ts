import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expand, unquoted, variablesIn } from '../../../../server/src/core/syntax/words';

describe('expand', () => {
  const values: Readonly<Record<string, string | null | undefined>> = {
    A: 'one',
    EMPTY: '',
    UNSET: null,
    UNKNOWN: undefined,
  };
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['plain', 'plain'],
    ['x$A-y', 'xone-y'],
    ['${A}b', 'oneb'],
    ["'$A'", '$A'],
    ['"$A b"', 'one b'],
    ['\\$A', '$A'],
    ['$UNSET.', '.'],
    ['$UNKNOWN', undefined],
    ['${UNSET:-two}', 'two'],
    ['${EMPTY:-two}', 'two'],
    ['${EMPTY-two}', ''],
    ['${A:+set}', 'set'],
    ['${UNSET:+set}', ''],
    ['${UNSET:-${A}}', 'one'],
    ['${UNKNOWN:-two}', undefined],
    ['${UNSET:?must}', undefined],
    ['${A#o}', undefined],
    ['cost$', 'cost$'],
  ];
  for (const [text, expected] of cases)
    it(`${text} gives ${String(expected)}`, () => {
      assert.equal(
        expand(text, '\\', (name) => values[name]),
        expected,
      );
    });
});

it('quotes and escapes are taken off, variables stay', () => {
  assert.equal(unquoted('"a b"\'c\'\\ d$E', '\\'), 'a bc d$E');
  assert.equal(unquoted('c:\\data`"', '`'), 'c:\\data"');
});

it('variables have the span of everything that is replaced', () => {
  const text = 'a-${B:-c}$D';
  assert.deepEqual(
    variablesIn(text, 100, '\\').map((variable) => [
      variable.name,
      variable.operator,
      variable.operand,
      text.slice(variable.span.start - 100, variable.span.end - 100),
    ]),
    [
      ['B', ':-', 'c', '${B:-c}'],
      ['D', undefined, undefined, '$D'],
    ],
  );
});

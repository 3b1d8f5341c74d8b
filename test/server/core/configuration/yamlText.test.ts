import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as yaml from 'yaml';
import { readYaml } from '../../../../server/src/core/configuration/yamlText';
import { plain } from './plain';

describe('YAML', () => {
  it('is read with places', () => {
    const text = 'ignored:\n  - DL3008 # why\n  - "DL3009"\nstrict-labels: true\nempty:\n';
    const { value, problems } = readYaml(text, yaml);
    assert.deepEqual(problems, []);
    assert.deepEqual(plain(value), { ignored: ['DL3008', 'DL3009'], 'strict-labels': true, empty: null });
    assert.ok(value?.kind === 'object');
    const list = value.entries[0]?.value;
    assert.ok(list?.kind === 'array');
    assert.deepEqual(
      list.items.map(({ span }) => text.slice(span.start, span.end)),
      ['DL3008', '"DL3009"'],
    );
  });

  it('follows aliases, but not for ever', () => {
    assert.deepEqual(plain(readYaml('a: &x [1]\nb: *x\n', yaml).value), { a: [1], b: [1] });
    const levels = Array.from({ length: 12 }, (_, at) =>
      at === 0
        ? 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]'
        : `a${String(at)}: &a${String(at)} [${`*a${String(at - 1)},`.repeat(9)}]`,
    );
    assert.ok(readYaml(`${levels.join('\n')}\n`, yaml).value);
    assert.ok(readYaml('a: &x\n  b: *x\n', yaml).value);
  });

  it('is nothing in an empty file, and says what is wrong in another', () => {
    assert.deepEqual(readYaml('# later\n', yaml), { value: undefined, problems: [] });
    assert.deepEqual(readYaml('', yaml), { value: undefined, problems: [] });
    const { problems } = readYaml('a: [1\nb: "x\n', yaml);
    assert.ok(problems.length > 0);
    assert.ok(problems.every(({ level, message }) => level === 'error' && !message.includes('\n')));
  });
});

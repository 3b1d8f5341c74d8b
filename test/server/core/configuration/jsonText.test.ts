import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readJson } from '../../../../server/src/core/configuration/jsonText';
import { plain } from './plain';

/** What is complained about, with the text it is about. */
function problems(text: string): string[] {
  return readJson(text).problems.map(
    ({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`,
  );
}

describe('JSON with comments', () => {
  it('is read as JSON is', () => {
    for (const text of [
      '{}',
      '[1, -2.5e3, true, false, null, "a\\n\\u00e9\\"b"]',
      '{"a": {"b": [{}]}, "c": ""}',
      '7',
    ])
      assert.deepEqual([plain(readJson(text).value), problems(text)], [JSON.parse(text), []]);
  });

  it('may have comments, commas at the end and a byte order mark', () => {
    const text = '\ufeff// one\n{ /* two */ "a": [1, 2,], // three\n\t"b": "http://x", }\r\n// four';
    assert.deepEqual(plain(readJson(text).value), { a: [1, 2], b: 'http://x' });
    assert.deepEqual(problems(text), []);
  });

  it('knows where everything is', () => {
    const text = '{ "a": [true] }';
    const { value } = readJson(text);
    assert.ok(value?.kind === 'object');
    const [entry] = value.entries;
    assert.ok(entry);
    assert.equal(text.slice(entry.keySpan.start, entry.keySpan.end), '"a"');
    assert.equal(text.slice(entry.value.span.start, entry.value.span.end), '[true]');
  });

  it('is nothing in a file of nothing but comments', () => {
    assert.deepEqual(readJson(' // later\n'), { value: undefined, problems: [] });
  });

  it('says what is wrong, and reads on', () => {
    const read = (text: string): unknown => [plain(readJson(text).value), problems(text)];
    assert.deepEqual(read('{ "a" 1, "b": 2 }'), [{ b: 2 }, ['1: A colon and a value must follow the name.']]);
    assert.deepEqual(read('{ a: 1, "b": 2 }'), [
      { b: 2 },
      ['a: This is no value: a text is written in double quotes.'],
    ]);
    assert.deepEqual(read('{ "a": , "b": 2 }'), [{ b: 2 }, [',: A value is expected here.']]);
    assert.deepEqual(read('[1 2]'), [[1, 2], ['2: A comma is missing in front of this.']]);
    assert.deepEqual(read('["\\x"]'), [[''], ['"\\x": A backslash in a text is written twice, "\\\\".']]);
    assert.deepEqual(read('{"a": 1'), [{ a: 1 }, [': An object is not closed: "}" is missing.']]);
    assert.deepEqual(read('{} {}'), [{}, ['{: The file ends with the value above; remove what follows.']]);
  });

  it('survives anything', () => {
    const text = '{ "a": [1, "b", {"c": null}], // x\n "d": 01 }';
    for (let end = 0; end <= text.length; end++) {
      readJson(text.slice(0, end));
      readJson(text.slice(end));
      readJson(`${text.slice(0, end)}}]:,${text.slice(end)}`);
    }
    assert.ok(readJson('['.repeat(100_000)).problems.length > 0);
    assert.ok(readJson('{"a":'.repeat(100_000)).problems.length > 0);
  });
});

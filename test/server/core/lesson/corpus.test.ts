/** Every hover over the real files: none throws, all are short and lie inside the text. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { analyze, hover } from '../../../../server/src/core';
import { corpusFiles } from '../../../harness/corpus';

/** Blank ones left out. */
const MOST_LINES = 12;

it('explains every line of the corpus in a few lines', (t) => {
  const files = corpusFiles();
  if (files === undefined) {
    t.diagnostic('the corpus is missing, so no real file was read');
    return;
  }
  for (const { path, text } of files) {
    const analysis = analyze(text);
    for (let line = 0; line < analysis.lines.lineCount; line++) {
      const start = analysis.lines.startOfLine(line);
      const end = analysis.lines.startOfLine(line + 1);
      for (const offset of [start, (start + end) >> 1]) {
        const found = hover(analysis, offset);
        if (found === undefined) continue;
        const place = `${path}:${(line + 1).toString()}\n${found.markdown}`;
        assert.ok(
          found.span.start >= 0 && found.span.start <= found.span.end && found.span.end <= text.length,
          place,
        );
        assert.ok(found.markdown.split(/\n+/).length <= MOST_LINES, place);
        assert.doesNotMatch(found.markdown, /(?<!-)undefined(?!-)|\[object|\{value\}|NaN/, place);
      }
    }
  }
});

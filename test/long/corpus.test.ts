/** Every real Dockerfile there is: nothing throws, every place lies in its text, and every safe fix does what it says. */
import assert from 'node:assert/strict';
import { analyze, type Analysis, applyEdits, fixAll, type Finding, type Span } from '../../server/src/core';
import { overCorpus } from './overCorpus';

overCorpus('every file is analysed, and every place lies inside its text', ({ text }) => {
  const analysis = analyze(text);
  assert.deepEqual(analysis.failures, []);
  for (const finding of analysis.findings) {
    for (const { at } of [finding, ...finding.related]) assertInside(analysis.locate(at), text, finding);
    for (const { edits } of analysis.fixesOf(finding))
      for (const { span } of edits) assertInside(span, text, finding);
  }
});

function assertInside({ start, end }: Span, text: string, { rule }: Finding): void {
  assert.ok(start >= 0 && start <= end && end <= text.length, `${rule} is at ${start} to ${end}`);
}

overCorpus('every safe fix removes its finding and keeps the rest', ({ text }) => {
  const analysis = analyze(text);
  for (const finding of analysis.findings) {
    const fix = analysis
      .fixesOf(finding)
      .find(({ safety, newFiles }) => safety === 'safe' && newFiles.length === 0);
    if (fix === undefined) continue;
    const fixed = applyEdits(text, fix.edits);
    const after = analyze(fixed);
    assert.deepEqual(after.failures, []);
    assert.ok(
      wordsOf(after, finding).length < wordsOf(analysis, finding).length,
      `${finding.rule} is still there after "${fix.title}"`,
    );
    assertKept(analysis, after, fix.title);
  }
});

/** The findings of this kind: a fix may move the others of it, but one must be gone. */
function wordsOf(analysis: Analysis, { rule, message }: Finding): readonly string[] {
  return analysis.findings
    .filter((other) => other.rule === rule && other.message === message)
    .map(({ rule: id }) => id);
}

overCorpus('all safe fixes together are applied once and for all', ({ text }) => {
  const once = fixAll(text);
  const twice = fixAll(once.text);
  assert.equal(twice.text, once.text);
  assert.deepEqual(twice.applied, []);
  const after = analyze(once.text);
  assert.deepEqual(after.failures, []);
  assertKept(analyze(text), after, once.applied.join(', '));
});

function assertKept(before: Analysis, after: Analysis, title: string): void {
  const lineEnds = (text: string): readonly string[] => [...new Set(text.match(/\r?\n/g))];
  assert.deepEqual(lineEnds(after.text), lineEnds(before.text), `"${title}" changes line ends`);
  const left = commentsOf(after);
  for (const comment of commentsOf(before)) {
    const at = left.indexOf(comment);
    assert.notEqual(at, -1, `"${title}" loses the comment ${comment}`);
    left.splice(at, 1);
  }
}

/** Those inside continuations as well. */
function commentsOf({ dockerfile }: Analysis): string[] {
  return dockerfile.nodes.flatMap((node) => {
    switch (node.kind) {
      case 'comment':
        return [node.content];
      case 'instruction':
        return node.comments.map(({ start, end }) => node.text.slice(start, end));
      case 'directive':
        return [];
    }
  });
}

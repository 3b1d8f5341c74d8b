/** All fixes together over every real Dockerfile: the text stays whole, nothing is lost, and one run is enough. */
import assert from 'node:assert/strict';
import { analyze, type Analysis, fixAll, type Safety } from '../../server/src/core';
import { overCorpus } from './overCorpus';

const TIERS: Readonly<Record<Safety, string>> = {
  safe: 'the safe fixes',
  suggestion: 'the safe fixes and the suggestions',
};

for (const [upTo, name] of Object.entries(TIERS) as readonly [Safety, string][]) {
  overCorpus(`${name} bring no error, and leave a text that is read as it was worked on`, ({ text }) => {
    const fixed = fixAll(text, { upTo });
    const before = analyze(text);
    const after = analyze(fixed.text);
    assert.deepEqual(after.failures, []);
    const known = errorsOf(before);
    for (const [rule, count] of errorsOf(after))
      assert.ok(count <= (known.get(rule) ?? 0), `new ${rule} after ${fixed.applied.join('; ')}`);
    assert.deepEqual(wordsOf(fixed.analysis), wordsOf(after), 'round by round and at once');
  });

  overCorpus(`${name} are made once and for all`, ({ text }) => {
    const once = fixAll(text, { upTo });
    const twice = fixAll(once.text, { upTo });
    assert.deepEqual(twice.applied, []);
    assert.equal(twice.text, once.text);
  });

  overCorpus(`${name} lose no comment, and keep line ends`, ({ text }) => {
    assertKept(text, upTo);
  });

  overCorpus(`${name} keep the line ends of Windows`, ({ text }) => {
    const dressed = text.replace(/\r?\n/g, '\r\n');
    assertKept(dressed, upTo);
    // A script in a heredoc gets its carriage returns: its commands are others then.
    if (text.includes('<<')) return;
    const plain = text.replaceAll('\r\n', '\n');
    const fixedPlain = fixAll(plain, { upTo }).text;
    assert.equal(
      fixAll(dressed, { upTo }).text.replaceAll('\r\n', '\n'),
      fixedPlain,
      'the same as for others',
    );
  });
}

overCorpus('safe fixes keep every stage and the end of the file', ({ text }) => {
  const fixed = fixAll(text);
  const stages = (analysis: Analysis): number => analysis.facts.stages.length;
  assert.equal(stages(fixed.analysis), stages(analyze(text)));
  assert.equal(fixed.text.endsWith('\n'), text.endsWith('\n'), fixed.applied.join('; '));
});

function assertKept(text: string, upTo: Safety): void {
  const fixed = fixAll(text, { upTo });
  const titles = fixed.applied.join('; ');
  const lineEnds = (each: string): readonly string[] => [...new Set(each.match(/\r?\n/g))].sort();
  assert.deepEqual(lineEnds(fixed.text), lineEnds(text), `line ends: ${titles}`);
  const left = commentsOf(fixed.analysis);
  for (const comment of commentsOf(analyze(text))) {
    if (isSuppression(comment)) continue;
    const at = left.findIndex((other) => other.includes(comment));
    assert.notEqual(at, -1, `"${comment}" is lost: ${titles}`);
    left.splice(at, 1);
  }
}

/** Comments to a linter are instructions too: a fix may be what takes one away. */
function isSuppression(comment: string): boolean {
  return /^#?\s*(?:stagewright|hadolint|check=|dockerfile-utils)/.test(comment);
}

/** Those inside continuations as well. */
function commentsOf({ dockerfile }: Analysis): string[] {
  return dockerfile.nodes.flatMap((node) => {
    switch (node.kind) {
      case 'comment':
        return [node.content];
      case 'instruction':
        return node.comments.map(({ start, end }) => node.text.slice(start, end).trim());
      // A comment that was meant as one may be moved to where it is one.
      case 'directive':
        return [node.text.replace(/^#\s*/, '').trim()];
    }
  });
}

function errorsOf({ findings }: Analysis): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, level } of findings)
    if (level === 'error') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function wordsOf(analysis: Analysis): readonly string[] {
  return analysis.findings.map(
    ({ rule, message, at }) => `${String(analysis.locate(at).start)} ${rule}: ${message}`,
  );
}

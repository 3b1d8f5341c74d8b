/**
 * Every finding of the rules about what crosses a stage border, over all real files, was read in its file by a person. A new
 * finding has to be read too, and one that is gone has to be taken out of the list.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { analyze } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { repositoryRoot } from '../harness/repository';

const RULES: ReadonlySet<string> = new Set([
  'no-missing-artifact',
  'no-artifact-in-mount',
  'no-context-copy-of-artifact',
  'no-libc-mismatch',
  'no-runtime-version-skew',
  'no-lost-environment',
  'no-missing-user',
]);

/** Of all findings that were read. */
const LEAST_RIGHT = 0.95;

interface Verdict {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly rule: string;
  readonly verdict: 'right' | 'wrong';
  readonly reason: string;
}

test('every finding of the artifact rules on real files was read, and nearly all are right', (context) => {
  const files = corpusFiles();
  if (files === undefined) {
    assert.notEqual(process.env['STAGEWRIGHT_REQUIRE_ALL'], '1', 'the corpus is not on this machine');
    context.skip('the corpus is not on this machine');
    return;
  }
  const verdicts = readVerdicts();
  const found = files.flatMap(({ path, text }) => {
    const analysis = analyze(text);
    return analysis.findings
      .filter(({ rule }) => RULES.has(rule))
      .map(({ rule, at }) =>
        keyOf({ file: path, rule, line: analysis.lines.lineAt(analysis.locate(at).start) + 1 }),
      );
  });
  assert.deepEqual([...new Set(found)].sort(), verdicts.map(keyOf).sort(), 'findings and verdicts differ');
  const right = verdicts.filter(({ verdict }) => verdict === 'right').length;
  context.diagnostic(`${right.toString()} of ${verdicts.length.toString()} findings are right`);
  assert.ok(right >= LEAST_RIGHT * verdicts.length, `only ${right.toString()} are right`);
});

function keyOf({ file, line, rule }: Pick<Verdict, 'file' | 'line' | 'rule'>): string {
  return `${file}:${line.toString()} ${rule}`;
}

function readVerdicts(): readonly Verdict[] {
  const text = readFileSync(join(repositoryRoot(), 'test/long/artifactVerdicts.json'), 'utf8');
  const verdicts = JSON.parse(text) as readonly Verdict[];
  for (const { verdict, reason } of verdicts) {
    assert.match(verdict, /^(?:right|wrong)$/);
    assert.ok(reason.length > 20, 'a verdict has a reason');
  }
  return verdicts;
}

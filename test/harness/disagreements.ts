/** Lists of known disagreements with another tool, each with its reason. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export interface Disagreement {
  /** The oracle, or the file of the corpus. */
  readonly file: string;
  readonly case: string;
  readonly reason: string;
}

/** Fails for an entry without a reason, and for one that is there twice. */
export function readDisagreements(path: string): readonly Disagreement[] {
  const entries = JSON.parse(readFileSync(path, 'utf8')) as readonly Disagreement[];
  const seen = new Set<string>();
  for (const { file, case: name, reason } of entries) {
    assert.ok(reason.trim().length > 10, `${file} ${name} has no reason`);
    assert.ok(!seen.has(`${file} ${name}`), `${file} ${name} is listed twice`);
    seen.add(`${file} ${name}`);
  }
  return entries;
}

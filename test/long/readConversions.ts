/** The conversions of real files that were drawn and read, each with the reader's verdict. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../harness/repository';

export interface Verdict {
  readonly repository: string;
  readonly path: string;
  /** Of a file that is not in the corpus. */
  readonly commit?: string;
  readonly ecosystem: string;
  /** What the reader judged above all: what the final stage starts from, and what it takes from the build. */
  readonly finalStage: readonly string[];
  /** Of the whole text that was read, as `fingerprintOf` gives it: another text has to be read again. */
  readonly read: string;
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string;
  /** Of a file that is not in the corpus, when it was built: what came of it, for that cannot be done everywhere. */
  readonly built?: string;
}

/** A folder with a folder `owner+name` for each repository, at the commits that the verdicts name; undefined when there is none. */
export const PUBLIC_FILES = process.env['STAGEWRIGHT_PUBLIC_FILES'];

export function readVerdicts(): readonly Verdict[] {
  return JSON.parse(
    readFileSync(join(repositoryRoot(), 'test/long/conversionVerdicts.json'), 'utf8'),
  ) as readonly Verdict[];
}

/** Sixteen hexadecimal digits. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

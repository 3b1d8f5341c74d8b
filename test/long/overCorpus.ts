/** One test over all files of the corpus, which tells every file that fails and not only the first. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type CorpusFile, corpusFiles } from '../harness/corpus';

/** How many failing files are told. */
const TOLD = 20;

export function overCorpus(name: string, check: (file: CorpusFile) => void): void {
  void it(name, (context) => {
    const files = corpusFiles();
    if (files === undefined) {
      context.skip('the corpus is not on this machine');
      return;
    }
    const failures = files.flatMap((file) => {
      try {
        check(file);
        return [];
      } catch (error) {
        return [`${file.path}: ${error instanceof Error ? error.message : String(error)}`];
      }
    });
    assert.equal(failures.length, 0, failures.slice(0, TOLD).join('\n'));
  });
}

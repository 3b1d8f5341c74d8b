/** What fixes make of the corpus is still what BuildKit builds: a fixed file brings no error that it did not have. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fixAll, type Safety } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { imagesNamedIn } from './imagesNamed';
import { checkWithBuildKit, offlineText, type RealCheck } from './realCheck';
import { provideStandIns, type StandIns } from './standIns';

interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly titles: readonly string[];
}

const TIERS: readonly Safety[] = ['safe', 'suggestion'];

describe('BuildKit on fixed files', () => {
  const files = new Map(TIERS.map((upTo) => [upTo, fixedFiles(upTo)]));
  const isAbsent = corpusFiles() === undefined;
  const skip = isAbsent ? 'the corpus is absent, so there is nothing to fix' : false;
  let standIns: StandIns | undefined;

  before(async () => {
    if (isAbsent) return;
    const texts = [...files.values()].flat().flatMap((file) => [file.before, file.after]);
    standIns = await provideStandIns(new Set(texts.flatMap(imagesNamedIn)));
  });
  after(() => standIns?.remove());

  for (const upTo of TIERS)
    it(`finds no new error after fixes up to ${upTo}`, { skip }, async (context) => {
      const fixed = files.get(upTo) ?? [];
      assert.ok(fixed.length > 0);
      const checks = await checkWithBuildKit(
        fixed.flatMap((file) => [file.before, file.after]).map((text) => ({ text, ignoreText: undefined })),
      );
      const worse = fixed.flatMap((file, at) => {
        const [first, second] = [checks[2 * at], checks[2 * at + 1]];
        const what =
          first === undefined || second === undefined ? ['not checked'] : newTroubles(first, second, upTo);
        return what.map((each) => `${file.path}: ${each} after ${file.titles.join('; ')}`);
      });
      const stopped = fixed.filter((_, at) => checks[2 * at]?.error !== undefined).length;
      context.diagnostic(
        `${String(fixed.length)} fixed Dockerfiles checked, ${String(stopped)} of which stop with an error of their own`,
      );
      assert.equal(worse.length, 0, worse.slice(0, MOST_TOLD).join('\n'));
    });
});

const MOST_TOLD = 20;

function fixedFiles(upTo: Safety): readonly FixedFile[] {
  return (corpusFiles() ?? []).flatMap(({ path, text }) => {
    const original = offlineText(text);
    const fixed = fixAll(original, { upTo });
    // A fix may bring a frontend or a digest that the engine cannot have.
    return fixed.applied.length === 0
      ? []
      : [{ path, before: original, after: offlineText(fixed.text), titles: fixed.applied }];
  });
}

/** Safe fixes bring no new warning either; a suggestion may, where it says so. */
function newTroubles(first: RealCheck, second: RealCheck, upTo: Safety): readonly string[] {
  // Behind its first error BuildKit says nothing more.
  if (first.error !== undefined) return [];
  if (second.error !== undefined) return [second.error];
  if (upTo === 'suggestion') return [];
  const counts = countsOf(first);
  return [...countsOf(second)].flatMap(([rule, count]) =>
    count > (counts.get(rule) ?? 0) ? [`new ${rule}`] : [],
  );
}

function countsOf({ warnings }: RealCheck): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of warnings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** BuildKit still reads every Dockerfile of the corpus once all fixes are made. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fixAll, NO_SURROUNDINGS } from '../../server/src/core';
import { checkWithBuildKit, offlineText } from './realCheck';
import { readSamples, referencesOf } from './samples';
import { provideStandIns, type StandIns } from './standIns';

describe('BuildKit on fixed Dockerfiles', () => {
  const samples = readSamples();
  const tiers = (['safe', 'suggestion'] as const).map((upTo) => ({
    upTo,
    fixed: samples.map((sample) => {
      const { ignoreFile } = sample.surroundings;
      const { text } = fixAll(sample.text, { upTo, surroundings: { ...NO_SURROUNDINGS, ignoreFile } });
      // A fix may turn a comment into a directive that asks for a frontend.
      return { ...sample, text: offlineText(text) };
    }),
  }));
  const skip = samples.length === 0 ? 'the corpus is absent, so there is nothing to fix' : false;
  let standIns: StandIns | undefined;

  before(async () => {
    if (samples.length === 0) return;
    const texts = [...samples, ...tiers.flatMap(({ fixed }) => fixed)];
    standIns = await provideStandIns(new Set(texts.flatMap(referencesOf)));
  });
  after(() => standIns?.remove());

  for (const { upTo, fixed } of tiers)
    it(`finds no new error after the fixes up to ${upTo}`, { skip }, async (context) => {
      const changed = fixed.flatMap((sample, at) => {
        const original = samples[at];
        return original === undefined || original.text === sample.text ? [] : [{ original, sample }];
      });
      const before = await checkWithBuildKit(changed.map(({ original }) => original));
      const now = await checkWithBuildKit(changed.map(({ sample }) => sample));
      const broken = changed.flatMap(({ sample: { path } }, at) =>
        before[at]?.error === undefined && now[at]?.error !== undefined
          ? [{ path, error: now[at].error }]
          : [],
      );
      context.diagnostic(`${String(changed.length)} files changed by fixes up to ${upTo}`);
      assert.deepEqual(broken, []);
    });
});

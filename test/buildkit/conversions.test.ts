/** BuildKit's own linter has nothing new to say of a Dockerfile that was converted to multi-stage. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { analyze, convertToMultiStage } from '../../server/src/core';
import { checkWithBuildKit, offlineText } from './realCheck';
import { readSamples, referencesOf } from './samples';
import { provideStandIns, type StandIns } from './standIns';

describe('BuildKit on conversions', () => {
  const samples = readSamples();
  const pairs = samples.flatMap((original) => {
    const result = convertToMultiStage(analyze(original.text));
    return result.kind === 'converted'
      ? [{ original, converted: { ...original, text: offlineText(result.text) } }]
      : [];
  });
  const skip = samples.length === 0 ? 'the corpus is absent, so there is nothing to convert' : false;
  let standIns: StandIns | undefined;

  before(async () => {
    if (samples.length === 0) return;
    const texts = pairs.flatMap(({ original, converted }) => [original, converted]);
    standIns = await provideStandIns(new Set(texts.flatMap(referencesOf)));
  });
  after(() => standIns?.remove());

  it('finds no error and no warning of a rule that it did not warn of before', { skip }, async (context) => {
    const then = await checkWithBuildKit(pairs.map(({ original }) => original));
    const now = await checkWithBuildKit(pairs.map(({ converted }) => converted));
    const worse = pairs.flatMap(({ original: { path } }, at) => {
      const [earlier, later] = [then[at], now[at]];
      if (earlier === undefined || later === undefined) return [{ path, problem: 'no answer' }];
      if (earlier.error === undefined && later.error !== undefined) return [{ path, problem: later.error }];
      const known = earlier.warnings.map(({ rule }) => rule);
      const fresh = later.warnings.filter(({ rule }) => {
        const place = known.indexOf(rule);
        if (place !== -1) known.splice(place, 1);
        return place === -1;
      });
      return fresh.map(({ rule, line }) => ({ path, problem: `${rule} at line ${String(line)}` }));
    });
    context.diagnostic(`${String(pairs.length)} conversions checked`);
    assert.ok(pairs.length > 0);
    assert.deepEqual(worse, []);
  });
});

/** Samples whose tools no Debian package brings: their conversions are judged by their lines and by BuildKit's own linter. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { checkWithBuildKit, offlineText } from '../buildkit/realCheck';
import { referencesOf } from '../buildkit/samples';
import { provideStandIns, type StandIns } from '../buildkit/standIns';
import { convert } from './conversion';
import { withContext } from './proof';
import { readSamples } from './sample';

const samples = readSamples().filter(({ notBuiltBecause }) => notBuiltBecause !== undefined);

describe('conversions that cannot be built here', () => {
  let standIns: StandIns | undefined;
  const checked: { readonly name: string; readonly original: string; readonly converted: string }[] = [];

  for (const sample of samples)
    for (const variant of sample.variants) {
      const name = `${sample.name}/${variant.name}`;
      test(`${name} has the lines that it should have`, () =>
        withContext(sample, variant, (folder) => {
          const result = convert(folder, 'Dockerfile', variant.convert);
          if (variant.refused !== undefined) {
            assert.equal(result.kind, 'refused', 'it is converted');
            assert.equal(result.reason, variant.refused, result.message);
            return Promise.resolve();
          }
          if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
          assert.ok(variant.structure.length > 0, 'the sample says nothing of what it expects');
          const lines = result.text.split('\n');
          const found = lines.filter((line) => variant.structure.includes(line));
          assert.deepEqual(found, variant.structure, result.text);
          checked.push({ name, original: variant.dockerfile, converted: result.text });
          return Promise.resolve();
        }));
    }

  after(() => standIns?.remove());

  test('BuildKit finds nothing in them that it does not find in the originals', async () => {
    const texts = checked.flatMap(({ original, converted }) => [original, converted]);
    const given = texts.map((text) => ({ text: offlineText(text), ignoreText: undefined }));
    standIns = await provideStandIns(new Set(given.flatMap(referencesOf)));
    const answers = await checkWithBuildKit(given);
    for (const [index, { name }] of checked.entries()) {
      const [was, is] = [answers[2 * index], answers[2 * index + 1]];
      assert.ok(was !== undefined && is !== undefined);
      assert.equal(is.error, undefined, name);
      const known = was.warnings.map(({ rule }) => rule);
      assert.deepEqual(
        is.warnings.map(({ rule }) => rule).filter((rule) => !known.includes(rule)),
        [],
        name,
      );
    }
    assert.ok(checked.length > 0 || samples.length === 0);
  });
});

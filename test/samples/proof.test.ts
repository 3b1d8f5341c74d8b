/** Every sample, converted by the command line and proved on a real engine; the table of sizes comes last. */
import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { convert } from './conversion';
import { prove, withContext } from './proof';
import { readSamples, type Sample, type Variant } from './sample';
import { sizeTable, type Row } from './sizeTable';

const rows: Row[] = [];

const samples = readSamples().filter(({ notBuiltBecause }) => notBuiltBecause === undefined);

// Most of a proof is waiting: for the engine, and for programs that start.
describe('conversions proved by a build', { concurrency: 2 }, () => {
  for (const sample of samples)
    for (const variant of sample.variants)
      test(`${sample.name}/${variant.name} behaves alike after the conversion, and is smaller`, (t) =>
        proveVariant(t, sample, variant));
});

describe('the sizes', () => {
  test('the table holds every variant', (t) => {
    const order = samples.flatMap(({ ecosystem, variants }) =>
      variants.map(({ name }) => `${ecosystem} ${name}`),
    );
    const place = ({ ecosystem, variant }: Row): number => order.indexOf(`${ecosystem} ${variant}`);
    rows.sort((one, other) => place(one) - place(other));
    for (const line of sizeTable(rows)) t.diagnostic(line);
    const wanted = samples.flatMap(({ variants }) => variants).filter(({ refused }) => refused === undefined);
    assert.equal(rows.length, wanted.length);
  });
});

function proveVariant(t: TestContext, sample: Sample, variant: Variant): Promise<void> {
  return withContext(sample, variant, async (folder) => {
    const converted = convert(folder, 'Dockerfile', variant.convert);
    if (variant.refused !== undefined) {
      assert.equal(converted.kind, 'refused', 'it is converted');
      assert.equal(converted.reason, variant.refused, converted.message);
      return;
    }
    if (converted.kind === 'refused') assert.fail(`refused as ${converted.reason}: ${converted.message}`);
    const {
      faults,
      before,
      after: size,
    } = await prove(folder, variant, converted, (line) => {
      t.diagnostic(line);
    });
    assert.deepEqual(faults, [], `${faults.join('\n')}\n── the converted Dockerfile:\n${converted.text}`);
    rows.push({ ecosystem: sample.ecosystem, variant: variant.name, before, after: size });
  });
}

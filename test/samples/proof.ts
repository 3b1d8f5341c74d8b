/** The proof of one conversion: both images are built, asked the same questions, compared, looked into and weighed. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyze, buildGraph } from '../../server/src/core/index';
import { answersOf, mistakeOf, withImage, type Answer, type Network } from './containers';
import { configurationOf, differences, type Configuration } from './imageConfiguration';
import { broughtBy, leftoversOf, sizeOf } from './leftovers';
import { ROOT, type Sample, type Variant } from './sample';

export interface Proof {
  /** What is wrong, in sentences; empty when the conversion is proved. */
  readonly faults: readonly string[];
  /** Bytes of the images. */
  readonly before: number;
  readonly after: number;
}

export interface Rewritten {
  readonly text: string;
  /** Fields of the configuration that may differ, as `imageConfiguration.ts` names them. */
  readonly changes: ReadonlySet<string>;
}

/** The variant's context in a folder of its own, with its Dockerfile; the folder goes afterwards. */
export async function withContext<T>(
  sample: Sample,
  variant: Variant,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-sample-'));
  try {
    cpSync(sample.app, folder, { recursive: true });
    writeFileSync(join(folder, 'Dockerfile'), variant.dockerfile);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds both Dockerfiles in the context, where the original lies as `Dockerfile`. */
export async function prove(
  folder: string,
  variant: Variant,
  rewritten: Rewritten,
  say: (line: string) => void,
): Promise<Proof> {
  // Outside the context, so that both are built with the very same one.
  const aside = mkdtempSync(join(tmpdir(), 'stagewright-converted-'));
  const converted = join(aside, 'Dockerfile');
  writeFileSync(converted, rewritten.text);
  try {
    const network = await provideBases([variant.dockerfile, rewritten.text], say);
    return await withImage({ dockerfile: join(folder, 'Dockerfile'), context: folder, network }, (original) =>
      withImage({ dockerfile: converted, context: folder, network }, (image) =>
        compare(original, image, variant, rewritten),
      ),
    );
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function compare(
  original: string,
  image: string,
  variant: Variant,
  rewritten: Rewritten,
): Promise<Proof> {
  const faults: string[] = [];
  const expected = await answersOf(original, variant);
  faults.push(...expected.flatMap(mistake).map((text) => `the original is not as expected: ${text}`));
  const answers = await answersOf(image, variant).catch((error: unknown) => {
    faults.push(`the converted image: ${String(error)}`);
    return [];
  });
  faults.push(...answers.flatMap(mistake).map((text) => `converted: ${text}`));
  for (const [index, answer] of answers.entries()) {
    const before = expected[index];
    if (before !== undefined && !isSame(before, answer))
      faults.push(`another answer to ${JSON.stringify(answer.probe)}`);
  }
  faults.push(...(await changedConfiguration(original, image, variant.dockerfile, rewritten)));

  const runtime = shippedBaseOf(rewritten.text);
  const brought = runtime === 'scratch' ? NOTHING : await broughtBy(runtime);
  const leftovers = await leftoversOf(image, brought);
  if (leftovers.length > 0) faults.push(`left in the image: ${leftovers.slice(0, 5).join(', ')}`);

  const [before, after] = [await sizeOf(original), await sizeOf(image)];
  if (after >= before) faults.push(`it does not shrink: ${before} bytes before, ${after} after`);
  return { faults, before, after };
}

const NOTHING: ReadonlySet<string> = new Set();

const mistake = (answer: Answer): readonly string[] => {
  const found = mistakeOf(answer);
  return found === undefined ? [] : [found];
};

function isSame(one: Answer, other: Answer): boolean {
  return one.status === other.status && one.body === other.body && one.contentType === other.contentType;
}

/** A variable that only the base images set is theirs; everything else is equal or stated. */
async function changedConfiguration(
  original: string,
  image: string,
  originalText: string,
  rewritten: Rewritten,
): Promise<readonly string[]> {
  const [below, belowConverted] = [
    await configurationOfBase(originalText),
    await configurationOfBase(rewritten.text),
  ];
  const [before, after] = [await configurationOf(original), await configurationOf(image)];
  return differences(before, after)
    .filter(({ field }) => !rewritten.changes.has(field))
    .filter(
      (change) =>
        !change.field.startsWith('env ') ||
        change.before !== below.get(change.field) ||
        change.after !== belowConverted.get(change.field),
    )
    .map(({ field, before: was, after: is }) => `${field} was ${String(was)} and is ${String(is)}`);
}

async function configurationOfBase(text: string): Promise<Configuration> {
  const base = shippedBaseOf(text);
  return base === 'scratch' ? new Map() : configurationOf(base);
}

/** The image that the final stage stands on, through all the stages between. */
export function shippedBaseOf(text: string): string {
  const { stages, edges } = buildGraph(analyze(text));
  let from: number | string = stages.length - 1;
  while (typeof from === 'number') {
    const stage: number = from;
    const below = edges.find(({ kind, to }) => kind === 'from' && to === stage);
    if (below === undefined) throw new Error('a stage stands on nothing');
    ({ from } = below);
  }
  return from;
}

/** Stand-ins for all images that the Dockerfiles name, unless they are there; gives the network that a RUN needs. */
async function provideBases(texts: readonly string[], say: (line: string) => void): Promise<Network> {
  const named = texts.flatMap((text) => buildGraph(analyze(text)).edges.map(({ from }) => from));
  const wanted = named.filter((from) => typeof from === 'string' && from !== 'scratch');
  const { engine, toolchains } = await provisioning();
  const found = await engine.findEngine();
  if (!found.available) throw new Error(found.reason);
  const images = await toolchains.ensureToolchains(found, [...new Set(wanted)]);
  if (!images.available) throw new Error(images.reason);
  for (const { reference, isStandIn } of images.images) {
    if (!isStandIn || told.has(reference)) continue;
    told.add(reference);
    say(`${reference} is a local stand-in made of Debian packages`);
  }
  return found.hasNetwork ? 'default' : 'host';
}

const told = new Set<unknown>();

interface Missing {
  readonly available: false;
  readonly reason: string;
}

/** Provisioning is plain JavaScript with a documentation of its own. */
async function provisioning() {
  const load = (name: string): Promise<unknown> =>
    import(pathToFileURL(join(ROOT, 'test/harness/provision', name)).href);
  return {
    engine: (await load('engine.mjs')) as {
      findEngine(): Promise<{ readonly available: true; readonly hasNetwork: boolean } | Missing>;
    },
    toolchains: (await load('toolchains.mjs')) as {
      ensureToolchains(
        engine: { readonly available: true },
        references: readonly unknown[],
      ): Promise<
        | {
            readonly available: true;
            readonly images: readonly { readonly reference: string; readonly isStandIn: boolean }[];
          }
        | Missing
      >;
    },
  };
}

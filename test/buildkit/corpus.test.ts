/** Holds our rules under BuildKit's names against BuildKit's own linter, on every Dockerfile of the corpus. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { analyze, NO_SURROUNDINGS, type Analysis, type Surroundings } from '../../server/src/core';
import { corpusFiles } from '../harness/corpus';
import { readDisagreements } from '../harness/disagreements';
import { repositoryRoot, sharedFolder } from '../harness/repository';
import { checkWithBuildKit, offlineText, type CheckedText, type RealCheck } from './realCheck';
import { provideStandIns, type StandIns } from './standIns';

const LISTED = 'test/buildkit/disagreements.json';
const AGREEMENT_WANTED = 0.98;

/** What the builder gives to the global scope on the engine's platform. */
const PLATFORM: ReadonlyMap<string, string> = new Map([
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
]);

interface Sample extends CheckedText {
  readonly path: string;
  readonly surroundings: Surroundings;
}

describe('BuildKit on the corpus', () => {
  const samples = readSamples();
  let standIns: StandIns | undefined;

  before(async () => {
    if (samples.length === 0) return;
    standIns = await provideStandIns(new Set(samples.flatMap(referencesOf)));
  });
  after(() => standIns?.remove());

  const skip = samples.length === 0 ? 'the corpus is absent, so there is nothing to compare' : false;
  it('warns of the same on the same lines', { skip }, async (context) => {
    const checks = await checkWithBuildKit(samples);
    const verdicts = samples.map((sample, at) => compare(sample, checks[at] ?? NOTHING_SAID));
    const agreed = sum(verdicts.map((verdict) => verdict.agreed));
    const differing = verdicts.flatMap((verdict) => verdict.differing);
    const share = agreed / (agreed + differing.length);
    context.diagnostic(
      `${String(agreed)} of ${String(agreed + differing.length)} warnings agree (${(share * 100).toFixed(1)} %) ` +
        `in ${String(samples.length)} Dockerfiles, with ${String(standIns?.count)} stand-ins; ` +
        `${String(checks.filter(({ error }) => error !== undefined).length)} stop with an error, behind which nothing is compared`,
    );

    const listed = readDisagreements(join(repositoryRoot(), LISTED));
    const key = (entry: { readonly file: string; readonly case: string }): string =>
      `${entry.file} ${entry.case}`;
    const known = new Set(listed.map(key));
    const found = new Set(differing.map(key));
    assert.deepEqual(
      differing.filter((entry) => !known.has(key(entry))),
      [],
      `these differ, and ${LISTED} gives no reason`,
    );
    assert.deepEqual(
      listed.filter((entry) => !found.has(key(entry))),
      [],
      `${LISTED} lists these, and they agree`,
    );
    assert.ok(share >= AGREEMENT_WANTED, `only ${(share * 100).toFixed(1)} % agree`);
  });
});

const NOTHING_SAID: RealCheck = { warnings: [], error: undefined };

/** The inputs of template engines are left out: they are no Dockerfiles, and the corpus says which they are. */
function readSamples(): Sample[] {
  const shared = sharedFolder();
  if (shared === undefined) return [];
  const folder = join(shared, 'corpus/dev');
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    readonly files: readonly { readonly repo: string; readonly path: string; readonly template: boolean }[];
  };
  const templates = new Set(
    index.files
      .filter(({ template }) => template)
      .map(({ repo, path }) => `${repo.replace('/', '+')}/${path}`),
  );
  return (corpusFiles() ?? [])
    .filter(({ path }) => !templates.has(path))
    .map(({ path, text }) => {
      const ignoreText = ignoreTextFor(join(folder, 'files', path));
      const file = '.dockerignore';
      return {
        path,
        text: offlineText(text),
        ignoreText,
        surroundings: {
          ...NO_SURROUNDINGS,
          parity: 'buildkit',
          ignoreFile:
            ignoreText === undefined
              ? { kind: 'absent', path: file }
              : { kind: 'present', path: file, text: ignoreText },
        },
      };
    });
}

/** The one named after the Dockerfile comes before the folder's own, as BuildKit has it. */
function ignoreTextFor(dockerfile: string): string | undefined {
  const found = [`${dockerfile}.dockerignore`, join(dirname(dockerfile), '.dockerignore')].find(existsSync);
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}

/** Every image that BuildKit will look up. */
function referencesOf({ text }: Sample): string[] {
  const { stages } = analyze(text, { surroundings: { ...NO_SURROUNDINGS, buildArguments: PLATFORM } }).facts;
  return stages
    .flatMap(({ base, baseText, edges }) => [
      base.kind === 'image' || base.kind === 'forward' ? baseText : undefined,
      ...edges.map(({ to }) => (to.kind === 'image' ? to.reference : undefined)),
    ])
    .filter((reference) => reference !== undefined)
    .filter((reference) => /^[a-z0-9][\w./:-]*$/.test(reference));
}

interface Verdict {
  readonly agreed: number;
  readonly differing: readonly { readonly file: string; readonly case: string; readonly saidBy: string }[];
}

/** By rule and by the instruction that the line belongs to: BuildKit names its first line or its last, we the word. */
function compare({ path, text, surroundings }: Sample, check: RealCheck): Verdict {
  const analysis = analyze(text, { surroundings });
  assert.deepEqual(analysis.failures, [], path);
  const theirs = new Set(
    check.warnings.map(({ rule, line }) => `${rule}:${String(firstLineAround(line, analysis))}`),
  );
  const ours = new Set(
    analysis.findings.map(({ rule, at }) => {
      const span = at.node === null ? at.span : at.node.span;
      const { start } = analysis.locate({ node: at.node, span });
      return `${rule}:${String(analysis.lines.positionAt(start).line + 1)}`;
    }),
  );
  // Where BuildKit stops, its silence about the rest says nothing.
  const onlyOurs = check.error === undefined ? [...ours].filter((place) => !theirs.has(place)) : [];
  const onlyTheirs = [...theirs].filter((place) => !ours.has(place));
  return {
    agreed: [...theirs].filter((place) => ours.has(place)).length,
    differing: [
      ...onlyTheirs.map((place) => ({ file: path, case: place, saidBy: 'BuildKit' })),
      ...onlyOurs.map((place) => ({ file: path, case: place, saidBy: 'us' })),
    ],
  };
}

function firstLineAround(line: number, { dockerfile, lines }: Analysis): number {
  const offset = lines.offsetAt({ line: line - 1, character: 0 });
  for (const node of dockerfile.nodes) {
    const start = dockerfile.startOf(node);
    const first = lines.positionAt(start + node.span.start).line;
    if (first <= line - 1 && offset < start + node.text.length) return first + 1;
  }
  return line;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

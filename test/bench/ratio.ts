/**
 * How much more a cold analysis costs than the bare parse of the same texts in the same run: a figure that carries over
 * from machine to machine, so that it can be kept and watched where a time cannot. Both are what users get: our bundle, and
 * dockerfile-ast as its package holds it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { corpusFiles } from '../harness/corpus';
import { repositoryRoot } from '../harness/repository';
import { bareParse } from './bareParse';
import { shippedAnalyze } from './shippedCore';
import { median } from './statistics';
import { benchText, SIZES } from './texts';

export interface Ratio {
  readonly texts: 'corpus' | 'generated';
  /** Milliseconds for all texts, median of the rounds. */
  readonly parse: number;
  readonly analysis: number;
  /** Median of what each round gave: its two halves had the same neighbours on the machine. */
  readonly ratio: number;
}

/** The figure may grow by this factor before the gate bites. */
export const TOLERANCE = 2;

const KEPT = join(repositoryRoot(), 'test/bench/ratio.json');

/** Measures over the corpus, or over texts of our own where it is absent. */
export function measureRatio(rounds: number): Ratio {
  const corpus = corpusFiles()
    ?.map(({ text }) => text)
    .filter(isReadableByParser);
  const analyze = shippedAnalyze();
  // Nothing is known of the text before, and everything is asked.
  const analyzeCold = (text: string): number => analyze(text).findings.length;
  const texts = corpus ?? SIZES.flatMap((lines) => benchText(lines).text);
  const parses: number[] = [];
  const analyses: number[] = [];
  const measures = [
    () => parses.push(timeOver(texts, bareParse)),
    () => analyses.push(timeOver(texts, analyzeCold)),
  ];
  // The first rounds warm the compiler up for both; then they take turns in going first.
  for (let round = -2; round < rounds; round++) {
    for (const measure of round % 2 === 0 ? measures : measures.toReversed()) measure();
    if (round < 0) parses.length = analyses.length = 0;
  }
  return {
    texts: corpus === undefined ? 'generated' : 'corpus',
    parse: median(parses),
    analysis: median(analyses),
    ratio: median(parses.map((parse, round) => (analyses[round] ?? Infinity) / parse)),
  };
}

/** The figure that the repository keeps for these texts. */
export function keptRatio({ texts }: Ratio): number {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Readonly<Record<Ratio['texts'], number>>;
  return kept[texts];
}

export function keepRatio({ texts, ratio }: Ratio): void {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Readonly<Record<Ratio['texts'], number>>;
  writeFileSync(KEPT, `${JSON.stringify({ ...kept, [texts]: Number(ratio.toFixed(2)) }, null, 2)}\n`);
}

function timeOver(texts: readonly string[], work: (text: string) => number): number {
  collectGarbage();
  const started = performance.now();
  for (const text of texts) work(text);
  return performance.now() - started;
}

/** dockerfile-ast throws for a few real files; what it cannot parse cannot be compared. */
function isReadableByParser(text: string): boolean {
  try {
    bareParse(text);
    return true;
  } catch {
    return false;
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

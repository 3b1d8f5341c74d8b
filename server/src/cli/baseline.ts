/** The findings that a repository had when it took Stagewright up, written down so that only new ones are reported. */
import { UsageError } from './command';
import { fingerprintOf } from './fingerprint';
import type { CliIo } from './io';
import type { FileReport, PlacedFinding } from './lintReport';
import { folderOf, relativePath } from './paths';
import { byCodeUnit } from './search';

const VERSION = 1;

/** Fingerprints by rule by path; one that stands there twice stands for two findings. */
type Entries = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export interface Baseline {
  /** Splits findings into those that are new and those that the baseline knows. `lines` are the text's. */
  split(path: string, findings: readonly PlacedFinding[], lines: readonly string[]): Split;
}

export interface Split {
  readonly fresh: readonly PlacedFinding[];
  readonly known: readonly PlacedFinding[];
}

/** Throws `UsageError` for a file that is missing, or is no baseline. */
export function readBaseline(file: string, io: CliIo): Baseline {
  if (io.files.kindOf(file) === 'missing')
    throw new UsageError(`there is no baseline ${file}: add --write-baseline to write it`);
  const entries = entriesIn(file, io);
  return {
    split(path, findings, lines) {
      const byRule = entries.get(keyOf(path, file, io));
      if (byRule === undefined) return { fresh: findings, known: [] };
      const left = new Map<string, number>();
      for (const [rule, fingerprints] of byRule)
        for (const fingerprint of fingerprints) count(left, `${rule} ${fingerprint}`, 1);
      const isKnown = findings.map((finding) => {
        const key = `${finding.rule} ${fingerprintOf(finding, lines)}`;
        if ((left.get(key) ?? 0) === 0) return false;
        count(left, key, -1);
        return true;
      });
      return {
        fresh: findings.filter((_, at) => isKnown[at] === false),
        known: findings.filter((_, at) => isKnown[at] === true),
      };
    },
  };
}

function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/**
 * Writes what the reports hold. Entries of files that were not judged this time stay as long as the file exists. Throws
 * `UsageError` when the file cannot be written, or when what is there is no baseline.
 */
export function writeBaseline(file: string, reports: readonly FileReport[], io: CliIo): void {
  const entries = new Map<string, ReadonlyMap<string, readonly string[]>>();
  if (io.files.kindOf(file) !== 'missing') {
    const folder = folderOf(io.files.absolute(file));
    for (const [path, byRule] of entriesIn(file, io))
      if (io.files.kindOf(path.startsWith('/') ? path : `${folder}/${path}`) === 'file')
        entries.set(path, byRule);
  }
  for (const report of reports) {
    if (report.error !== undefined) continue;
    const key = keyOf(report.path, file, io);
    entries.delete(key);
    if (report.findings.length > 0) entries.set(key, fingerprintsByRule(report));
  }
  const failure = io.files.write(file, textOf(entries));
  if (failure !== undefined) throw new UsageError(`the baseline ${file} cannot be written: ${failure}`);
}

function fingerprintsByRule({ findings, text }: FileReport): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n');
  const byRule = new Map<string, string[]>();
  for (const finding of findings) {
    const fingerprints = byRule.get(finding.rule) ?? [];
    fingerprints.push(fingerprintOf(finding, lines));
    byRule.set(finding.rule, fingerprints);
  }
  return byRule;
}

/** From the folder of the baseline, so that it means the same wherever a run is started. */
function keyOf(path: string, file: string, io: CliIo): string {
  const absolute = io.files.absolute(path);
  return relativePath(folderOf(io.files.absolute(file)), absolute) ?? absolute;
}

/** Sorted and one finding a line, so that version control shows and merges it well. */
function textOf(entries: Entries): string {
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
    [...map].sort(([a], [b]) => byCodeUnit(a, b));
  const findings = Object.fromEntries(
    sorted(entries).map(([path, byRule]) => [
      path,
      Object.fromEntries(sorted(byRule).map(([rule, fingerprints]) => [rule, [...fingerprints].sort()])),
    ]),
  );
  return `${JSON.stringify({ version: VERSION, findings }, undefined, 2)}\n`;
}

function entriesIn(file: string, io: CliIo): Entries {
  const content = io.files.read(file);
  if (content.kind === 'unreadable')
    throw new UsageError(`the baseline ${file} cannot be read: ${content.reason}`);
  const entries = decoded(content.text);
  if (entries === undefined)
    throw new UsageError(`${file} is no baseline of this version: remove it, and add --write-baseline`);
  return entries;
}

/** Undefined for anything else than what `textOf` writes. */
function decoded(text: string): Entries | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== VERSION || !isRecord(value['findings'])) return undefined;
  const entries = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const [path, byRule] of Object.entries(value['findings'])) {
    if (!isRecord(byRule)) return undefined;
    const known = new Map<string, readonly string[]>();
    for (const [rule, fingerprints] of Object.entries(byRule)) {
      if (!isTexts(fingerprints)) return undefined;
      known.set(rule, fingerprints);
    }
    entries.set(path, known);
  }
  return entries;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

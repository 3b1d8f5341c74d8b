/** Makes findings of matches: the level by role and configuration, the words filled in, the order of the text. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Configuration } from './configuration';
import type { Finding } from './finding';
import { levelOf, settingFor } from './levels';
import { parityVerdicts } from './parity';
import type { Level, Match, Rule } from './rule';

/** By what a match is graded. */
export interface Grading {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
}

/** Adds the findings that a match makes, none where its rule is off; under `--parity` one for each code of the other tool. */
export function addGraded(
  findings: Finding[],
  rule: Rule,
  match: Match,
  stage: StageFacts | undefined,
  { configuration, surroundings: { parity } }: Grading,
): void {
  if (match.onlyIn !== undefined && match.onlyIn !== parity) return;
  const own = match.code === undefined ? rule.id : `${rule.id}/${match.code}`;
  if (parity === undefined) {
    const level = levelOf(rule, own, match, stage, configuration);
    if (level !== 'off') findings.push(findingOf(rule, match, stage, own, level));
    return;
  }
  for (const verdict of parityVerdicts(match.equivalents ?? rule.meta.equivalents, parity)) {
    const { id } = verdict;
    const level =
      // The other tool reads its own configuration file.
      settingFor(configuration.equivalents?.[`${parity}/${id}`], 'final') ??
      // What both take from a third tool has that tool's level.
      (id === match.code ? match.level : undefined) ??
      verdict.level;
    if (level !== 'off') findings.push(findingOf(rule, match, stage, id, level));
  }
}

function findingOf(
  rule: Rule,
  match: Match,
  stage: StageFacts | undefined,
  id: string,
  level: Level,
): Finding {
  return {
    rule: id,
    level,
    message: shortened(filled(rule.messages[match.message] ?? match.message, match.data)),
    at: match.at,
    related: match.related ?? NONE,
    tag: match.tag,
    stage,
    source: { rule, match },
  };
}

const NONE: readonly never[] = [];

function filled(template: string, data: Readonly<Record<string, string>> | undefined): string {
  if (data === undefined) return template;
  const parts = partsOf(template);
  let text = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at] ?? '';
    text += (data[name] ?? `{${name}}`) + (parts[at + 1] ?? '');
  }
  return text;
}

/** Text and names in turn, beginning with text. Rules have few messages, so each is cut up once. */
function partsOf(template: string): readonly string[] {
  let parts = CUT_UP.get(template);
  if (parts === undefined) {
    parts = template.split(/\{(\w+)\}/);
    if (CUT_UP.size >= MOST_CUT_UP) CUT_UP.clear();
    CUT_UP.set(template, parts);
  }
  return parts;
}

const CUT_UP = new Map<string, readonly string[]>();
const MOST_CUT_UP = 1000;

/** In UTF-16 units. A message quotes what is written in the file, and a word there may be a megabyte long. */
const LONGEST_MESSAGE = 1000;

function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE - 1)}…`;
}

/** Findings of one place stay in the order in which they were found. */
export function inTextOrder(findings: readonly Finding[], { dockerfile }: FileFacts): readonly Finding[] {
  if (findings.length < 2) return findings;
  const placed = findings.map((finding): Placed => {
    const { node, span } = finding.at;
    return { finding, offset: (node === null ? 0 : dockerfile.startOf(node)) + span.start };
  });
  if (placed.length <= FEW) putInOrder(placed);
  else placed.sort((a, b) => a.offset - b.offset);
  return placed.map(({ finding }) => finding);
}

interface Placed {
  readonly finding: Finding;
  readonly offset: number;
}

/** A stage has a handful of findings, and to put those in order by hand costs less than to call for a sort. */
const FEW = 24;

function putInOrder(placed: Placed[]): void {
  placed.forEach((one, index) => {
    let at = index;
    for (
      let before = placed[at - 1];
      before !== undefined && before.offset > one.offset;
      before = placed[at - 1]
    )
      placed[at--] = before;
    placed[at] = one;
  });
}

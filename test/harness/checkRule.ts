/** Rule tests as examples of Dockerfiles: the marks « and » stand around every place where the rule must report. */
import assert from 'node:assert/strict';
import {
  analyze,
  applyEdits,
  NO_SURROUNDINGS,
  type Analysis,
  type Configuration,
  DEFAULT_CONFIGURATION,
  type Finding,
  type Level,
  type Surroundings,
} from '../../server/src/core';

export interface CheckOptions {
  readonly surroundings?: Partial<Surroundings>;
  /** Every finding of the rule must have this level. */
  readonly level?: Level;
  readonly configuration?: Configuration;
}

/** Fails unless the rule (or `rule/code`) reports exactly the marked places. Marks may nest. */
export function checkRule(rule: string, marked: string, options: CheckOptions = {}): void {
  const { text, spans } = readMarks(marked);
  const analysis = analyzed(text, options);
  const findings = findingsOf(analysis, rule);
  const found = findings
    .map((finding) => analysis.locate(finding.at))
    .map(({ start, end }) => ({ start, end }));
  assert.equal(writeMarks(text, found), writeMarks(text, spans), `${rule} reports other places`);
  for (const finding of findings) {
    assert.doesNotMatch(finding.message, /\{\w+\}/, 'a message has a hole that was not filled');
    if (options.level !== undefined) assert.equal(finding.level, options.level, finding.message);
  }
}

/** Applies the first fix (or the one whose title holds `title`) of the rule's first finding. */
export function checkFix(
  rule: string,
  before: string,
  after: string,
  options: CheckOptions & { readonly title?: string } = {},
): void {
  const { text } = readMarks(before);
  const analysis = analyzed(text, options);
  const [finding] = findingsOf(analysis, rule);
  assert.ok(finding, `${rule} finds nothing`);
  const fixes = analysis.fixesOf(finding);
  const fix = fixes.find(
    (candidate) => options.title === undefined || candidate.title.includes(options.title),
  );
  assert.ok(fix, `${rule} offers ${JSON.stringify(fixes.map((candidate) => candidate.title))}`);
  assert.equal(applyEdits(text, fix.edits), after);
}

/** The messages of the rule, in the order of the text. */
export function messagesOf(rule: string, text: string, options: CheckOptions = {}): string[] {
  return findingsOf(analyzed(text, options), rule).map((finding) => finding.message);
}

export function analyzed(text: string, options: CheckOptions = {}): Analysis {
  const analysis = analyze(text, {
    surroundings: { ...NO_SURROUNDINGS, ...options.surroundings },
    configuration: options.configuration ?? DEFAULT_CONFIGURATION,
  });
  assert.deepEqual(analysis.failures, [], 'a rule threw');
  return analysis;
}

function findingsOf(analysis: Analysis, rule: string): Finding[] {
  assert.deepEqual(analysis.failures, []);
  return analysis.findings.filter((finding) => finding.rule === rule || finding.rule.startsWith(`${rule}/`));
}

interface Place {
  readonly start: number;
  readonly end: number;
}

export function readMarks(marked: string): { text: string; spans: Place[] } {
  let text = '';
  const open: number[] = [];
  const spans: Place[] = [];
  for (const character of marked) {
    if (character === '«') open.push(text.length);
    else if (character === '»') {
      const start = open.pop();
      assert.ok(start !== undefined, 'a mark is closed that was not opened');
      spans.push({ start, end: text.length });
    } else text += character;
  }
  assert.equal(open.length, 0, 'a mark is not closed');
  return { text, spans };
}

function writeMarks(text: string, spans: readonly Place[]): string {
  let result = '';
  for (let at = 0; at <= text.length; at++) {
    result += '»'.repeat(spans.filter((place) => place.end === at && place.start < at).length);
    result += '«'.repeat(spans.filter((place) => place.start === at).length);
    result += '»'.repeat(spans.filter((place) => place.end === at && place.start === at).length);
    result += text.charAt(at);
  }
  return result;
}

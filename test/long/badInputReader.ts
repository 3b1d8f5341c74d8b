/** A process of its own that reads bad inputs, so that a hang can be ended from outside. */
import process from 'node:process';
import { analyze, fixAll, hover, type Analysis, type Span } from '../../server/src/core';
import { badInputs } from './badInputs';

export interface Reading {
  readonly name: string;
  /** CPU time of the whole process in ms, by what it was spent on; the slowest one of what is done several times. */
  readonly spent: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

const HOVERS = 20;
/** Fixes are worked out one by one on request, so a sample stands for all. */
const SAMPLE = 50;

process.on('message', (name: string) => {
  const input = badInputs().find((candidate) => candidate.name === name);
  process.send?.(
    input === undefined ? { name, spent: {}, problems: ['no such input'] } : read(name, input.text()),
  );
});

function read(name: string, text: string): Reading {
  const spent: Record<string, number> = {};
  const problems: string[] = [];
  const measure = (what: string, work: () => unknown): void => {
    const before = process.cpuUsage();
    try {
      work();
    } catch (error) {
      problems.push(`${what} throws ${String(error)}`);
    }
    const { user, system } = process.cpuUsage(before);
    spent[what] = Math.max(spent[what] ?? 0, Math.round((user + system) / 1000));
  };

  let analysis = analyze('');
  measure('findings', () => {
    analysis = analyze(text);
    return analysis.findings;
  });
  measure('edit', () => {
    const middle = text.length >> 1;
    return analyze(`${text.slice(0, middle)}x${text.slice(middle)}`, { previous: analysis }).findings;
  });
  for (const offset of places(text)) {
    measure('hover', () => {
      const here = hover(analysis, offset);
      if (here !== undefined) checkSpan(here.span, text, 'hover', problems);
    });
  }
  measure('fixes', () => checkFixes(analysis, problems));
  measure('fix all', () => fixAll(text, { previous: analysis }));
  measure('spans', () => checkFindings(analysis, problems));
  for (const failure of analysis.failures) problems.push(`${failure.rule} throws ${String(failure.error)}`);
  return { name, spent, problems: problems.slice(0, 5) };
}

function places(text: string): readonly number[] {
  return Array.from({ length: HOVERS }, (_, at) => Math.floor((text.length * at) / (HOVERS - 1)));
}

function checkFindings(analysis: Analysis, problems: string[]): void {
  for (const finding of analysis.findings) {
    checkSpan(analysis.locate(finding.at), analysis.text, finding.rule, problems);
    for (const related of finding.related)
      checkSpan(analysis.locate(related.at), analysis.text, finding.rule, problems);
  }
}

function checkFixes(analysis: Analysis, problems: string[]): void {
  const step = Math.max(1, Math.floor(analysis.findings.length / SAMPLE));
  for (let at = 0; at < analysis.findings.length; at += step) {
    const finding = analysis.findings[at];
    if (finding === undefined) continue;
    for (const fix of analysis.fixesOf(finding))
      for (const edit of fix.edits) checkSpan(edit.span, analysis.text, `fix of ${finding.rule}`, problems);
  }
}

function checkSpan({ start, end }: Span, text: string, of: string, problems: string[]): void {
  if (start < 0 || start > end || end > text.length)
    problems.push(`${of} is at ${start} to ${end} of ${text.length}`);
}

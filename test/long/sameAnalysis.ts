/** What two analyses of one text must agree on, whichever way they were made. */
import assert from 'node:assert/strict';
import { analyze, type Analysis, buildGraph } from '../../server/src/core';

/** Fails where an analysis that took over parts of an earlier one differs from a fresh one of the same text. */
export function assertAsFresh(incremental: Analysis): void {
  const fresh = analyze(incremental.text);
  assert.deepEqual(told(incremental), told(fresh));
}

function told(analysis: Analysis): unknown {
  const place = (at: Parameters<Analysis['locate']>[0]): string => {
    const { start, end } = analysis.locate(at);
    return `${String(start)} to ${String(end)}`;
  };
  return {
    findings: analysis.findings.map((finding) => ({
      rule: finding.rule,
      level: finding.level,
      message: finding.message,
      at: place(finding.at),
      related: finding.related.map(({ at, message }) => `${place(at)}: ${message}`),
      stage: finding.stage?.index,
    })),
    graph: buildGraph(analysis),
    nodes: analysis.dockerfile.nodes.map(
      (node, at) => `${node.kind} at ${String(analysis.dockerfile.starts[at])}`,
    ),
    failures: analysis.failures.map(({ rule, error }) => `${rule}: ${String(error)}`),
  };
}

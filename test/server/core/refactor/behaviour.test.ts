/** Steps before and after a refactoring, run by a real shell: they say the same and fail at the same command. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { analyze, applyEdits, offeredRefactorings, refactor } from '../../../../server/src/core';

/** What stands between the others decides where a script stops. */
const PIECES = [
  'echo one',
  'false',
  'echo two | cat',
  'false | echo three',
  'echo four || echo five',
  'false || echo six',
  'if false; then echo seven; fi',
  'for i in a b; do echo $i; false; done',
  '(echo eight; false; echo nine)',
  '! true',
  'x=$(false)',
  'echo "$(echo ten; false; echo eleven)"',
  'set -e',
];

const CONNECTORS = [' && ', '; ', ' || '];

interface Told {
  readonly output: string;
  readonly isFailed: boolean;
}

/** As the builder runs the RUN steps of a file: each in a shell of its own, until one fails. */
function run(text: string): Told {
  let output = '';
  for (const instruction of analyze(text).dockerfile.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const [heredoc] = instruction.heredocs;
    const { source, body } = instruction;
    const script =
      heredoc === undefined
        ? source.slice(body.start, body.end).replaceAll('\\\n', '')
        : instruction.text.slice(heredoc.body.start, heredoc.body.end);
    const { stdout, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    output += stdout;
    if (status !== 0) return { output, isFailed: true };
  }
  return { output, isFailed: false };
}

/** Drawn by a seed: three pieces and what joins them, in one RUN, in a heredoc or in two. */
function* drawn(count: number): Generator<string> {
  let seed = 20_261;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const piece = (): string => PIECES[next(PIECES.length)] ?? '';
  const joint = (): string => CONNECTORS[next(CONNECTORS.length)] ?? '';
  for (let index = 0; index < count; index++) {
    const head = next(3) === 0 ? 'set -e; ' : '';
    const chain = `${head}${piece()}${joint()}${piece()}${joint()}${piece()}`;
    switch (index % 3) {
      case 0:
        yield `FROM alpine:3.20\nRUN ${chain}\n`;
        break;
      case 1:
        yield `FROM alpine:3.20\nRUN ${chain}\nRUN ${piece()}${joint()}${piece()}\n`;
        break;
      default:
        yield `FROM alpine:3.20\nRUN <<EOF\n${next(2) === 0 ? 'set -e\n' : ''}${piece()}\n${piece()}\n${piece()}\nEOF\n`;
    }
  }
}

const IDS: ReadonlySet<string> = new Set(['merge-runs', 'split-run', 'run-to-heredoc', 'heredoc-to-run']);

describe('refactored steps', () => {
  it('do what they did', (context) => {
    const done = new Map<string, number>();
    for (const text of drawn(240)) {
      const analysis = analyze(text);
      const start = text.indexOf('RUN');
      const before = run(text);
      for (const { id } of offeredRefactorings(analysis, { start, end: start })) {
        const result = IDS.has(id) ? refactor(analysis, id, { start, end: start }) : undefined;
        if (result?.kind !== 'refactored') continue;
        done.set(id, (done.get(id) ?? 0) + 1);
        const after = applyEdits(text, result.edits);
        assert.deepEqual(run(after), before, `${id}\n${text}\n${after}`);
      }
    }
    context.diagnostic(JSON.stringify(Object.fromEntries(done)));
    for (const id of IDS) assert.ok((done.get(id) ?? 0) >= 5, `${id}: ${String(done.get(id))}`);
  });
});

/** What BuildKit's own tests and documentation expect of its linter, held against our rules under its names. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { analyze, NO_SURROUNDINGS, type Surroundings } from '../../../../server/src/core';
import { readDisagreements } from '../../../harness/disagreements';
import { repositoryRoot, sharedFolder } from '../../../harness/repository';

interface Case {
  readonly dockerfile: string;
  readonly dockerignore?: string;
  readonly source: string;
  readonly sourceLine: number;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

/** From frontend/dockerfile/dockerfile_check_test.go: everything the linter says. */
interface TestCase extends Case {
  readonly test: string;
  readonly expected: readonly { readonly rule: string; readonly line: number }[];
}

/** From the documentation of a rule: whether that rule says something. */
interface DocumentationCase extends Case {
  readonly rule: string;
  readonly title: string;
  readonly expected: boolean;
}

const LISTED = 'test/server/core/parity/buildkit-disagreements.json';

describe('parity with BuildKit', () => {
  it('says the same on the same line as its tests', (context) => {
    compare(context, 'buildkit-cases.json', (given: TestCase) => {
      const actual = linesOf(textOf(given), surroundingsOf(given));
      const expected = given.expected.map(({ rule, line }) => `${rule}:${String(line)}`).sort();
      return {
        name: `${given.test}:${String(given.sourceLine)}`,
        actual: actual.join(' '),
        expected: expected.join(' '),
      };
    });
  });

  it('says the same as its documentation', (context) => {
    compare(context, 'buildkit-docs-cases.json', (given: DocumentationCase) => {
      const found = linesOf(completed(given), surroundingsOf(given));
      return {
        name: `${given.rule}:${String(given.sourceLine)}`,
        actual: String(found.some((place) => place.startsWith(`${given.rule}:`))),
        expected: String(given.expected),
      };
    });
  });
});

interface Verdict {
  readonly name: string;
  readonly actual: string;
  readonly expected: string;
}

function compare<Given extends Case>(
  context: TestContext,
  file: string,
  judge: (given: Given) => Verdict,
): void {
  const shared = sharedFolder();
  if (shared === undefined) {
    context.skip('the shared folder with the oracles is not there');
    return;
  }
  const cases = JSON.parse(readFileSync(join(shared, 'oracles', file), 'utf8')) as readonly Given[];
  assert.ok(cases.length > 0);
  const wrong = cases.map(judge).filter(({ actual, expected }) => actual !== expected);
  context.diagnostic(`${file}: ${String(cases.length - wrong.length)} of ${String(cases.length)} agree`);

  const listed = readDisagreements(join(repositoryRoot(), LISTED)).filter((entry) => entry.file === file);
  const unlisted = wrong.filter(({ name }) => !listed.some((entry) => entry.case === name));
  assert.deepEqual(unlisted, [], 'these disagree, and no reason is given');
  const outdated = listed.filter((entry) => !wrong.some(({ name }) => name === entry.case));
  assert.deepEqual(outdated, [], 'these are listed, and agree');
}

function linesOf(text: string, surroundings: Surroundings): string[] {
  const analysis = analyze(text, { surroundings });
  assert.deepEqual(analysis.failures, []);
  return analysis.findings
    .map(({ rule, at }) => {
      // BuildKit names the line where the instruction begins, but for an empty line within one, whose end it names.
      const span = at.node === null ? at.span : at.node.span;
      const offset = analysis.locate({ node: at.node, span })[
        rule === 'NoEmptyContinuation' ? 'end' : 'start'
      ];
      return `${rule}:${String(analysis.lines.positionAt(offset).line + 1)}`;
    })
    .sort();
}

function surroundingsOf({ dockerignore, buildArgs = {} }: Case): Surroundings {
  return {
    ...NO_SURROUNDINGS,
    parity: 'buildkit',
    buildArguments: new Map(Object.entries(buildArgs).filter(([name]) => name !== CHECK_ARGUMENT)),
    ignoreFile:
      dockerignore === undefined
        ? { kind: 'absent', path: '.dockerignore' }
        : { kind: 'present', path: '.dockerignore', text: dockerignore },
  };
}

/** This build argument stands in for the file's own directive. */
const CHECK_ARGUMENT = 'BUILDKIT_DOCKERFILE_CHECK';

function textOf({ dockerfile, buildArgs }: TestCase): string {
  const check = buildArgs?.[CHECK_ARGUMENT];
  return check === undefined ? dockerfile : dockerfile.replace(/^#\s*check=.*$/m, `# check=${check}`);
}

/** The documentation shows fragments, and the experimental rule without the line that switches it on. */
function completed({ dockerfile, rule }: DocumentationCase): string {
  const stage = /^from\s/im.test(dockerfile) ? '' : 'FROM alpine\n';
  const directive = rule === 'InvalidDefinitionDescription' ? `# check=experimental=${rule}\n` : '';
  return directive + stage + dockerfile;
}

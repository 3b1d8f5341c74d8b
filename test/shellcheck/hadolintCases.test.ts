/** The cases of hadolint's own tests that need ShellCheck, counted apart from those that need none. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import {
  analyze,
  NO_SURROUNDINGS,
  scriptsToShellcheck,
  shellcheck,
  type Surroundings,
} from '../../server/src/core';
import { runsOnTexts } from '../../server/src/node/textsRunner';
import { sharedFolder } from '../harness/repository';

interface Case {
  /** `SC*` stands for everything that ShellCheck finds. */
  readonly rule: string;
  readonly dockerfile: string;
  readonly onBuildDockerfile?: string;
  readonly onBuild: boolean;
  readonly expected: boolean;
  readonly source: string;
  readonly sourceLine: number;
}

const PROGRAM = process.env['STAGEWRIGHT_SHELLCHECK'] ?? 'shellcheck';
const PARITY: Surroundings = { ...NO_SURROUNDINGS, parity: 'hadolint' };

const shared = sharedFolder();

it(
  'agrees with hadolint where ShellCheck has something to say and where not',
  { skip: shared === undefined ? '../shared is absent, so there are no cases to compare with' : false },
  async (context) => {
    const path = join(shared ?? '', 'oracles/hadolint-cases.json');
    const all = JSON.parse(readFileSync(path, 'utf8')) as readonly Case[];
    const cases = all.filter(({ rule }) => rule === 'SC*');
    const texts = cases.map(textOf);
    const scripts = texts.flatMap((text) => scriptsToShellcheck(analyze(text, { surroundings: PARITY })));
    const { comments, failure } = await shellcheck(scripts, (args, files) =>
      runsOnTexts(PROGRAM, args, files, new AbortController().signal),
    );
    assert.equal(failure, undefined);
    const surroundings = {
      ...PARITY,
      shellcheck: { commentsOn: (script: string) => comments.get(script) },
    };
    const disagreements = cases.flatMap((one, index) => {
      const { findings } = analyze(texts[index] ?? '', { surroundings });
      const codes = findings.flatMap(({ rule }) => (/^SC\d+$/.test(rule) ? [rule] : []));
      return codes.length > 0 === one.expected
        ? []
        : [`${one.source}:${one.sourceLine.toString()} ${codes.join()}`];
    });
    const agreed = cases.length - disagreements.length;
    context.diagnostic(
      `hadolint: ${agreed.toString()} of ${cases.length.toString()} cases of ShellCheck agree`,
    );
    assert.ok(cases.length > 0);
    assert.deepEqual(disagreements, []);
  },
);

/** Fragments get a FROM of which nothing is known. */
function textOf({ dockerfile, onBuildDockerfile, onBuild }: Case): string {
  const text = onBuild ? (onBuildDockerfile ?? dockerfile) : dockerfile;
  return /^[ \t]*FROM[ \t]/im.test(text) ? text : `FROM scratch\n${text}`;
}

/** Judges the cases of hadolint's own tests under `--parity hadolint`, and counts how often the two agree. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  analyze,
  DEFAULT_CONFIGURATION,
  NO_SURROUNDINGS,
  type Surroundings,
} from '../../../../server/src/core';
import { repositoryRoot, sharedFolder } from '../../../harness/repository';

interface Case {
  /** `DL3006`; `SC*` stands for everything that ShellCheck finds. */
  readonly rule: string;
  /** Often a fragment: one instruction without a FROM. */
  readonly dockerfile: string;
  /** The same with each instruction behind ONBUILD, which is what helpers named `…OnBuild…` judge. */
  readonly onBuildDockerfile?: string;
  readonly onBuild: boolean;
  readonly expected: boolean;
  /** How many findings, where the case says so. */
  readonly count?: number;
  /** Haskell source of a configuration: `def`, or `def { allowedRegistries = [ "trusted.com" ] }`. */
  readonly config: string;
  readonly source: string;
  readonly sourceLine: number;
  readonly helper: string;
  readonly it: string;
}

interface Disagreement {
  /** `DL3006 test/Hadolint/Rule/DL3006Spec.hs:12 ruleCatches`. */
  readonly case: string;
  readonly reason: string;
}

const LIST = 'test/server/core/parity/hadolint-disagreements.json';
/** Of the cases that need no ShellCheck. */
const LEAST_AGREEMENT = 0.97;

const shared = sharedFolder();
const cases: readonly Case[] =
  shared === undefined
    ? []
    : (JSON.parse(readFileSync(join(shared, 'oracles/hadolint-cases.json'), 'utf8')) as readonly Case[]);
const own = cases.filter(({ rule }) => rule !== 'SC*');
const shellCheck = cases.length - own.length;
const listed = JSON.parse(readFileSync(join(repositoryRoot(), LIST), 'utf8')) as readonly Disagreement[];

describe('parity with hadolint', () => {
  it(
    'agrees with the cases of its tests, but for those that are listed with a reason',
    { skip: shared === undefined ? '../shared is absent, so there are no cases to compare with' : false },
    (context) => {
      const disagreements = own.filter((one) => !agrees(one)).map(nameOf);
      const agreed = own.length - disagreements.length;
      context.diagnostic(
        `hadolint: ${agreed.toString()} of ${own.length.toString()} cases agree; ${shellCheck.toString()} cases of ShellCheck are not counted`,
      );
      assert.deepEqual(
        disagreements.sort(),
        listed.map((one) => one.case).sort(),
        `${LIST} does not say what is true; on the left is what disagrees`,
      );
      assert.ok(agreed / own.length >= LEAST_AGREEMENT);
    },
  );

  it('gives a reason for every disagreement', () => {
    for (const { case: name, reason } of listed) assert.match(reason, /^[A-Z].{20,}\.$/s, name);
  });
});

function agrees(one: Case): boolean {
  const found = findings(one);
  if (!one.expected) return found === 0;
  return one.count === undefined ? found > 0 : found === one.count;
}

/** Instructions with a finding of the case's rule: hadolint knows lines and no places within them. */
function findings(one: Case): number {
  const text = withFrom(one.onBuild ? (one.onBuildDockerfile ?? one.dockerfile) : one.dockerfile, one.rule);
  const analysis = analyze(text, { surroundings: surroundingsOf(one), configuration: DEFAULT_CONFIGURATION });
  assert.deepEqual(analysis.failures, [], nameOf(one));
  const places = analysis.findings.filter(({ rule }) => rule === one.rule).map(({ at }) => at.node);
  return new Set(places).size;
}

/**
 * hadolint judges instructions that stand before any FROM, which no builder accepts. Such a fragment gets a FROM of an image
 * with a version, which no rule has a word on and of which nothing is known: what stands behind it is judged as hadolint
 * judges the fragment. DL3061 is about the order itself, so its cases stay as they are.
 */
function withFrom(text: string, rule: string): string {
  if (rule === 'DL3061' || /^[ \t]*(?:ONBUILD[ \t]+)?FROM[ \t]/im.test(text)) return text;
  // Parser directives count at the top of the file only.
  const directives = /^(?:#[ \t]*(?:syntax|escape)[ \t]*=.*\n)*/i.exec(text)?.[0] ?? '';
  return `${directives}FROM scratch\n${text.slice(directives.length)}`;
}

function surroundingsOf({ config }: Case): Surroundings {
  const registries = /allowedRegistries = \[([^\]]*)\]/.exec(config)?.[1];
  const labels = [...config.matchAll(/\("([^"]+)", Rule\.(\w+)\)/g)];
  return {
    ...NO_SURROUNDINGS,
    parity: 'hadolint',
    policy: {
      ...NO_SURROUNDINGS.policy,
      trustedRegistries: registries?.match(/[^\s",]+/g) ?? undefined,
      labels:
        labels.length === 0
          ? undefined
          : {
              kinds: new Map(labels.map(([, key = '', kind = '']) => [key, kindOf(kind)])),
              isStrict: config.includes('strictLabels = True'),
            },
    },
  };
}

type Kind =
  NonNullable<Surroundings['policy']['labels']> extends { kinds: ReadonlyMap<string, infer K> } ? K : never;

function kindOf(name: string): Kind {
  switch (name) {
    case 'RawText':
      return 'text';
    case 'Rfc3339':
      return 'rfc3339';
    case 'SemVer':
      return 'semver';
    case 'GitHash':
      return 'hash';
    case 'Email':
      return 'email';
    case 'Spdx':
      return 'spdx';
    default:
      return 'url';
  }
}

function nameOf({ rule, source, sourceLine, helper }: Case): string {
  return `${rule} ${source}:${sourceLine.toString()} ${helper}`;
}

/** Finds build arguments and environment variables whose name says that they carry a secret. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { saysSecret, saysSecretToBuildKit } from '../../model/secrets/names';
import { declarationsOf, mountInsteadOf } from '../../model/secrets/secretMount';
import { holdsLiteralSecret, isKeyFingerprint, isPlaceholder } from '../../model/secrets/values';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-secret-argument',
  scope: 'file',
  keywords: ['ARG', 'ENV'],
  meta: {
    category: 'secrets',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [
      'hadolint/DL3064',
      'buildkit/SecretsUsedInArgOrEnv',
      'sonar/S6472',
      'tally/ruby/secrets-in-arg-or-env',
    ],
  },
  docs: {
    summary: 'Hand a secret over as a secret mount, not as a build argument or an environment variable',
    lesson: `A build argument looks temporary, but it is written down: \`docker history\` shows the arguments of every \`RUN\` of the shipped stages,
and the build's provenance lists all of them, those of a builder too. An \`ENV\` is part of the image's configuration: whoever
can pull the image can read it, and every process in the container gets it.

A secret mount exists only while one \`RUN\` runs, and is in no layer, no history and no cache key:

\`RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\`, built with \`docker build --secret id=npm_token,env=NPM_TOKEN .\`

A secret that the *running* program needs is given to the container when it starts, not to the image.`,
    examples: {
      bad: [
        'FROM node:20-alpine AS build\nARG NPM_TOKEN\nRUN npm config set "//registry.example.com/:_authToken=$NPM_TOKEN" && npm ci\nFROM scratch\nCOPY --from=build /app/dist /\n',
        'FROM alpine:3.20\nENV DB_PASSWORD=postgres\nUSER nobody\n',
      ],
      good: [
        'FROM node:20-alpine AS build\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\nFROM scratch\nCOPY --from=build /app/dist /\n',
        'FROM alpine:3.20\nENV DB_PASSWORD_FILE=/run/secrets/db_password TOKEN_EXPIRY=3600\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When the value is no secret although its name says so, such as a key that is published anyway.',
    references: [
      'https://docs.docker.com/build/building/secrets/',
      'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    ],
  },
  messages: {
    argument:
      'The value of build argument {name} is kept in the build history and provenance; use a secret mount instead.',
    environment:
      'ENV {name} is kept in the image, readable for everyone who can pull it; give it to the container when it starts, or to one RUN as a secret mount.',
    builder:
      'ENV {name} stays in this stage and in its cache; give it to the RUN that needs it as a secret mount.',
  },
  concerns: (stage) => secretsOf(stage).length > 0 || isFoundByBuildKit(stage),
  check(file, { parity }, stages) {
    const found: Match[] = [];
    if (parity === 'buildkit') {
      for (const one of byNameAlone(file)) found.push(one);
      return found;
    }
    for (const instruction of file.preamble)
      // The stages that take the argument over are reported instead.
      for (const pair of secretPairs(instruction))
        if (declarationsOf(pair.name, file).length <= 1) found.push(toMatch(instruction, pair, undefined));
    for (const stage of stages) for (const one of secretsOf(stage)) found.push(one);
    return found;
  },
  fix(match, { file }) {
    const { node } = match.at;
    const name = match.data?.['name'];
    if (match.message !== 'argument' || node?.kind !== 'instruction' || name === undefined) return [];
    const mount = mountInsteadOf(node, name, file);
    if (mount === undefined) return [];
    const edits = [
      { at: at(node, mount.removed), newText: '' },
      ...mount.runs.map(({ run, place }) => ({ at: at(run, place), newText: mount.text })),
    ];
    return [{ title: `Replace ARG ${name} by the secret mount "${mount.id}"`, safety: 'suggestion', edits }];
  },
});

/** BuildKit looks at the names in stages and at nothing else. */
function byNameAlone({ stages }: FileFacts): readonly Match[] {
  const found: Match[] = [];
  for (const stage of stages)
    for (const instruction of stage.instructions)
      if (instruction.keyword === 'ARG' || instruction.keyword === 'ENV')
        for (const pair of pairsOf(instruction))
          if (saysSecretToBuildKit(pair.name)) found.push(toMatch(instruction, pair, stage));
  return found;
}

function isFoundByBuildKit({ instructions }: StageFacts): boolean {
  return instructions.some(
    (instruction) =>
      (instruction.keyword === 'ARG' || instruction.keyword === 'ENV') &&
      pairsOf(instruction).some(({ name }) => saysSecretToBuildKit(name)),
  );
}

const secretsOf = memoized((stage: StageFacts): readonly Match[] => {
  const found: Match[] = [];
  let fingerprints: ReadonlySet<string> | undefined;
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (keyword === 'ARG' || keyword === 'ENV' || keyword === 'ONBUILD')
      for (const pair of secretPairs(instruction))
        if (!(fingerprints ??= fingerprintsOf(stage)).has(sourceOf(pair)))
          found.push(toMatch(instruction, pair, stage));
  }
  return found;
});

/** The variables of the stage that hold the fingerprint of a key. */
function fingerprintsOf({ instructions }: StageFacts): ReadonlySet<string> {
  return new Set(
    instructions.flatMap((instruction) =>
      instruction.keyword === 'ARG' || instruction.keyword === 'ENV'
        ? pairsOf(instruction).flatMap((pair) => (isKeyFingerprint(pair) ? [pair.name] : []))
        : [],
    ),
  );
}

/** The variable that this one is a copy of, as in `ENV KEY=$KEY`; the empty text where it is none. */
function sourceOf({ value }: Pair): string {
  const match = /^\$(?:(\w+)|\{(\w+)\})$/.exec(value ?? '');
  return match?.[1] ?? match?.[2] ?? '';
}

function toMatch(instruction: Instruction, pair: Pair, stage: StageFacts | undefined): Match {
  const where = { at: at(instruction, pair.nameSpan), data: { name: pair.name } };
  if ((instruction.trigger ?? instruction).keyword === 'ARG') return { ...where, message: 'argument' };
  const isThrownAway = stage?.role === 'builder' || stage?.role === 'unreachable';
  return isThrownAway
    ? { ...where, message: 'builder', level: 'information' }
    : { ...where, message: 'environment' };
}

/** A value that is a stand-in, a switch, a number or a path is no secret; a literal secret is for no-secret-in-layer. */
const secretPairs = memoized((instruction: Instruction): readonly Pair[] => {
  const run = instruction.trigger ?? instruction;
  if (run.keyword !== 'ARG' && run.keyword !== 'ENV') return [];
  return pairsOf(run).filter((pair) => {
    if (!saysSecret(pair.name)) return false;
    const { value } = pair;
    if (value === undefined) return true;
    if (value === '') return run.keyword === 'ARG';
    return (
      !HARMLESS_VALUE.test(value) && !holdsLiteralSecret(pair) && !isStandIn(value) && !isKeyFingerprint(pair)
    );
  });
});

const HARMLESS_VALUE = /^(?:\/.*|\.\.?\/.*|~\/.*|true|false|yes|no|on|off|-?\d{1,3}|<.*>|\*+|x+)$/i;

/** `changeme` and `postgres` are passwords that go live; these are not. */
function isStandIn(value: string): boolean {
  return (
    isPlaceholder(value) &&
    /dummy|placeholder|unused|not[-_]?(?:set|used|real|needed)|^(?:none|null|example|fake|x+)$/i.test(value)
  );
}

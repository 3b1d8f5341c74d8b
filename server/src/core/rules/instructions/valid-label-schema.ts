/** Holds labels against the schema of whoever builds the image: which there must be, and what they may say. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import { isOfKind } from '../../model/labelValues';
import { NO_POLICY, type LabelKind, type LabelSchema, type Surroundings } from '../../model/surroundings';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';
import { expand } from '../../syntax/words';
import { memoized } from '../../text/memoized';

/** An example needs somebody who asks for something. */
const asked = (kinds: Readonly<Record<string, LabelKind>>): Partial<Surroundings> => ({
  policy: { ...NO_POLICY, labels: { kinds: new Map(Object.entries(kinds)), isStrict: false } },
});

export default defineRule({
  id: 'valid-label-schema',
  scope: 'stage',
  meta: {
    category: 'instructions',
    level: { final: 'warning', base: 'warning', target: 'warning', builder: 'off' },
    since: '0.1.0',
    fix: 'none',
    equivalents: [
      ...['DL3048', 'DL3049', 'DL3050', 'DL3051', 'DL3052', 'DL3053'].map((code) => `hadolint/${code}`),
      ...['DL3054', 'DL3055', 'DL3056', 'DL3058'].map((code) => `hadolint/${code}`),
    ],
  },
  docs: {
    summary: 'Labels follow the schema that you have configured; silent without one',
    lesson: `Labels are how registries, scanners and clean-up jobs tell images apart. They do that only when every image has the same ones,
spelled the same, with values that a program can read. A schema names the labels that a shipped image must have and what each
value is: any text, an address, a date (RFC 3339), a version (semantic), a licence (SPDX), a Git hash or an e-mail address.
A strict schema allows no others.

A key consists of small letters, digits, dots and hyphens, begins with a letter, and stays out of \`com.docker.*\`,
\`io.docker.*\` and \`org.dockerproject.*\`, which are Docker's own.`,
    examples: {
      bad: [
        {
          dockerfile: 'FROM alpine:3.20\nUSER nobody\n',
          surroundings: asked({ 'org.opencontainers.image.source': 'url' }),
        },
        {
          dockerfile: 'FROM alpine:3.20\nLABEL org.opencontainers.image.created="yesterday"\nUSER nobody\n',
          surroundings: asked({ 'org.opencontainers.image.created': 'rfc3339' }),
        },
      ],
      good: [
        {
          dockerfile:
            'FROM alpine:3.20\nLABEL org.opencontainers.image.created="2024-01-31T12:00:00Z"\nUSER nobody\n',
          surroundings: asked({ 'org.opencontainers.image.created': 'rfc3339' }),
        },
        'FROM alpine:3.20\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'Without a schema it has nothing to say.',
    references: [
      'https://docs.docker.com/engine/manage-resources/labels/',
      'https://github.com/opencontainers/image-spec/blob/main/annotations.md',
    ],
  },
  messages: {
    key: 'The label key "{key}" should consist of small letters, digits, dots and hyphens, and begin with a letter.',
    reserved: 'The label key "{key}" is in a name space that Docker keeps for itself.',
    missing: 'The schema asks for the label {key}, which this image does not have.',
    superfluous: 'The schema knows no label {key}.',
    empty: 'The label {key} is empty.',
    value: 'The label {key} should be {kind}, which "{value}" is not.',
  },
  check(stage, { policy: { labels }, parity }) {
    const found: Match[] = [];
    if (labels === undefined && parity === undefined) return found;
    for (const instruction of stage.instructions) {
      const inner = instruction.trigger ?? instruction;
      if (inner.keyword !== 'LABEL') continue;
      for (const pair of pairsOf(inner))
        for (const one of judge(pair, instruction, stage, labels)) found.push(one);
    }
    if (labels !== undefined && isResult(stage)) for (const one of missing(stage, labels)) found.push(one);
    return found;
  },
});

function judge(
  pair: Pair,
  instruction: Instruction,
  stage: StageFacts,
  labels: LabelSchema | undefined,
): readonly Match[] {
  const matches: Match[] = [];
  const key = pair.name;
  if (key.includes('$') && instruction.source.slice(pair.nameSpan.start).startsWith('$')) return matches;
  const atKey = at(instruction, pair.nameSpan);
  if (RESERVED.test(key)) matches.push(found(atKey, 'reserved', 'DL3048', { key }));
  else if (!KEY.test(key)) matches.push(found(atKey, 'key', 'DL3048', { key }));
  if (labels === undefined) return matches;
  const kind = labels.kinds.get(key);
  if (kind === undefined) {
    if (labels.isStrict) matches.push(found(atKey, 'superfluous', 'DL3050', { key }));
    return matches;
  }
  const value = valueOf(pair, instruction, stage);
  if (value === undefined || pair.valueSpan === undefined) return matches;
  const atValue = at(
    instruction,
    pair.valueSpan.start === pair.valueSpan.end ? pair.nameSpan : pair.valueSpan,
  );
  if (value === '') matches.push(found(atValue, 'empty', 'DL3051', { key }));
  else if (!isOfKind(value, kind))
    matches.push(found(atValue, 'value', KINDS[kind].code, { key, value, kind: KINDS[kind].name }));
  return matches;
}

const KEY = /^[a-z](?:[a-z0-9]|[.-](?=[a-z0-9]))*$/;
const RESERVED = /^(?:com\.docker|io\.docker|org\.dockerproject)\./;

function found(
  where: Match['at'],
  message: string,
  code: string,
  data: Readonly<Record<string, string>>,
): Match {
  return { at: where, message, data, equivalents: [`hadolint/${code}`] };
}

/** How a message calls a kind, and the code under which hadolint reports it. */
const KINDS: Readonly<Record<LabelKind, { readonly name: string; readonly code: string }>> = {
  text: { name: 'text', code: 'DL3051' },
  url: { name: 'an address', code: 'DL3052' },
  rfc3339: { name: 'a date of the form 2024-01-31T12:00:00Z', code: 'DL3053' },
  spdx: { name: 'an SPDX licence expression', code: 'DL3054' },
  hash: { name: 'a Git hash', code: 'DL3055' },
  semver: { name: 'a semantic version', code: 'DL3056' },
  email: { name: 'an e-mail address', code: 'DL3058' },
};

/** Undefined where a build argument or the base image decides. */
function valueOf({ valueSpan }: Pair, instruction: Instruction, stage: StageFacts): string | undefined {
  if (valueSpan === undefined) return '';
  const raw = instruction.source.slice(valueSpan.start, valueSpan.end).replaceAll('\\\n', '');
  const { env, args } = stage.stateBefore(instruction);
  return expand(raw, instruction.escape, (name) => (args.has(name) ? undefined : env.get(name)));
}

/** An image of its own: no other stage of the file takes it up. */
function isResult({ consumers }: StageFacts): boolean {
  return consumers.length === 0;
}

function missing(stage: StageFacts, { kinds }: LabelSchema): readonly Match[] {
  const matches: Match[] = [];
  const present = labelKeys(stage);
  for (const key of kinds.keys())
    if (!present.has(key))
      matches.push(found(at(stage.from, stage.baseWord?.span), 'missing', 'DL3049', { key }));
  return matches;
}

/** Those of the stages it is built from included; what the base image carries nobody knows. */
const labelKeys = memoized((stage: StageFacts): ReadonlySet<string> => {
  const keys = new Set(stage.parent === undefined ? [] : labelKeys(stage.parent));
  for (const instruction of stage.instructions) {
    const inner = instruction.trigger ?? instruction;
    if (inner.keyword === 'LABEL') for (const { name } of pairsOf(inner)) keys.add(name);
  }
  return keys;
});

/** Secret values must not get into a report, whichever way they came: as an argument, in a log, in the image's configuration. */
import type { SmokeInput } from './input';

export type Redact = (text: string) => string;

/** What names the secrets of a build. */
type Redacted = Pick<SmokeInput, 'text' | 'buildArgs' | 'secrets'>;

const MASK = '***';

/** Shorter values, and words like these, would blacken the whole report and are no secrets. */
const SHORTEST = 4;
const PLAIN_WORDS: ReadonlySet<string> = new Set([
  'true',
  'false',
  'none',
  'null',
  'undefined',
  'required',
  'optional',
]);

/** Names that say that their value is a secret; the words BuildKit's check SecretsUsedInArgOrEnv looks for, and some more. */
const SECRET_NAME =
  /(?:^|[_-])(?:auth|credentials?|key|pass|passwd|passphrase|password|pw|pwd|pword|secrets?|token)(?:$|[_-])|password|passwd|passphrase|pword|sshpass|secret|token|credential|(?:api|access|private|deploy|license)_?key/iu;
const PUBLIC_NAME =
  /^(?:old)?pwd$|(?:^|[_-])public(?:$|[_-])|_(?:algorithm|dir|expiry|file|id|length|name|path|size|timeout|ttl|type|url|version)$/iu;

/** Values whose shape alone gives them away, wherever they stand. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\bgh[opsur]_[A-Za-z0-9]{20,}/gu,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/gu,
  /\bglpat-[A-Za-z0-9_-]{16,}/gu,
  /\bnpm_[A-Za-z0-9]{30,}/gu,
  /\bxox[abeprs]-[A-Za-z0-9-]{10,}/gu,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/gu,
  /\bsk-[A-Za-z0-9_-]{20,}/gu,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}/gu,
];
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+@/giu;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
}

/**
 * Masks the values of secret build arguments and of build secrets, the literals the Dockerfile gives to names of secrets, and
 * secrets by shape.
 *
 * @param secretFiles the content of the files among the build secrets
 */
export function redactorOf(input: Redacted, secretFiles: readonly string[]): Redact {
  const values = [...argumentValues(input), ...literalValues(input), ...secretValues(input, secretFiles)]
    .flatMap((value) => [value, ...value.split(/\r?\n/u)])
    .filter((value) => value.length >= SHORTEST && !PLAIN_WORDS.has(value.toLowerCase()));
  // A value that holds another one has to go first, or its rest would stay.
  const ordered = [...new Set(values)].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const value of ordered) masked = masked.replaceAll(value, MASK);
    for (const shape of SECRET_SHAPES) masked = masked.replace(shape, MASK);
    return masked.replace(URL_CREDENTIALS, `$1${MASK}@`);
  };
}

function argumentValues(input: Redacted): readonly string[] {
  return Object.entries(input.buildArgs)
    .filter(([name]) => isSecretName(name))
    .map(([, value]) => value);
}

/** A file of settings is masked as a whole, by line, and by what stands behind the last `=` or `:` of a line. */
function secretValues({ secrets = [] }: Redacted, files: readonly string[]): readonly string[] {
  const given = secrets.flatMap((secret) => (secret.kind === 'value' ? [secret.value] : []));
  return [...given, ...files].flatMap((text) => [
    text.trim(),
    ...text.split(/\r?\n/u).flatMap((line) => {
      const assigned = /[=:]\s*["']?(?!\/\/)([^\s"'=:]{8,})["']?,?\s*$/u.exec(line)?.[1];
      return assigned === undefined ? [line.trim()] : [line.trim(), assigned];
    }),
  ]);
}

function literalValues(input: Redacted): readonly string[] {
  return input.text
    .replace(/[\\`][ \t]*\r?\n/gu, ' ')
    .split('\n')
    .flatMap((line) => {
      const rest = /^\s*(?:ARG|ENV)\s+(.*)$/iu.exec(line)?.[1];
      return rest === undefined ? [] : assignmentsOf(rest);
    })
    .filter(([name, value]) => isSecretName(name) && !value.includes('$'))
    .map(([, value]) => value);
}

/** `NAME=value …`, or `NAME value to the end` as ENV has it too. */
function assignmentsOf(text: string): readonly (readonly [string, string])[] {
  const old = /^([A-Za-z_]\w*)\s+([^=\s].*)$/u.exec(text);
  if (old !== null) return [[old[1] ?? '', (old[2] ?? '').trim()]];
  return [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S+)/gu)].map(pairOf);
}

function pairOf(match: RegExpExecArray): readonly [string, string] {
  const value = match[2] ?? '';
  const isQuoted = value.length > 1 && /^(["']).*\1$/u.test(value);
  return [match[1] ?? '', isQuoted ? value.slice(1, -1) : value];
}

/** Keys whose values are words of ours, which no secret may change. */
const OWN_WORDS: ReadonlySet<string> = new Set(['kind', 'verdict', 'step', 'builder', 'network', 'keyword']);

/** The same value with every text in it masked. */
export function redactAll<T>(value: T, redact: Redact): T {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- only texts are exchanged, and for texts
  return mask(value, redact) as T;
}

function mask(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((entry) => mask(entry, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, OWN_WORDS.has(key) ? entry : mask(entry, redact)]),
  );
}

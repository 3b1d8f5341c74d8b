/** Recognizes secrets by their values: tokens of a documented form, private keys, URLs with a password. */
import type { Pair } from '../../syntax/nodes';
import type { Span } from '../../text/span';
import { isPublic, saysSecret } from './names';

/** A secret that stands in the text; its value is never kept, so that no message can repeat it. */
export interface LiteralSecret {
  /** With its article, as a message names it: `a GitHub token`. */
  readonly what: string;
  readonly span: Span;
}

/**
 * Forms that the issuers document, or publish to secret scanners. Written here rather than taken from a package: the
 * one that is kept well (secretlint's recommended rules) answers asynchronously, reads files through Node and needs a
 * newer Node than this product, while the core must answer at once, in a browser too. Names in brackets give the source.
 */
const FORMS: readonly (readonly [what: string, start: string, rest: string])[] = [
  // GitHub Docs, "About authentication to GitHub: GitHub's token formats".
  ['a GitHub token', 'gh[pousr]_', '[A-Za-z0-9]{36,251}'],
  ['a GitHub token', 'github_pat_', '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'],
  // GitLab Docs, "Token overview: token prefixes".
  ['a GitLab token', 'gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat)-', '[\\w-]{20,}'],
  // npm Docs, "About access tokens"; the GitHub blog on npm's token format gives the length.
  ['an npm token', 'npm_', '[A-Za-z0-9]{36}'],
  // AWS IAM user guide, "IAM identifiers: understanding unique ID prefixes".
  ['an AWS access key', 'A[KS]IA', '[A-Z2-7]{16}'],
  // Slack developer docs, "Tokens" and "Sending messages using incoming webhooks".
  ['a Slack token', 'xox[abeoprs]-', '[\\w-]{24,}'],
  ['a Slack token', 'xapp-', '\\d-[A-Z0-9]+-\\d+-[a-f0-9]{32,}'],
  ['a Slack webhook', 'https://hooks\\.slack\\.com/services/', 'T\\w{8,}/B\\w{8,}/\\w{20,}'],
  // Stripe Docs, "API keys": live secret and restricted keys.
  ['a Stripe live key', '[sr]k_live_', '[A-Za-z0-9]{24,}'],
  // Google Cloud docs, "Manage API keys".
  ['a Google API key', 'AIza', '[\\w-]{35}'],
  // PyPI help, "How can I use API tokens"; pypitoken documents the constant start.
  ['a PyPI token', 'pypi-AgEIcHlwaS5vcmc', '[\\w-]{50,}'],
  // RubyGems guides, "API key scopes".
  ['a RubyGems key', 'rubygems_', '[a-f0-9]{48}'],
  // Docker Docs, "Personal access tokens".
  ['a Docker Hub token', 'dckr_pat_', '[\\w-]{27,}'],
  // DigitalOcean API reference, "Token format".
  ['a DigitalOcean token', 'do[opr]_v1_', '[a-f0-9]{64}'],
  // Hugging Face Hub docs, "User access tokens".
  ['a Hugging Face token', 'hf_', '[A-Za-z]{34}'],
  // SendGrid docs, "API keys".
  ['a SendGrid key', 'SG\\.', '[\\w-]{22}\\.[\\w-]{43}'],
  // OpenAI and Anthropic, as registered with GitHub secret scanning.
  ['an OpenAI key', 'sk-proj-', '[\\w-]{40,}'],
  ['an Anthropic key', 'sk-ant-', '[a-z]+\\d\\d-[\\w-]{80,}'],
  // HashiCorp Vault docs, "Tokens: token prefixes".
  ['a Vault token', 'hv[sbr]\\.', '[\\w-]{24,}'],
  // RFC 7468 and OpenSSH's PROTOCOL.key: the armour with the key itself behind it.
  ['a private key', '-----BEGIN ', '(?:[A-Z]+ )?PRIVATE KEY-----(?:\\\\n|\\\\|\\s)*[A-Za-z0-9+/=]{40}'],
];

/** Ten times as fast as the whole forms, and hardly any text has one. */
const ANY_START = new RegExp(FORMS.map(([, start]) => start).join('|'));

const ANY_FORM = new RegExp(
  `(?<![A-Za-z0-9_])(?:${FORMS.map(([, start, rest]) => `(${start}${rest})`).join('|')})`,
  'g',
);

/** A name and a password before the host; variables and anything in brackets are no literal. */
const URL_WITH_PASSWORD =
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:/@"'`$<>{}]{0,100}):([^\s:/@"'`$<>{}%]{3,200})@([^\s:/@"'`?#]{1,255})/gi;

/** Tokens and keys of a known form, and URLs with a password; spans are offsets in the text. */
export function literalSecretsIn(text: string): readonly LiteralSecret[] {
  const hasAddress = text.includes('://') && text.includes('@');
  if (!hasAddress && !ANY_START.test(text)) return NONE;
  const found: LiteralSecret[] = [];
  if (ANY_START.test(text))
    for (const match of text.matchAll(ANY_FORM)) {
      const what = FORMS[match.slice(1).findIndex(Boolean)]?.[0];
      if (what !== undefined && !isMadeUp(match[0]))
        found.push({ what, span: spanAt(match.index, match[0]) });
    }
  if (hasAddress)
    for (const match of text.matchAll(URL_WITH_PASSWORD)) {
      const [whole, user = '', password = '', host = ''] = match;
      if (isLocal(host) || isPlaceholder(password) || password.toLowerCase() === user.toLowerCase()) continue;
      found.push({
        what: 'a URL with a password',
        span: spanAt(match.index + whole.lastIndexOf(`${password}@`), password),
      });
    }
  return found;
}

const NONE: readonly never[] = [];

/**
 * The fingerprint or long id of an OpenPGP key, as gpg prints it (RFC 9580, 5.5.4): it names the key that a signature is
 * checked with, and is meant to be known.
 */
export function isKeyFingerprint({ name, value }: Pair): boolean {
  return (
    value !== undefined && /SIGNING_?KEY/i.test(name) && /^(?:0x)?(?:[0-9A-F]{40}|[0-9A-F]{16})$/.test(value)
  );
}

/** The literal password, key or token that a variable of such a name is given; undefined when it is a stand-in. */
export function literalSecretOf(pair: Pair): LiteralSecret | undefined {
  const { value, valueSpan } = pair;
  if (value === undefined || valueSpan === undefined || !saysSecret(pair.name) || !looksSecret(value))
    return undefined;
  if (isKeyFingerprint(pair)) return undefined;
  return { what: `the value of ${pair.name}`, span: valueSpan };
}

/** True when the pair's value is reported as a secret, whichever way it was recognized. */
export function holdsLiteralSecret(pair: Pair): boolean {
  if (pair.value === undefined || isPublic(pair.name)) return false;
  return literalSecretOf(pair) !== undefined || literalSecretsIn(pair.value).length > 0;
}

/** Long and mixed enough that nobody types it as a stand-in; paths, numbers and words are not. */
export function looksSecret(value: string): boolean {
  if (value.length < 8 || /[\s$<>{}]/.test(value) || /^(?:[./~]|[a-z]+:\/\/)/i.test(value)) return false;
  if (isPlaceholder(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  // A version, a host, a file name or an image rather than a password.
  if (/^v?\d+(?:\.\d+)+/.test(value) || /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?::\d+)?$/.test(value))
    return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return classes >= 3 || value.length >= 20;
}

/** Words that people write where the real value goes, and forms that stand for one. */
export function isPlaceholder(value: string): boolean {
  return STAND_INS.test(value) || /^(?:[*xX.#_-]+|.{0,2}|%.*%|\[.*\]|<.*>)$/.test(value) || isMadeUp(value);
}

const STAND_INS =
  /pass(?:w(?:or)?d|phrase)?|pwd|secret|token|change|example|dummy|placeholder|sample|test|fake|your|replace|insert|default|admin|root|user|postgres|mysql|guest|foo|bar|demo|local|dev|todo|none|null|not[-_]?(?:set|used|real|needed)|unused|redacted|hunter2|1234|qwerty|abcd/i;

/** Vendors mark the keys of their documentation with EXAMPLE; a run of few characters is nobody's key. */
function isMadeUp(value: string): boolean {
  return (
    /EXAMPLE/i.test(value) || /(.)\1{7}/.test(value) || new Set(value).size < Math.min(6, value.length / 2)
  );
}

function isLocal(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal|(?:.*\.)?example\.(?:com|org|net)|.*\.(?:example|test|invalid|localhost))$/i.test(
    host,
  );
}

function spanAt(start: number, text: string): Span {
  return { start, end: start + text.length };
}

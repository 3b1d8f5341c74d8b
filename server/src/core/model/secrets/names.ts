/** Tells from the name of a variable whether its value is a secret. */

/**
 * True when the name's last word says secret: `NPM_TOKEN`, `dbPassword`, `AWS_SECRET_ACCESS_KEY`. What stands behind
 * such a word says that the value is something else: `TOKEN_FILE`, `PASSWORD_LENGTH`, `SECRET_NAME`.
 */
export function saysSecret(name: string): boolean {
  // Hardly a name holds one of the words, and taking it apart costs more than all else that is asked of it.
  if (!MAY_SAY_SECRET.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || words.some((word) => HARMLESS.has(word)) || isPublic(name)) return false;
  if (SECRETS.has(last)) return true;
  const before = words.at(-2) ?? '';
  if (last === 'KEY') return KEY_OWNERS.has(before);
  if (last === 'PWD' || last === 'PASS') return PASSWORD_OWNERS.has(before);
  return last === 'BASE' && before === 'KEY' && words.at(-3) === 'SECRET';
}

const MAY_SAY_SECRET = /pass|pwd|pword|secret|token|credential|key/i;

/** BuildKit's own judgement, by one word anywhere in the name (dockerfile2llb/validations.go validateNoSecretKey). */
export function saysSecretToBuildKit(name: string): boolean {
  if (!MAY_BE_DENIED.test(name)) return false;
  const words = name.toLowerCase().split('_');
  return words.some((word) => DENIED.has(word)) && !words.some((word) => ALLOWED.has(word));
}

const DENIED: ReadonlySet<string> = new Set(
  'apikey auth credential credentials key password pword passwd secret token'.split(' '),
);

/** Likewise. */
const MAY_BE_DENIED = /key|auth|credential|passw|pword|secret|token/i;

const ALLOWED: ReadonlySet<string> = new Set(['public', 'file', 'version']);

/** Names whose values a front-end build writes into files that every visitor downloads, or that are meant to be known. */
export function isPublic(name: string): boolean {
  return /^(?:VITE|REACT_APP|VUE_APP|GATSBY|STORYBOOK|EXPO)_|(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON)(?:_|$)/i.test(
    name,
  );
}

/** Upper-case words; numbers and encodings at the end are left out: `TOKEN_2`, `KEY_BASE64`. */
function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && /^(?:\d+|BASE64|B64|ARG|ENV|DEFAULT)$/.test(words.at(-1) ?? '')) words.pop();
  return words.map((word) => word.replace(/(?<=[A-Z])\d+$/, ''));
}

const SECRETS: ReadonlySet<string> = new Set(
  (
    'PASSWORD PASSWORDS PASSWD PWORD PASSPHRASE SECRET SECRETS TOKEN CREDENTIAL CREDENTIALS APIKEY AUTHTOKEN ' +
    'ACCESSTOKEN PRIVATEKEY SECRETKEY SSHPASS PGPASSWORD DBPASSWORD ROOTPASSWORD'
  ).split(' '),
);

/** What a key opens; `GPG_KEY`, `PUBLIC_KEY`, `CACHE_KEY` are names or fingerprints. */
const KEY_OWNERS: ReadonlySet<string> = new Set(
  'API SECRET PRIVATE ACCESS ENCRYPTION SIGNING DEPLOY LICENSE MASTER AUTH ACCOUNT SSH RSA SESSION APP'.split(
    ' ',
  ),
);

/** `PASS` and `PWD` alone are also a run and a directory. */
const PASSWORD_OWNERS: ReadonlySet<string> = new Set(
  'DB DATABASE SQL MYSQL POSTGRES PG MONGO REDIS USER ADMIN ROOT FTP SFTP SMTP MAIL PROXY NEXUS ARTIFACTORY REGISTRY'.split(
    ' ',
  ),
);

/** With one of these words the value is a switch, a number or a stand-in. */
const HARMLESS: ReadonlySet<string> = new Set(
  (
    'NO ALLOW DISABLE DISABLED ENABLE ENABLED REQUIRE REQUIRES SKIP USE WITHOUT IGNORE EMPTY RANDOM GENERATE MAX MIN ' +
    'NUM HAS IS FAKE DUMMY MOCK EXAMPLE SAMPLE SITE'
  ).split(' '),
);

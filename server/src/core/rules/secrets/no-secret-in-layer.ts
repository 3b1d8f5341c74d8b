/** Finds passwords, tokens and private keys that stand in the Dockerfile itself, and so in the image. */
import { at, defineRule, type Match } from '../../lint/rule';
import { posixScript } from '../../model/scripts';
import { isPublic, saysSecret } from '../../model/secrets/names';
import {
  isPlaceholder,
  literalSecretOf,
  literalSecretsIn,
  looksSecret,
  type LiteralSecret,
} from '../../model/secrets/values';
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Instruction, Pair } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-secret-in-layer',
  scope: 'instruction',
  meta: {
    category: 'secrets',
    level: { final: 'error', base: 'error', target: 'error', builder: 'warning' },
    since: '0.1.0',
    fix: 'none',
    equivalents: ['tally/secrets-in-code'],
  },
  docs: {
    summary: 'No password, token or private key stands in a Dockerfile',
    lesson: `What a Dockerfile says is in the image: \`docker history\` shows each instruction as it is written, \`docker inspect\` every \`ENV\` and
\`LABEL\`, and a file that a later \`RUN\` deletes is still in the layer below. And the Dockerfile itself is in version control.
In a builder the secret stays out of the shipped layers, but not out of the build cache, the provenance and the repository.

Take it as leaked: revoke it where it was issued. Then hand the new one over where it is used, with
\`RUN --mount=type=secret,id=token,env=TOKEN …\` while building, or as an environment variable or a file when the container starts.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nENV DB_PASSWORD=9kT!v2Lq#8\nUSER nobody\n',
        'FROM alpine:3.20\nRUN wget https://build:9kT-v2Lq8zP@files.acme.dev/app.tar.gz\nUSER nobody\n',
      ],
      good: [
        'FROM alpine:3.20\nRUN --mount=type=secret,id=netrc,target=/root/.netrc wget https://files.acme.dev/app.tar.gz\nUSER nobody\n',
        'FROM alpine:3.20\nENV DATABASE_URL=postgres://user:password@localhost:5432/app AWS_PROFILE=AKIAIOSFODNN7EXAMPLE\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'For values that only look like secrets, such as published keys of a public service; silence the one instruction.',
    references: [
      'https://docs.docker.com/build/building/secrets/',
      'https://docs.docker.com/build/building/best-practices/',
    ],
  },
  messages: {
    literal:
      'Here stands {what}, which everyone who has the image or this file can read; revoke it, and hand the new one over as a secret mount or when the container starts.',
  },
  check(instruction) {
    const run = instruction.trigger ?? instruction;
    const literal = literalSecretsIn(run.source.slice(run.keywordSpan.end));
    const assigned = assignedSecrets(run);
    // As in nearly every instruction of all there are.
    if (literal.length === 0 && assigned.length === 0) return NONE;
    const reported: LiteralSecret[] = [];
    for (const secret of [...literal.map(movedBy(run.keywordSpan.end)), ...assigned])
      if (!isInPublicPair(run, secret) && !reported.some((other) => overlaps(other, secret)))
        reported.push(secret);
    return reported.map((secret) => toMatch(instruction, secret));
  },
});

const NONE: readonly never[] = [];

function toMatch(instruction: Instruction, { what, span }: LiteralSecret): Match {
  return { at: at(instruction, span), message: 'literal', data: { what } };
}

function movedBy(distance: number): (secret: LiteralSecret) => LiteralSecret {
  return ({ what, span }) => ({ what, span: { start: span.start + distance, end: span.end + distance } });
}

function overlaps(a: LiteralSecret, b: LiteralSecret): boolean {
  return a.span.start < b.span.end && b.span.start < a.span.end;
}

const HAS_PAIRS = new Set(['ENV', 'ARG', 'LABEL']);

function isInPublicPair(instruction: Instruction, { span }: LiteralSecret): boolean {
  if (!HAS_PAIRS.has(instruction.keyword)) return false;
  return pairsOf(instruction).some(
    (pair) => pair.span.start <= span.start && span.end <= pair.span.end && isPublic(pair.name),
  );
}

/** Secrets that only their place gives away: behind a name, or as the argument of a program that takes a password. */
function assignedSecrets(instruction: Instruction): readonly LiteralSecret[] {
  if (HAS_PAIRS.has(instruction.keyword)) return secretsAmong(pairsOf(instruction));
  const { keyword, source } = instruction;
  const takesPassword = keyword === 'RUN' && TAKES_PASSWORD.test(source);
  if (!takesPassword && !source.includes(':_') && !source.includes('chpasswd')) return NONE;
  const found = [...registryLogins(instruction), ...accountPasswords(instruction)];
  if (takesPassword)
    for (const command of posixScript(instruction).commands)
      for (const secret of ofCommand(command)) found.push(secret);
  return found;
}

function secretsAmong(pairs: readonly Pair[]): readonly LiteralSecret[] {
  let found: LiteralSecret[] | undefined;
  for (const pair of pairs) {
    const secret = literalSecretOf(pair);
    if (secret !== undefined) (found ??= []).push(secret);
  }
  return found ?? NONE;
}

/** `//registry/:_authToken=…` of an .npmrc, in a command or in a heredoc. */
function registryLogins({ source }: Instruction): LiteralSecret[] {
  if (!source.includes(':_')) return [];
  return [...source.matchAll(/:_(?:authToken|auth|password)["']?\s*[= ]\s*["']?([\w+/=.-]{16,})/g)].flatMap(
    (match) => {
      const [whole, value = ''] = match;
      const start = match.index + whole.length - value.length;
      return isPlaceholder(value)
        ? []
        : [{ what: 'the login of a package registry', span: { start, end: start + value.length } }];
    },
  );
}

/** `echo 'root:…' | chpasswd`. */
function accountPasswords({ source }: Instruction): LiteralSecret[] {
  if (!source.includes('chpasswd')) return [];
  return [
    ...source.matchAll(/\becho\s+(?:-\w+\s+)?["']?[\w.-]+:([^\s"'$|:]+)["']?\s*\|\s*(?:sudo\s+)?chpasswd/g),
  ].flatMap((match) => {
    const [whole, value = ''] = match;
    const start = match.index + whole.lastIndexOf(`:${value}`) + 1;
    return looksSecret(value)
      ? [{ what: 'the password of an account', span: { start, end: start + value.length } }]
      : [];
  });
}

/** Cheap to ask; only then the script is read. */
const TAKES_PASSWORD = /sshpass|\s(?:-u|--user)\s|--(?:http-|ftp-)?password=|(?:TOKEN|PASS\w*|SECRET|KEY)=/i;

function ofCommand(command: ShellCommand): LiteralSecret[] {
  const found: LiteralSecret[] = [];
  for (const { name, value } of command.assignments)
    if (value?.value !== undefined && saysSecret(name) && looksSecret(value.value))
      found.push({ what: `the value of ${name}`, span: value.span });
  if (command.name === 'export')
    for (const word of command.args) {
      const [, name = '', value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.value ?? '') ?? [];
      if (saysSecret(name) && looksSecret(value))
        found.push({ what: `the value of ${name}`, span: word.span });
    }
  const password = passwordOf(command);
  if (password?.value !== undefined && looksSecret(password.value.replace(/^[^:=]*[:=]/, '')))
    found.push({ what: `a password for ${command.name ?? 'a program'}`, span: password.span });
  return found;
}

/** The word that holds the password: `curl -u name:…`, `sshpass -p …`, `wget --password=…`. */
function passwordOf({ name, args }: ShellCommand): ShellWord | undefined {
  const behind = (...options: readonly string[]): ShellWord | undefined => {
    const index = args.findIndex((word) => options.includes(word.value ?? ''));
    return index === -1 ? undefined : args[index + 1];
  };
  switch (name) {
    case 'curl':
      return behind('-u', '--user');
    case 'sshpass':
      return behind('-p');
    case 'wget':
      return args.find((word) => /^--(?:http-|ftp-)?password=/.test(word.value ?? ''));
    default:
      return undefined;
  }
}

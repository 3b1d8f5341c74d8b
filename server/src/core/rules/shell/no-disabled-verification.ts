/** Finds downloads and installs that were told not to check whom they come from. */
import { at, defineRule, type Match } from '../../lint/rule';
import {
  VERIFICATION_WORDS,
  disabledVerifications,
  disablingVariable,
  type DisabledVerification,
} from '../../model/commands/verification';
import { runOf } from '../../model/runs';
import { posixScript } from '../../model/scripts';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';

export default defineRule({
  id: 'no-disabled-verification',
  scope: 'instruction',
  keywords: ['RUN', 'ONBUILD', 'ENV', 'CMD', 'ENTRYPOINT'],
  words: VERIFICATION_WORDS,
  meta: {
    category: 'shell',
    level: 'warning',
    since: '0.1.0',
    fix: 'none',
    equivalents: Array.from({ length: 15 }, (_, index) => `checkov/CKV2_DOCKER_${(index + 2).toString()}`),
  },
  docs: {
    summary: 'Let downloads and package managers check whom they talk to',
    lesson: `A certificate says that the server is the one you named, and a signature that the package is the one its author made. With
\`curl -k\`, \`--allow-unauthenticated\` or \`NODE_TLS_REJECT_UNAUTHORIZED=0\` anybody between the build and the server chooses what
goes into the image, and nothing in the log tells. Set by \`ENV\`, it holds for the running program as well.

Behind it is nearly always a certificate that the image lacks. Install \`ca-certificates\`, add the company's own authority
(\`update-ca-certificates\`, \`NODE_EXTRA_CA_CERTS\`, \`PIP_CERT\`, \`GIT_SSL_CAINFO\`), or import the key of the repository.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nRUN curl -fsSLk -o /opt/app https://example.org/app\nUSER nobody\n',
        'FROM node:22-slim\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\nUSER node\nCMD ["node", "main.js"]\n',
        'FROM alpine:3.20\nCOPY own.apk /tmp/\nRUN apk add --no-cache --allow-untrusted /tmp/own.apk\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nCOPY company.crt /usr/local/share/ca-certificates/\nRUN update-ca-certificates && curl -fsSL -o /opt/app https://example.org/app\nUSER nobody\n',
        'FROM debian:12-slim\nRUN curl -fsk https://localhost:8443/ready\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When a checksum in the same step proves the file whoever sent it.',
    references: [
      'https://curl.se/docs/sslcerts.html',
      'https://manpages.debian.org/bookworm/apt/apt-secure.8.en.html',
      'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
    ],
  },
  messages: {
    server: '"{switch}" takes an answer from any server; install the missing certificate instead.',
    package: '"{switch}" installs packages that nobody has signed; import the key of the repository instead.',
  },
  check(instruction) {
    const found: Match[] = [];
    if (instruction.keyword === 'ENV') for (const one of inEnvironment(instruction)) found.push(one);
    else if (SWITCHES.test(instruction.source)) for (const one of inScript(instruction)) found.push(one);
    return found;
  },
});

/** Spares reading the commands of nearly every instruction. */
const SWITCHES =
  /(?:^|\s)["']?-[A-Za-z#]*k|--insecure|no-check-certificate|-unauthenticated|-repositories|Repositories|Verify|VERIFY|verify|force-yes|gpg-?check|--no(?:digest|signature|filedigest)|(?:trusted|insecure)-host|strict|STRICT|Strict|AllowUn|TLS_REJECT|TRUSTED_HOST|INSECURE|allow-untrusted|NOSUMCHECK/;

function inEnvironment(instruction: Instruction): readonly Match[] {
  const matches: Match[] = [];
  for (const { name, value, span } of pairsOf(instruction)) {
    const found = disablingVariable(name, value);
    if (found !== undefined) matches.push(toMatch(instruction, { ...found, span }));
  }
  return matches;
}

function inScript(instruction: Instruction): readonly Match[] {
  const matches: Match[] = [];
  const run = runOf(instruction) ?? (instruction.keyword === 'ONBUILD' ? undefined : instruction);
  if (run === undefined) return matches;
  for (const command of posixScript(run).commands)
    for (const found of disabledVerifications(command)) matches.push(toMatch(instruction, found));
  return matches;
}

function toMatch(instruction: Instruction, { what, switchText, code, span }: DisabledVerification): Match {
  return {
    at: at(instruction, span),
    message: what,
    data: { switch: switchText },
    equivalents: code === undefined ? [] : [`checkov/${code}`],
  };
}

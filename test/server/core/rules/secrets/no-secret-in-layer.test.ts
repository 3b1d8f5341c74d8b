import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkRule, messagesOf } from '../../../../harness/checkRule';

const RULE = 'no-secret-in-layer';

/** Made here, so that no scanner takes this file for a leak. */
const made = (length: number, alphabet = 'aB3dE5gH7jK9mN1pQ4sT6vW8yZ'): string =>
  Array.from({ length }, (_, at) => alphabet[(at * 7) % alphabet.length]).join('');

const TOKENS = [
  `ghp_${made(36)}`,
  `github_pat_${made(22)}_${made(59)}`,
  `glpat-${made(20)}`,
  `npm_${made(36)}`,
  `AKIA${made(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
  `xoxb-${made(12, '0123456789')}-${made(24)}`,
  `sk_live_${made(24)}`,
  `AIza${made(35)}`,
  `dckr_pat_${made(27)}`,
];

describe(RULE, () => {
  it('finds tokens by their documented form, wherever they stand', () => {
    for (const token of TOKENS) {
      checkRule(
        RULE,
        `FROM alpine:3.20\nRUN wget --header="Authorization: Bearer «${token}»" https://acme.dev/x\n`,
        { level: 'error' },
      );
      checkRule(RULE, `FROM alpine:3.20\nLABEL a=b key="«${token}»"\n`);
      checkRule(RULE, `FROM alpine:3.20\nCOPY <<EOF /etc/x\nvalue = «${token}»\nEOF\n`);
    }
  });

  it('is a warning in a builder and an error everywhere else', () => {
    const run = `RUN echo «${TOKENS[0] ?? ''}»`;
    checkRule(RULE, `FROM alpine:3.20 AS b\n${run}\nFROM scratch\nCOPY --from=b /a /a\n`, {
      level: 'warning',
    });
    checkRule(RULE, `FROM alpine:3.20 AS b\n${run}\nFROM b\nUSER nobody\n`, { level: 'error' });
    checkRule(RULE, `FROM alpine:3.20 AS extra\n${run}\nFROM scratch\nCOPY a /a\n`, { level: 'error' });
    checkRule(RULE, `ARG T=«${TOKENS[0] ?? ''}»\nFROM alpine:3.20\n`, { level: 'error' });
  });

  it('finds a private key, but not its mere armour', () => {
    const armour = ['-----BEGIN OPENSSH PRIVATE', 'KEY-----'].join(' ');
    checkRule(RULE, `FROM alpine:3.20\nCOPY <<EOF /root/.ssh/id\n«${armour}\n${made(40)}»${made(30)}\nEOF\n`);
    checkRule(RULE, `FROM alpine:3.20\nRUN grep -q "${armour}" /key && echo "${armour}\\n$KEY" > /x\n`);
  });

  it('finds the password of a URL', () => {
    checkRule(RULE, 'FROM alpine:3.20\nRUN git clone https://bot:«k8Jq-22xZ»@git.acme.dev/a.git\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV DATABASE_URL="postgres://app:«k8Jq-22xZ»@db.acme.dev:5432/app"\n');
  });

  it('finds a password by the name or the program that takes it', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV DB_PASSWORD=«"9kT!v2Lq#8"» A=b\nARG API_KEY=«9kTv2Lq8Zb»\n');
    checkRule(
      RULE,
      'FROM alpine:3.20\nRUN API_TOKEN=«9kTv2Lq8Zb» ./fetch && curl -fu «bot:9kT-v2Lq8Zb» https://acme.dev\n'.replace(
        '-fu',
        '-f -u',
      ),
    );
    checkRule(RULE, "FROM alpine:3.20\nRUN echo 'root:«9kT-v2Lq8Zb»' | chpasswd\n");
    checkRule(RULE, 'FROM node:20\nRUN npm config set //npm.acme.dev/:_authToken «9kTv2Lq8Zb9kTv2Lq8Xw»\n');
  });

  it('is silent for what stands for a secret, or is documented as an example', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV A=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV DB_PASSWORD=changeme123! API_KEY=your-api-key-1 TOKEN=xxxxxxxxxxxx SECRET=$SECRET PASSWORD=${PASS:-Aa1!aaaa}\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV U=postgres://user:pass@db/app V=postgres://app:k8Jq22xZ@localhost/app W=redis://:$PASS@redis X=https://git:${T}@acme.dev\n',
    );
    checkRule(
      RULE,
      `FROM alpine:3.20\nRUN --mount=type=secret,id=t,env=T curl -u bot:$T https://acme.dev && npm config set //r/:_authToken=\${T}\n`,
    );
    checkRule(RULE, `FROM node:20\nENV NEXT_PUBLIC_FIREBASE_KEY=AIza${made(35)}\n`);
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV CERT_SECRET=registry.acme.dev/image2:1 LICENSE_KEY=1.2.3-rc1-abc API_TOKEN=/var/run/token1\n',
    );
  });

  it('never repeats the secret', () => {
    for (const token of TOKENS)
      for (const message of messagesOf(RULE, `FROM alpine:3.20\nENV API_TOKEN=${token}\n`))
        assert.ok(!message.includes(token.slice(6)), message);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-secret-argument';
const END = 'FROM scratch\nCOPY --from=b /a /a\n';

describe(RULE, () => {
  it('reports an argument in every stage, for provenance keeps it', () => {
    checkRule(RULE, `FROM node:20 AS b\nARG «NPM_TOKEN»\nRUN npm ci\n${END}`, { level: 'warning' });
    checkRule(RULE, 'FROM alpine:3.20\nARG A=1 «githubToken» «AWS_SECRET_ACCESS_KEY»\nRUN true\n', {
      level: 'warning',
    });
    checkRule(RULE, 'FROM alpine:3.20\nONBUILD ARG «DB_PASSWORD»\n');
  });

  it('reports ENV as a warning where it ships and as information in a builder', () => {
    checkRule(RULE, 'FROM mysql:8\nENV «MYSQL_ROOT_PASSWORD»=root «API_KEY»=$API_KEY\n', {
      level: 'warning',
    });
    checkRule(RULE, 'FROM mysql:8\nENV «MYSQL_ROOT_PASSWORD» root\n', { level: 'warning' });
    checkRule(RULE, `FROM node:20 AS b\nENV «NPM_TOKEN»=$T\n${END}`, { level: 'information' });
  });

  it('reports a global argument at the stages that take it over, or else at itself', () => {
    checkRule(RULE, 'ARG SECRET\nFROM alpine:3.20\nARG «SECRET»\n');
    checkRule(RULE, 'ARG «SECRET»\nFROM alpine:$SECRET\n');
  });

  it('is silent for the fingerprint of the key that signs, and for copies of it', () => {
    const key = 'A62AE125BBBFBB96A6E042EC925CC1CCED3D1561';
    const file = (value: string, name = 'SIGNING_KEY'): string =>
      `FROM a\nARG SIGNING_KEY=${value}\nENV ${name}=$SIGNING_KEY\nRUN x\n`;
    checkRule(RULE, file(key));
    checkRule('no-secret-in-layer', file(key));
    checkRule('no-secret-in-layer', file(`«${key.toLowerCase()}»`));
    checkRule(RULE, `FROM a\nARG «SIGNING_KEY»\nENV «SIGNING_KEY»=$SIGNING_KEY\nRUN x\n`);
  });

  it('is silent for names that say something else', () => {
    const names = [
      'DB_PASSWORD_FILE',
      'TOKEN_PATH',
      'TOKEN_URL',
      'PUBLIC_KEY',
      'NEXT_PUBLIC_API_KEY',
      'VITE_API_KEY',
      'GPG_KEY',
      'CACHE_KEY',
      'TOKENIZERS_PARALLELISM',
      'SECRET_NAME',
      'PASSWORD_LENGTH',
      'MYSQL_ALLOW_EMPTY_PASSWORD',
      'AWS_ACCESS_KEY_ID',
      'KEY',
      'OLDPWD',
      'BYPASS',
      'FIRST_PASS',
      'AUTHOR',
      'MONKEY',
      'SUPABASE_ANON_KEY',
    ];
    checkRule(RULE, `FROM alpine:3.20\nARG ${names.join(' ')}\n`);
  });

  it('is silent for values that are no secret', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nENV SECRET_KEY_BASE=dummy SSH_KEY=/run/key API_TOKEN="" SESSION_SECRET=placeholder CSRF_TOKEN=false\n',
    );
  });

  it('leaves a literal secret to no-secret-in-layer', () => {
    checkRule(RULE, 'FROM alpine:3.20\nENV DB_PASSWORD=9kT!v2Lq#8\n');
  });

  it('turns the argument of one RUN into a secret mount', () => {
    checkFix(
      RULE,
      `FROM node:20 AS b\nWORKDIR /app\nARG «NPM_TOKEN»\nRUN --network=default echo $NPM_TOKEN > x\n${END}`,
      `FROM node:20 AS b\nWORKDIR /app\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN --network=default echo $NPM_TOKEN > x\n${END}`,
    );
    checkFix(
      RULE,
      `FROM node:20 AS b\nARG V=1 NPM_TOKEN W\nRUN echo $NPM_TOKEN\n${END}`,
      `FROM node:20 AS b\nARG V=1 W\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN echo $NPM_TOKEN\n${END}`,
    );
  });

  it('offers no mount where it is not clear who reads the argument, or the frontend is too old', () => {
    const offers = (text: string): number => {
      const analysis = analyzed(text);
      return analysis.findings
        .filter((finding) => finding.rule === RULE)
        .flatMap((finding) => analysis.fixesOf(finding)).length;
    };
    assert.equal(offers('FROM node:20\nARG NPM_TOKEN\nRUN npm ci\n'), 0);
    assert.equal(offers('FROM node:20\nARG NPM_TOKEN\nRUN echo $NPM_TOKEN\nRUN cat x.$NPM_TOKEN\n'), 1);
    assert.equal(offers('FROM node:20\nARG NPM_TOKEN\nENV T=$NPM_TOKEN\n'), 0);
    assert.equal(
      offers('# syntax=docker/dockerfile:1.4\nFROM node:20\nARG NPM_TOKEN\nRUN echo $NPM_TOKEN\n'),
      0,
    );
    assert.equal(
      offers('# syntax=docker/dockerfile:1\nFROM node:20\nARG NPM_TOKEN\nRUN echo $NPM_TOKEN\n'),
      1,
    );
  });

  it('judges by single words of the name as BuildKit does, under parity', () => {
    checkRule(
      'SecretsUsedInArgOrEnv',
      'ARG API_KEY\nFROM alpine:3.20\nARG «AUTH_URL»\nENV «CACHE_KEY»=/x TOKEN_FILE=/y PUBLIC_KEY=z KEYS=1\n',
      { surroundings: { parity: 'buildkit' } },
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-exec-form';

describe(RULE, () => {
  it('reports by what becomes of the stage', () => {
    checkRule(RULE, 'FROM node:20\nENTRYPOINT «node»\nCMD «a.js»\n', { level: 'warning' });
    checkRule(RULE, 'FROM node:20 AS base\nCMD «node a.js»\nFROM base\nUSER node\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM node:20 AS worker\nCMD «node a.js»\nFROM node:20\nUSER node\n', {
      level: 'warning',
    });
    checkRule(RULE, 'FROM node:20 AS b\nCMD node a.js\nFROM scratch\nCOPY --from=b /a /a\n');
    checkRule(RULE, 'FROM node:20 AS dev\nCMD «npm test»\n', { level: 'hint' });
  });

  it('says less of what only a shell can do, and of what ends by itself', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCMD «while true; do date; sleep 1; done»\n', { level: 'information' });
    checkRule(RULE, 'FROM alpine:3.20\nCMD «a && cat /etc/os-release»\n', { level: 'information' });
  });

  it('is silent when the program takes the place of the shell, or the shell was chosen', () => {
    checkRule(RULE, 'FROM node:20\nCMD exec node $FILE\n');
    checkRule(RULE, 'FROM node:20\nCMD cd /app && exec node a.js\n');
    checkRule(RULE, 'FROM node:20\nSHELL ["/bin/bash", "-c"]\nCMD node a.js\n');
    checkRule(RULE, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD a.exe\n');
    checkRule(RULE, 'FROM node:20\nCMD ["node", "a.js"]\nENTRYPOINT []\nHEALTHCHECK CMD wget x\n');
  });

  it('leaves broken arrays, replaced commands and stages without a shell to other rules', () => {
    checkRule(RULE, "FROM node:20\nCMD ['node', 'a.js']\n");
    checkRule(RULE, 'FROM node:20\nCMD node a.js\nCMD ["node"]\n');
    checkRule(RULE, 'FROM scratch\nCOPY a /a\nCMD /a\n');
  });

  it('reports every shell form where another tool is followed', () => {
    const hadolint = { surroundings: { parity: 'hadolint' } } as const;
    checkRule(
      'DL3025',
      'FROM scratch\nCMD «a»\nCMD «exec b»\nHEALTHCHECK CMD «c»\nONBUILD CMD «d»\n',
      hadolint,
    );
    checkRule('DL3025', 'FROM scratch\nHEALTHCHECK CMD «c»\n', hadolint);
    const buildkit = { surroundings: { parity: 'buildkit' } } as const;
    checkRule('JSONArgsRecommended', 'FROM scratch\nCMD «a»\nHEALTHCHECK CMD c\nONBUILD CMD d\n', buildkit);
    checkRule('JSONArgsRecommended', 'FROM scratch\nSHELL ["/x"]\nENTRYPOINT a\n', buildkit);
    checkRule('JSONArgsRecommended', 'FROM a\nCMD «[ -f x ] && y»\nENTRYPOINT «["a",]»\n', buildkit);
  });

  it('writes the array', () => {
    checkFix(
      RULE,
      'FROM node:20\nCMD node   --port=80 \\\n  a.js\n',
      'FROM node:20\nCMD ["node", "--port=80", "a.js"]\n',
    );
    checkFix(
      RULE,
      `FROM node:20\nCMD node -e 'say "hi" \\o/' "x y"\n`,
      `FROM node:20\nCMD ["node", "-e", "say \\"hi\\" \\\\o/", "x y"]\n`,
    );
  });

  it('puts exec before the program where the shell has work to do', () => {
    checkFix(RULE, 'FROM node:20\nCMD node $FILE\n', 'FROM node:20\nCMD exec node $FILE\n');
    checkFix(
      RULE,
      'FROM node:20\nCMD cd /app && node *.js\n',
      'FROM node:20\nCMD cd /app && exec node *.js\n',
    );
    checkFix(
      RULE,
      'FROM node:20\nCMD dotnet $(cat /name).dll\n',
      'FROM node:20\nCMD exec dotnet $(cat /name).dll\n',
    );
  });

  it('is safe only for plain words that no ENTRYPOINT gets', () => {
    const safety = (text: string): string[] => {
      const analysis = analyzed(text);
      return analysis.findings
        .filter((finding) => finding.rule === RULE)
        .flatMap((finding) => analysis.fixesOf(finding).map((fix) => fix.safety));
    };
    assert.deepEqual(safety('FROM node:20\nCMD node a.js\n'), ['safe']);
    assert.deepEqual(safety('FROM node:20\nENTRYPOINT ["tini", "--"]\nCMD node a.js\n'), ['suggestion']);
    assert.deepEqual(safety('FROM node:20\nCMD node "a.js"\n'), ['suggestion']);
    assert.deepEqual(safety('FROM node:20\nCMD node $A\n'), ['suggestion']);
    for (const command of ['a | b', 'a &', 'A=b c', 'a > /log', 'cd /x', 'a || b'])
      assert.ok(!safety(`FROM node:20\nCMD ${command}\n`).includes('safe'), command);
  });
});

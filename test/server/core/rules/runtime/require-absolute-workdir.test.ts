import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-absolute-workdir';

describe(RULE, () => {
  it('reports a relative WORKDIR that starts from the base image', () => {
    checkRule(RULE, 'FROM nginx:1.27\nWORKDIR «usr/share»\n', { level: 'warning' });
    checkRule(RULE, 'FROM golang:1.23 AS b\nWORKDIR «"src"»\nWORKDIR deep\nFROM scratch\n');
    checkRule(RULE, 'FROM ghcr.io/acme/base:1\nWORKDIR «app/$X»\n');
  });

  it('looks into variables whose value the file knows', () => {
    checkRule(RULE, 'FROM nginx:1.27\nENV APP=app\nWORKDIR «$APP/x»\n');
    checkRule(RULE, 'FROM nginx:1.27\nARG APP=/app\nWORKDIR $APP\n');
    checkRule(RULE, 'FROM nginx:1.27\nENV APP=app\nWORKDIR /x\nWORKDIR $APP\n');
    checkFix(RULE, 'FROM nginx:1.27\nENV A=a\nWORKDIR $A\n', 'FROM nginx:1.27\nENV A=a\nWORKDIR /$A\n');
  });

  it('is silent behind another WORKDIR, here or in a parent stage, and for what may be absolute', () => {
    checkRule(RULE, 'FROM a\nWORKDIR /app\nWORKDIR src\n');
    checkRule(RULE, 'FROM scratch AS a\nWORKDIR /app\nFROM a AS b\nWORKDIR subdir/\n');
    checkRule(RULE, 'FROM a\nARG dir\nWORKDIR ${dir}\n');
    checkRule(RULE, 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:/app\n');
    checkRule(RULE, "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR 'C:\\'\n");
    checkRule(RULE, 'FROM a\nONBUILD WORKDIR app\n');
  });

  it('reports each one where hadolint is followed, and the first where BuildKit is', () => {
    const text = 'FROM a\nWORKDIR /app\nWORKDIR «src»\nONBUILD WORKDIR «"app"»\n';
    checkRule('DL3000', text, { surroundings: { parity: 'hadolint' } });
    checkRule('WorkdirRelativePath', 'FROM a\nWORKDIR «src»\nWORKDIR deep\n', {
      surroundings: { parity: 'buildkit' },
    });
  });

  it('writes the path from the directory in force', () => {
    checkFix(RULE, 'FROM nginx:1.27\nWORKDIR usr/share\n', 'FROM nginx:1.27\nWORKDIR /usr/share\n');
    checkFix(RULE, 'FROM golang:1.23\nWORKDIR ./src\n', 'FROM golang:1.23\nWORKDIR /go/src\n');
    checkFix(RULE, 'FROM golang:1.23\nWORKDIR "src/$X"\n', 'FROM golang:1.23\nWORKDIR "/go/src/$X"\n');
    checkFix(RULE, 'FROM acme/base:1\nWORKDIR app\n', 'FROM acme/base:1\nWORKDIR /app\n');
  });

  it('takes a drive letter for a folder where BuildKit does, under parity', () => {
    const surroundings = { parity: 'buildkit' as const };
    checkRule('WorkdirRelativePath', 'FROM acme/tools\nWORKDIR «C:/src»\nWORKDIR D:/x\n', { surroundings });
    checkRule('WorkdirRelativePath', 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:/src\n', {
      surroundings,
    });
    checkRule(RULE, 'FROM acme/tools\nWORKDIR C:/src\n');
  });
});

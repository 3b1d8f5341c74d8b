/** Examples of which shells are read as POSIX-like scripts. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { shebangLanguage, shellLanguageOf } from '../../../../server/src/core/shell/language';

test('the SHELL array names the language', () => {
  const languages: [string[], string][] = [
    [[], 'posix'],
    [['/bin/sh', '-c'], 'posix'],
    [['/bin/bash', '-o', 'pipefail', '-c'], 'posix'],
    [['bash', '-euxo', 'pipefail', '-c'], 'posix'],
    [['/busybox/busybox', 'sh', '-c'], 'posix'],
    [['/usr/bin/env', 'bash', '-c'], 'posix'],
    [['conda', 'run', '--no-capture-output', '-n', 'app', '/bin/bash', '-eo', 'pipefail', '-c'], 'posix'],
    [['powershell', '-Command', '$ErrorActionPreference = "Stop";'], 'powershell'],
    [['C:\\Program Files\\PowerShell\\pwsh.exe', '-Command'], 'powershell'],
    [['cmd', '/S', '/C'], 'cmd'],
    [['C:\\Windows\\System32\\CMD.EXE', '/C'], 'cmd'],
    [['python3', '-c'], 'unknown'],
    [['fish', '-c'], 'unknown'],
  ];
  for (const [shell, language] of languages) assert.equal(shellLanguageOf(shell), language, shell.join(' '));
});

test('the first line of a heredoc names the language', () => {
  assert.equal(shebangLanguage('#!/bin/bash -e'), 'posix');
  assert.equal(shebangLanguage('#!/usr/bin/env -S A=b zsh -x'), 'posix');
  assert.equal(shebangLanguage('#! /bin/sh\r'), 'posix');
  assert.equal(shebangLanguage('#!/usr/bin/env python3'), 'unknown');
  assert.equal(shebangLanguage('#!/usr/bin/perl -w'), 'unknown');
  assert.equal(shebangLanguage('#!/usr/bin/pwsh'), 'powershell');
  assert.equal(shebangLanguage('set -e'), undefined);
  assert.equal(shebangLanguage('#!'), undefined);
});

import { describe, it } from 'node:test';
import { listedContext } from '../../../../../server/src/core/model/context/listedContext';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-unrunnable-entrypoint';

describe(RULE, () => {
  it('reports a heredoc without an execute bit', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY «<<EOF» /run.sh\n#!/bin/sh\nEOF\nENTRYPOINT ["/run.sh"]\n', {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM alpine:3.20\nWORKDIR /app\nCOPY «<<run.sh» ./\n#!/bin/sh\nrun.sh\nCMD ["./run.sh", "x"]\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY «<<EOF» /run.sh\n#!/bin/sh\nEOF\nENTRYPOINT ["tini", "--"]\nCMD ["/run.sh"]\n',
    );
  });

  it('reports a mode without it', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chmod=«0644» x/run.sh /\nCMD exec /run.sh\n');
    checkRule(RULE, 'FROM alpine:3.20\nADD --chmod=«u=rw,g=r» run.sh /bin/go\nCMD ["/bin/go"]\n');
  });

  it('reports a first line with a carriage return', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\r\nCOPY --chmod=755 <<EOF /run.sh\r\n«#!/bin/sh»\r\necho\r\nEOF\r\nCMD ["/run.sh"]\r\n',
    );
  });

  it('is silent where it can be run, or may be', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /run.sh\n#!/bin/sh\nEOF\nCMD ["/run.sh"]\n');
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY <<EOF /run.sh\n#!/bin/sh\nEOF\nRUN chmod +x /run.sh\nCMD ["/run.sh"]\n',
    );
    checkRule(RULE, 'FROM alpine:3.20\nCOPY <<EOF /run.sh\n#!/bin/sh\nEOF\nCMD ["sh", "/run.sh"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY <<EOF /etc/a.conf\nx\nEOF\nCMD ["/run.sh"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY run.sh /\nCMD ["/run.sh"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chmod=644 a.conf /\nCOPY bin /\nCMD ["/run.sh"]\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chmod=644 run.sh /\nCOPY --from=b / /\nCMD ["/run.sh"]\n');
  });

  it('looks at the file in the build context, where it can', () => {
    const context = listedContext({
      'run.sh': { isExecutable: false },
      'bin/go.sh': { isExecutable: false, endsLinesWithCrLf: false },
      'ok.sh': { isExecutable: true },
      'windows.sh': { isExecutable: undefined, endsLinesWithCrLf: true },
    });
    const surroundings = { context };
    checkRule(RULE, 'FROM alpine:3.20\nCOPY «run.sh» /\nCMD ["/run.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY «./bin» /opt\nENTRYPOINT ["/opt/go.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nWORKDIR /app\nCOPY «.» .\nCMD ["./bin/go.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY «windows.sh» /w.sh\nCMD ["/w.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY ok.sh gone.sh /\nCMD ["/ok.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --chmod=755 run.sh /\nCMD ["/run.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY . /app\nRUN chmod +x /app/*.sh\nCMD ["/app/run.sh"]\n', {
      surroundings,
    });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY --from=x run.sh /\nCMD ["/run.sh"]\n', { surroundings });
    checkRule(RULE, 'FROM alpine:3.20\nCOPY run.sh /\nCMD ["sh", "/run.sh"]\n', { surroundings });
    checkFix(
      RULE,
      'FROM alpine:3.20\nCOPY run.sh /\nCMD ["/run.sh"]\n',
      'FROM alpine:3.20\nCOPY --chmod=755 run.sh /\nCMD ["/run.sh"]\n',
      { surroundings },
    );
  });

  it('gives the mode', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nCOPY <<EOF /run.sh\n#!/bin/sh\nEOF\nCMD ["/run.sh"]\n',
      'FROM alpine:3.20\nCOPY --chmod=755 <<EOF /run.sh\n#!/bin/sh\nEOF\nCMD ["/run.sh"]\n',
    );
    checkFix(
      RULE,
      'FROM alpine:3.20\nCOPY --chmod=644 run.sh /\nCMD ["/run.sh"]\n',
      'FROM alpine:3.20\nCOPY --chmod=755 run.sh /\nCMD ["/run.sh"]\n',
    );
  });
});

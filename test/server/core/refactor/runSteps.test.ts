import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { checkRefactoring, checkRefusal, offeredAt, workedOut } from '../../../harness/checkRefactoring';

describe('merging RUN steps', () => {
  it('joins the selected ones with &&', () => {
    checkRefactoring(
      'merge-runs',
      'FROM alpine:3.20\n«RUN mkdir /a\n\nRUN touch /a/b\nRUN chmod 600 /a/b»\nUSER nobody\n',
      'FROM alpine:3.20\nRUN mkdir /a \\\n    && touch /a/b \\\n    && chmod 600 /a/b\nUSER nobody\n',
    );
  });

  it('takes the RUN above the caret, else the one below', () => {
    const merged = 'FROM alpine:3.20\nRUN mkdir /a \\\n    && touch /a/b\nUSER nobody\n';
    checkRefactoring('merge-runs', 'FROM alpine:3.20\nRUN mkdir /a\nRUN «touch /a/b\nUSER nobody\n', merged);
    checkRefactoring('merge-runs', 'FROM alpine:3.20\nRUN mk«dir /a\nRUN touch /a/b\nUSER nobody\n', merged);
  });

  it('joins as the steps themselves join, and keeps comments', () => {
    checkRefactoring(
      'merge-runs',
      'FROM alpine:3.20\n«RUN mkdir /a && \\\n  touch /a/b\n# why\nRUN chmod 600 /a/b»\nUSER nobody\n',
      'FROM alpine:3.20\nRUN mkdir /a && \\\n  touch /a/b && \\\n  # why\n  chmod 600 /a/b\nUSER nobody\n',
    );
  });

  it('keeps Windows line ends and another escape character', () => {
    checkRefactoring(
      'merge-runs',
      '# escape=`\r\nFROM alpine:3.20\r\n«RUN mkdir /a\r\nRUN touch /a/b»\r\nUSER nobody\r\n',
      '# escape=`\r\nFROM alpine:3.20\r\nRUN mkdir /a `\r\n    && touch /a/b\r\nUSER nobody\r\n',
    );
  });

  it('groups what would run although the step above has failed', () => {
    checkRefactoring(
      'merge-runs',
      'FROM alpine:3.20\n«RUN mkdir /a\nRUN touch /a/b || true\nRUN ls; pwd»\nUSER nobody\n',
      'FROM alpine:3.20\nRUN mkdir /a \\\n    && { touch /a/b || true; } \\\n    && { ls; pwd; }\nUSER nobody\n',
    );
  });

  it('refuses what the second step would see or lose', () => {
    const after = (first: string): string => `FROM alpine:3.20\n«RUN ${first}\nRUN ls»\nUSER nobody\n`;
    checkRefusal('merge-runs', after('cd /a && make'), 'shell-state');
    checkRefusal('merge-runs', after('set -e; make'), 'shell-state');
    checkRefusal('merge-runs', after('PATH=/x:$PATH; make'), 'shell-state');
    checkRefusal('merge-runs', after('service mysql start && mysql -e x'), 'background');
    checkRefusal('merge-runs', after('make &'), 'unreadable-script');
    checkRefusal('merge-runs', after('["make"]'), 'no-shell');
    checkRefusal('merge-runs', after('--network=none make'), 'flags-differ');
    checkRefusal('merge-runs', after('<<EOF\nmake\nEOF'), 'heredoc');
    checkRefusal(
      'merge-runs',
      'FROM alpine:3.20\n«RUN ls\n# hadolint ignore=DL3059\nRUN pwd»\n',
      'comment-for-tools',
    );
  });

  it('does not mind a variable that only the first step reads', () => {
    checkRefactoring(
      'merge-runs',
      'FROM alpine:3.20\n«RUN for i in 1 2; do touch /$i; done\nRUN ls»\nUSER nobody\n',
      'FROM alpine:3.20\nRUN for i in 1 2; do touch /$i; done \\\n    && ls\nUSER nobody\n',
    );
    checkRefusal(
      'merge-runs',
      'FROM alpine:3.20\n«RUN for i in 1 2; do touch /$i; done\nRUN echo $i»\nUSER nobody\n',
      'shell-state',
    );
  });
});

describe('splitting a RUN', () => {
  it('makes a step of every command, flags repeated', () => {
    checkRefactoring(
      'split-run',
      'FROM alpine:3.20\nR«UN --network=none mkdir /a && \\\n    # why\n    touch /a/b && ls\nUSER nobody\n',
      'FROM alpine:3.20\nRUN --network=none mkdir /a\n# why\nRUN --network=none touch /a/b\nRUN --network=none ls\nUSER nobody\n',
    );
  });

  it('cuts only where the caret stands', () => {
    checkRefactoring(
      'split-run',
      'FROM alpine:3.20\nRUN mkdir /a \\\n  && touch /a/b \\\n  && l«s\nUSER nobody\n',
      'FROM alpine:3.20\nRUN mkdir /a \\\n  && touch /a/b\nRUN ls\nUSER nobody\n',
    );
  });

  it('refuses where the parts need one another', () => {
    checkRefusal('split-run', 'FROM alpine:3.20\nR«UN cd /a && make\n', 'shell-state');
    checkRefusal('split-run', 'FROM alpine:3.20\nR«UN a=$(date) && echo "$a"\n', 'shell-state');
    checkRefusal('split-run', 'FROM alpine:3.20\nR«UN make && ls || true\n', 'may-fail');
    checkRefusal('split-run', 'FROM alpine:3.20\nR«UN service mysql start && mysql\n', 'background');
    checkRefusal(
      'split-run',
      'FROM alpine:3.20\nR«UN --mount=type=tmpfs,target=/x make && ls /x\n',
      'mount-state',
    );
    checkRefusal('split-run', 'FROM alpine:3.20\nR«UN echo "a && b"\n', 'only-one');
  });

  it('refuses to bring a problem that was not there, and names it', () => {
    const { result } = workedOut(
      'split-run',
      'FROM debian:12\nR«UN apt-get update && apt-get install -y --no-install-recommends curl=7.88 && rm -rf /var/lib/apt/lists/*\nUSER nobody\n',
    );
    assert.equal(result.kind === 'refused' && result.reason, 'brings-problem');
    assert.match(result.kind === 'refused' ? result.message : '', /fetch them in the RUN that installs/);
  });
});

describe('writing a RUN as a heredoc', () => {
  it('stops at the commands where && stopped', () => {
    checkRefactoring(
      'run-to-heredoc',
      'FROM alpine:3.20\nR«UN --network=none mkdir /a \\\n    && touch /a/b \\\n    # why\n    && chmod 600 \\\n         /a/b\nUSER nobody\n',
      'FROM alpine:3.20\nRUN --network=none <<EOF\nset -e\nmkdir /a\ntouch /a/b\n# why\nchmod 600 \\\n  /a/b\nEOF\nUSER nobody\n',
    );
  });

  it('takes set -e and compounds over as they are', () => {
    checkRefactoring(
      'run-to-heredoc',
      'FROM alpine:3.20\nR«UN set -eux; \\\n    if [ -f /a ]; then \\\n        # why\n        cat /a; \\\n    fi; \\\n    ls && pwd\nUSER nobody\n',
      'FROM alpine:3.20\nRUN <<EOF\nset -eux\nif [ -f /a ]; then\n    # why\n    cat /a;\nfi\nls && pwd\nEOF\nUSER nobody\n',
    );
  });

  it('refuses where set -e would stop elsewhere', () => {
    const chain = (text: string): string => `FROM alpine:3.20\nR«UN ${text}\n`;
    checkRefusal('run-to-heredoc', chain('ls; pwd'), 'may-fail');
    checkRefusal('run-to-heredoc', chain('for i in a b; do cat $i; done && ls'), 'may-fail');
    checkRefusal('run-to-heredoc', chain('! grep -q x /a && ls'), 'may-fail');
    checkRefusal('run-to-heredoc', chain('(cat /a; cat /b) && ls'), 'may-fail');
    checkRefusal('run-to-heredoc', chain('ls || pwd && ls'), 'may-fail');
    checkRefusal('run-to-heredoc', chain("echo 'a \\\n b' && ls"), 'continued-quote');
    checkRefusal('run-to-heredoc', chain('ls \\\n # why\n /a && pwd'), 'comment-inside-command');
  });

  it('refuses what the builder of the file cannot read', () => {
    checkRefusal(
      'run-to-heredoc',
      '# syntax=docker/dockerfile:1.3\nFROM alpine:3.20\nR«UN ls && pwd\n',
      'old-syntax',
    );
    checkRefusal('run-to-heredoc', 'FROM alpine:3.20\r\nR«UN ls && pwd\r\n', 'carriage-returns');
    checkRefusal(
      'run-to-heredoc',
      'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nR«UN dir && dir\n',
      'no-shell',
    );
  });

  it('leaves nothing behind the closing word', () => {
    checkRefactoring(
      'run-to-heredoc',
      'FROM alpine:3.20\nR«UN ls && pwd \t\nUSER nobody\n',
      'FROM alpine:3.20\nRUN <<EOF\nset -e\nls\npwd\nEOF\nUSER nobody\n',
    );
  });

  it('says in its title what it needs', () => {
    assert.match(workedOut('run-to-heredoc', 'FROM alpine:3.20\nR«UN ls && pwd\n').title, /BuildKit/);
  });

  it('finds another word than EOF where the script says that', () => {
    checkRefactoring(
      'run-to-heredoc',
      'FROM alpine:3.20\nR«UN ls && EOF\nUSER nobody\n',
      'FROM alpine:3.20\nRUN <<EOT\nset -e\nls\nEOF\nEOT\nUSER nobody\n',
    );
  });
});

describe('writing a heredoc as a chain', () => {
  it('is the way back', () => {
    checkRefactoring(
      'heredoc-to-run',
      'FROM alpine:3.20\nR«UN --network=none <<EOF\nset -e\nmkdir /a\n\n# why\nchmod 600 \\\n  /a/b\nEOF\nUSER nobody\n',
      'FROM alpine:3.20\nRUN --network=none mkdir /a && \\\n    # why\n    chmod 600 \\\n      /a/b\nUSER nobody\n',
    );
  });

  it('keeps semicolons where failures are not to stop, and set -eux', () => {
    checkRefactoring(
      'heredoc-to-run',
      'FROM alpine:3.20\nR«UN <<-EOF\n\tls\n\tif [ -f /a ]; then\n\t\tcat /a\n\tfi\nEOF\nUSER nobody\n',
      'FROM alpine:3.20\nRUN ls; \\\n    if [ -f /a ]; then \\\n        cat /a; \\\n    fi\nUSER nobody\n',
    );
    checkRefactoring(
      'heredoc-to-run',
      'FROM alpine:3.20\nR«UN <<EOF\nset -eux\nls\npwd\nEOF\nUSER nobody\n',
      'FROM alpine:3.20\nRUN set -eux; \\\n    ls; \\\n    pwd\nUSER nobody\n',
    );
  });

  it('does not begin with a comment', () => {
    checkRefactoring(
      'heredoc-to-run',
      'FROM alpine:3.20\nR«UN <<EOF\n# why\nls\npwd\nEOF\nUSER nobody\n',
      'FROM alpine:3.20\nRUN \\\n    # why\n    ls; \\\n    pwd\nUSER nobody\n',
    );
  });

  it('refuses other interpreters, remarks behind commands and heredocs of the shell', () => {
    const heredoc = (body: string): string => `FROM python:3.12\nR«UN <<EOF\n${body}\nEOF\n`;
    checkRefusal('heredoc-to-run', heredoc('#!/bin/bash\nls\npwd'), 'own-interpreter');
    checkRefusal('heredoc-to-run', heredoc('ls # all\npwd'), 'comment-inside-command');
    checkRefusal('heredoc-to-run', heredoc('echo "a\nb"'), 'unreadable-script');
    checkRefusal('heredoc-to-run', 'FROM python:3.12\nR«UN cat <<EOF > /a\nx\nEOF\n', 'heredoc');
  });
});

describe('what is offered', () => {
  it('depends on the shape of the step, and nothing is offered in a template', () => {
    assert.deepEqual(offeredAt('FROM alpine:3.20\nR«UN ls\n'), []);
    assert.deepEqual(offeredAt('FROM alpine:3.20\nR«UN ls && pwd\n'), ['split-run', 'run-to-heredoc']);
    assert.deepEqual(offeredAt('FROM {{ .Image }}\nR«UN ls && pwd\n'), []);
    assert.deepEqual(offeredAt('«'), []);
  });
});

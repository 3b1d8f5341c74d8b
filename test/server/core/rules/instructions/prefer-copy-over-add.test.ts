import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-copy-over-add';

describe(RULE, () => {
  it('reports ADD of files and folders', () => {
    checkRule(RULE, 'FROM alpine:3.20\n«ADD» . /app\n«add» --chown=1 a.zip /b\nONBUILD «ADD» . /x\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM alpine:3.20\n«ADD» ["a", "/b"]\n«ADD» a.tar b /c/\n');
  });

  it('is silent for addresses, archives, repositories, --unpack and variables', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nADD https://example.org/a /b\nADD git@github.com:a/b.git /c\nADD a.tar.gz b.tgz c.tar.xz /d/\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nADD --unpack=true a /b\nADD $FILE /c\nADD *.tar.gz /d\nADD\nCOPY a b\n',
    );
    checkRule(RULE, 'FROM alpine:3.20\nADD <<EOF /a\nx\nEOF\n');
  });

  it('changes the keyword where COPY does the same', () => {
    checkFix(RULE, 'FROM alpine:3.20\nADD --chown=1 a /b\n', 'FROM alpine:3.20\nCOPY --chown=1 a /b\n');
    checkFix(RULE, 'from alpine:3.20\nadd *.conf /b/\n', 'from alpine:3.20\ncopy *.conf /b/\n');
  });
});

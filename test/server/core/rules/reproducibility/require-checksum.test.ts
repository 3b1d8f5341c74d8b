import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'require-checksum';

describe(RULE, () => {
  it('hints at addresses that nothing checks', () => {
    checkRule(RULE, 'FROM a\nADD «https://h/a.tgz» b /x/\n', { level: 'hint' });
    checkRule(RULE, 'FROM a\nADD --chmod=755 «https://h/$V/tini» /tini\n');
    checkRule(RULE, 'FROM a\nRUN curl -fsSLO «https://h/go${V}.linux-amd64.tar.gz» && tar xzf go*\n');
    checkRule(
      RULE,
      'FROM a\nRUN wget -qO- «"https://h/a.zip?x=1"» | bsdtar -x && curl -o b.deb «https://h/b.deb»\n',
    );
  });

  it('is silent where something is checked', () => {
    checkRule(
      RULE,
      'FROM a\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://h/a.tgz /\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN curl -fO https://h/a.tgz && echo "$SUM  a.tgz" | sha256sum -c - && tar xf a.tgz\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN curl -fO https://h/a.tgz && curl -fO https://h/a.asc && gpg --verify a.asc a.tgz\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN set -e; if true; then wget https://h/a.tgz; fi; openssl dgst -sha256 a.tgz\n',
    );
  });

  it('is silent about Git, pages, scripts and files of the context', () => {
    checkRule(
      RULE,
      'FROM a\nADD https://github.com/o/r.git#v1 /r\nADD a.tgz /\nADD git@github.com:o/r.git /s\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN curl -f https://h/health && curl https://h/x.sh | sh && echo https://h/a.tgz\n',
    );
  });
});

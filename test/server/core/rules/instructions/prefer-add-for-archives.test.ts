import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-add-for-archives';

describe(RULE, () => {
  it('reports an archive that a later RUN unpacks', () => {
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY «app.tar» /usr/src/app\nWORKDIR /usr/src\nRUN a && tar -xf app.tar\n',
      {
        level: 'information',
      },
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY «x/b.tgz» /tmp/c.tgz\nRUN cd /tmp && tar xzf c.tgz && rm c.tgz\n',
    );
    checkRule(
      RULE,
      'FROM alpine:3.20\nCOPY ["«x.txz»"'.replace('"«', '«"').replace('»"', '"»') +
        ', "/"]\nRUN tar --extract --file=/y -f "/x.txz"\n',
    );
  });

  it('is silent where it is not unpacked, comes from a stage, or is no tar file', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY package.json a.tar.gz /app/\nRUN tar -czf b.tar.gz /app\n');
    checkRule(RULE, 'FROM alpine:3.20 AS a\nFROM alpine:3.20\nCOPY --from=a /x.tgz /\nRUN tar -xzf /x.tgz\n');
    checkRule(RULE, 'FROM alpine:3.20\nCOPY a.zip /\nRUN unzip a.zip\nCOPY dump.gz /\nRUN gunzip /dump.gz\n');
    checkRule(RULE, 'FROM alpine:3.20\nRUN tar -xf /a.tar\nCOPY a.tar /\n');
  });

  it('writes ADD where the RUN does nothing else', () => {
    checkFix(
      RULE,
      'FROM alpine:3.20\nCOPY a.tgz /tmp/a.tgz\nRUN tar -xzf /tmp/a.tgz -C /opt\nUSER nobody\n',
      'FROM alpine:3.20\nADD a.tgz /opt/\nUSER nobody\n',
    );
  });
});

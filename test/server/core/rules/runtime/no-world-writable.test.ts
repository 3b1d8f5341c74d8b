import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-world-writable';

describe(RULE, () => {
  it('reports modes that let everybody write', () => {
    checkRule(RULE, 'FROM a\nRUN mkdir /d && chmod -R «777» /d\n', { level: 'warning' });
    checkRule(RULE, 'FROM a\nCOPY --chmod=«0666» a b /\nADD --chmod=«777» a /\n');
    checkRule(
      RULE,
      'FROM a\nRUN chmod «a+w» /d; chmod «ugo+rwx» /e; chmod «u=rwx,o=rw» /f; chmod «o+w» /g\n',
    );
    checkRule(RULE, 'FROM a\nRUN mkdir -p -m «777» /d && install -d -m «0777» /e\n');
  });

  it('says less of a directory that is still empty', () => {
    checkRule(RULE, 'FROM a\nRUN mkdir -p /d /e && chmod «777» /d /e\n', { level: 'information' });
    checkRule(RULE, 'FROM a\nRUN mkdir /d && chmod «777» /d /usr\n', { level: 'warning' });
  });

  it('is silent about what the same RUN removes again', () => {
    const run = (after: string, mode = '777'): string =>
      `FROM a\nRUN d="$(mktemp -d)"; chmod ${mode} "$d"; make -C "$d"; ${after}\n`;
    checkRule(RULE, run('rm -rf "$d" /etc/apt/temp.list'));
    checkRule(RULE, run('rm -rf "$e"', '«777»'));
  });

  it('says nothing of builders and little of targets', () => {
    checkRule(RULE, 'FROM a AS b\nRUN chmod 777 /d\nFROM scratch\nCOPY --from=b /a /a\n');
    checkRule(RULE, 'FROM a AS worker\nRUN chmod «777» /d\nFROM scratch\n', { level: 'information' });
  });

  it('is silent about other rights, shared directories and what it cannot know', () => {
    checkRule(
      RULE,
      'FROM a\nRUN chmod 755 /a && chmod 1777 /s && chmod +x /b && chmod +w /c && chmod g+w /d\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN chmod a+rwxt /s && chmod a-w /b && chmod $MODE /c && chmod --reference=/x 777\n',
    );
    checkRule(
      RULE,
      'FROM a\nRUN chmod 777 /tmp/x && echo chmod 777 /x && mkdir /777\nCOPY --chmod=755 777 /\n',
    );
  });

  it('takes the right away', () => {
    checkFix(RULE, 'FROM a\nRUN chmod -R 777 /d\n', 'FROM a\nRUN chmod -R 775 /d\n');
    checkFix(RULE, 'FROM a\nCOPY --chmod=0666 a b\n', 'FROM a\nCOPY --chmod=0664 a b\n');
  });
});

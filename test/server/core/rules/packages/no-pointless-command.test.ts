import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-pointless-command';

describe(RULE, () => {
  it('reports what makes sense on a running system only', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y nginx && «service» nginx start\n', {
      level: 'information',
    });
    checkRule(
      RULE,
      'FROM debian:12\nRUN «shutdown» -h now\nRUN «mount» /dev/sda1 /mnt\nRUN «ps» aux\nRUN «vim» /etc/hosts\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN «ssh» build@example.org make\nONBUILD RUN «free» -m\n');
  });

  it('is silent for a service that is used in the same RUN', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN service mysql start && mysql -e "CREATE DATABASE a" && service mysql stop\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN (redis-server & echo $! > /pid) && make test && kill $(cat /pid)\n');
  });

  it('is silent for ssh with keys, editors that run commands, and output that something reads', () => {
    checkRule(RULE, 'FROM debian:12\nRUN --mount=type=ssh ssh -T git@github.com\nRUN ssh -V\n');
    checkRule(RULE, 'FROM debian:12\nRUN vim -E -s -u ~/.vimrc +PlugInstall +qall\n');
    checkRule(RULE, 'FROM debian:12\nRUN ps aux | grep -q nginx\nRUN make MEM=$(free -m)\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get install -y ssh vim\nRUN --mount=type=cache,target=/x ls /x\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN --security=insecure mount -t proc proc /proc\n');
  });
});

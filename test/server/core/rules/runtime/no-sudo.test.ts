import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-sudo';

describe(RULE, () => {
  it('reports the first sudo of a build step', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «sudo» apt-get update && sudo -u app make\n', {
      level: 'warning',
    });
    checkRule(RULE, 'FROM debian:12\nRUN A=1 «sudo» -E make && env B=2 sudo make\n');
    checkRule(RULE, 'FROM debian:12\nONBUILD RUN «sudo» apt-get update\n');
    checkRule(RULE, 'FROM debian:12\nRUN <<EOF\nset -e\n«sudo» make\nEOF\n');
  });

  it('says less where rights are given up, and where people work', () => {
    checkRule(RULE, 'FROM debian:12\nRUN «sudo» -H -u app bundle install\n', { level: 'information' });
    checkRule(RULE, 'FROM mcr.microsoft.com/devcontainers/base:bookworm\nRUN «sudo» make\n', {
      level: 'hint',
    });
  });

  it('is silent where sudo is no command', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y sudo\n');
    checkRule(
      RULE,
      'FROM debian:12\nRUN echo "app ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/app && usermod -aG sudo app\n',
    );
    checkRule(RULE, 'FROM debian:12\nENV A=sudo\nCMD ["sudo", "x"]\n');
  });

  it('takes all of an instruction away, and nothing when one says for whom', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN sudo -E apt-get update && \\\n    sudo make\n',
      'FROM debian:12\nRUN apt-get update && \\\n    make\n',
    );
  });
});

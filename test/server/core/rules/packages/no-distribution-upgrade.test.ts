import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-distribution-upgrade';

describe(RULE, () => {
  it('reports upgrades of the whole distribution', () => {
    checkRule(RULE, 'FROM opensuse/leap:15.6\nRUN «zypper dup» -y\nRUN «zypper -n dist-upgrade»\n', {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM ubuntu:24.04\nRUN apt-get update && «apt-get -y dist-upgrade»\nRUN «apt full-upgrade» -y\n',
    );
    checkRule(RULE, 'FROM ubuntu:22.04\nRUN «do-release-upgrade» -f DistUpgradeViewNonInteractive\n');
    checkRule(RULE, 'FROM fedora:41\nONBUILD RUN «dnf -y distro-sync»\n');
  });

  it('is silent for security fixes and for text', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n');
    checkRule(RULE, 'FROM opensuse/leap:15.6\nRUN zypper -n patch && zypper -n update\n');
    checkRule(RULE, 'FROM debian:12\nRUN echo dist-upgrade is a bad idea\n');
  });
});

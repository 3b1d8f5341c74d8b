import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-no-recommends';

describe(RULE, () => {
  it('reports the install, as information where it is shipped and as a hint elsewhere', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get update && «apt-get install» -y git\n', {
      level: 'information',
    });
    checkRule(RULE, 'FROM debian:12 AS b\nRUN «apt install» -y gcc\nFROM debian:12\nCOPY --from=b /a /a\n', {
      level: 'hint',
    });
  });

  it('is silent where recommended packages are left out, or asked for', () => {
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y --no-install-recommends git\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get -o APT::Install-Recommends=false install -y git\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get install -y --install-recommends wine\n');
    checkRule(RULE, 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y && apt-get remove -y git\n');
    checkRule(RULE, 'FROM alpine:3\nRUN apk add git\n');
  });

  it('is silent where the configuration of apt says it for all', () => {
    checkRule(
      RULE,
      'FROM debian:12 AS base\nRUN printf \'APT::Install-Recommends "0";\\n\' > /etc/apt/apt.conf.d/01\nFROM base\nRUN apt-get install -y git\n',
    );
  });

  it('adds the option behind -y', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN apt-get install -y \\\n    git\n',
      'FROM debian:12\nRUN apt-get install -y --no-install-recommends \\\n    git\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN apt install git\n',
      'FROM debian:12\nRUN apt install --no-install-recommends git\n',
    );
  });
});

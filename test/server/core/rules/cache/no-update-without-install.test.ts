import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-update-without-install';

describe(RULE, () => {
  it('reports lists that are fetched alone', () => {
    checkRule(
      RULE,
      'FROM debian\nRUN «apt-get update»\nRUN set -ex; «apt-get -qq update» && rm -rf /var/lib/apt/lists/*\nRUN ["apt-get", "update"]\n'.replace(
        '["apt-get", "update"]',
        '[«"apt-get", "update"»]',
      ),
      { level: 'warning' },
    );
    checkRule(RULE, 'FROM alpine AS a\nRUN «apk update»\n');
  });

  it('is silent where something is installed, upgraded or run that may need the lists', () => {
    checkRule(RULE, 'FROM debian\nRUN apt-get update && apt-get install -y curl\n');
    checkRule(RULE, 'FROM debian\nRUN apt-get update && apt-get upgrade -y\n');
    checkRule(RULE, 'FROM debian\nRUN apt-get update && ./install-packages.sh\n');
    checkRule(RULE, 'FROM debian\nRUN apt-get update && apt-get build-dep -y x\n');
    checkRule(RULE, 'FROM debian\nRUN yum -y update\nRUN npm update\n');
    checkRule(RULE, 'FROM debian\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update\n');
  });

  it('joins it with the next install', () => {
    checkFix(
      RULE,
      'FROM debian\nRUN apt-get update\n# tools\nRUN --mount=type=secret,id=x \\\n    apt-get install -y curl\n',
      'FROM debian\n# tools\nRUN --mount=type=secret,id=x \\\n    apt-get update && apt-get install -y curl\n',
    );
  });

  it('removes it where the install fetches them itself', () => {
    checkFix(
      RULE,
      'FROM debian\nRUN apt-get update\nRUN apt-get update && apt-get install -y curl\n',
      'FROM debian\nRUN apt-get update && apt-get install -y curl\n',
    );
  });
});

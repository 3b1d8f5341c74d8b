import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzed, checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'prefer-apt-get';

describe(RULE, () => {
  it('reports apt itself, in triggers as well', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN sudo «apt» update && apt install -y git\nONBUILD RUN «apt» upgrade\n',
      {
        level: 'information',
      },
    );
  });

  it('is silent for its stable relatives and for words that only look like it', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get update && apt-cache show git && apt-key list && aptitude update\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN ls /var/lib/apt && echo apt install && apt --version\n');
  });

  it('takes apt-get for the same task, and offers nothing where the tasks differ', () => {
    checkFix(
      RULE,
      'FROM debian:12\nRUN apt update && \\\n    apt -y install git\n',
      'FROM debian:12\nRUN apt-get update && \\\n    apt-get -y install git\n',
    );
    checkFix(
      RULE,
      'FROM debian:12\nRUN apt -y full-upgrade\n',
      'FROM debian:12\nRUN apt-get -y dist-upgrade\n',
    );
    const analysis = analyzed('FROM debian:12\nRUN apt upgrade -y\nRUN apt list\n');
    const own = analysis.findings.filter(({ rule }) => rule === RULE);
    assert.equal(own.length, 2);
    assert.deepEqual(
      own.flatMap((finding) => analysis.fixesOf(finding)),
      [],
    );
  });
});

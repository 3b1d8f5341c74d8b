import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-assume-yes';

describe(RULE, () => {
  it('reports the verb of every manager that asks', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get update && «apt-get install» curl\nRUN sudo «apt-get -q install» curl\nRUN «apt-get upgrade»\n',
      { level: 'warning' },
    );
    checkRule(RULE, 'FROM fedora:41\nRUN «dnf install» httpd\nRUN «yum remove» gcc\n');
    checkRule(RULE, 'FROM opensuse/leap:15.6\nRUN «zypper in» curl\nONBUILD RUN «zypper install» wget\n');
  });

  it('is silent where nothing is asked', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get -y install a && apt-get install -qq b && apt-get install -q -q c\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get install --assume-yes a; apt-get -o APT::x=1 install -yq b\n',
    );
    checkRule(RULE, 'FROM alpine:3\nRUN apk add curl\n');
    checkRule(
      RULE,
      'FROM opensuse/leap:15.6\nRUN zypper -n install a && zypper install --non-interactive b\n',
    );
    checkRule(RULE, 'FROM redhat/ubi9-minimal:9.4\nRUN microdnf install tar\n');
  });

  it('is silent where something answers', () => {
    checkRule(RULE, 'FROM debian:12\nRUN yes | apt-get install curl\n');
    checkRule(
      RULE,
      'FROM debian:12 AS a\nRUN echo \'APT::Get::Assume-Yes "true";\' > /etc/apt/apt.conf.d/90\nFROM a\nRUN apt-get install curl\n',
    );
  });

  it('reports what reads the names of packages from a pipe', () => {
    checkRule(RULE, 'FROM debian:12\nRUN cat list | xargs «apt-get install»\n');
  });

  it('adds the option behind the verb, in a script and in an exec form', () => {
    checkFix(
      RULE,
      'FROM debian:12\r\nRUN apt-get update \\\r\n && apt-get install \\\r\n    curl\r\n',
      'FROM debian:12\r\nRUN apt-get update \\\r\n && apt-get install -y \\\r\n    curl\r\n',
    );
    checkFix(
      RULE,
      'FROM fedora:41\nRUN ["dnf", "install", "x"]\n',
      'FROM fedora:41\nRUN ["dnf", "install", "-y", "x"]\n',
    );
  });
});

import { describe, it } from 'node:test';
import { checkRule } from '../../../../harness/checkRule';

const RULE = 'no-disabled-verification';

describe(RULE, () => {
  it('reports downloads from any server', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl «-k» https://a -o a && curl «-fsSLk» https://b && curl «--insecure» https://c\n',
      {
        level: 'warning',
      },
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN wget «--no-check-certificate» https://a\nONBUILD RUN curl «-k» https://a\n',
    );
    checkRule(
      RULE,
      'FROM python:3\nRUN pip install «--trusted-host» pypi.org a\nRUN python -m pip install «--trusted-host=files.pythonhosted.org» a\n',
    );
    checkRule(
      RULE,
      'FROM node:22\nRUN npm config set «strict-ssl» false && npm «--strict-ssl=false» ci && yarn config set «strict-ssl» false\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN git -c «http.sslVerify=false» clone https://a && git config --global «http.sslVerify» false\n',
    );
  });

  it('reports packages without signature', () => {
    checkRule(
      RULE,
      'FROM debian:12\nRUN apt-get install -y «--allow-unauthenticated» a && apt-get «--force-yes» install b\n',
    );
    checkRule(RULE, 'FROM debian:12\nRUN apt-get -o «Acquire::https::Verify-Peer=false» update\n');
    checkRule(
      RULE,
      'FROM fedora:41\nRUN dnf install -y «--nogpgcheck» a && yum «--setopt=sslverify=false» update && rpm -i «--nosignature» b.rpm\n',
    );
    checkRule(RULE, 'FROM alpine:3\nRUN apk add «--allow-untrusted» a.apk\n');
  });

  it('reports the environment that says so', () => {
    checkRule(
      RULE,
      'FROM node:22\nENV «NODE_TLS_REJECT_UNAUTHORIZED=0» A=b\nRUN «NODE_TLS_REJECT_UNAUTHORIZED=0» npm ci\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN export «GIT_SSL_NO_VERIFY=true» && git clone https://a\nENV «PYTHONHTTPSVERIFY 0»\n',
    );
    checkRule(RULE, 'FROM node:22\nCMD «NODE_TLS_REJECT_UNAUTHORIZED=0» node main.js\n');
  });

  it('is silent where verification is on, and for the own machine', () => {
    checkRule(
      RULE,
      'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 GIT_SSL_NO_VERIFY=false\nRUN npm config set strict-ssl true\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -fk https://localhost:8443/ && wget --no-check-certificate https://127.0.0.1/x\n',
    );
    checkRule(
      RULE,
      'FROM debian:12\nRUN curl -H "X: -k" https://a -o -k.txt && curl -o k https://a && tar -xkf a.tar && ls -k\n',
    );
    checkRule(RULE, 'FROM python:3\nRUN pip install --trusted-host localhost a\nRUN echo --nogpgcheck\n');
    checkRule(
      RULE,
      'FROM fedora:41\nRUN dnf install -y --setopt=install_weak_deps=False a\nRUN git -c http.sslVerify=true clone https://a\n',
    );
  });
});

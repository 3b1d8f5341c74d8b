import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-undefined-variable';

describe(RULE, () => {
  it('reports a name that nothing defines', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY $«SOURCE» .\nWORKDIR ${«HOME»}/app\n', { level: 'warning' });
    checkRule(
      RULE,
      'FROM scratch\nLABEL a="x$«B»" c=$«B»$«B»\nENV A=${«D»#x}\n'.replace('$«B»$«B»', '$«B»$B'),
    );
  });

  it('reports a name whose declaration comes too late, or is a near miss', () => {
    checkRule(RULE, 'FROM alpine:3.20\nCOPY $«foo» .\nARG foo=bar\n');
    checkRule(RULE, 'FROM acme.example/base:1\nARG DIR_ASSETS=a/\nCOPY $«DIR_ASSET» .\n');
    checkRule(RULE, 'FROM alpine:3.20\nENV PATH=$«PAHT»:/bin\n');
    checkRule(RULE, 'FROM alpine:3.20\nARG A=$«Z» Z=3\n');
  });

  it('is silent for what is defined: above, in a parent, by the image, by the builder', () => {
    checkRule(RULE, 'FROM alpine:3.20 AS a\nARG V\nENV W=1\nFROM a\nCOPY $V $W\nENV PATH=$PATH:/x\n');
    checkRule(RULE, 'FROM python:3.12\nLABEL v=$PYTHON_VERSION\nARG X=1 Y=$X\nENV HTTP=$HTTP_PROXY\n');
  });

  it('is silent for images that are not known, for defaults, and for the variables of a shell', () => {
    checkRule(RULE, 'FROM acme.example/base:1\nWORKDIR $APP_HOME\n');
    checkRule(RULE, 'FROM alpine:3.20\nUSER ${NAME:-nobody}\nCOPY ${A:+x} ${B-y} /\n');
    checkRule(
      RULE,
      "FROM alpine:3.20\nRUN echo $X\nCMD echo $HOME\nHEALTHCHECK CMD echo $X\nCOPY '$X' \\$Y /\n",
    );
  });

  it('leaves to other rules what they say', () => {
    // no-undeclared-argument and no-self-reference-in-env.
    checkRule(RULE, 'ARG V=1\nFROM alpine:3.20\nCOPY $V .\nCOPY $TARGETARCH .\nENV A=1 B=$A\n');
  });

  it('agrees with BuildKit under parity', () => {
    checkRule(
      'UndefinedVar',
      'ARG V=1\nFROM alpine:3.20\nCOPY $«V» .\nENV A=1 B=$«A»\nUSER ${«U»-x}\nEXPOSE $P\n',
      {
        surroundings: { parity: 'buildkit' },
      },
    );
    checkRule('UndefinedVar', "FROM alpine:3.20\nCOPY <<EOF $«A»\nit's $«B» '$«C»'\nEOF\nRUN echo $X\n", {
      surroundings: { parity: 'buildkit' },
    });
  });

  it('writes the name that was meant', () => {
    checkFix(
      RULE,
      'FROM a:1\nARG VERSION=1\nCOPY ${VERSOIN} .\n',
      'FROM a:1\nARG VERSION=1\nCOPY ${VERSION} .\n',
    );
  });
});

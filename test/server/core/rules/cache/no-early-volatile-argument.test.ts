import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-early-volatile-argument';
const INSTALL = 'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n';

describe(RULE, () => {
  for (const name of [
    'GIT_SHA',
    'COMMIT_SHA',
    'VCS_REF',
    'BUILD_DATE',
    'CI_COMMIT_SHA',
    'VERSION',
    'BUILD_NUMBER',
  ])
    it(`reports ${name} above an install`, () => {
      checkRule(RULE, `FROM debian\nARG «${name}»\nLABEL x=$${name}\n${INSTALL}RUN echo $${name}\n`, {
        level: 'information',
      });
    });

  it('reports defaults that stand for no value', () => {
    checkRule(
      RULE,
      `FROM debian\nARG «VERSION=dev» «GIT_SHA=unknown»\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\n`,
    );
  });

  it('is silent below the install, and where it is used first', () => {
    checkRule(RULE, `FROM debian\n${INSTALL}ARG GIT_SHA\nRUN echo $GIT_SHA\n`);
    checkRule(RULE, `FROM debian\nARG VERSION\nRUN curl -O https://example.com/$VERSION\n${INSTALL}`);
    checkRule(RULE, `FROM debian\nARG GIT_SHA\nENV GIT_SHA=$GIT_SHA\n${INSTALL}`);
    checkRule(RULE, `FROM debian\nARG VERSION\nRUN make build\n${INSTALL}`);
  });

  it('is silent about versions of one thing and other names', () => {
    checkRule(RULE, `FROM debian\nARG NODE_VERSION\nARG VERSION=1.2.3\nARG USER_ID DEBUG\n${INSTALL}`);
    checkRule(RULE, `ARG GIT_SHA\nFROM debian\n${INSTALL}`);
  });

  it('moves it in front of the first use, labels too', () => {
    checkFix(
      RULE,
      `FROM debian\nARG GIT_SHA\nLABEL rev=$GIT_SHA\n${INSTALL}COPY . .\nRUN make\n`,
      `FROM debian\n${INSTALL}COPY . .\nARG GIT_SHA\nLABEL rev=$GIT_SHA\nRUN make\n`,
    );
  });

  it('moves it to the end where nothing uses it', () => {
    checkFix(
      RULE,
      `FROM debian\nARG GIT_SHA\n${INSTALL}CMD ["x"]\nLABEL rev=$GIT_SHA\n`,
      `FROM debian\n${INSTALL}CMD ["x"]\nARG GIT_SHA\nLABEL rev=$GIT_SHA\n`,
    );
  });
});

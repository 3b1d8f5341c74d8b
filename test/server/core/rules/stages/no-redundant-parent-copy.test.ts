import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-redundant-parent-copy';

describe(RULE, () => {
  it('reports what the stage holds already', () => {
    checkRule(
      RULE,
      'FROM node AS deps\nFROM deps\n«COPY --from=deps /app/node_modules /app/node_modules»\nWORKDIR /app\n«COPY --from=deps --link /app/x.json ./»\n',
      { level: 'warning' },
    );
  });

  it('reports it further down the chain, and behind steps that have nothing to do with it', () => {
    checkRule(
      RULE,
      'FROM node AS deps\nFROM deps AS a\nRUN apk add curl\nCOPY src /src\nFROM a\n«COPY --from=deps /app ../app»\n'.replace(
        '../app',
        '/app/',
      ),
    );
  });

  it('is silent where the files come from elsewhere, or go elsewhere', () => {
    checkRule(RULE, 'FROM node AS deps\nFROM node\nCOPY --from=deps /app /app\n');
    checkRule(
      RULE,
      'FROM node AS deps\nFROM deps\nCOPY --from=deps /app /srv\nCOPY --from=deps /app/bin /app/\n',
    );
    checkRule(
      RULE,
      'FROM node AS deps\nFROM deps\nCOPY --from=deps /app/*.js /app/\nCOPY --from=deps $X $X\n',
    );
  });

  it('is silent where the copy brings something back, or changes it', () => {
    checkRule(RULE, 'FROM node AS deps\nFROM deps\nRUN rm -rf /app\nCOPY --from=deps /app /app\n');
    checkRule(
      RULE,
      'FROM node AS deps\nWORKDIR /app\nFROM deps\nRUN npm prune\nCOPY --from=deps /app /app\n',
    );
    checkRule(RULE, 'FROM node AS deps\nFROM deps\nCOPY . /app\nCOPY --from=deps /app/lib /app/lib\n');
    checkRule(RULE, 'FROM node AS deps\nFROM deps\nCOPY --chown=node --from=deps /app /app\n');
    checkRule(RULE, 'FROM node AS deps\nONBUILD RUN x\nFROM deps\nCOPY --from=deps /app /app\n');
  });

  it('removes the line', () => {
    checkFix(
      RULE,
      'FROM node AS deps\nFROM deps\nCOPY --from=deps /app /app\n# then\nCMD ["x"]\n',
      'FROM node AS deps\nFROM deps\n# then\nCMD ["x"]\n',
    );
  });
});

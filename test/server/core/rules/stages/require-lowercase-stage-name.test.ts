import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'require-lowercase-stage-name';

describe(RULE, () => {
  it('reports capitals in the name', () => {
    checkRule(RULE, 'FROM alpine AS «BuilderBase»\nfrom alpine as «B»\n', { level: 'information' });
  });

  it('is silent about lower case, and about capitals elsewhere', () => {
    checkRule(RULE, 'ARG Base=alpine\nFROM ${Base} AS builder-base_2\nCOPY --from=Builder /App /App\n');
    checkRule(RULE, 'FROM alpine\n');
  });

  it('writes the name in lower case in every line that means the stage', () => {
    checkFix(
      RULE,
      'FROM a AS Build\nFROM Build AS test\nFROM b\nONBUILD COPY --from=BUILD /z /z\nRUN --mount=type=bind,from=Build,target=/s x\nCOPY --from=build /x /x\nCOPY --link --from=Build /Build /Build\n',
      'FROM a AS build\nFROM build AS test\nFROM b\nONBUILD COPY --from=BUILD /z /z\nRUN --mount=type=bind,from=build,target=/s x\nCOPY --from=build /x /x\nCOPY --link --from=build /Build /Build\n',
    );
  });
});

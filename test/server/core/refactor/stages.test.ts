import { describe, it } from 'node:test';
import { checkRefactoring, checkRefusal, workedOut } from '../../../harness/checkRefactoring';
import assert from 'node:assert/strict';

const TAIL = 'FROM scratch\nCOPY --from=app /app /app\nUSER 65532\n';

describe('extracting a stage', () => {
  it('gives the first instructions a stage that the rest is built from', () => {
    checkRefactoring(
      'extract-stage',
      `# the program\nFROM --platform=linux/amd64 golang:1.23 AS app\n«COPY go.mod .\nRUN go mod download»\n# sources\nCOPY . .\nRUN go build -o /app .\n${TAIL}`,
      `# the program\nFROM --platform=linux/amd64 golang:1.23 AS build\nCOPY go.mod .\nRUN go mod download\n\nFROM build AS app\n# sources\nCOPY . .\nRUN go build -o /app .\n${TAIL}`,
    );
  });

  it('gives what stands above the last instructions a stage', () => {
    checkRefactoring(
      'extract-stage',
      `FROM golang:1.23 AS app\nCOPY go.mod .\nRUN go mod download\n«COPY . .\nRUN go build -o /app .»\n${TAIL}`,
      `FROM golang:1.23 AS base\nCOPY go.mod .\nRUN go mod download\n\nFROM base AS app\nCOPY . .\nRUN go build -o /app .\n${TAIL}`,
    );
  });

  it('makes three of one around instructions in the middle', () => {
    checkRefactoring(
      'extract-stage',
      'FROM alpine:3.20\nRUN touch /a\n«RUN touch /b»\nRUN touch /c\nUSER nobody\n',
      'FROM alpine:3.20 AS base\nRUN touch /a\n\nFROM base AS build\nRUN touch /b\n\nFROM build\nRUN touch /c\nUSER nobody\n',
    );
  });

  it('counts the stages behind it anew', () => {
    checkRefactoring(
      'extract-stage',
      'from golang:1.23\n«run go mod download»\nrun go build -o /app .\nfrom scratch\ncopy --from=0 /app /app\nUSER 65532\n',
      'from golang:1.23 as build\nrun go mod download\n\nfrom build\nrun go build -o /app .\nfrom scratch\ncopy --from=1 /app /app\nUSER 65532\n',
    );
  });

  it('leaves the description with the stage of the name, and keeps Windows line ends', () => {
    checkRefactoring(
      'extract-stage',
      '# app What is shipped.\r\nFROM alpine:3.20 AS app\r\n«RUN touch /a»\r\nRUN touch /b\r\nUSER nobody\r\n',
      'FROM alpine:3.20 AS build\r\nRUN touch /a\r\n\r\n# app What is shipped.\r\nFROM build AS app\r\nRUN touch /b\r\nUSER nobody\r\n',
    );
  });

  it('says where the new name stands', () => {
    const { result } = workedOut(
      'extract-stage',
      'FROM alpine:3.20 AS build\n«RUN touch /a»\nRUN touch /b\nUSER nobody\n',
    );
    assert.equal(result.kind, 'refactored');
    if (result.kind !== 'refactored') return;
    const { start, end } = result.newName ?? { start: 0, end: 0 };
    assert.equal(result.analysis.text.slice(start, end), 'build2');
  });

  it('refuses what would not be the same build', () => {
    const around = (lines: string): string => `FROM alpine:3.20 AS app\n${lines}\nUSER nobody\n`;
    checkRefusal('extract-stage', 'FROM alpine:3.20\n«RUN ls»\n', 'whole-stage');
    checkRefusal('extract-stage', around('«ONBUILD RUN ls»\nRUN ls'), 'has-triggers');
    checkRefusal('extract-stage', around('«CMD ["a"]»\nENTRYPOINT ["b"]'), 'changes-command');
    checkRefusal(
      'extract-stage',
      `# stagewright stage-ignore=no-cd\n${around('«RUN ls»\nRUN ls')}`,
      'stage-comment',
    );
    checkRefusal('extract-stage', around('«RUN ls»\nRUN ls'), 'number-as-target', { targets: ['0'] });
  });
});

describe('inlining a stage', () => {
  it('takes out the FROM between two stages', () => {
    checkRefactoring(
      'inline-stage',
      `FROM golang:1.23 AS d«eps\nRUN go mod download\n\n# build it\nFROM deps AS app\nRUN go build -o /app .\n${TAIL}`,
      `FROM golang:1.23 AS app\nRUN go mod download\n\n# build it\nRUN go build -o /app .\n${TAIL}`,
    );
  });

  it('moves the lines where others lie between, comments with them, and counts anew', () => {
    checkRefactoring(
      'inline-stage',
      'FROM golang:1.23\nRUN go build -o /tool .\n\n# for running\nFROM alpine:3.20 AS run\nRUN touch /a\n\nFROM golang:1.23\nRUN go build -o /app .\n\n# shipped\nFROM r«un\nCOPY --from=0 /tool /tool\nCOPY --from=2 /app /app\nUSER nobody\n',
      'FROM golang:1.23\nRUN go build -o /tool .\n\nFROM golang:1.23\nRUN go build -o /app .\n\n# for running\n# shipped\nFROM alpine:3.20\nRUN touch /a\nCOPY --from=0 /tool /tool\nCOPY --from=1 /app /app\nUSER nobody\n',
    );
  });

  it('refuses where the stage is needed as it is', () => {
    const two = 'FROM alpine:3.20 AS b«ase\nRUN touch /a\nFROM base\nUSER nobody\n';
    checkRefusal('inline-stage', two.replace('USER', 'COPY --from=base /a /b\nUSER'), 'taken-from');
    checkRefusal('inline-stage', two, 'is-target', { target: 'base' });
    checkRefusal('inline-stage', two, 'is-target', { targets: ['base'] });
    checkRefusal('inline-stage', two.replace('RUN', 'ONBUILD RUN'), 'has-triggers');
    checkRefusal(
      'inline-stage',
      two.replace('FROM base', 'FROM --platform=linux/arm64 base'),
      'platform-of-its-own',
    );
  });

  it('undoes an extraction', () => {
    const text = 'FROM alpine:3.20 AS app\nRUN touch /a\nRUN touch /b\nUSER nobody\n';
    const marked = text.replace('RUN touch /a', '«RUN touch /a»');
    const { result } = workedOut('extract-stage', marked);
    assert.equal(result.kind, 'refactored');
    if (result.kind !== 'refactored') return;
    const back = workedOut('inline-stage', result.analysis.text.replace('FROM build', 'FROM «build'));
    assert.equal(back.result.kind, 'refactored');
    if (back.result.kind === 'refactored')
      assert.equal(back.result.analysis.text.replace('/a\n\nRUN', '/a\nRUN'), text);
  });
});

describe('naming a stage', () => {
  it('says the name wherever the number was', () => {
    checkRefactoring(
      'name-stage',
      'F«ROM golang:1.23\nRUN go build -o /app .\nFROM scratch\nCOPY --from=0 /app /app\nCOPY --from=0 /etc/ssl /etc/ssl\nUSER 65532\n',
      'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCOPY --from=build /etc/ssl /etc/ssl\nUSER 65532\n',
    );
  });

  it('is offered at the number, and for a stage that has a name already', () => {
    checkRefactoring(
      'name-stage',
      'from golang:1.23 as tools\nRUN go build -o /app .\nFROM scratch\nCOPY --from=«0 /app /app\nUSER 65532\n',
      'from golang:1.23 as tools\nRUN go build -o /app .\nFROM scratch\nCOPY --from=tools /app /app\nUSER 65532\n',
    );
  });

  it('once, where children repeat a trigger', () => {
    checkRefactoring(
      'name-stage',
      'FROM «golang:1.23\nRUN go build -o /app .\nFROM alpine:3.20 AS base\nONBUILD COPY --from=0 /app /app\nFROM base AS one\nRUN ls\nFROM base\nCOPY --from=one /x /x\nUSER nobody\n',
      'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM alpine:3.20 AS base\nONBUILD COPY --from=build /app /app\nFROM base AS one\nRUN ls\nFROM base\nCOPY --from=one /x /x\nUSER nobody\n',
    );
  });
});

describe('moving a stage above its first use', () => {
  it('takes its comments along', () => {
    checkRefactoring(
      'move-stage',
      '# ship\nFROM alpine:3.20 AS run\nCOPY --from=b«uild /app /app\n\n# build\nFROM golang:1.23 AS build\nRUN go build -o /app .\n\nFROM run\nUSER nobody\n',
      '# build\nFROM golang:1.23 AS build\nRUN go build -o /app .\n\n# ship\nFROM alpine:3.20 AS run\nCOPY --from=build /app /app\n\nFROM run\nUSER nobody\n',
    );
  });

  it('stays where it is when it is what is shipped or needs a later one', () => {
    checkRefusal(
      'move-stage',
      'FROM alpine:3.20\nCOPY --from=build /a /a\nFROM golang:1.23 AS b«uild\nRUN ls\n',
      'is-shipped',
    );
    checkRefusal(
      'move-stage',
      'FROM alpine:3.20 AS run\nCOPY --from=build /a /a\nFROM run AS b«uild\nRUN ls\nFROM run\nUSER nobody\n',
      'needs-later',
    );
  });
});

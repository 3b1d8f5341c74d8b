/** Logs of every builder, as they were copied out of terminals, CI systems and web pages. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext } from '../../../../server/src/core/index';
import { explanationMarkdown, explanationText } from '../../../../server/src/smoke/failedBuild/index';
import { buildKitLog, explain } from './logs';

const SHOP = `ARG NODE=22
FROM node:\${NODE}-alpine AS build
WORKDIR /app
COPY package.json ./
RUN npm ci --no-audit \\
    --no-fund
FROM nginx:alpine
COPY --from=build /app/dist /usr/share/nginx/html
`;
const NPM_CI = { line: 4, keyword: 'RUN', certainty: 'certain', stage: { index: 0, name: 'build' } };
const OUTPUT = 'npm error The `npm ci` command can only install with an existing package-lock.json or';

function placeIn(log: string, dockerfile = SHOP): unknown {
  const { instruction } = explain(dockerfile, log);
  if (instruction === undefined) return undefined;
  const { line, keyword, certainty, stage } = instruction;
  return { line, keyword, certainty, stage };
}

const PLAIN = `#0 building with "default" instance using docker driver

#5 [build 1/4] FROM docker.io/library/node:22-alpine
#5 CACHED

#8 [build 4/4] RUN npm ci --no-audit     --no-fund
#8 1.203 npm error code EUSAGE
#8 1.204 npm error
#8 1.204 ${OUTPUT}
#8 ERROR: process "/bin/sh -c npm ci --no-audit     --no-fund" did not complete successfully: exit code: 1
------
 > [build 4/4] RUN npm ci --no-audit     --no-fund:
1.203 npm error code EUSAGE
1.204 ${OUTPUT}
------
Dockerfile:5
--------------------
   4 |     COPY package.json ./
   5 | >>> RUN npm ci --no-audit \\
   6 | >>>     --no-fund
   7 |     FROM nginx:alpine
--------------------
ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci --no-audit     --no-fund" did not complete successfully: exit code: 1
`;

const TERMINAL = `[+] Building 3.4s (9/12)                                        docker:default
 => [internal] load build definition from Dockerfile                      0.0s
 => => transferring dockerfile: 214B                                      0.0s
 => CACHED [build 2/4] WORKDIR /app                                       0.0s
 => ERROR [build 4/4] RUN npm ci --no-audit     --no-fund                 1.3s
 => CANCELED [stage-1 1/2] FROM docker.io/library/nginx:alpine            0.2s
------
 > [build 4/4] RUN npm ci --no-audit     --no-fund:
1.204 ${OUTPUT}
------
failed to solve: process "/bin/sh -c npm ci --no-audit     --no-fund" did not complete successfully: exit code: 1
`;

const LEGACY = `Sending build context to Docker daemon  2.048kB
Step 1/7 : ARG NODE=22
Step 2/7 : FROM node:\${NODE}-alpine AS build
 ---> 49968c963298
Step 3/7 : WORKDIR /app
 ---> Using cache
 ---> b9ffd2ae54a1
Step 4/7 : COPY package.json ./
 ---> 5272e3eb9a74
Step 5/7 : RUN npm ci --no-audit     --no-fund
 ---> Running in 9f4005e59fc2
\u001B[91m${OUTPUT}
\u001B[0mThe command '/bin/sh -c npm ci --no-audit     --no-fund' returned a non-zero code: 1
`;

const PODMAN = `[1/2] STEP 1/4: FROM node:22-alpine AS build
[1/2] STEP 2/4: WORKDIR /app
--> e1eef85d072
[1/2] STEP 3/4: COPY package.json ./
--> 28e4a11b8cc
[1/2] STEP 4/4: RUN npm ci --no-audit     --no-fund
${OUTPUT}
Error: building at STEP "RUN npm ci --no-audit     --no-fund": while running runtime: exit status 1
`;

const KANIKO = `INFO[0000] Resolved base name node:22-alpine to build
INFO[0001] Building stage 'node:22-alpine' [idx: '0', base-idx: '-1']
INFO[0003] COPY package.json ./
INFO[0004] RUN npm ci --no-audit     --no-fund
INFO[0004] Cmd: /bin/sh
INFO[0004] Args: [-c npm ci --no-audit     --no-fund]
INFO[0004] Running: [/bin/sh -c npm ci --no-audit     --no-fund]
${OUTPUT}
error building image: error building stage: failed to execute command: waiting for process to exit: exit status 1
`;

describe('the builders', () => {
  for (const [builder, log, exitCode] of [
    ['buildkit', PLAIN, 1],
    ['buildkit', TERMINAL, 1],
    ['legacy', LEGACY, 1],
    ['buildah', PODMAN, 1],
    ['kaniko', KANIKO, 1],
  ] as const) {
    it(`${builder}: ${log.slice(0, 30)}`, () => {
      const explanation = explain(SHOP, log);
      assert.equal(explanation.builder, builder);
      assert.equal(explanation.exitCode, exitCode);
      assert.equal(explanation.cause?.id, 'npm-ci-without-lock-file');
      assert.deepEqual(placeIn(log), NPM_CI);
      assert.deepEqual(explanation.notes, []);
      assert.deepEqual(explanation.instruction?.range, {
        start: { line: 4, character: 0 },
        end: { line: 5, character: 13 },
      });
      assert.ok(explanation.log.includes(OUTPUT));
    });
  }

  it('an old BuildKit says it otherwise', () => {
    const log = `#9 [build 4/4] RUN npm ci --no-audit     --no-fund
#9 0.5 ${OUTPUT}
#9 ERROR: executor failed running [/bin/sh -c npm ci --no-audit     --no-fund]: exit code: 1
------
 > [build 4/4] RUN npm ci --no-audit     --no-fund:
#9 0.5 ${OUTPUT}
------
failed to solve with frontend dockerfile.v0: failed to solve with frontend gateway.v0: rpc error: code = Unknown desc = failed to build LLB: executor failed running [/bin/sh -c npm ci --no-audit     --no-fund]: exit code: 1
`;
    assert.deepEqual(placeIn(log), NPM_CI);
    const { message, cause, exitCode } = explain(SHOP, log);
    assert.deepEqual([cause?.id, exitCode], ['npm-ci-without-lock-file', 1]);
    assert.doesNotMatch(message, /rpc error|frontend/);
  });
});

describe('what CI systems put before each line', () => {
  const prefixes: Readonly<Record<string, (line: string, at: number) => string>> = {
    'GitHub Actions': (line) => `2026-11-24T04:03:15.1234567Z ${line}`,
    'gh run view --log': (line) => `build\tBuild the image\t2026-11-24T04:03:15.1234567Z ${line}`,
    GitLab: (line) => `2026-11-24T04:03:15.123456Z 01O ${line}`,
    Jenkins: (line) => `[2026-11-24T04:03:15.123Z] ${line}`,
    'Cloud Build': (line) => `Step #0 - "build": ${line}`,
    TeamCity: (line) => `[04:03:15] ${line}`,
    'a git server': (line) => `remote: ${line}`,
    colours: (line, at) => `\u001B[${String(31 + (at % 6))}m${line}\u001B[0m`,
    'Windows line ends': (line) => `${line}\r`,
  };
  for (const [name, prefix] of Object.entries(prefixes)) {
    for (const log of [PLAIN, LEGACY]) {
      it(`${name}: ${log.slice(0, 12)}`, () => {
        const prefixed = log.split('\n').map(prefix).join('\n');
        assert.deepEqual(placeIn(prefixed), NPM_CI);
        assert.equal(explain(SHOP, prefixed).cause?.id, 'npm-ci-without-lock-file');
      });
    }
  }

  it('Compose puts the service before the stage, and Bake the target before the message', () => {
    const compose = PLAIN.replaceAll('[build 4/4]', '[web build 4/4]').replace(
      'ERROR: failed to build: ',
      'target web: ',
    );
    assert.deepEqual(placeIn(compose), NPM_CI);
  });
});

describe('a Dockerfile that has changed since', () => {
  it('the instruction has moved', () => {
    const now = SHOP.replace('WORKDIR', 'LABEL a=b\nWORKDIR');
    assert.deepEqual(placeIn(PLAIN, now), { ...NPM_CI, line: 5 });
    assert.match(
      explain(now, PLAIN).notes.join(),
      /another version of the file: the instruction stood in line 5 then/,
    );
    assert.deepEqual(placeIn(LEGACY, now), { ...NPM_CI, line: 5 });
  });

  it('the instruction reads otherwise', () => {
    const now = SHOP.replace('--no-audit', '--ignore-scripts');
    assert.deepEqual(placeIn(PLAIN, now), { ...NPM_CI, certainty: 'likely' });
    assert.match(explain(now, PLAIN).notes.join(), /reads otherwise now/);
  });

  it('another file altogether', () => {
    const { instruction, notes, cause } = explain('FROM alpine:3.20\nLABEL a=b\n', LEGACY);
    assert.equal(instruction, undefined);
    assert.match(notes.join(), /no instruction like "RUN npm ci/);
    assert.equal(cause?.id, 'npm-ci-without-lock-file');
  });

  it('two instructions of one text: the number tells, and without one it is only likely', () => {
    const twice = 'FROM alpine:3.20 AS a\nRUN make\nFROM alpine:3.20 AS b\nRUN make\n';
    const log = (step: string): string =>
      `#5 ${step} RUN make\n#5 0.1 /bin/sh: make: not found\n#5 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 127\n`;
    assert.deepEqual(placeIn(log('[b 2/2]'), twice), {
      line: 3,
      keyword: 'RUN',
      certainty: 'certain',
      stage: { index: 1, name: 'b' },
    });
    const unnumbered = "The command '/bin/sh -c make' returned a non-zero code: 127\n";
    assert.deepEqual(placeIn(unnumbered, twice), {
      line: 1,
      keyword: 'RUN',
      certainty: 'likely',
      stage: { index: 0, name: 'a' },
    });
  });
});

describe('pieces', () => {
  it('lines of a tool alone: the only instruction that calls it', () => {
    const explanation = explain(SHOP, `npm error code EUSAGE\n${OUTPUT}\n`);
    assert.equal(explanation.builder, undefined);
    assert.equal(explanation.cause?.id, 'npm-ci-without-lock-file');
    assert.deepEqual(placeIn(OUTPUT), { ...NPM_CI, certainty: 'likely' });
  });

  it('a build that succeeded, an empty text and noise are no failure', () => {
    for (const log of [
      '',
      '\n\n',
      '#1 DONE 0.0s\n#7 naming to docker.io/library/x done\n',
      'Step 1/1 : FROM alpine:3.20\n ---> 1\nSuccessfully built 1\n',
      '\u0000\u0001'.repeat(500),
    ]) {
      const { instruction, cause } = explain(SHOP, log);
      assert.deepEqual([instruction, cause], [undefined, undefined], log);
    }
  });

  it('a variable that the builder has filled in', () => {
    const file = 'FROM busybox:1.36\nARG NAME=world\nRUN echo hello $NAME; exit 3\n';
    const log =
      '#5 [3/3] RUN echo hello world; exit 3\n#5 0.3 hello world\n#5 ERROR: process "/bin/sh -c echo hello $NAME; exit 3" did not complete successfully: exit code: 3\n';
    const { instruction, cause, log: lines } = explain(file, log);
    assert.deepEqual([instruction?.line, instruction?.certainty, cause], [2, 'certain', undefined]);
    assert.deepEqual(lines, ['hello world']);
  });

  it('a registry that does not answer belongs to the FROM that asks it', () => {
    const log = `#3 [internal] load metadata for docker.io/library/nginx:alpine
#3 ERROR: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/alpine": dial tcp: lookup registry-1.docker.io on 1.2.3.4:53: no such host
------
 > [internal] load metadata for docker.io/library/nginx:alpine:
------
ERROR: failed to solve: nginx:alpine: failed to resolve source metadata for docker.io/library/nginx:alpine: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/alpine": dial tcp: lookup registry-1.docker.io on 1.2.3.4:53: no such host
`;
    const { instruction, cause } = explain(SHOP, log);
    assert.deepEqual([instruction?.line, cause?.id], [6, 'name-not-resolved']);
    assert.match(cause?.happened ?? '', /registry-1\.docker\.io/);
  });
});

describe('what is known beside the log', () => {
  it('the ignore file leaves the source out', () => {
    const file = 'FROM alpine:3.20\nCOPY dist/app.js ./\n';
    const log = buildKitLog(
      file,
      [],
      1,
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/dist/app.js": not found',
    );
    const { cause } = explain(file, log, {
      ignoreFile: { kind: 'present', path: '.dockerignore', text: 'node_modules\ndist\n' },
      context: listedContext({ 'dist/app.js': {} }),
    });
    assert.match(cause?.happened ?? '', /by the line "dist" of \.dockerignore/);
    assert.deepEqual([cause?.rule?.id, cause?.rule?.state], ['no-ignored-source', 'reported']);
  });

  it('a mistyped source, and the rule that reports it', () => {
    const file = 'FROM python:3.13-slim\nCOPY requirments.txt ./\n';
    const log = buildKitLog(
      file,
      [],
      1,
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/requirments.txt": not found',
    );
    const { cause } = explain(file, log, { context: listedContext({ 'requirements.txt': {} }) });
    assert.match(cause?.remedy ?? '', /Write requirements\.txt/);
    assert.deepEqual([cause?.rule?.id, cause?.rule?.state], ['no-missing-source', 'reported']);
    const blind = explain(file, log).cause;
    assert.deepEqual([blind?.rule?.id, blind?.rule?.state], ['no-missing-source', 'unseen']);
    const silenced = explain(file.replace('COPY', '# stagewright ignore=no-missing-source\nCOPY'), log, {
      context: listedContext({ 'requirements.txt': {} }),
    }).cause;
    assert.deepEqual([silenced?.rule?.id, silenced?.rule?.state], ['no-missing-source', 'silenced']);
  });

  it('the lock file is copied further down', () => {
    const file = 'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n';
    const log =
      '#8 [4/5] RUN npm ci\n#8 1.2 npm error The `npm ci` command can only install with an existing package-lock.json or\n#8 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1\n';
    assert.match(explain(file, log).cause?.remedy ?? '', /copied further down/);
  });

  it('a script with Windows line ends in the build context', () => {
    const file = 'FROM alpine:3.20\nCOPY run.sh /run.sh\nRUN /run.sh\n';
    const { cause } = explain(file, buildKitLog(file, ['/bin/sh: /run.sh: not found'], 127), {
      context: listedContext({ 'run.sh': { endsLinesWithCrLf: true } }),
    });
    assert.match(cause?.happened ?? '', /run\.sh has Windows line ends/);
  });
});

describe('bounds', () => {
  it('of a log of 50 MB the end is read, and it is said', () => {
    const noise = '#4 1.234 a line of a chatty build that goes on and on and on\n'.repeat(850_000);
    const { cause, notes } = explain(SHOP, `${noise}${PLAIN}`);
    assert.equal(cause?.id, 'npm-ci-without-lock-file');
    assert.match(notes.join(), /Only the end of the log was read/);
  });

  it('lines without end and lines that look like everything cost no more', () => {
    const long = `${'a '.repeat(2_000_000)}\n${' '.repeat(100_000)}\n${'=> ['.repeat(100_000)}\n`;
    const many =
      `${' > [a 1/2] RUN x:\n'.repeat(2_000)}${'Error: '.repeat(1_000)}\n${"'".repeat(200_000)}\n`.repeat(5);
    assert.equal(explain(SHOP, `${long}${many}${PLAIN}`).cause?.id, 'npm-ci-without-lock-file');
  });
});

describe('secrets', () => {
  it('of the Dockerfile and by their shape are masked, wherever they stand', () => {
    const file =
      'FROM alpine:3.20\nENV API_TOKEN=tr0ub4dor-and-3\nRUN curl https://me:hunter22@example.com/$API_TOKEN\n';
    const log = buildKitLog(
      file,
      [
        '+ curl https://me:hunter22@example.com/tr0ub4dor-and-3',
        'token ghp_0123456789abcdefghijABCDEFGHIJ0123 refused',
        '/bin/sh: curl: not found',
      ],
      127,
    );
    const text = JSON.stringify(explain(file, log));
    assert.doesNotMatch(text, /tr0ub4dor|ghp_0123|hunter22/);
    assert.match(text, /command-not-found/);
  });
});

describe('the forms', () => {
  it('text: 80 columns, the line, the cause, what to do, the rule, the log', () => {
    const file = 'FROM python:3.13-slim\nCOPY requirments.txt ./\n';
    const log = buildKitLog(
      file,
      [],
      1,
      'failed to compute cache key: failed to calculate checksum of ref a::b: "/requirments.txt": not found',
    );
    const text = explanationText(
      explain(file, log, { context: listedContext({ 'requirements.txt': {} }) }),
      'Dockerfile',
      { isColored: false },
    );
    assert.ok(
      text.split('\n').every((line) => line.length <= 80),
      text,
    );
    assert.match(
      text,
      /^Dockerfile:2 {2}COPY requirments\.txt \.\/\nThis instruction failed\. It is in stage 0\.\n/,
    );
    assert.match(text, /^Cause {2}The build context has no requirments\.txt; there is requirements\.txt\.$/m);
    assert.match(text, /^Rule {3}no-missing-source reports it before anything is built \(warning\)/m);
  });

  it('text: nothing steers the terminal', () => {
    const text = explanationText(
      explain(SHOP, PLAIN.replace('EUSAGE', '\u001B]0;x\u0007\u202EEUSAGE')),
      'D\u001B[31m',
      { isColored: false },
    );
    // eslint-disable-next-line no-control-regex -- what must not be there
    assert.doesNotMatch(text, /[\u0000-\u0009\u000B-\u001F\u202E]/u);
  });

  it('Markdown: what comes from the log stays text', () => {
    const evil = 'npm error [x](command:evil) <img src=x> ``` & **bold**';
    const markdown = explanationMarkdown(explain(SHOP, PLAIN.replaceAll(OUTPUT, evil)), 'Dockerfile', {
      linkTo: (line) => `file:///Dockerfile#L${String(line + 1)}`,
      pageOf: () => undefined,
    });
    assert.match(markdown, /\[Dockerfile:5\]\(file:\/\/\/Dockerfile#L5\)/);
    assert.match(markdown, /^````text\n[\s\S]*command:evil[\s\S]*^````$/m);
  });
});

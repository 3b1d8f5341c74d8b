/** Declared probes on a real engine: each kind with what passes and what does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smoke } from './workbench';

const SERVER = `FROM busybox:latest
RUN mkdir /www && echo "it works" > /www/index.html
EXPOSE 8080
HEALTHCHECK CMD test -f /www/index.html
CMD echo listening && exec httpd -f -p 8080 -h /www
`;

const probes = (...texts: readonly string[]): { probes: readonly { text: string; line: undefined }[] } => ({
  probes: texts.map((text) => ({ text, line: undefined })),
});

test('every kind of probe passes where it should', async (t) => {
  const report = await smoke(t, {
    dockerfile: SERVER,
    input: probes(
      'http /index.html 200 on 8080 containing "it works"',
      'http /',
      'http /nowhere 404',
      'tcp 8080',
      'run cat /www/index.html',
      'run false exits 1',
      'log listening',
      'file /www/index.html',
      'health',
    ),
    limits: { stopMs: 1000 },
  });
  assert.equal(report.verdict, 'passed', JSON.stringify(report.probes, null, 1));
  assert.equal(report.probes.length, 9);
  assert.ok(report.run?.readyMs !== undefined);
});

test('every kind of probe fails where it should, with what was seen instead', async (t) => {
  const report = await smoke(t, {
    dockerfile: SERVER,
    input: probes(
      'http / 204',
      'http / containing "something else"',
      'tcp 9999',
      'run cat /nothing',
      'exit 0',
      'log never said',
      'file /nothing',
    ),
    limits: { readyMs: 2000, stopMs: 1000 },
  });
  assert.equal(report.verdict, 'failed');
  assert.deepEqual(
    report.probes.map(({ passed }) => passed),
    Array.from({ length: 7 }, () => false),
  );
  const said = report.probes.map(({ message }) => message).join('\n');
  for (const words of [
    'HTTP 200 instead of 204',
    'without "something else"',
    'Port 9999 takes no connections',
    'ended with exit code 1 instead of 0',
    'still running',
    'does not say "never said"',
    '/nothing is not there',
  ])
    assert.ok(said.includes(words), `${words} in\n${said}`);
});

test('a program that ends is asked for its exit code, and files are looked for in an image without a shell', async (t) => {
  const report = await smoke(t, {
    dockerfile: `FROM busybox:latest AS tools
FROM scratch
COPY --from=tools /bin/busybox /true
COPY --from=tools /etc/passwd /data/users
ENTRYPOINT ["/true", "true"]
`,
    input: probes('exit 0', 'file /data/users'),
  });
  assert.equal(report.verdict, 'passed', JSON.stringify(report.probes));
});

test('the comment above the stage declares probes, and the failure is told at its line', async (t) => {
  const report = await smoke(t, {
    dockerfile: `# stagewright smoke=log hello\n# stagewright smoke=log goodbye\nFROM busybox:latest\nCMD echo hello\n`,
  });
  assert.equal(report.verdict, 'failed');
  assert.deepEqual(
    report.probes.map(({ passed, line }) => [passed, line]),
    [
      [true, 0],
      [false, 1],
    ],
  );
  assert.equal(report.failure?.line, 1);
});

test('a probe that nobody understands ends it before anything is made', async (t) => {
  const report = await smoke(t, { dockerfile: '# stagewright smoke=ping\nFROM busybox:latest\n' });
  assert.equal(report.verdict, 'error');
  assert.equal(report.failure?.line, 0);
  assert.match(report.summary, /The probe "ping" is none of: http /u);
  assert.deepEqual(report.cleanup.removed, []);
});

test('a port that does not answer is told by where the container listens', async (t) => {
  const file = (command: string): string => `FROM busybox:latest\nEXPOSE 8080\nCMD ${command}\n`;
  const limits = { readyMs: 1500, stopMs: 1000 };
  for (const [command, said] of [
    ['["httpd", "-f", "-p", "127.0.0.1:8080"]', /did not answer within .*: .*loopback address only/],
    ['["httpd", "-f", "-p", "3000"]', /: the container listens at port 3000 instead/],
    ['["sleep", "100"]', /: nothing in the container listens/],
  ] as const) {
    const report = await smoke(t, { dockerfile: file(command), limits });
    assert.equal(report.verdict, 'failed');
    assert.match(report.probes[0]?.message ?? '', said);
  }
});

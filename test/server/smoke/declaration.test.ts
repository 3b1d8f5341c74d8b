import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../server/src/core/index';
import { readDeclaration } from '../../../server/src/smoke/probes/declaration';
import { smokeStages } from '../../../server/src/smoke/index';

describe('a probe as users write it', () => {
  const http = {
    kind: 'http',
    method: 'GET',
    path: '/',
    status: undefined,
    port: undefined,
    containing: undefined,
  };
  for (const [text, expected] of [
    ['http /', http],
    ['http HEAD /a?b=c 204', { ...http, method: 'HEAD', path: '/a?b=c', status: 204 }],
    ['HTTP GET / on 8080', { ...http, port: 8080 }],
    [
      'http / 200 on 80 containing "hello world"',
      { ...http, status: 200, port: 80, containing: 'hello world' },
    ],
    ['http / containing it works', { ...http, containing: 'it works' }],
    ['tcp 5432', { kind: 'tcp', port: 5432 }],
    ['run node --version', { kind: 'command', words: ['node', '--version'], exitCode: 0 }],
    ['run sh -c "exit 3" exits 3', { kind: 'command', words: ['sh', '-c', 'exit 3'], exitCode: 3 }],
    ['exit 0', { kind: 'exit', exitCode: 0 }],
    ['log listening on', { kind: 'log', text: 'listening on' }],
    ['file /app/main', { kind: 'file', path: '/app/main' }],
    [' health ', { kind: 'health' }],
  ] as const)
    it(`"${text}"`, () => {
      assert.deepEqual(readDeclaration(text), { kind: 'read', declaration: expected });
    });

  for (const text of [
    '',
    'ping',
    'http healthz',
    'http / 99',
    'http / on 0',
    'http / on 70000',
    'http / 200 surplus',
    'http / containing',
    'tcp',
    'tcp five',
    'run',
    'run --privileged sh',
    'run x exits 999',
    'exit',
    'log',
    'file main',
    'health now',
  ])
    it(`"${text}" is none, and the answer names the forms`, () => {
      const reading = readDeclaration(text);
      assert.ok(reading.kind === 'problem' && reading.message.includes('tcp PORT'), JSON.stringify(reading));
    });
});

describe('probes above a stage', () => {
  it('stand in the comments right above its FROM', () => {
    const text =
      '# stagewright smoke=health\n\nFROM a\n# The server.\n# stagewright smoke=http /healthz 200\n#stagewright smoke = file /x\nFROM b\n';
    assert.deepEqual(
      smokeStages(analyze(text)).map(({ probes }) => probes),
      [
        [],
        [
          { text: 'http /healthz 200', line: 4 },
          { text: 'file /x', line: 5 },
        ],
      ],
    );
  });
});

/** What a container ran into is told otherwise than what a build did. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../server/src/core';
import { causeFinder } from '../../../../server/src/smoke/index';

/** The last line of the file failed. */
function cause(
  lines: readonly string[],
  { message = 'The container ended with exit code 1.', log = [] as readonly string[] },
): { readonly id: string; readonly happened: string; readonly remedy: string } {
  const found = causeFinder(analyze(`${lines.join('\n')}\n`))({ line: lines.length - 1, message, log });
  assert.ok(found !== undefined);
  return found;
}

describe('the cause of what a container ran into', () => {
  it('is a missing interpreter where the kernel does not find what the file names', () => {
    const found = cause(['FROM busybox:1.36', 'COPY --chmod=755 run.sh /run.sh', 'ENTRYPOINT ["/run.sh"]'], {
      log: ['exec /run.sh: no such file or directory'],
    });
    assert.equal(found.id, 'no-interpreter');
    assert.match(found.happened, /\/run\.sh is there/);
    assert.match(found.remedy, /LF, not CRLF/);
  });

  it('is a check that asks elsewhere, where nothing answers a health check', () => {
    const found = cause(['FROM a', 'CMD ["x"]', 'HEALTHCHECK CMD wget http://127.0.0.1:8080/'], {
      message: "The health check did not pass (it last said: can't connect: Connection refused).",
    });
    assert.equal(found.id, 'no-connection');
    assert.match(found.remedy, /--start-period/);
    assert.doesNotMatch(found.remedy, /build/);
  });

  it('is that the container runs alone, where a program wants another service', () => {
    const start = ['FROM node:22', 'CMD ["node", "server.js"]'];
    for (const log of ['Error: connect ECONNREFUSED 127.0.0.1:5432', 'Error: getaddrinfo ENOTFOUND db']) {
      const found = cause(start, { log: [log] });
      assert.match(found.remedy, /runs the container alone/, log);
    }
    const build = cause(['FROM node:22', 'RUN node migrate.js'], {
      log: ['connect ECONNREFUSED 127.0.0.1:5432'],
    });
    assert.match(build.remedy, /while an image is built/);
  });

  it('is the memory of the container, where the program was killed', () => {
    const found = cause(['FROM a', 'CMD ["x"]'], { message: 'The container ended with exit code: 137' });
    assert.equal(found.id, 'killed');
    assert.match(found.remedy, /gives the container/);
  });
});

describe('the cause of a RUN with a secret', () => {
  const text = 'FROM a\nRUN --mount=type=secret,id=token test -s /run/secrets/token\n';
  const failure = { line: 1, message: 'the command did not complete successfully: exit code: 1', log: [] };

  it('is that the build was not given it, whatever the command says', () => {
    assert.match(causeFinder(analyze(text))(failure)?.happened ?? '', /secret token/);
    assert.equal(causeFinder(analyze(text), { secrets: ['token'], ssh: [] })(failure), undefined);
    const optional = text.replace('id=token', 'id=token,required=false');
    assert.equal(causeFinder(analyze(optional))(failure), undefined);
  });

  it('or the agent', () => {
    const ssh = analyze(text.replace('type=secret,id=token', 'type=ssh'));
    assert.match(causeFinder(ssh)(failure)?.remedy ?? '', /--ssh default/);
    assert.equal(causeFinder(ssh, { secrets: [], ssh: ['default=key'] })(failure), undefined);
  });
});

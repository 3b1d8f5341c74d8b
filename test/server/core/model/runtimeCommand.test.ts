import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../server/src/core';
import { runtimePurpose } from '../../../../server/src/core/model/runtimeCommand';

function purpose(...lines: readonly string[]): string {
  const stage = analyze(['FROM debian:12', ...lines, ''].join('\n')).facts.stages[0];
  assert.ok(stage !== undefined);
  return runtimePurpose(stage);
}

describe('the purpose of what an image runs', () => {
  it('is to work in it, where it waits for what a person types', () => {
    for (const prompt of [
      '["bash"]',
      '["ghci"]',
      '["python3"]',
      '["node"]',
      '["iex"]',
      '["tail", "-f", "/dev/null"]',
    ])
      assert.equal(purpose(`CMD ${prompt}`), 'works', prompt);
    for (const program of ['["python3", "app.py"]', '["node", "server.js"]', '["bash", "run.sh"]'])
      assert.equal(purpose(`CMD ${program}`), 'runs', program);
  });

  it('is to build, where CMD does behind the script that starts it', () => {
    assert.equal(purpose('ENTRYPOINT ["/usr/local/bin/mvn-entrypoint.sh"]', 'CMD ["mvn"]'), 'builds');
    assert.equal(purpose('ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["npm", "start"]'), 'runs');
    assert.equal(purpose('ENTRYPOINT ["/app/server"]', 'CMD ["mvn"]'), 'runs');
  });

  it('is unset where nothing is said', () => {
    assert.equal(purpose('RUN true'), 'unset');
  });
});

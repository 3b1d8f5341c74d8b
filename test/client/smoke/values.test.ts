/** What a build is given, between what it needs and what is remembered. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeValue, givenValues, needsOf } from '../../../client/src/smoke/neededValues';
import { type RememberedValue, ValueMemory } from '../../../client/src/smoke/rememberedValues';
import { nameProblem, suggestedName } from '../../../client/src/smoke/imageNames';

const NEEDS = needsOf({
  arguments: [
    { name: 'VERSION', line: 1, isSecret: false },
    { name: 'API_TOKEN', line: 2, isSecret: true },
  ],
  secrets: [{ id: 'npmrc', line: 3, isRequired: true }],
  ssh: [{ id: 'default', line: 4, isRequired: false }],
});

describe('what a build needs', () => {
  it('hides what is a secret while it is typed', () => {
    assert.deepEqual(
      NEEDS.map(({ key, isHidden }) => [key, isHidden]),
      [
        ['argument VERSION', false],
        ['argument API_TOKEN', true],
        ['secret npmrc', true],
        ['ssh default', false],
      ],
    );
  });

  it('is given as the engine takes it', () => {
    const known: Record<string, RememberedValue> = {
      'argument VERSION': { kind: 'value', value: '1.2' },
      'argument API_TOKEN': { kind: 'none' },
      'secret npmrc': { kind: 'file', path: '/home/me/.npmrc' },
      'ssh default': { kind: 'value', value: '' },
      'argument OLD': { kind: 'value', value: 'no longer needed' },
    };
    assert.deepEqual(givenValues(NEEDS, known), {
      arguments: { VERSION: '1.2' },
      secrets: [{ kind: 'file', id: 'npmrc', path: '/home/me/.npmrc' }],
      ssh: ['default'],
    });
  });

  it('is left out where nothing is remembered', () => {
    assert.deepEqual(givenValues(NEEDS, {}), { arguments: {}, secrets: [], ssh: [] });
  });

  it('is described without its value', () => {
    assert.equal(describeValue({ kind: 'value', value: 'hunter22' }), 'a value');
  });
});

/** The editor's storages in memory. */
function storages(): {
  readonly secrets: Map<string, string>;
  readonly state: Map<string, unknown>;
  readonly memory: ValueMemory;
} {
  const secrets = new Map<string, string>();
  const state = new Map<string, unknown>();
  type Given = ConstructorParameters<typeof ValueMemory>;
  const storage = {
    get: (key: string) => Promise.resolve(secrets.get(key)),
    store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
    delete: (key: string) => Promise.resolve(void secrets.delete(key)),
  };
  const memento = {
    get: (key: string, otherwise: unknown) => state.get(key) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
  };
  // The storages of the editor can do more than is asked of them here.
  const memory = new ValueMemory(storage as unknown as Given[0], memento as unknown as Given[1]);
  return { secrets, state, memory };
}

describe('what was answered', () => {
  const uri = 'file:///shop/Dockerfile';

  it('lies in the secret storage and nowhere else, arguments too', async () => {
    const { secrets, state, memory } = storages();
    await memory.remember(uri, { 'argument VERSION': { kind: 'value', value: 'hunter22' } });
    assert.deepEqual(await memory.of(uri), { 'argument VERSION': { kind: 'value', value: 'hunter22' } });
    assert.match([...secrets.values()].join(), /hunter22/u);
    assert.doesNotMatch(JSON.stringify([...state]), /hunter22/u);
    assert.deepEqual(memory.documents, [uri]);
  });

  it('is added to, and forgotten one by one', async () => {
    const { secrets, memory } = storages();
    await memory.remember(uri, { 'secret a': { kind: 'none' } });
    await memory.remember(uri, { 'secret b': { kind: 'file', path: '/b' } });
    await memory.forget(uri, ['secret a']);
    assert.deepEqual(await memory.of(uri), { 'secret b': { kind: 'file', path: '/b' } });
    await memory.forget(uri, ['secret b']);
    assert.equal(secrets.size, 0);
    assert.deepEqual(memory.documents, []);
  });

  it('that cannot be read is as if it had not been given', async () => {
    const { secrets, memory } = storages();
    for (const broken of ['{', '[]', '{"secret a":{"kind":"value"}}', '7']) {
      secrets.set(`stagewright.smokeValues ${uri}`, broken);
      assert.deepEqual(await memory.of(uri), {}, broken);
    }
  });
});

describe('the name of a kept image', () => {
  it('is suggested from the folder and the stage', () => {
    assert.equal(suggestedName('shop/Dockerfile', 'web', 'w'), 'shop-web:smoke');
    assert.equal(suggestedName('Dockerfile', undefined, 'My Shop'), 'my-shop:smoke');
    assert.equal(suggestedName('Dockerfile', undefined, undefined), 'image:smoke');
    assert.equal(suggestedName('…/Dockerfile', undefined, undefined), 'image:smoke');
  });

  for (const name of ['shop', 'shop:1.2-RC', 'registry.example:5000/team/shop_a:x', 'a__b/c-d'])
    it(`can be ${name}`, () => {
      assert.equal(nameProblem(name), undefined);
    });

  for (const name of ['', 'Shop', '-x', 'a b', 'a:b:c', 'a/', 'a@sha256:1', '--all', 'a:-b'])
    it(`cannot be “${name}”`, () => {
      assert.notEqual(nameProblem(name), undefined);
    });
});

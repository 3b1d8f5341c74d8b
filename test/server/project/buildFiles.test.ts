/** What Compose files, Bake files and dev containers say of a Dockerfile. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { found } from './projectFiles';

interface Told {
  readonly context: string;
  readonly targets: readonly string[];
  readonly args: Readonly<Record<string, string | undefined>>;
  readonly contexts: Readonly<Record<string, string | undefined>>;
}

function told(dockerfile: string, files: Readonly<Record<string, string>>): Told {
  const build = found(dockerfile, { [dockerfile]: '', ...files });
  return {
    context: build.context,
    targets: build.targets,
    args: Object.fromEntries(build.buildArguments),
    contexts: Object.fromEntries(build.namedContexts),
  };
}

const NOTHING = { targets: [], args: {}, contexts: {} };

describe('a Compose file', () => {
  it('says context, target, arguments and named contexts', () => {
    const compose = `
services:
  web:
    build:
      context: .
      dockerfile: docker/Dockerfile
      target: prod
      args: {VERSION: 1.2, DEBUG: false}
      additional_contexts:
        - shared=../shared
        - base=docker-image://alpine
  worker:
    build:
      context: ./
      dockerfile: ./docker/Dockerfile
      target: worker
      args: [VERSION=1.2, OTHER=1]
  db: {image: postgres}
`;
    assert.deepEqual(told('/work/docker/Dockerfile', { '/work/docker-compose.yml': compose }), {
      context: '/work',
      targets: ['prod', 'worker'],
      args: { VERSION: '1.2', DEBUG: undefined, OTHER: undefined },
      contexts: { shared: '/shared', base: 'docker-image://alpine' },
    });
  });

  it('has a short form, and a Dockerfile of its own that belongs to nobody', () => {
    const files = {
      '/work/compose.yaml':
        'services:\n  a: {build: ./a}\n  b: {build: {context: ./a, dockerfile_inline: "FROM x", target: t}}\n',
    };
    assert.deepEqual(told('/work/a/Dockerfile', files), { ...NOTHING, context: '/work/a' });
  });

  it('is laid over the main one of its folder', () => {
    const files = {
      '/work/compose.yml': 'services: {api: {build: {context: api, dockerfile: dev.Dockerfile}}}',
      '/work/compose.override.yml': 'services: {api: {build: {target: dev}}}',
    };
    assert.deepEqual(told('/work/api/dev.Dockerfile', files), {
      ...NOTHING,
      context: '/work/api',
      targets: ['dev'],
    });
  });

  it('knows anchors, merge keys and defaults of the environment, and what it does not know it leaves open', () => {
    const compose = `
x-build: &build
  context: \${ROOT:-.}
  args: {A: "\${A:-1}", B: "\${B}", C: "$$x", D: }
services:
  one: {build: {<<: *build, target: "\${TARGET:-dev}"}}
  two: {build: {<<: *build, target: "\${TARGET}"}}
  three: {build: {context: "\${UNKNOWN}", target: t3}}
  four: {build: {context: "https://github.com/a/b.git", target: t4}}
`;
    assert.deepEqual(told('/work/Dockerfile', { '/work/docker-compose.yaml': compose }), {
      context: '/work',
      targets: ['dev'],
      args: { A: '1', B: undefined, C: '$x', D: undefined },
      contexts: {},
    });
  });

  it('may be broken', () => {
    for (const text of ['services: [', 'services: 3', '- a', '', 'services: {a: {build: 3}}'])
      assert.deepEqual(told('/work/Dockerfile', { '/work/compose.yaml': text }), {
        ...NOTHING,
        context: '/work',
      });
  });
});

describe('a Bake file', () => {
  it('in JSON is read in full', () => {
    const bake = JSON.stringify({
      variable: { TAG: { default: 'v1' } },
      group: { default: { targets: ['app'] } },
      target: {
        _common: { context: '..', args: { A: '1', TAG: '${TAG}', X: '${UNKNOWN}' } },
        app: {
          inherits: ['_common'],
          dockerfile: 'bake/Dockerfile',
          target: 'prod',
          contexts: { deps: 'target:deps' },
          args: { A: '2' },
        },
        deps: { 'dockerfile-inline': 'FROM scratch', context: '..' },
      },
    });
    assert.deepEqual(told('/work/bake/Dockerfile', { '/work/bake/docker-bake.json': bake }), {
      context: '/work',
      targets: ['prod'],
      args: { A: '2', TAG: 'v1', X: undefined },
      contexts: { deps: undefined },
    });
  });

  it('in HCL is read as far as literals, variables and inheritance go', () => {
    const bake = `
# what is built
variable "VERSION" { default = "1.2" }
variable "IMAGE" {
  type = string
  default = "app-\${VERSION}"
}
variable "CI" { default = null }
function "tag" { params = [name]  result = ["\${name}:latest"] }
group "default" { targets = ["app", "dev"] }
target "_base" {
  context    = "."   // the root
  dockerfile = "docker/Dockerfile"
  args = {
    IMAGE  = IMAGE
    COUNT  = 3
    STRICT = true
    TAGS   = join(",", ["a", "b"])
    LEVEL  = CI == "" ? "a" : "b"
    "a.b"  = "c"
  }
  contexts = { shared = "../shared" }
  tags = tag("x")
  labels = { "a" = <<EOT
not } this
EOT
  }
}
target "app" {
  inherits = ["_base"]
  target   = "prod"
  platforms = [for p in ["a", "b"] : "linux/\${p}"]
  contexts = { base = "docker-image://alpine" }
}
target "dev" {
  inherits = ["_base"]
  target   = "dev"
}
`;
    assert.deepEqual(told('/work/docker/Dockerfile', { '/work/docker-bake.hcl': bake }), {
      context: '/work',
      targets: ['prod', 'dev'],
      args: { IMAGE: 'app-1.2', COUNT: '3', STRICT: 'true', 'a.b': 'c', LEVEL: undefined, TAGS: undefined },
      contexts: { shared: '/shared', base: 'docker-image://alpine' },
    });
  });

  it('may be broken, or go in circles', () => {
    for (const text of [
      'target "a" {',
      'target "a" { inherits = ["a"] }',
      '}}}',
      'target {',
      'a = "${',
      '"'.repeat(99),
      '<<EOT\n',
    ])
      assert.deepEqual(told('/work/Dockerfile', { '/work/docker-bake.hcl': text }), {
        ...NOTHING,
        context: '/work',
      });
    assert.equal(told('/work/Dockerfile', { '/work/docker-bake.json': '{' }).context, '/work');
  });
});

describe('a dev container', () => {
  it('says where its Dockerfile is built, with comments in its JSON', () => {
    const container = `// our container
{
  "name": "a, b", /* name */
  "build": {
    "dockerfile": "Dockerfile",
    "context": "..", // the root
    "target": "dev",
    "args": { "NODE": "20", "USER": "\${localEnv:USER}", },
  },
}`;
    assert.deepEqual(
      told('/work/.devcontainer/Dockerfile', { '/work/.devcontainer/devcontainer.json': container }),
      {
        context: '/work',
        targets: ['dev'],
        args: { NODE: '20', USER: undefined },
        contexts: {},
      },
    );
  });

  it('has an older form, and another place', () => {
    const files = { '/work/.devcontainer.json': '{"dockerFile": "web/Dockerfile", "context": "."}' };
    assert.deepEqual(told('/work/web/Dockerfile', files), { ...NOTHING, context: '/work' });
    const image = { '/work/.devcontainer.json': '{"image": "alpine", "dockerComposeFile": "x.yml"}' };
    assert.deepEqual(told('/work/Dockerfile', image), { ...NOTHING, context: '/work' });
  });
});

/** Where the builds of real project shapes put their results, read from their own configuration. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listedContext } from '../../../../../server/src/core';
import { buildOutputs } from '../../../../../server/src/core/model/javascript/buildOutputs';
import { parseShell } from '../../../../../server/src/core/shell/parse';

type Files = Readonly<Record<string, string>>;

function outputs(files: Files, commands = 'npm run build', path = ''): readonly string[] {
  const texts = Object.entries(files).map(([name, text]) => [name, { text }] as const);
  const context = listedContext(Object.fromEntries(texts));
  const found = buildOutputs(parseShell(commands).commands, { context, path });
  const told = found.outputs.map(
    (output) => `${output.holds} ${output.path} (${output.saidBy ?? output.tool})`,
  );
  return found.isComplete ? told : [...told, '…'];
}

function scripts(build: string, more: object = {}): string {
  return JSON.stringify({ name: 'app', scripts: { build }, ...more });
}

describe('the output of a front end', () => {
  it('is what the tool does by itself, or what its configuration says', () => {
    const vite = { 'package.json': scripts('vite build') };
    assert.deepEqual(outputs(vite), ['site dist (vite)']);
    const configured = `import { defineConfig } from 'vite'
// outDir: 'not/this'
export default defineConfig(({ mode }) => ({
  plugins: [react()],
  build: { outDir: "public/app", sourcemap: true },
}))`;
    assert.deepEqual(outputs({ ...vite, 'vite.config.ts': configured }), [
      'site public/app (vite.config.ts)',
    ]);
    assert.deepEqual(outputs({ 'package.json': scripts('vite build --outDir www') }), ['site www (vite)']);
    assert.deepEqual(outputs({ 'package.json': scripts('react-scripts build') }), [
      'site build (react-scripts)',
    ]);
    assert.deepEqual(outputs({ 'package.json': scripts('BUILD_PATH=out react-scripts build') }), [
      'site out (react-scripts)',
    ]);
    assert.deepEqual(
      outputs({
        'package.json': scripts('vue-cli-service build'),
        'vue.config.js': "module.exports = { outputDir: path.resolve(__dirname, 'server', 'public') };",
      }),
      ['site server/public (vue.config.js)'],
    );
    assert.deepEqual(outputs({ 'package.json': scripts('astro check && astro build') }), [
      'site dist (astro)',
    ]);
    assert.deepEqual(
      outputs({
        'package.json': scripts('astro build'),
        'astro.config.mjs':
          "export default defineConfig({ output: 'server', adapter: node({ mode: 'standalone' }) });",
      }),
      ['program dist (astro.config.mjs)'],
    );
  });

  it('is not known where the configuration works it out', () => {
    const build = { 'package.json': scripts('vite build') };
    for (const config of [
      'export default { build: { outDir } }',
      'export default { build: { outDir: process.env.OUT } }',
      'export default { build: { outDir: `${base}/dist` } }',
      "export default { root: 'web', build: { outDir: 'dist' } }",
      "const a = { build: { outDir: 'x' } }; const b = { build: { outDir: 'y' } };",
    ])
      assert.deepEqual(outputs({ ...build, 'vite.config.js': config }), ['…'], config);
    assert.deepEqual(outputs({ 'package.json': scripts('node build.mjs') }), ['…']);
    assert.deepEqual(outputs({ 'src/index.js': '' }), ['…']);
  });

  it('of Angular has a folder of its own for the browser since the application builder', () => {
    const angular = (builder: string, options: object): Files => ({
      'package.json': scripts('ng build'),
      'angular.json': JSON.stringify({ projects: { shop: { architect: { build: { builder, options } } } } }),
    });
    assert.deepEqual(outputs(angular('@angular-devkit/build-angular:browser', { outputPath: 'dist/shop' })), [
      'site dist/shop (angular.json)',
    ]);
    assert.deepEqual(outputs(angular('@angular/build:application', {})), [
      'site dist/shop/browser (angular.json)',
    ]);
    assert.deepEqual(
      outputs(angular('@angular/build:application', { outputPath: { base: 'out', browser: '' } })),
      ['site out (angular.json)'],
    );
    assert.deepEqual(outputs(angular('@nx/webpack:webpack', { outputPath: 'dist' })), ['…']);
  });

  it('of Next depends on what it is to be', () => {
    const next = (config: string): Files => ({
      'package.json': scripts('next build'),
      'next.config.mjs': config,
    });
    assert.deepEqual(outputs(next('export default {}')), ['program .next (next.config.mjs)']);
    assert.deepEqual(outputs(next("export default { output: 'standalone' }")), [
      'standalone .next (next.config.mjs)',
    ]);
    assert.deepEqual(outputs(next("module.exports = { output: 'export' }")), ['site out (next.config.mjs)']);
    assert.deepEqual(outputs(next("module.exports = { output: mode, distDir: 'build' }")), ['…']);
  });

  it('of SvelteKit lies where its adapter puts it', () => {
    const svelte = (adapter: string): Files => ({
      'package.json': scripts('vite build', { devDependencies: { '@sveltejs/kit': '^2.0.0' } }),
      'svelte.config.js': `import adapter from '@sveltejs/adapter-${adapter}';\nexport default { kit: { adapter: adapter() } };`,
    });
    assert.deepEqual(outputs(svelte('node')), ['program build (svelte.config.js)']);
    assert.deepEqual(outputs(svelte('static')), ['site build (svelte.config.js)']);
    assert.deepEqual(outputs(svelte('auto')), ['…']);
  });
});

describe('the output of TypeScript', () => {
  it('is outDir, with comments around it and by the files that are extended', () => {
    const config = '{\n  // where it goes\n  "compilerOptions": { "outDir": "./lib", },\n}';
    assert.deepEqual(outputs({ 'package.json': scripts('tsc'), 'tsconfig.json': config }), [
      'program lib (tsconfig.json)',
    ]);
    assert.deepEqual(
      outputs({
        'package.json': scripts('rimraf dist && tsc -p tsconfig.build.json'),
        'tsconfig.build.json': '{"extends": "./config/base"}',
        'config/base.json': '{"compilerOptions": {"outDir": "../dist"}}',
      }),
      ['program dist (config/base.json)'],
    );
    assert.deepEqual(
      outputs({
        'package.json': scripts('nest build'),
        'tsconfig.json': '{"compilerOptions": {"outDir": "./dist"}}',
        'tsconfig.build.json': '{"extends": "./tsconfig.json"}',
      }),
      ['program dist (tsconfig.json)'],
    );
    assert.deepEqual(outputs({ 'package.json': scripts('tsc'), 'tsconfig.json': '{}' }), ['…']);
  });

  it('is nothing where it only checks', () => {
    assert.deepEqual(
      outputs({
        'package.json': scripts('tsc -b && vite build'),
        'tsconfig.json': '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
        'tsconfig.app.json': '{"compilerOptions": {"noEmit": true}}',
      }),
      ['site dist (vite)'],
    );
    assert.deepEqual(
      outputs({ 'package.json': scripts('tsc --noEmit && esbuild a.ts --outfile=out/a.js') }),
      ['files out/a.js (esbuild)'],
    );
  });
});

describe('scripts that call scripts', () => {
  it('are followed, with what runs before and after', () => {
    const text = JSON.stringify({
      scripts: {
        prebuild: 'rimraf dist',
        build: 'npm run build:client && yarn build:server',
        'build:client': 'cross-env NODE_ENV=production webpack --output-path public',
        'build:server': 'run-s compile',
        compile: 'tsc --outDir dist',
        postbuild: 'cp -r views dist/views',
      },
    });
    assert.deepEqual(outputs({ 'package.json': text }), ['files public (webpack)', 'program dist (tsc)']);
  });

  it('are followed into other folders', () => {
    const files = {
      'package.json': scripts('cd client && npm run build'),
      'client/package.json': scripts('vite build'),
    };
    assert.deepEqual(outputs(files), ['site client/dist (vite)']);
    assert.deepEqual(outputs(files, 'cd client && npm run build'), ['site client/dist (vite)']);
    assert.deepEqual(outputs(files, 'npm --prefix client run build'), ['site client/dist (vite)']);
    assert.deepEqual(outputs(files, 'npm run build', 'client'), ['site dist (vite)']);
  });

  it('that copy elsewhere or start what is not known may write more', () => {
    assert.deepEqual(outputs({ 'package.json': scripts('tsc --outDir dist && cp -r views /srv/views') }), [
      'program dist (tsc)',
      '…',
    ]);
    assert.deepEqual(outputs({ 'package.json': scripts('turbo run build') }), ['…']);
    assert.deepEqual(outputs({ 'package.json': scripts('npm run build') }), ['…']);
  });
});

/**
 * Bundles what is shipped, and refuses a bundle that outgrew its budget or a browser bundle that needs Node.
 *
 * Usage: node server/tools/bundle.mjs [--watch] [--outdir DIR] [NAME…]
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { openDoors, optionsInParts } from './bundleParts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What every bundle is made with. The `module` field comes first, because ES modules can be tree-shaken. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  // The licences of what is bundled are told in one file of their own.
  legalComments: 'none',
  logLevel: 'silent',
  write: true,
};
const forNode = { platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };
const forWorker = { platform: 'browser', target: 'es2022', mainFields: ['browser', 'module', 'main'] };

/** What libraries ask for and the server does not need to start: each of these takes some milliseconds to load. */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    const namespace = 'lazy-builtin';
    build.onResolve({ filter: /^(?:child_process|crypto|net)$/ }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => require('node:${path}')[name] });`,
    }));
  },
};

/**
 * Lessons and examples are a quarter of the server's text, and nobody asks for them until a hover does. In a function that has
 * not run they are no part of the compiled code, which every start reads as a whole.
 */
const lazyDocs = {
  name: 'lazy-docs',
  setup(build) {
    build.onLoad({ filter: /[\\/]core[\\/]rules[\\/][\w-]+[\\/][\w-]+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/^ {2}docs: (\{[^]*?^ {2}\}),$/m, '  get docs() { return $1; },');
      return contents === text
        ? { errors: [{ text: `${path} has no docs that could be made lazy` }] }
        : { contents, loader: 'ts' };
    });
  },
};

/**
 * `budget` is the largest size in bytes that the bundle may have; raise it on purpose, in the commit that needs it.
 * `external` names what the host provides. `parts` are files of their own that the bundle loads when they are needed first, and
 * what is named by `keepsOut` may only lie in them;
 * `needs` names the entries of other parts that a part loads as well.
 */
export const bundles = [
  {
    name: 'client.js',
    entry: 'client/src/node/extension.ts',
    budget: 520_000,
    external: ['vscode'],
    options: forNode,
  },
  {
    name: 'server.js',
    entry: 'server/src/node/start.ts',
    budget: 10_000,
    external: [],
    options: forNode,
  },
  {
    name: 'server.main.js',
    entry: 'server/src/node/server.ts',
    budget: 1_300_000,
    parts: [
      { name: 'server.asked.js', entry: 'server/src/lsp/asked.ts', budget: 480_000 },
      {
        name: 'server.programs.js',
        entry: 'server/src/node/programs.ts',
        budget: 120_000,
        // Both explain failed builds.
        needs: ['server/src/lsp/asked.ts'],
      },
      { name: 'server.yaml.js', entry: 'server/src/lsp/yaml.ts', budget: 130_000 },
    ],
    // One import of any of these from what a start needs, and every start loads it.
    keepsOut: [
      'node_modules/yaml/',
      'server/src/core/completion/',
      'server/src/core/lesson/',
      'server/src/core/navigation/',
      'server/src/core/refactor/',
      'server/src/smoke/',
    ],
    external: ['./contents.js'],
    options: { ...forNode, plugins: [lazyBuiltins, lazyDocs] },
  },
  {
    name: 'contents.js',
    entry: 'server/src/node/contents.ts',
    budget: 250_000,
    external: [],
    options: forNode,
  },
  {
    name: 'cli.js',
    entry: 'server/src/node/cli.ts',
    budget: 1_700_000,
    external: ['./contents.js'],
    options: forNode,
    program: true,
  },
  {
    name: 'web/client.js',
    entry: 'client/src/browser/extension.ts',
    budget: 450_000,
    external: ['vscode'],
    options: { ...forWorker, format: 'cjs' },
  },
  {
    name: 'web/server.js',
    entry: 'server/src/browser/server.ts',
    budget: 1_800_000,
    external: [],
    options: { ...forWorker, format: 'iife' },
  },
];

/** The options that esbuild gets for one bundle. */
export function esbuildOptions(bundle, outdir) {
  const options = {
    ...shared,
    ...bundle.options,
    entryPoints: [bundle.entry],
    outfile: join(outdir, bundle.name),
    external: bundle.external,
    plugins: [...(bundle.options.plugins ?? []), openDoors],
  };
  return bundle.parts === undefined ? options : optionsInParts(bundle, options, outdir);
}

/**
 * The complaints about one bundle, from what esbuild says of it; none when it may be shipped.
 *
 * @returns {string[]}
 */
export function judge(bundle, metafile) {
  const complaints = [];
  for (const { name, budget } of filesOf(bundle)) {
    const size = outputOf(metafile, name)?.bytes ?? 0;
    if (size > budget) complaints.push(`${name} has ${size} bytes, which is over the budget of ${budget}`);
  }
  const inputs = Object.entries(outputOf(metafile, bundle.name)?.inputs ?? {});
  const main = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : []));
  for (const part of bundle.keepsOut ?? []) {
    const found = main.find((path) => path.includes(part));
    if (found !== undefined) complaints.push(`${found} came back into what every start loads`);
  }
  for (const output of Object.values(metafile.outputs)) {
    for (const { path, external } of output.imports) {
      if (external !== true || bundle.external.includes(path)) continue;
      const isBuiltin = path.startsWith('node:') || builtinModules.includes(path);
      if (!isBuiltin) complaints.push(`${path} is left to be resolved at run time`);
      else if (bundle.options.platform === 'browser') complaints.push(`${path} does not exist in a worker`);
    }
  }
  return complaints;
}

/** The bundle's files: its own, and those of its parts. */
function filesOf(bundle) {
  return [bundle, ...(bundle.parts ?? [])];
}

function outputOf(metafile, name) {
  return Object.entries(metafile.outputs).find(([path]) => path.endsWith(`/${name}`))?.[1];
}

async function bundleOne(bundle, outdir) {
  try {
    const { metafile } = await build(esbuildOptions(bundle, outdir));
    if (bundle.program === true) await chmod(join(outdir, bundle.name), 0o755);
    const complaints = judge(bundle, metafile);
    for (const { name } of filesOf(bundle)) complaints.push(...(await beyondAscii(join(outdir, name))));
    return { bundle, metafile, complaints };
  } catch (error) {
    const messages = error.errors ?? [];
    if (messages.length === 0) throw error;
    return { bundle, complaints: messages.map((message) => describe(message)) };
  }
}

/** One such character, in a pattern say, and the engine keeps the whole text with two bytes a character. */
async function beyondAscii(file) {
  // eslint-disable-next-line no-control-regex -- everything up to DEL is ASCII
  const found = /[^\u0000-\u007f]/.exec(await readFile(file, 'utf8'));
  return found === null ? [] : [`"${found[0]}" is not ASCII; write it as an escape`];
}

function describe({ text, location }) {
  return location ? `${location.file}:${location.line}: ${text}` : text;
}

async function bundleAll(chosen, outdir) {
  const results = await Promise.all(chosen.map((bundle) => bundleOne(bundle, outdir)));
  for (const { bundle, metafile } of results) {
    if (metafile === undefined) continue;
    for (const { name, budget } of filesOf(bundle)) {
      const { bytes } = outputOf(metafile, name);
      const used = `${Math.round((100 * bytes) / budget)} % of ${kilobytes(budget)}`;
      console.log(`${name.padEnd(20)}${kilobytes(bytes).padStart(10)}   ${used}`);
    }
  }
  // The metafiles tell what a bundle is made of: esbuild's analyser reads them.
  const metaFolder = join(root, 'out/bundle');
  for (const { bundle, metafile } of results) {
    if (metafile === undefined) continue;
    const file = join(metaFolder, `${bundle.name}.meta.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(metafile));
  }
  await writeNotices(results, outdir);
  const complaints = results.flatMap(({ bundle, complaints }) =>
    complaints.map((text) => `${bundle.name}: ${text}`),
  );
  for (const complaint of complaints) console.error(complaint);
  return complaints.length === 0;
}

/** Licences ask that their text goes where the code goes. */
async function writeNotices(results, outdir) {
  const folders = new Set();
  for (const { metafile } of results)
    for (const { inputs } of Object.values(metafile?.outputs ?? {}))
      for (const [path, { bytesInOutput }] of Object.entries(inputs))
        if (bytesInOutput > 0 && path.includes('node_modules/')) folders.add(packageFolder(path));
  const notices = await Promise.all([...folders].sort().map(notice));
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

function packageFolder(path) {
  const [, inside] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (inside === undefined) throw new Error(`${path} lies in no package`);
  return inside;
}

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and has no licence file`);
  const text = await readFile(join(root, folder, file), 'utf8');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

async function watch(chosen, outdir) {
  for (const bundle of chosen) {
    const watcher = await context({ ...esbuildOptions(bundle, outdir), logLevel: 'info' });
    await watcher.watch();
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      watch: { type: 'boolean', default: false },
      outdir: { type: 'string', default: join(root, 'dist') },
    },
  });
  const chosen =
    positionals.length === 0 ? bundles : bundles.filter(({ name }) => positionals.includes(name));
  const outdir = resolve(values.outdir);
  if (values.watch) await watch(chosen, outdir);
  else if (!(await bundleAll(chosen, outdir))) process.exitCode = 1;
}

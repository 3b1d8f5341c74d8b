/**
 * Cuts a bundle into a main file and parts that it loads when they are needed first. Every module lies in exactly one of the
 * files: the parts take what they share with the main file from there, so nothing exists twice in a process.
 *
 * esbuild cuts ES modules only, so that is what it makes first; each file then becomes a CommonJS module.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { build as bundleFiles } from 'esbuild';

/** The options of esbuild for a bundle with `parts`; its files are written when esbuild has ended. */
export function optionsInParts(bundle, options, outdir) {
  const entries = [[bundle.name, bundle.entry], ...bundle.parts.map(({ name, entry }) => [name, entry])];
  return {
    ...options,
    outfile: undefined,
    entryPoints: Object.fromEntries(entries.map(([name, entry]) => [name.replace(/\.js$/, ''), entry])),
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    write: false,
    plugins: [...(options.plugins ?? []), needsMain(bundle), inCommonJs(bundle, outdir)],
  };
}

/**
 * A door is a file of nothing but re-exports, and whoever imports one name through it would have everything that lies behind
 * it in the same file. So each importer gets a door of its own, with the names that it takes.
 */
export const openDoors = {
  name: 'open-doors',
  setup(build) {
    build.onResolve({ filter: /(?:^|\/)index$/ }, async ({ path, importer, kind, namespace, resolveDir }) => {
      if (kind !== 'import-statement' || !/\.ts(?:\?|$)/.test(importer)) return undefined;
      const door = resolve(resolveDir, `${path}.ts`);
      const text = namespace === 'door' ? await narrowed(importer) : await readFile(importer, 'utf8');
      const taken = namesTaken(text, path);
      const offered = namesOffered(await readFile(door, 'utf8').catch(() => ''));
      if (taken === undefined || taken.some((name) => !offered.has(name))) return undefined;
      return { path: `${door}?${taken.join('&')}`, namespace: 'door' };
    });
    build.onLoad({ filter: /./, namespace: 'door' }, async ({ path }) => ({
      contents: await narrowed(path),
      loader: 'ts',
      resolveDir: dirname(path.split('?')[0]),
    }));
  },
};

/** What `door?one&other` exports. */
async function narrowed(path) {
  const [door = '', names = ''] = path.split('?');
  const offered = namesOffered(await readFile(door, 'utf8'));
  return names
    .split('&')
    .map((name) => offered.get(name) ?? '')
    .join('\n');
}

/** Without the types; undefined when the file takes all there is. */
function namesTaken(text, path) {
  const quoted = `'${path.replaceAll('.', '\\.')}'`;
  if (new RegExp(`\\*(?: as \\w+)? from ${quoted}`).test(text)) return undefined;
  const statements = text.matchAll(
    new RegExp(`^(?:import|export) (type )?\\{([^}]*)\\} from ${quoted}`, 'gm'),
  );
  const names = [...statements].flatMap(([, type, list]) => (type === undefined ? valuesOf(list) : []));
  return [...new Set(names.map((name) => name.split(' as ')[0]))].sort();
}

/** From each name to the statement that exports it alone. */
function namesOffered(text) {
  const offered = new Map();
  for (const [, list, from] of text.matchAll(/^export \{([^}]*)\} from ('[^']*');$/gm))
    for (const name of valuesOf(list))
      offered.set(name.split(' as ').at(-1), `export { ${name} } from ${from};`);
  return offered;
}

function valuesOf(list) {
  return list.split(',').flatMap((name) => {
    const trimmed = name.trim();
    return trimmed === '' || trimmed.startsWith('type ') ? [] : [trimmed];
  });
}

/** What a part shares with the main file, or with a part that it needs, would otherwise become a file of its own. */
function needsMain({ entry, parts }) {
  return {
    name: 'needs-main',
    setup(build) {
      const inRoot = (path) => resolve(build.initialOptions.absWorkingDir, path);
      const needs = new Map(
        parts.map((part) => [inRoot(part.entry), [entry, ...(part.needs ?? [])].map(inRoot)]),
      );
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const needed = needs.get(path);
        if (needed === undefined) return undefined;
        const lines = needed.map((file) => `import ${JSON.stringify(file)};`);
        return { contents: [await readFile(path, 'utf8'), ...lines, ''].join('\n'), loader: 'ts' };
      });
    },
  };
}

function inCommonJs(bundle, outdir) {
  return {
    name: 'in-common-js',
    setup(build) {
      build.onEnd(async ({ metafile, outputFiles = [], errors }) => {
        if (errors.length > 0) return;
        const { outputs } = metafile;
        const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
        // What a part shares is put beside its entry, which then only points to it: the two become one file.
        const names = new Map();
        const pointers = new Map();
        for (const { name, entry } of [bundle, ...bundle.parts]) {
          const pointer = Object.keys(outputs).find((path) => outputs[path].entryPoint === entry);
          const holder =
            Object.keys(outputs).find((path) => outputs[path].inputs[entry] !== undefined) ?? pointer;
          names.set(basename(holder), name);
          if (holder !== pointer) pointers.set(pointer, basename(holder));
        }
        const written = Object.keys(outputs).filter((path) => !pointers.has(path));
        const stray = written.map((path) => basename(path)).filter((name) => !names.has(name));
        if (stray.length > 0)
          return { errors: [{ text: `two parts share what is in neither: ${stray.join(', ')}` }] };
        for (const [pointer, holder] of pointers) names.set(basename(pointer), names.get(holder));
        metafile.outputs = {};
        await mkdir(outdir, { recursive: true });
        for (const path of written) {
          const name = names.get(basename(path));
          const code = await toCommonJs(name, texts, names);
          await writeFile(join(outdir, name), code);
          metafile.outputs[join(dirname(path), name)] = { ...outputs[path], bytes: code.length };
        }
        return undefined;
      });
    },
  };
}

/** One CommonJS file of all the ES modules that have its name. */
async function toCommonJs(name, texts, names) {
  const own = [...names].flatMap(([file, its]) => (its === name ? [file] : []));
  const { outputFiles } = await bundleFiles({
    stdin: { contents: own.map((file) => `export * from './${file}';`).join('\n') },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    // A part is loaded by `require`: the other way is for ES modules, and ten milliseconds longer when it is used first.
    supported: { 'dynamic-import': false },
    plugins: [
      {
        name: 'made-before',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /./ }, ({ path }) => {
            const file = basename(path);
            if (own.includes(file)) return { path: file, namespace: 'made-before' };
            return { path: names.has(file) ? `./${names.get(file)}` : path, external: true };
          });
          onLoad({ filter: /./, namespace: 'made-before' }, ({ path }) => ({ contents: texts.get(path) }));
        },
      },
    ],
  });
  return outputFiles[0].text;
}

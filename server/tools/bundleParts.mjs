/**
 * Cuts a bundle into a main file and parts that it loads when they are needed first. Every module lies in exactly one of the
 * files: the parts take what they share with the main file from there, so nothing exists twice in a process.
 *
 * esbuild cuts ES modules only, so that is what it makes first; each file then becomes a CommonJS module.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { transform } from 'esbuild';

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
    plugins: [...(options.plugins ?? []), openDoors, needsMain(bundle), inCommonJs(bundle, outdir)],
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

/** What a part shares with the main file would otherwise become a third file that every start loads. */
function needsMain({ entry, parts }) {
  return {
    name: 'needs-main',
    setup(build) {
      const root = build.initialOptions.absWorkingDir;
      const files = new Set(parts.map((part) => resolve(root, part.entry)));
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!files.has(path)) return undefined;
        const contents = `${await readFile(path, 'utf8')}\nimport ${JSON.stringify(resolve(root, entry))};\n`;
        return { contents, loader: 'ts' };
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
        // All of the main file is shared with the parts, so that esbuild puts it beside its entry.
        const main = Object.keys(outputs).find((path) => holds(outputs[path], bundle.entry));
        const entry = Object.keys(outputs).find((path) => outputs[path].entryPoint === bundle.entry);
        const written = Object.keys(outputs).filter((path) => path === main || path !== entry);
        const names = new Map(written.map((path) => [basename(path), basename(path)]));
        names.set(basename(main), bundle.name);
        const known = new Set([bundle.name, ...bundle.parts.map(({ name }) => name)]);
        const stray = [...names.values()].filter((name) => !known.has(name));
        metafile.outputs = {};
        await mkdir(outdir, { recursive: true });
        for (const path of written) {
          const name = names.get(basename(path));
          const { text } = outputFiles.find((file) => basename(file.path) === basename(path));
          const code = await toCommonJs(text, names);
          await writeFile(join(outdir, name), code);
          metafile.outputs[join(dirname(path), name)] = { ...outputs[path], bytes: code.length };
        }
        if (stray.length > 0)
          return {
            errors: [{ text: `two parts of ${bundle.name} share what is in neither: ${stray.join(', ')}` }],
          };
        return undefined;
      });
    },
  };
}

function holds(output, entry) {
  return (output.inputs[entry]?.bytesInOutput ?? 0) > 0;
}

async function toCommonJs(text, names) {
  let renamed = text;
  for (const [before, name] of names) renamed = renamed.replaceAll(`"./${before}"`, `"./${name}"`);
  const { code } = await transform(renamed, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    // A part is loaded by `require`: the other way is for ES modules, and ten milliseconds longer when it is used first.
    supported: { 'dynamic-import': false },
    legalComments: 'none',
  });
  return code;
}

/** What each build tool of JavaScript writes and where, by its own documentation. */
import { optionValue, readArguments, valueAfter } from '../commands/options';
import { angularOutputs } from './angular';
import { settingIn, type Setting } from './literalSettings';
import type { StartedTool } from './packageScripts';
import { manifestOf, readFile, type ProjectFolder } from './projectFolder';
import { compiledTypeScript } from './typescriptOutputs';
import type { ProjectOutput, ToolOutputs } from './projectOutput';

type Reader = (started: StartedTool) => ToolOutputs;

const CODE = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'] as const;

interface Site {
  readonly tool: string;
  readonly holds: ProjectOutput['holds'];
  /** Names of the configuration file, without an ending. */
  readonly files: readonly string[];
  readonly keys: readonly string[];
  readonly usual: string;
  readonly options?: readonly string[];
  /** Undefined for a tool that always builds. */
  readonly verb?: RegExp;
}

/** A tool whose configuration names one folder, and whose command line may name another. */
function reading({ tool, holds, files, keys, usual, options = [], verb }: Site): Reader {
  return ({ tool: { args }, folder }) => {
    if (verb !== undefined && !verb.test(args.find(({ text }) => !text.startsWith('-'))?.value ?? ''))
      return undefined;
    const given = valueAfter(args, options);
    if (given !== undefined) return [{ path: given, holds, tool, saidBy: undefined }];
    const found = configured(folder, files, keys);
    if (found === undefined) return undefined;
    return [{ path: found.value ?? usual, holds, tool, saidBy: found.file }];
  };
}

interface Configured {
  /** Undefined where nothing names another folder than the usual one. */
  readonly value: string | undefined;
  readonly file: string | undefined;
}

/** Undefined when it is not known. */
function configured(
  folder: ProjectFolder,
  names: readonly string[],
  keys: readonly string[],
): Configured | undefined {
  const found = configurationOf(folder, names);
  if (found === 'unknown') return undefined;
  if (found === 'missing') return { value: undefined, file: undefined };
  const setting = settingIn(found.text, ...keys);
  if (setting.kind === 'unclear') return undefined;
  return setting.kind === 'absent'
    ? { value: undefined, file: undefined }
    : { value: setting.value, file: found.name };
}

type Configuration = { readonly name: string; readonly text: string } | 'missing' | 'unknown';

function configurationOf(folder: ProjectFolder, names: readonly string[]): Configuration {
  for (const base of names)
    for (const ending of CODE) {
      const name = base + ending;
      const file = readFile(folder, name);
      if (file.kind === 'text') return { name, text: file.text };
      if (file.kind === 'unknown') return 'unknown';
    }
  return 'missing';
}

function settingOf(configuration: Configuration, ...keys: readonly string[]): Setting {
  if (configuration === 'unknown') return { kind: 'unclear' };
  return configuration === 'missing' ? { kind: 'absent' } : settingIn(configuration.text, ...keys);
}

/** Vite itself, and SvelteKit, which is a plugin of it and puts its result where its adapter says. */
function vite(started: StartedTool): ToolOutputs {
  const { tool, folder } = started;
  const read = readArguments(tool.args, new Set(['--outDir', '--mode', '-m', '--config', '-c', '--base']));
  const [verb, root] = read.operands;
  if (verb?.value !== 'build') return undefined;
  const manifest = manifestOf(folder);
  if (manifest?.versionOf('@sveltejs/kit') !== undefined) return svelteKit(folder);
  const configuration = configurationOf(folder, ['vite.config']);
  const own = settingOf(configuration, 'root');
  // The folder that holds index.html can be another one, and outDir is relative to it.
  if (
    root !== undefined ||
    own.kind !== 'absent' ||
    read.options.some(({ name }) => /^(?:--config|-c|--ssr)$/.test(name))
  )
    return undefined;
  if (settingOf(configuration, 'build', 'ssr').kind !== 'absent') return undefined;
  const given = optionValue(read, '--outDir');
  if (given !== undefined) return [{ path: given, holds: 'site', tool: 'vite', saidBy: undefined }];
  const outDir = settingOf(configuration, 'outDir');
  if (outDir.kind === 'unclear') return undefined;
  const saidBy =
    outDir.kind === 'literal' && typeof configuration === 'object' ? configuration.name : undefined;
  return [{ path: outDir.kind === 'literal' ? outDir.value : 'dist', holds: 'site', tool: 'vite', saidBy }];
}

/** Only adapters whose result is a folder by itself; the automatic one knows hosts and no containers. */
function svelteKit(folder: ProjectFolder): ToolOutputs {
  const configuration = configurationOf(folder, ['svelte.config']);
  if (typeof configuration !== 'object') return undefined;
  const { text, name } = configuration;
  const isNode = /['"]@sveltejs\/adapter-node['"]/.test(text);
  const isStatic = /['"]@sveltejs\/adapter-static['"]/.test(text);
  if (isNode === isStatic) return undefined;
  const out = settingIn(text, isNode ? 'out' : 'pages');
  if (out.kind === 'unclear') return undefined;
  const path = out.kind === 'literal' ? out.value : 'build';
  return [{ path, holds: isNode ? 'program' : 'site', tool: 'svelte-kit', saidBy: name }];
}

function next({ tool, folder }: StartedTool): ToolOutputs {
  if (tool.args.find(({ text }) => !text.startsWith('-'))?.value !== 'build') return undefined;
  const configuration = configurationOf(folder, ['next.config']);
  const folderSetting = settingOf(configuration, 'distDir');
  const output = settingOf(configuration, 'output');
  if (folderSetting.kind === 'unclear' || output.kind === 'unclear') return undefined;
  const saidBy = typeof configuration === 'object' ? configuration.name : undefined;
  const path = folderSetting.kind === 'literal' ? folderSetting.value : '.next';
  if (output.kind === 'literal' && output.value === 'export')
    return [{ path: folderSetting.kind === 'literal' ? path : 'out', holds: 'site', tool: 'next', saidBy }];
  const holds = output.kind === 'literal' && output.value === 'standalone' ? 'standalone' : 'program';
  return [{ path, holds, tool: 'next', saidBy }];
}

/** Nuxt 3 and later; the second version is another program. */
function nuxt({ tool, folder }: StartedTool): ToolOutputs {
  const verb = tool.args.find(({ text }) => !text.startsWith('-'))?.value;
  const version = /\d+/.exec(manifestOf(folder)?.versionOf('nuxt') ?? '')?.[0];
  if (version === undefined || Number(version) < 3) return undefined;
  const configuration = configurationOf(folder, ['nuxt.config']);
  if (settingOf(configuration, 'nitro').kind !== 'absent' || configuration === 'unknown') return undefined;
  switch (verb) {
    case 'build':
      return [{ path: '.output', holds: 'standalone', tool: 'nuxt', saidBy: undefined }];
    case 'generate':
      return [{ path: '.output/public', holds: 'site', tool: 'nuxt', saidBy: undefined }];
    default:
      return undefined;
  }
}

function astro({ tool, folder }: StartedTool): ToolOutputs {
  const verb = tool.args.find(({ text }) => !text.startsWith('-'))?.value;
  if (verb === 'check' || verb === 'sync') return [];
  if (verb !== 'build') return undefined;
  const configuration = configurationOf(folder, ['astro.config']);
  const outDir = settingOf(configuration, 'outDir');
  const adapter = settingOf(configuration, 'adapter');
  if (configuration === 'unknown' || outDir.kind === 'unclear') return undefined;
  const path = outDir.kind === 'literal' ? outDir.value : 'dist';
  const saidBy = typeof configuration === 'object' ? configuration.name : undefined;
  return [{ path, holds: adapter.kind === 'absent' ? 'site' : 'program', tool: 'astro', saidBy }];
}

function reactScripts(started: StartedTool): ToolOutputs {
  const { tool, command, folder } = started;
  if (tool.args.find(({ text }) => !text.startsWith('-'))?.value !== 'build') return undefined;
  const assigned = command.assignments.find(({ name }) => name === 'BUILD_PATH');
  if (assigned !== undefined && assigned.value?.value === undefined) return undefined;
  // An .env file may name another folder, and its settings are often kept out of what is read here.
  const environment = readFile(folder, '.env');
  const named =
    environment.kind === 'text' ? /^\s*BUILD_PATH\s*=\s*(\S+)/m.exec(environment.text)?.[1] : undefined;
  const path = assigned?.value?.value ?? named ?? 'build';
  return [{ path, holds: 'site', tool: 'react-scripts', saidBy: named === undefined ? undefined : '.env' }];
}

/** A folder or a file by an option; the folder of several is not looked for. */
function byOption(tool: string, options: readonly string[], usual?: string, isFile = false): Reader {
  return ({ tool: { args } }) => {
    const given = valueAfter(args, options);
    const path = given ?? (isFile ? undefined : usual);
    return path === undefined ? undefined : [{ path, holds: 'program', tool, saidBy: undefined }];
  };
}

function esbuild({ tool: { args } }: StartedTool): ToolOutputs {
  const path = valueAfter(args, ['--outdir', '--outfile']);
  return path === undefined ? undefined : [{ path, holds: 'files', tool: 'esbuild', saidBy: undefined }];
}

function vitepress({ tool: { args } }: StartedTool): ToolOutputs {
  const [verb, folder = '.'] = args.filter(({ text }) => !text.startsWith('-')).map(({ value }) => value);
  if (verb !== 'build') return undefined;
  return [{ path: `${folder}/.vitepress/dist`, holds: 'site', tool: 'vitepress', saidBy: undefined }];
}

function nest(started: StartedTool): ToolOutputs {
  if (started.tool.args.find(({ text }) => !text.startsWith('-'))?.value !== 'build') return undefined;
  const own = readFile(started.folder, 'tsconfig.build.json');
  if (own.kind === 'unknown') return undefined;
  const project = own.kind === 'text' ? 'tsconfig.build.json' : 'tsconfig.json';
  return compiledTypeScript(started.folder, project, 'nest');
}

const site = { holds: 'site', verb: /^build$/ } as const;
const craLike = reactScripts;

export const outputsByTool: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['vite', vite],
  ['next', next],
  ['nuxt', nuxt],
  ['nuxi', nuxt],
  ['astro', astro],
  ['ng', angularOutputs],
  ['react-scripts', craLike],
  ['react-app-rewired', craLike],
  ['craco', craLike],
  ['nest', nest],
  ['vitepress', vitepress],
  ['esbuild', esbuild],
  ['tsc', (started) => compiledTypeScript(started.folder, started.tool.args, 'tsc')],
  ['vue-tsc', (started) => compiledTypeScript(started.folder, started.tool.args, 'vue-tsc')],
  ['tsc-alias', () => []],
  ['babel', byOption('babel', ['-d', '--out-dir', '-o', '--out-file'])],
  ['swc', byOption('swc', ['-d', '--out-dir', '-o', '--out-file'])],
  ['ncc', byOption('ncc', ['-o', '--out'], 'dist')],
  [
    'vue-cli-service',
    reading({
      ...site,
      tool: 'vue-cli-service',
      files: ['vue.config'],
      keys: ['outputDir'],
      usual: 'dist',
      options: ['--dest'],
    }),
  ],
  ['gatsby', reading({ ...site, tool: 'gatsby', files: [], keys: [], usual: 'public' })],
  [
    'docusaurus',
    reading({ ...site, tool: 'docusaurus', files: [], keys: [], usual: 'build', options: ['--out-dir'] }),
  ],
  [
    'ember',
    reading({ ...site, tool: 'ember', files: [], keys: [], usual: 'dist', options: ['-o', '--output-path'] }),
  ],
  [
    'parcel',
    reading({ ...site, tool: 'parcel', files: [], keys: [], usual: 'dist', options: ['--dist-dir', '-d'] }),
  ],
  [
    'rsbuild',
    reading({
      ...site,
      tool: 'rsbuild',
      files: ['rsbuild.config'],
      keys: ['distPath', 'root'],
      usual: 'dist',
    }),
  ],
  [
    'eleventy',
    reading({
      tool: 'eleventy',
      holds: 'site',
      files: ['.eleventy', 'eleventy.config'],
      keys: ['dir', 'output'],
      usual: '_site',
      options: ['--output'],
    }),
  ],
  [
    'webpack',
    reading({
      tool: 'webpack',
      holds: 'files',
      files: ['webpack.config'],
      keys: ['output', 'path'],
      usual: 'dist',
      options: ['-o', '--output-path'],
    }),
  ],
  [
    'tsup',
    reading({
      tool: 'tsup',
      holds: 'program',
      files: ['tsup.config'],
      keys: ['outDir'],
      usual: 'dist',
      options: ['-d', '--out-dir'],
    }),
  ],
  [
    'react-router',
    reading({
      tool: 'react-router',
      holds: 'program',
      files: ['react-router.config'],
      keys: ['buildDirectory'],
      usual: 'build',
      verb: /^build$/,
    }),
  ],
  [
    'remix',
    reading({
      tool: 'remix',
      holds: 'program',
      files: ['vite.config'],
      keys: ['buildDirectory'],
      usual: 'build',
      verb: /^vite:build$/,
    }),
  ],
]);

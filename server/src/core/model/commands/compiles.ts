/** Recognises commands that compile or bundle, which is what a build stage is for. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { memoized } from '../../text/memoized';
import type { Span } from '../../text/span';
import { gradleValueOptions } from './gradle';
import { readArguments, valueAfter } from './options';
import { startersOf, toolOf, wordsOfTools, type Ecosystem, type Tool } from './tools';

export interface Compile {
  readonly ecosystem: Ecosystem;
  /** The tool that does it, `npx` and the like taken off: `go`, `mvn`, `tsc`; for a script of package.json its runner. */
  readonly tool: string;
  /** Completes "this command …": `compiles Go`, `runs the build script of package.json`. */
  readonly describes: string;
  readonly span: Span;
  /** Literal value of `-o` or of what the tool has in its place, as written; undefined when there is none. */
  readonly output: string | undefined;
}

export function compileOf(command: ShellCommand): Compile | undefined {
  const { name } = command;
  if (name === undefined) return undefined;
  return mayCompile(name) ? readCompile(command) : undefined;
}

const mayCompile = startersOf((name) => compilersByTool.has(name) || compilerByPattern(name) !== undefined);

const readCompile = memoized((command: ShellCommand): Compile | undefined => {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const compiler = compilersByTool.get(tool.name) ?? compilerByPattern(tool.name);
  if (compiler === undefined || command.args.some(isQuestion)) return undefined;
  const found = compiler(tool);
  return found === undefined ? undefined : { ...found, tool: found.tool ?? tool.name, span: command.span };
});

interface Found {
  readonly ecosystem: Ecosystem;
  readonly tool?: string;
  readonly describes: string;
  readonly output: string | undefined;
}

type Recogniser = (tool: Tool) => Found | undefined;

/** `gcc --version` asks and builds nothing. */
function isQuestion(word: ShellWord): boolean {
  return word.text === '--version' || word.text === '--help' || word.text === '--show-bin-path';
}

const noOutput: readonly string[] = [];

function compiler(
  ecosystem: Ecosystem,
  describes: string,
  fits: (args: readonly ShellWord[]) => boolean,
  outputOptions: readonly string[] = noOutput,
): Recogniser {
  return ({ args }) =>
    fits(args) ? { ecosystem, describes, output: valueAfter(args, outputOptions) } : undefined;
}

const always = (): boolean => true;

/** The first word that is no option, nor a tool chain as in `cargo +nightly build`. */
function verbOf(args: readonly ShellWord[]): string | undefined {
  return args.find((word) => !/^[-+]/.test(word.text))?.value;
}

function verb(...verbs: readonly string[]): (args: readonly ShellWord[]) => boolean {
  return (args) => {
    const first = verbOf(args);
    return first !== undefined && verbs.includes(first);
  };
}

/** True when one of the words fits, wherever it stands: goals and tasks may follow options with values. */
function anyWord(pattern: RegExp): (args: readonly ShellWord[]) => boolean {
  return (args) => args.some((word) => pattern.test(word.value ?? word.text));
}

function hasWord(args: readonly ShellWord[], ...texts: readonly string[]): boolean {
  return args.some((word) => texts.includes(word.text));
}

function without(...texts: readonly string[]): (args: readonly ShellWord[]) => boolean {
  return (args) => !hasWord(args, ...texts);
}

const goOutput = ['-o', '--o'];
const gccOutput = ['-o', '--output'];
const bundlerOutput = [
  '-o',
  '--outfile',
  '--outdir',
  '--outDir',
  '--out-dir',
  '--output',
  '--output-path',
  '--dist-dir',
  '--dist',
];

const compileC = compiler(
  'c',
  'compiles C or C++',
  (args) =>
    args.some((word) => !word.text.startsWith('-')) &&
    !hasWord(args, '-v', '-E', '-dumpmachine', '-dumpversion', '-print-search-dirs'),
  gccOutput,
);

function compilerByPattern(name: string): Recogniser | undefined {
  if (!name.includes('c') && !name.includes('+')) return undefined;
  // Cross compilers and versions: `aarch64-linux-gnu-gcc`, `g++-12`, `xx-clang`.
  if (/^(?:[\w.]+-)*(?:gcc|g\+\+|c\+\+|clang|clang\+\+)(?:-\d+(?:\.\d+)*)?$/.test(name)) return compileC;
  return /^ghc-[\d.]+$/.test(name) ? compilersByTool.get('ghc') : undefined;
}

function go({ args }: Tool): Found | undefined {
  // `go -C folder build` names a folder before the verb.
  const rest = args[0]?.text === '-C' ? args.slice(2) : args;
  const builds = verb('build', 'install')(rest) || (verb('test')(rest) && hasWord(rest, '-c'));
  return builds
    ? { ecosystem: 'go', describes: 'compiles Go', output: valueAfter(rest, goOutput) }
    : undefined;
}

const cargoVerbs = ['build', 'b', 'install', 'rustc', 'zigbuild', 'xbuild', 'bundle', 'dist', 'ndk'];

function cargo({ args }: Tool): Found | undefined {
  const words = args.filter((word) => !/^[-+]/.test(word.text)).map((word) => word.value ?? '');
  const first = words[0] === 'auditable' ? words[1] : words[0];
  const output = valueAfter(args, ['--root', '--out-dir', '--artifact-dir', '--target-dir']);
  if (first !== undefined && cargoVerbs.includes(first))
    return { ecosystem: 'rust', describes: 'compiles Rust', output };
  if (first === 'chef' && words[1] === 'cook')
    return { ecosystem: 'rust', describes: 'compiles the dependencies of a Rust project', output };
  return first === 'leptos' && words[1] === 'build'
    ? { ecosystem: 'rust', describes: 'compiles Rust', output }
    : undefined;
}

/** Targets by whose name make surely builds; any other name may do anything, so it says nothing. */
const buildTarget =
  /^(?:all|build|compile|release|dist|bin|binary|binaries|static|exe|package|default|bootstrap|world|libs?|prod|production|bundle|vmlinux|bzImage|modules)(?:[-_:./].*)?$/;
const noBuildTarget =
  /(?:^|[-_:./])(?:docs?|documentation|man|manpages|html|pdf|test|tests|lint|image|images|docker|deps|dependencies|tools|env|dirs?|clean|run|start|push)$/;
const fileTarget = /^(?:\.\/)?(?:bin|build|out|dist|_build|output|cmd)\/|\.(?:o|so|a|exe|jar|wasm)$/;

/** `make` alone, and make with a target that builds; `make install` alone only where it is plainly for a native program. */
function make({ args }: Tool): Found | undefined {
  const read = readArguments(args, makeValueOptions);
  if (read.options.some(({ name }) => name === '-n' || name === '-q' || name === '-v')) return undefined;
  const isAssignment = (text: string): boolean => /^[A-Za-z_]\w*(?:::?|[+?!])?=/.test(text);
  const targets = read.operands.map((word) => word.value ?? word.text).filter((text) => !isAssignment(text));
  const hasAssignments = targets.length < read.operands.length;
  const isParallel = read.options.some(({ name }) => name === '-j' || name === '--jobs');
  const builds = (target: string): boolean =>
    (buildTarget.test(target) && !noBuildTarget.test(target)) ||
    fileTarget.test(target) ||
    (/^install(?:-strip)?$/.test(target) && (hasAssignments || isParallel));
  if (targets.length > 0 && !targets.some(builds)) return undefined;
  return { ecosystem: 'c', describes: 'builds with make', output: undefined };
}

const makeValueOptions: ReadonlySet<string> = new Set([
  '-C',
  '--directory',
  '-f',
  '--file',
  '--makefile',
  '-I',
  '-o',
  '-W',
  '-l',
]);

function isMakingJobs(args: readonly ShellWord[]): boolean {
  return !hasWord(args, '-t', '-n') && !/^(?:test|check|clean|docs?|help)$/.test(verbOf(args) ?? '');
}

function dotnet({ args }: Tool): Found | undefined {
  if (!verb('build', 'publish', 'msbuild', 'pack')(args)) return undefined;
  return {
    ecosystem: 'dotnet',
    describes: 'compiles .NET',
    output: valueAfter(args, ['-o', '--output', '--artifacts-path']),
  };
}

/** Names of package.json scripts that build. */
const buildScript =
  /^(?:build|compile|bundle|dist|tsc|webpack|rollup|esbuild)(?:[:._-].*)?$|[:](?:build|compile|bundle)$/;
const noBuildScript = /[:._-](?:watch|tests?|types|clean|serve)$/;

function isBuildScript(name: string): boolean {
  return buildScript.test(name) && !noBuildScript.test(name);
}

const packageScriptOptions: ReadonlySet<string> = new Set([
  '--prefix',
  '-C',
  '--cwd',
  '--dir',
  '--workspace',
  '-w',
  '--filter',
  '-F',
  '--loglevel',
  '--shell',
]);

/** `npm run build`, `yarn build`, `pnpm --filter web build`, `bun run build`, and the tools that these start. */
function packageScript(tool: Tool): Found | undefined {
  const words = readArguments(tool.args, packageScriptOptions).operands.map((word) => word.value);
  let at = 0;
  // `yarn workspace web build`, `yarn workspaces run build`, `yarn workspaces foreach run build`
  if (tool.name === 'yarn' && words[0] === 'workspace') at = 2;
  else if (words[0] === 'workspaces') at = words[1] === 'foreach' ? 2 : 1;
  else if (words[0] === 'recursive') at = 1;
  const isRun = words[at] === 'run' || words[at] === 'run-script';
  if (isRun) at += 1;
  else if (tool.name === 'npm') return undefined;
  const name = words[at];
  if (tool.name === 'bun' && !isRun && name === 'build') {
    return {
      ecosystem: 'javascript',
      describes: 'bundles JavaScript',
      output: valueAfter(tool.args, bundlerOutput),
    };
  }
  // yarn and pnpm also start a dependency's program by its bare name.
  const program = isRun || name === undefined || tool.name === 'npm' ? undefined : compilersByTool.get(name);
  if (program !== undefined && name !== undefined) {
    const from = tool.args.findIndex((word) => word.value === name);
    const found = program({ name, args: tool.args.slice(from + 1) });
    return found?.ecosystem === 'javascript' ? { ...found, tool: name } : undefined;
  }
  if (name === undefined || !isBuildScript(name)) return undefined;
  return {
    ecosystem: 'javascript',
    describes: `runs the ${name} script of package.json`,
    output: valueAfter(tool.args, bundlerOutput),
  };
}

const bundle = (fits: (args: readonly ShellWord[]) => boolean): Recogniser =>
  compiler('javascript', 'bundles a web front end', fits, bundlerOutput);
const bundleBuild = bundle(verb('build'));
const bundleSite = (
  ecosystem: Ecosystem,
  fits: (args: readonly ShellWord[]) => boolean,
  output: readonly string[] = bundlerOutput,
): Recogniser => compiler(ecosystem, 'builds a static site', fits, output);
const compileTypeScript = compiler(
  'javascript',
  'compiles TypeScript',
  without('--noEmit', '--init', '--watch', '-w', '-v', '--showConfig', '--emitDeclarationOnly'),
  ['--outDir', '--outFile'],
);
const bundleJavaScript = compiler(
  'javascript',
  'bundles JavaScript',
  (args) =>
    !/^(?:serve|watch|dev|init|info)$/.test(verbOf(args) ?? '') && !hasWord(args, '--watch', '-w', '--serve'),
  bundlerOutput,
);
const buildPython = compiler('python', 'builds a Python package', verb('build'), [
  '-o',
  '--outdir',
  '--out-dir',
  '--output',
  '--out',
]);
const compileJvm = (language: string): Recogniser =>
  compiler('java', `compiles ${language}`, (args) => args.some((word) => !word.text.startsWith('-')), ['-d']);

const gradleBuild =
  /^(?::?[\w.-]+:)*(?:build|assemble\w*|bootJar|bootWar|bootDistTar|shadowJar|fatJar|uberJar|buildFatJar|jar|war|installDist|installBootDist|installShadowDist|distTar|distZip|classes|compileJava|compileKotlin|nativeCompile|nativeBuild|quarkusBuild|optimizedJitJar\w*|jibBuildTar|bundleRelease|installDebug|publishToMavenLocal)$/;

function gradle({ args }: Tool): Found | undefined {
  const tasks = readArguments(args, gradleValueOptions).operands;
  if (!tasks.some((word) => gradleBuild.test(word.value ?? ''))) return undefined;
  return { ecosystem: 'java', describes: 'builds with Gradle', output: undefined };
}

function mixTask({ args }: Tool): Found | undefined {
  const tasks = args.map((word) => (word.value ?? '').replace(/,$/, ''));
  const output = valueAfter(args, ['--path']);
  if (tasks.includes('release'))
    return { ecosystem: 'elixir', describes: 'builds an Elixir release', output };
  if (tasks.some((task) => /^(?:compile|deps\.compile|escript\.build|distillery\.release)$/.test(task))) {
    return { ecosystem: 'elixir', describes: 'compiles Elixir', output };
  }
  return tasks.some((task) => /^(?:assets\.deploy|phx\.digest)$/.test(task))
    ? { ecosystem: 'elixir', describes: 'bundles Phoenix assets', output }
    : undefined;
}

/** `lerna run build`, `turbo build`, `nx build web`, `nx run web:build`, `nx run-many -t build`. */
function monorepo({ args }: Tool): Found | undefined {
  const words = args.map((word) => (word.value ?? '').replace(/^--targets?=/, ''));
  if (
    !words
      .slice(0, 6)
      .some((word) => /^(?:[\w@/-]+:)?build(?:[:.-][\w-]+)?$/.test(word) && isBuildScript(word))
  )
    return undefined;
  return { ecosystem: 'javascript', describes: 'runs the build of a monorepo', output: undefined };
}

const railsAssets = compiler(
  'ruby',
  'compiles Rails assets',
  anyWord(/^(?:[\w:]+:)?(?:assets|webpacker|vite|shakapacker):(?:precompile|compile|build)\b/),
);

const pythonScript: Recogniser = compiler(
  'python',
  'builds a Python package',
  (args) =>
    /(?:^|\/)setup\.py$/.test(verbOf(args) ?? '') &&
    anyWord(/^(?:build|build_ext|bdist_wheel|bdist|sdist|install|bdist_egg)$/)(args),
);

const compilersByTool: ReadonlyMap<string, Recogniser> = new Map<string, Recogniser>([
  // Go
  ['go', go],
  ['garble', compiler('go', 'compiles Go', anyWord(/^build$/), goOutput)],
  ['tinygo', compiler('go', 'compiles Go', verb('build'), goOutput)],
  ['xk6', compiler('go', 'compiles Go', verb('build'), ['--output'])],
  ['xcaddy', compiler('go', 'compiles Go', verb('build'), ['--output'])],
  ['gox', compiler('go', 'compiles Go', always, ['-output'])],
  ['goreleaser', compiler('go', 'compiles Go', verb('build', 'release'), ['-o', '--output'])],
  // Rust
  ['cargo', cargo],
  ['cross', compiler('rust', 'compiles Rust', verb('build', 'b'))],
  [
    'rustc',
    compiler('rust', 'compiles Rust', (args) => args.some((word) => !word.text.startsWith('-')), [
      '-o',
      '--out-dir',
    ]),
  ],
  ['trunk', compiler('rust', 'compiles Rust for the web', verb('build'), ['-d', '--dist'])],
  ['wasm-pack', compiler('rust', 'compiles Rust for the web', verb('build'), ['-d', '--out-dir'])],
  [
    'maturin',
    compiler('rust', 'compiles a Python module in Rust', verb('build', 'develop'), ['-o', '--out']),
  ],
  // C and C++
  ['cc', compileC],
  ['c++', compileC],
  ['gfortran', compileC],
  ['nvcc', compileC],
  ['emcc', compileC],
  ['em++', compileC],
  ['make', make],
  [
    'cmake',
    compiler(
      'c',
      'builds with CMake',
      (args) => hasWord(args, '--build') && !anyWord(/^(?:test|docs?|clean)$/)(args),
    ),
  ],
  ['ninja', compiler('c', 'builds with Ninja', isMakingJobs)],
  ['samu', compiler('c', 'builds with Ninja', isMakingJobs)],
  [
    'meson',
    compiler(
      'c',
      'builds with Meson',
      (args) => verb('compile')(args) || (verb('install')(args) && !hasWord(args, '--no-rebuild')),
    ),
  ],
  ['scons', compiler('c', 'builds with SCons', always)],
  ['b2', compiler('c', 'builds Boost', always)],
  ['bazel', compiler('other', 'builds with Bazel', verb('build'))],
  ['bazelisk', compiler('other', 'builds with Bazel', verb('build'))],
  ['xmake', compiler('c', 'builds with xmake', (args) => verbOf(args) === undefined || verb('build')(args))],
  ['dpkg-buildpackage', compiler('c', 'builds a Debian package', always)],
  ['debuild', compiler('c', 'builds a Debian package', always)],
  ['rpmbuild', compiler('c', 'builds an RPM package', always)],
  ['abuild', compiler('c', 'builds an Alpine package', always)],
  // JVM
  [
    'mvn',
    compiler(
      'java',
      'builds with Maven',
      anyWord(
        /^(?:package|install|verify|deploy|compile|(?:[\w.:-]+:)?(?:native|jib)[\w:-]*:(?:compile|build|buildTar)|assembly:\w+)$/,
      ),
    ),
  ],
  ['gradle', gradle],
  [
    'ant',
    compiler(
      'java',
      'builds with Ant',
      (args) => !/^(?:clean|test|docs?|javadoc|help)$/.test(verbOf(args) ?? ''),
    ),
  ],
  ['javac', compileJvm('Java')],
  ['kotlinc', compileJvm('Kotlin')],
  ['scalac', compileJvm('Scala')],
  ['native-image', compiler('java', 'compiles Java to a native program', always, ['-o'])],
  ['jlink', compiler('java', 'links a Java runtime', always, ['--output'])],
  [
    'sbt',
    compiler(
      'java',
      'builds with sbt',
      anyWord(
        /(?:^|[\s;/:])(?:assembly|compile|package|packageBin|packageZipTarball|stage|dist|nativeImage|fastLinkJS|fullLinkJS)(?:$|[\s;])/,
      ),
    ),
  ],
  ['mill', compiler('java', 'builds with Mill', anyWord(/(?:\.|^)(?:assembly|jar|compile)$/))],
  ['lein', compiler('java', 'builds with Leiningen', anyWord(/^(?:uberjar|jar|compile|uberwar)$/))],
  ['clojure', compiler('java', 'builds with Clojure', anyWord(/^-T:?build\b|^(?:uber|uberjar|jar)$/))],
  ['clj', compiler('java', 'builds with Clojure', anyWord(/^-T:?build\b|^(?:uber|uberjar|jar)$/))],
  // .NET
  ['dotnet', dotnet],
  ['msbuild', compiler('dotnet', 'compiles .NET', always)],
  ['xbuild', compiler('dotnet', 'compiles .NET', always)],
  // JavaScript
  ['npm', packageScript],
  ['yarn', packageScript],
  ['pnpm', packageScript],
  ['bun', packageScript],
  ['meteor', compiler('javascript', 'bundles a Meteor application', verb('build'), ['--directory'])],
  ['lerna', monorepo],
  ['turbo', monorepo],
  ['nx', monorepo],
  ['tsc', compileTypeScript],
  ['typescript', compileTypeScript],
  ['vue-tsc', compileTypeScript],
  ['ngc', compileTypeScript],
  ['swc', compiler('javascript', 'compiles TypeScript', always, ['-d', '--out-dir', '-o', '--out-file'])],
  [
    'babel',
    compiler('javascript', 'compiles JavaScript', (args) => !hasWord(args, '--watch', '-w'), [
      '-d',
      '--out-dir',
      '-o',
      '--out-file',
    ]),
  ],
  ['esbuild', bundleJavaScript],
  ['rollup', bundleJavaScript],
  ['webpack', bundleJavaScript],
  ['webpack-cli', bundleJavaScript],
  ['rspack', bundleJavaScript],
  ['rolldown', bundleJavaScript],
  ['tsup', bundleJavaScript],
  ['tsdown', bundleJavaScript],
  ['unbuild', bundleJavaScript],
  ['microbundle', bundleJavaScript],
  ['ncc', compiler('javascript', 'bundles JavaScript', verb('build'), bundlerOutput)],
  [
    'pkg',
    compiler(
      'javascript',
      'bundles JavaScript into a program',
      (args) => !/^(?:install|update|upgrade)$/.test(verbOf(args) ?? ''),
      bundlerOutput,
    ),
  ],
  ['nexe', compiler('javascript', 'bundles JavaScript into a program', always, bundlerOutput)],
  ['deno', compiler('javascript', 'compiles TypeScript', verb('compile', 'bundle'), ['-o', '--output'])],
  ['nest', compiler('javascript', 'compiles TypeScript', verb('build'))],
  ['vite', bundleBuild],
  ['ng', bundle(verb('build', 'b'))],
  ['next', bundle(verb('build', 'export'))],
  ['nuxt', bundle(verb('build', 'generate'))],
  ['nuxi', bundle(verb('build', 'generate'))],
  ['vue-cli-service', bundleBuild],
  ['react-scripts', bundleBuild],
  ['react-router', bundleBuild],
  ['remix', bundleBuild],
  ['parcel', bundleBuild],
  ['astro', bundleBuild],
  ['gatsby', bundleBuild],
  ['svelte-kit', bundleBuild],
  ['ember', bundleBuild],
  ['quasar', bundleBuild],
  ['ionic', bundleBuild],
  ['expo', bundle(verb('export', 'export:web'))],
  ['storybook', bundleBuild],
  ['gulp', bundle((args) => isBuildScript(verbOf(args) ?? 'build'))],
  ['grunt', bundle((args) => isBuildScript(verbOf(args) ?? 'build'))],
  ['docusaurus', bundleSite('javascript', verb('build'))],
  ['vitepress', bundleSite('javascript', verb('build'))],
  ['vuepress', bundleSite('javascript', verb('build'))],
  ['eleventy', bundleSite('javascript', without('--serve', '--watch'))],
  [
    'hugo',
    bundleSite('go', (args) => !/^(?:server|serve|new|version|mod|env)$/.test(verbOf(args) ?? ''), [
      '-d',
      '--destination',
    ]),
  ],
  ['jekyll', bundleSite('ruby', verb('build', 'b'), ['-d', '--destination'])],
  ['mkdocs', bundleSite('python', verb('build'), ['-d', '--site-dir'])],
  ['zola', bundleSite('rust', verb('build'), ['-o', '--output-dir'])],
  ['mdbook', bundleSite('rust', verb('build'), ['-d', '--dest-dir'])],
  // Python
  ['python', pythonScript],
  ['python-build', compiler('python', 'builds a Python package', always, ['-o', '--outdir'])],
  ['pip', compiler('python', 'builds Python wheels', verb('wheel'), ['-w', '--wheel-dir'])],
  ['poetry', buildPython],
  ['uv', buildPython],
  ['hatch', buildPython],
  ['pdm', buildPython],
  ['flit', buildPython],
  ['pyinstaller', compiler('python', 'bundles Python into a program', always, ['--distpath'])],
  ['PyInstaller', compiler('python', 'bundles Python into a program', always, ['--distpath'])],
  ['nuitka', compiler('python', 'compiles Python', always, ['-o', '--output-dir'])],
  ['pex', compiler('python', 'bundles Python into a program', always, ['-o', '--output-file'])],
  // Ruby
  ['rails', railsAssets],
  ['rake', railsAssets],
  // Elixir and Erlang
  ['mix', mixTask],
  [
    'rebar3',
    compiler('elixir', 'compiles Erlang', anyWord(/^(?:release|tar|compile|escriptize|prod)$/), [
      '-o',
      '--output-dir',
    ]),
  ],
  ['erlc', compiler('elixir', 'compiles Erlang', always, ['-o'])],
  // The rest
  ['swift', compiler('swift', 'compiles Swift', verb('build'))],
  ['swiftc', compiler('swift', 'compiles Swift', always, ['-o'])],
  [
    'zig',
    compiler('zig', 'compiles with Zig', verb('build', 'build-exe', 'build-lib', 'build-obj', 'cc', 'c++'), [
      '-o',
      '-p',
      '--prefix',
    ]),
  ],
  [
    'stack',
    compiler(
      'haskell',
      'compiles Haskell',
      (args) =>
        verb('build', 'install')(args) && !anyWord(/^--(?:only-dependencies|dependencies-only)$/)(args),
      ['--local-bin-path'],
    ),
  ],
  [
    'cabal',
    compiler(
      'haskell',
      'compiles Haskell',
      (args) =>
        verb('build', 'install', 'v2-build', 'v2-install', 'new-build', 'new-install')(args) &&
        !hasWord(args, '--only-dependencies', '--dependencies-only'),
      ['--installdir'],
    ),
  ],
  [
    'ghc',
    compiler('haskell', 'compiles Haskell', (args) => args.some((word) => !word.text.startsWith('-')), [
      '-o',
    ]),
  ],
  ['dart', compiler('dart', 'compiles Dart', verb('compile', 'build'), ['-o', '--output'])],
  ['flutter', compiler('dart', 'compiles Dart', verb('build'), ['-o', '--output'])],
  ['dune', compiler('other', 'compiles OCaml', verb('build'))],
  ['nim', compiler('other', 'compiles Nim', verb('c', 'compile', 'cpp'), ['-o', '--out'])],
  ['nimble', compiler('other', 'compiles Nim', verb('build', 'install'))],
  ['crystal', compiler('other', 'compiles Crystal', verb('build'), ['-o'])],
  ['shards', compiler('other', 'compiles Crystal', verb('build'))],
  ['dub', compiler('other', 'compiles D', verb('build'))],
]);

/** For the `words` of a rule about compilers, those that `compilerByPattern` knows among them. */
export const COMPILE_WORDS = [
  ...new Set([...wordsOfTools(compilersByTool.keys()), 'gcc', 'g', 'c', 'clang', 'ghc']),
];

/** Finds the tool behind programs that start tools of a language, so that `npx tsc` and `node_modules/.bin/tsc` are one. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import { memoized } from '../../text/memoized';

export interface Tool {
  /** Base name, aliases resolved: `pip` for `pip3.11`, `go` for `xx-go`, `tsc` for `npx tsc`. */
  readonly name: string;
  readonly args: readonly ShellWord[];
}

/** What a build does with its own languages; the JVM languages are `java`, compiled C, C++ and Fortran are `c`. */
export type Ecosystem =
  | 'javascript'
  | 'python'
  | 'ruby'
  | 'php'
  | 'go'
  | 'rust'
  | 'java'
  | 'dotnet'
  | 'elixir'
  | 'c'
  | 'swift'
  | 'zig'
  | 'haskell'
  | 'dart'
  | 'other';

export function toolOf(command: ShellCommand): Tool | undefined {
  return command.name === undefined ? undefined : readTool(command);
}

/** A dozen rules and facts ask. */
const readTool = memoized((command: ShellCommand): Tool | undefined => {
  if (command.name === undefined) return undefined;
  let tool: Tool = { name: canonicalName(command.name), args: command.args };
  // Each turn takes one starter off, so the words run out before this could run long.
  for (;;) {
    const inner = startersByName.get(tool.name)?.(tool.args);
    if (inner === undefined) return tool;
    tool = { name: canonicalName(inner.name), args: inner.args };
  }
});

/**
 * Makes a question that is false for a program which certainly is none of the tools and runs none of them: most programs are
 * neither. Scripts call few programs, so the answers are remembered.
 */
export function startersOf(isTool: (name: string) => boolean): (program: string) => boolean {
  const remembered = new Map<string, boolean>();
  return (program) => {
    const known = remembered.get(program);
    if (known !== undefined) return known;
    const name = canonicalName(program);
    const answer = isTool(name) || startersByName.has(name);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(program, answer);
    return answer;
  };
}

const MOST_REMEMBERED = 1000;

type Starter = (args: readonly ShellWord[]) => Tool | undefined;

const startersByName: ReadonlyMap<string, Starter> = new Map<string, Starter>([
  ['npx', (args) => afterOptions(args, ['-p', '--package', '-w', '--workspace'])],
  ['bunx', (args) => afterOptions(args, ['-p', '--package'])],
  ['pnpx', (args) => afterOptions(args, ['-p', '--package'])],
  ['npm', (args) => afterVerb(args, ['exec', 'x'])],
  ['pnpm', (args) => afterVerb(args, ['exec', 'dlx'])],
  ['yarn', (args) => afterVerb(args, ['exec', 'dlx'])],
  ['bun', (args) => afterVerb(args, ['x'])],
  [
    'corepack',
    (args) => (/^(?:npm|pnpm|yarn)(?:@|$)/.test(args[0]?.value ?? '') ? toolFrom(args) : undefined),
  ],
  ['meteor', (args) => (/^(?:npm|node)$/.test(args[0]?.value ?? '') ? toolFrom(args) : undefined)],
  ['cross-env', (args) => toolFrom(args.slice(Math.max(0, args.findIndex(isNoAssignment))))],
  ['dotenv', (args) => afterVerb(args, ['--'])],
  ['node', nodeModule],
  ['python', pythonModule],
  ['bundle', (args) => afterVerb(args, ['exec'])],
  ['poetry', (args) => afterVerb(args, ['run'])],
  ['pipenv', (args) => afterVerb(args, ['run'])],
  ['pdm', (args) => afterVerb(args, ['run'])],
  ['uv', (args) => afterVerb(args, ['run'])],
  ['uvx', (args) => afterOptions(args, ['--from', '--with', '-p', '--python'])],
  ['mise', (args) => afterVerb(args, ['exec', 'x'])],
  ['opam', (args) => afterVerb(args, ['exec'])],
  ['conda', (args) => afterVerb(args, ['run'])],
  ['micromamba', (args) => afterVerb(args, ['run'])],
  ['ccache', (args) => afterOptions(args, [])],
  ['emmake', (args) => afterOptions(args, [])],
]);

/** Value options of the `… run` and `… exec` commands above. */
const runValueOptions: readonly string[] = [
  '-n',
  '--name',
  '-p',
  '--prefix',
  '--package',
  '--with',
  '--extra',
  '--group',
  '-C',
  '--filter',
  '--python',
];

function afterVerb(args: readonly ShellWord[], verbs: readonly string[]): Tool | undefined {
  const verb = args[0]?.value;
  return verb !== undefined && verbs.includes(verb)
    ? afterOptions(args.slice(1), runValueOptions)
    : undefined;
}

function afterOptions(args: readonly ShellWord[], valueOptions: readonly string[]): Tool | undefined {
  let at = 0;
  for (; at < args.length; at += 1) {
    const text = args[at]?.text ?? '';
    if (text === '--') return toolFrom(args.slice(at + 1));
    if (!text.startsWith('-')) break;
    if (valueOptions.includes(text)) at += 1;
  }
  return toolFrom(args.slice(at));
}

/** `npx typescript@5` keeps its version out of the name, `@scope/name` keeps its scope. */
function toolFrom(words: readonly ShellWord[]): Tool | undefined {
  const value = words[0]?.value;
  if (value === undefined) return undefined;
  const path = value.replace(/(?<=.)@[^/]*$/, '');
  return { name: path.startsWith('@') ? path : path.slice(path.lastIndexOf('/') + 1), args: words.slice(1) };
}

function isNoAssignment(word: ShellWord): boolean {
  return !/^[A-Za-z_]\w*=/.test(word.value ?? word.text);
}

/** `node --max-old-space-size=4096 node_modules/.bin/ng build`; a script of the project itself stays `node`. */
function nodeModule(args: readonly ShellWord[]): Tool | undefined {
  const at = args.findIndex((word) => !word.text.startsWith('-'));
  const path = args[at]?.value;
  const name =
    path === undefined
      ? undefined
      : /node_modules\/(?:\.bin\/|[^/]+\/bin\/)?(@?[^/]+?)(?:\.[cm]?js)?(?:\/|$)/.exec(path)?.[1];
  return name === undefined ? undefined : { name, args: args.slice(at + 1) };
}

function pythonModule(args: readonly ShellWord[]): Tool | undefined {
  const at = args.findIndex((word) => word.text === '-m');
  if (at === -1 || args.slice(0, at).some((word) => !word.text.startsWith('-'))) return undefined;
  const name = args[at + 1]?.value;
  if (name === undefined) return undefined;
  return { name: name === 'build' ? 'python-build' : name, args: args.slice(at + 2) };
}

function canonicalName(name: string): string {
  // Nearly every program is asked for, and most are told by their first letter.
  if (name.startsWith('p')) {
    if (/^pip[\d.]*$/.test(name)) return 'pip';
    if (/^python[\d.]*$/.test(name)) return 'python';
  }
  return ALIASES.get(name) ?? name;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['xx-go', 'go'],
  ['xx-cargo', 'cargo'],
  ['mvnw', 'mvn'],
  ['mvnd', 'mvn'],
  ['mvnw.cmd', 'mvn'],
  ['gradlew', 'gradle'],
  ['gmake', 'make'],
  ['bmake', 'make'],
  ['mingw32-make', 'make'],
  ['yarnpkg', 'yarn'],
  ['bundler', 'bundle'],
  ['composer.phar', 'composer'],
  ['@angular/cli', 'ng'],
  ['@nestjs/cli', 'nest'],
  ['@vercel/ncc', 'ncc'],
  ['@11ty/eleventy', 'eleventy'],
]);

/** For the `words` of a rule: one that stands in a command's text for each way in which one of the tools is called. */
export function wordsOfTools(names: Iterable<string>): readonly string[] {
  const tools = new Set(names);
  const calls = [...ALIASES].flatMap(([alias, tool]) => (tools.has(tool) ? [alias] : []));
  return [...new Set([...tools, ...calls].flatMap((name) => /[a-z]+/.exec(name.toLowerCase())?.[0] ?? []))];
}

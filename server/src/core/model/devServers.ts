/** Recognises programs that serve a project while it is being written, and those that compile it each time they start. */
import type { ShellCommand, ShellWord } from '../shell/nodes';
import { readArguments } from './commands/options';
import { toolOf, type Tool } from './commands/tools';

/**
 * `script`: a script whose name says development. `watches`: restarts or reloads when a source changes. `server`: a server
 * that its own documentation keeps out of production. `compiles`: builds from sources, then runs. `debugs`: debugging switched on.
 */
export interface DevServer {
  readonly kind: 'script' | 'watches' | 'server' | 'compiles' | 'debugs';
  /** What shows it, as the user knows it: `next dev`, `--reload`. */
  readonly sign: string;
}

export function devServerOf(command: ShellCommand): DevServer | undefined {
  const tool = toolOf(command);
  return tool === undefined ? undefined : devServerOfTool(tool);
}

/** The same for a program that is known by other means, such as a script of package.json. */
export function devServerOfTool(tool: Tool): DevServer | undefined {
  const words = tool.args.map((word) => word.value ?? word.text);
  return byScript(tool) ?? byTool(tool, words);
}

const MANAGERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'bun']);

/** Takes a value, so that the next word is no script. */
const MANAGER_OPTIONS: ReadonlySet<string> = new Set(
  '--prefix -C --cwd --dir --filter -F --workspace -w --silent-level --loglevel'.split(' '),
);

const DEVELOPMENT_SCRIPT = /(?:^|[:._-])(?:dev|develop|development|watch|hot|hmr|debug)(?:$|[:._-])/i;

/** The script that a JavaScript package manager is told to run; undefined for its other commands. */
export function packageScriptOf(name: string, args: readonly ShellWord[]): string | undefined {
  if (!MANAGERS.has(name)) return undefined;
  const [verb, script] = readArguments(args, MANAGER_OPTIONS).operands.map((word) => word.value);
  if (verb === 'run' || verb === 'run-script') return script;
  if (name === 'npm') return verb === 'start' || verb === 'test' ? verb : undefined;
  return verb;
}

function byScript({ name, args }: Tool): DevServer | undefined {
  const script = packageScriptOf(name, args);
  if (script === undefined || script.includes('/') || !DEVELOPMENT_SCRIPT.test(script)) return undefined;
  return { kind: 'script', sign: `${name} run ${script}` };
}

/** By the program: what its first operand must be, and what that makes of it. An empty word stands for no operand. */
const BY_PROGRAM: Readonly<
  Partial<Record<string, readonly [DevServer['kind'], readonly string[] | undefined]>>
> = {
  nodemon: ['watches', undefined],
  'ts-node-dev': ['watches', undefined],
  tsnd: ['watches', undefined],
  'webpack-dev-server': ['watches', undefined],
  webpack: ['watches', ['serve', 'watch']],
  vite: ['watches', ['', 'dev', 'serve']],
  next: ['watches', ['', 'dev']],
  nuxt: ['watches', ['', 'dev']],
  nuxi: ['watches', ['dev']],
  astro: ['watches', ['', 'dev']],
  gatsby: ['watches', ['develop']],
  remix: ['watches', ['dev']],
  ng: ['watches', ['serve']],
  'react-scripts': ['watches', ['start']],
  'react-app-rewired': ['watches', ['start']],
  craco: ['watches', ['start']],
  'vue-cli-service': ['watches', ['serve']],
  fastapi: ['watches', ['dev']],
  air: ['watches', undefined],
  reflex: ['watches', undefined],
  CompileDaemon: ['watches', undefined],
  hugo: ['server', ['server', 'serve']],
  mkdocs: ['server', ['serve']],
  jekyll: ['server', ['serve']],
  artisan: ['server', ['serve']],
  'manage.py': ['server', ['runserver']],
  'django-admin': ['server', ['runserver']],
  go: ['compiles', ['run']],
  cargo: ['compiles', ['run', 'watch']],
  dotnet: ['compiles', ['run', 'watch']],
  swift: ['compiles', ['run']],
  mvn: ['compiles', ['spring-boot:run', 'quarkus:dev']],
  gradle: ['compiles', ['bootRun', 'quarkusDev', 'run']],
};

function byTool(tool: Tool, words: readonly string[]): DevServer | undefined {
  const { name } = tool;
  const first = words.find((word) => !word.startsWith('-')) ?? '';
  const known = Object.hasOwn(BY_PROGRAM, name) ? BY_PROGRAM[name] : undefined;
  if (known !== undefined) {
    const [kind, operands] = known;
    // `vite --version` and the like end at once, but nobody starts a container for that.
    return operands === undefined || operands.includes(first)
      ? { kind, sign: operands === undefined || first === '' ? name : `${name} ${first}` }
      : undefined;
  }
  switch (name) {
    case 'python':
      // `python manage.py runserver`, with the script in any folder.
      return /(?:^|\/)manage\.py$/.test(first) && words[words.indexOf(first) + 1] === 'runserver'
        ? { kind: 'server', sign: 'manage.py runserver' }
        : undefined;
    case 'php':
      if (words[0] === '-S') return { kind: 'server', sign: 'php -S' };
      return /(?:^|\/)artisan$/.test(first) && words.includes('serve')
        ? { kind: 'server', sign: 'artisan serve' }
        : undefined;
    case 'flask':
      if (words.includes('--debug') || words.includes('--reload'))
        return { kind: 'debugs', sign: 'flask --debug' };
      return first === 'run' ? { kind: 'server', sign: 'flask run' } : undefined;
    case 'uvicorn':
    case 'gunicorn':
    case 'hypercorn':
    case 'granian':
      return words.includes('--reload') ? { kind: 'watches', sign: '--reload' } : undefined;
    case 'node':
    case 'deno':
    case 'bun':
    case 'tsx':
      return watchFlag(words);
    case 'rails':
      return railsEnvironment(words);
    default:
      return undefined;
  }
}

/** Only before the program's own file: what stands behind it is that program's business. */
function watchFlag(words: readonly string[]): DevServer | undefined {
  for (const word of words) {
    if (/^--(?:watch|hot)(?:$|=|-path)/.test(word) || (word === 'watch' && word === words[0]))
      return { kind: 'watches', sign: word };
    if (/\.[cm]?[jt]sx?$/.test(word)) return undefined;
  }
  return undefined;
}

function railsEnvironment(words: readonly string[]): DevServer | undefined {
  const at = words.findIndex((word) => word === '-e' || word === '--environment');
  const value = words[at + 1];
  const isDevelopment =
    (at !== -1 && value === 'development') ||
    words.some((word) => /^(?:-e|--environment=)development$/.test(word));
  return isDevelopment ? { kind: 'debugs', sign: 'rails -e development' } : undefined;
}

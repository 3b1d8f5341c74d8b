/** What the image does when it is started, as far as it decides whether build tools may stay in it. */
import { commandFromWords } from '../shell/parse';
import type { ShellCommand } from '../shell/nodes';
import { memoized } from '../text/memoized';
import { compileOf } from './commands/compiles';
import { dependencyInstallOf } from './commands/dependencyInstalls';
import { readArguments } from './commands/options';
import { toolOf } from './commands/tools';
import type { StageFacts } from './facts';

/**
 * `unset`: neither the file nor a service image says what to run. `works`: a shell, a notebook, a waiting container,
 * in which people or machines work. `builds`: compiles, tests or serves from sources. `runs`: anything else.
 */
export type RuntimePurpose = 'unset' | 'works' | 'builds' | 'runs';

/** ENTRYPOINT and CMD in force at the end, joined as the engine joins them. */
export const runtimeCommands = memoized((stage: StageFacts): readonly ShellCommand[] => {
  const { cmd, entrypoint } = stage.command;
  const entry = entrypoint?.exec;
  // An entrypoint in shell form ignores CMD, and one in exec form takes CMD's words as arguments.
  if (entry !== undefined && cmd?.exec !== undefined)
    return commandFromWords([...entry, ...cmd.exec]).commands;
  const scripts = [entrypoint, cmd].map((instruction) => instruction && stage.scriptOf(instruction));
  return scripts.flatMap((script) => script?.commands ?? []);
});

export const runtimePurpose = memoized((stage: StageFacts): RuntimePurpose => {
  if (WORKPLACES.test(stage.rootReference ?? '')) return 'works';
  const { cmd, entrypoint } = stage.command;
  if (cmd === undefined && entrypoint === undefined)
    return stage.image?.kind === 'service' ? 'runs' : 'unset';
  const commands = runtimeCommands(stage);
  if (commands.some(buildsWhenRun)) return 'builds';
  // A script that an image starts by nearly always ends by running CMD.
  if (cmd?.exec !== undefined && /\.sh$/.test(entrypoint?.exec?.[0]?.value ?? ''))
    if (commandFromWords(cmd.exec).commands.some(buildsWhenRun)) return 'builds';
  return commands.length > 0 && commands.every(isPlaceToWork) ? 'works' : 'runs';
});

/** Base images made to be worked in: dev containers, cloud workspaces, notebooks, build agents. */
const WORKPLACES =
  /(?:^|\/)(?:vscode\/)?devcontainers\/|(?:^|\/)gitpod\/workspace|(?:^|\/)jupyter\/|(?:^|\/)jenkins\/(?:inbound-|ssh-)?agent|(?:^|\/)cimg\/|(?:^|\/)circleci\/|(?:^|\/)actions\/actions-runner/;

/** Names of programs that only serve to build, test or serve from sources. */
const buildPrograms =
  /^(?:go|cargo|mvn|gradle|sbt|lein|mill|mix|rebar3|stack|cabal|swift|zig|make|cmake|ninja|ctest|bazel|bazelisk|javac|gcc|g\+\+|clang|rustc|vite|ng|nodemon|ts-node|ts-node-dev|tsnd|tsx|webpack|webpack-dev-server|webpack-cli|react-scripts|react-app-rewired|craco|vue-cli-service|gulp|grunt|parcel|rollup|esbuild|storybook|start-storybook|expo|meteor|jest|vitest|mocha|cypress|playwright|pytest|tox|nox|rspec|phpunit|air|reflex|CompileDaemon|skaffold|hugo|jekyll|mkdocs|eleventy|meson|nix|tilt|flutter|dart|npm-run-all|concurrently|ember|eslint|golangci-lint|flake8|black|mypy|ruff|hadolint|pre-commit|flit|poe|invoke|ansible-test|dlv|gdb|lldb|gdbserver|vitepress|docusaurus)$/;

const developmentScript =
  /(?:^|[:._-])(?:dev|develop|development|debug|watch|hot|hmr|serve|storybook|test|tests|e2e|lint|build|preview|ci|check|coverage)(?:$|[:._-])/i;

function buildsWhenRun(command: ShellCommand): boolean {
  const tool = toolOf(command);
  if (tool === undefined) return false;
  const verb = readArguments(tool.args, packageOptions).operands.map((word) => word.value ?? '');
  switch (tool.name) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return (
        verb.slice(0, 4).some((word) => developmentScript.test(word)) ||
        dependencyInstallOf(command) !== undefined
      );
    case 'dotnet':
      return /^(?:run|watch|test|build|publish|msbuild|ef|restore|pack|tool)$/.test(verb[0] ?? '');
    case 'next':
    case 'nuxt':
    case 'nuxi':
    case 'astro':
    case 'gatsby':
    case 'remix':
      return verb[0] !== 'start';
    case 'rake':
      return true;
    default:
      return buildPrograms.test(tool.name) || compileOf(command) !== undefined;
  }
}

const packageOptions: ReadonlySet<string> = new Set([
  '--prefix',
  '-C',
  '--cwd',
  '--dir',
  '--filter',
  '-F',
  '--workspace',
  '-w',
]);

function isPlaceToWork(command: ShellCommand): boolean {
  const { name, args } = command;
  if (name === undefined) return false;
  if (/^(?:ba|z|a|da|k|c|tc|fi)?sh$/.test(name)) return args.every((word) => word.text.startsWith('-'));
  if (name === 'tail') return args.some((word) => word.value === '/dev/null');
  if (args.length === 0 && PROMPTS.test(name)) return true;
  return /^(?:sleep|true|jupyter.*|start-notebook\.(?:sh|py)|start-notebook|code-server|openvscode-server|theia|sshd|jenkins-agent|jenkins-slave|buildkite-agent|gitlab-runner|tmux|vim|nvim|R|rstudio-server|ipython|irb|git|cc|pwsh|nvidia-smi|devcontainer|echo|cat|ls)$/.test(
    name,
  );
}

/** Started alone, these read what a person types. */
const PROMPTS =
  /^(?:python[\d.]*|node|ghci|iex|erl|jshell|groovysh|scala|clj|clojure|julia|lua[\d.]*|octave|sbcl|swipl|guile|racket)$/;

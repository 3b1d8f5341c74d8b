/** What the RUN instructions of a stage tell about the tools they use. */
import type { ShellCommand } from '../shell/nodes';
import { memoized } from '../text/memoized';
import { compileOf } from './commands/compiles';
import { packageInstallOf } from './commands/installs';
import { toolOf } from './commands/tools';
import type { StageFacts } from './facts';

/** True when the stage compiles anything at all, result or not. */
export const compilesSomething = memoized((stage: StageFacts): boolean =>
  commandsOf(stage).some((command) => compileOf(command) !== undefined),
);

/** True when a RUN of the stage, or of what it is built from, uses a compiler as far as a command can tell. */
export const installsFromSource = memoized(
  (stage: StageFacts): boolean =>
    commandsOf(stage).some((command) => {
      const name = toolOf(command)?.name;
      return (name !== undefined && SOURCE_INSTALLERS.test(name)) || compileOf(command) !== undefined;
    }) ||
    (stage.parent !== undefined && installsFromSource(stage.parent)),
);

const SOURCE_INSTALLERS =
  /^(?:pip|uv|poetry|pipenv|pdm|conda|gem|bundle|npm|yarn|pnpm|cargo|go|luarocks|pecl|phpize|docker-php-ext-(?:install|configure)|cpanm?|configure|config|cmake|make|python|R|Rscript|install2\.r|opam|mix|stack|cabal|bootsnap|dpkg-buildpackage|meson|ninja)$/;

/** True for a machine to log in to or to debug in, and where a program is installed that compiles when it runs. */
export const showsUseOfTools = memoized(
  (stage: StageFacts): boolean =>
    commandsOf(stage).some((command) =>
      packageInstallOf(command)?.packages.some(({ name }) =>
        /^(?:sudo|openssh-server|openssh|gdb|lldb|bash-completion|dkms|kmod|wireguard-dkms|bpf(?:trace|cc-tools)|r-base(?:-core)?|littler|distcc)$/.test(
          name,
        ),
      ),
    ) ||
    (stage.parent !== undefined && showsUseOfTools(stage.parent)),
);

/** The commands of all RUN instructions of the stage itself, in the order of the text. */
export const commandsOf = memoized((stage: StageFacts): readonly ShellCommand[] => {
  const found: ShellCommand[] = [];
  for (const instruction of stage.instructions)
    if (instruction.keyword === 'RUN')
      for (const command of stage.scriptOf(instruction)?.commands ?? NONE) found.push(command);
  return found;
});

const NONE: readonly never[] = [];

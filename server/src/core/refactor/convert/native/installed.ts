/** Where `make install`, `cmake --install`, `ninja install` and `meson install` put what they install. */
import { contextPathsOf } from '../../../model/artifacts/contextPlaces';
import { effectsAt } from '../../../model/artifacts/stageFiles';
import { valueAfter } from '../../../model/commands/options';
import { toolOf } from '../../../model/commands/tools';
import { cleaned } from '../../../model/state';
import type { ShellCommand } from '../../../shell/nodes';
import type { Project, Step } from '../contract';

export interface Installation {
  readonly step: Step;
  readonly command: ShellCommand;
  /** `/usr/local` where nothing says otherwise; undefined when a variable decides. */
  readonly prefix: string | undefined;
  /** Absolute folder that everything is put below, in place of the root. */
  readonly root: string | undefined;
  /** How the command can be told to install below another folder; undefined when it is not known to listen. */
  readonly redirect: ((folder: string) => string) | undefined;
}

/** All of the stage, in order. */
export function installationsOf(project: Project): readonly Installation[] {
  return project.steps.flatMap((step) =>
    step.commands.flatMap(
      (command) => (command.place === 'function' ? undefined : readInstall(project, step, command)) ?? [],
    ),
  );
}

function readInstall(project: Project, step: Step, command: ShellCommand): Installation | undefined {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const { args } = tool;
  switch (tool.name) {
    case 'make': {
      if (!args.some(({ value }) => /^install(?:-strip|-exec|-bin)?$/.test(value ?? ''))) return undefined;
      const assigned = (name: string): string | undefined =>
        args.findLast(({ text }) => text.startsWith(`${name}=`))?.value?.slice(name.length + 1) ??
        command.assignments.findLast((each) => each.name === name)?.value?.value;
      const isConfigured = configuredPrefix(project) !== undefined || isGenerated(project);
      const listens = isConfigured || makefileSays(project, step, command, 'DESTDIR');
      const prefix = assigned('PREFIX') ?? assigned('prefix') ?? configuredPrefix(project) ?? '/usr/local';
      return {
        step,
        command,
        prefix: absoluteOrNone(prefix),
        root: rootOf(assigned('DESTDIR')),
        redirect: listens && assigned('DESTDIR') === undefined ? (folder) => ` DESTDIR=${folder}` : undefined,
      };
    }
    case 'cmake': {
      const builds = args.some(({ text }) => text === '--install' || text === 'install');
      if (!builds) return undefined;
      const prefix = valueAfter(args, ['--prefix']) ?? configuredPrefix(project) ?? '/usr/local';
      return { step, command, prefix: absoluteOrNone(prefix), root: undefined, redirect: undefined };
    }
    case 'ninja':
    case 'samu':
    case 'meson': {
      if (!args.some(({ value }) => value === 'install')) return undefined;
      const root =
        valueAfter(args, ['--destdir']) ??
        command.assignments.findLast(({ name }) => name === 'DESTDIR')?.value?.value;
      return {
        step,
        command,
        prefix: absoluteOrNone(configuredPrefix(project) ?? '/usr/local'),
        root: rootOf(root),
        redirect: undefined,
      };
    }
    default:
      return undefined;
  }
}

function rootOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '/' ? undefined : absoluteOrNone(text);
}

function absoluteOrNone(text: string): string | undefined {
  return text.startsWith('/') && !/[$`]/.test(text) ? cleaned(text) : undefined;
}

/** `./configure --prefix=/usr`, `cmake -DCMAKE_INSTALL_PREFIX=/opt/x`, `meson setup --prefix /usr build`; as written. */
function configuredPrefix({ steps }: Project): string | undefined {
  for (const { commands } of steps)
    for (const { name, args } of commands) {
      if (name === undefined || !/^(?:configure|cmake|meson|autogen\.sh|Configure|config)$/.test(name))
        continue;
      for (const [index, { text, value }] of args.entries()) {
        const attached = /^(?:-D(?:CMAKE_INSTALL_PREFIX(?::PATH)?|prefix)|--prefix)=(.*)$/s.exec(
          value ?? text,
        )?.[1];
        if (attached !== undefined) return attached;
        if (text === '--prefix') return args[index + 1]?.value ?? '$';
      }
    }
  return undefined;
}

/** Makefiles that autoconf and CMake write always listen to DESTDIR. */
function isGenerated({ steps }: Project): boolean {
  return steps.some(({ commands }) => commands.some(({ name }) => /^(?:configure|cmake)$/.test(name ?? '')));
}

/** Whether the project's own Makefile speaks of a variable, when the build context is known. */
function makefileSays(project: Project, step: Step, command: ShellCommand, name: string): boolean {
  const folders = effectsAt(project.stage, step.instruction).flatMap((effect) =>
    effect.kind === 'ran' && effect.command === command ? (effect.folder ?? []) : [],
  );
  const [folder = step.state.workdir ?? '/'] = folders;
  for (const file of ['GNUmakefile', 'makefile', 'Makefile'])
    for (const path of contextPathsOf(project.stage, cleaned(`${folder}/${file}`)))
      if (project.contextText(path)?.includes(`$(${name})`) === true) return true;
  return false;
}

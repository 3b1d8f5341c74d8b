/** Ruby: gems are installed in the build stage, where the compilers are, and copied beside the program. */
import { at } from '../../../lint/rule';
import { buildToolKind } from '../../../model/commands/buildTools';
import { optionValue, readArguments } from '../../../model/commands/options';
import { toolOf } from '../../../model/commands/tools';
import type { ShellCommand } from '../../../shell/nodes';
import { pairsOf } from '../../../syntax/views';
import {
  IN_BOTH,
  KEPT,
  refusal,
  type Ecosystem,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../contract';
import {
  bringsOnly,
  folderMadeBy,
  isBroughtLater,
  obstacleToRunning,
  packageNotes,
  placeSteps,
  type PlacedSteps,
} from '../interpreted';
import { installOfLinked } from '../linkedLibraries';
import { runtimeBases } from '../sameFamily';
import { DROP, type PackageRule } from '../systemPackages';

export const ruby: Ecosystem = {
  id: 'ruby',
  name: 'Ruby',
  plan(project) {
    const other = project.shipped?.compile.ecosystem ?? 'ruby';
    // A program in Ruby may have its front end bundled on the way.
    if (other !== 'ruby' && !(other === 'javascript' && project.stage.image?.language?.name === 'ruby'))
      return undefined;
    const commands = rubyCommandsOf(project);
    const install = commands.find(({ kind }) => kind === 'install');
    const last = commands.findLast(({ kind }) => kind === 'install' || kind === 'assets');
    if (install === undefined || last === undefined) return undefined;
    return obstacleToRunning(project, 'always') ?? planOf(project, commands, last);
  },
};

/** `assets`: the program itself makes files in its own folder. `setting`: both stages have to know it. */
type RubyKind = 'install' | 'assets' | 'setting' | 'preparation';

interface RubyCommand {
  readonly kind: RubyKind;
  readonly step: Step;
  readonly command: ShellCommand;
}

function rubyCommandsOf(project: Project): readonly RubyCommand[] {
  return project.steps.flatMap((step) =>
    step.commands.flatMap((command): RubyCommand[] => {
      const kind = kindOf(command);
      return kind === undefined ? [] : [{ kind, step, command }];
    }),
  );
}

function kindOf(command: ShellCommand): RubyKind | undefined {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const words = tool.args.filter(({ text }) => !text.startsWith('-')).map(({ value }) => value ?? '');
  switch (tool.name) {
    case 'bundle':
      if (words[0] === 'config') return 'setting';
      return words[0] === undefined || words[0] === 'install' ? 'install' : 'preparation';
    case 'gem':
      if (words[0] === 'install')
        return words.slice(1).every((name) => /^(?:bundler|rubygems-update)(?::|$)/.test(name))
          ? 'setting'
          : 'install';
      return words[0] === 'update' ? 'setting' : 'preparation';
    case 'bootsnap':
    case 'rake':
    case 'rails':
      return 'assets';
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return words[0] === 'config' || words.includes('-g') ? undefined : 'assets';
    default:
      return undefined;
  }
}

function planOf(project: Project, commands: readonly RubyCommand[], last: RubyCommand): Plan | Refusal {
  const folders = gemFolders(commands);
  if ('reason' in folders) return folders;
  const hasAssets = commands.some(({ kind }) => kind === 'assets');
  const app = hasAssets ? last.step.state.workdir : undefined;
  if (hasAssets && (app === undefined || app === '/'))
    return refusal('unknown-artifact', 'It cannot be told in which folder the program makes its assets.', {
      at: at(last.step.instruction, last.command.span),
      wayOut: 'Set a WORKDIR.',
    });
  const placed = placeSteps(project, {
    splitting: { sideOf, packages, inPlaceOf },
    ends: last.step,
    isOnlyRead: (step) => bringsOnly(step, MANIFESTS) && isBroughtLater(project, step, last.step),
    managers: /^(?:bundle|gem|node|npm|yarn)$/,
    folder: app,
  });
  if ('kind' in placed) return placed;
  const bases = runtimeBases(project);
  if (!bases.isSmaller && !placed.dropped.some(isTool))
    return refusal(
      'nothing-compiled',
      'The gems are installed without a compiler as far as this stage shows, so there are no tools to leave behind.',
      { at: at(last.step.instruction, last.command.span) },
    );
  const linked = bases.isSmaller
    ? installOfLinked(project, last.step, ['Gemfile.lock', 'Gemfile'])
    : undefined;
  const unnamed =
    bases.isSmaller && linked === undefined && project.answers.runtimeBase === undefined
      ? groupOfLinked(project)
      : undefined;
  if (unnamed !== undefined)
    return refusal(
      'no-runtime-base',
      `A gem of ${unnamed} is linked to a library of the system that the small image lacks.`,
      {
        at: at(last.step.instruction, last.command.span),
        wayOut: 'Install its library by the name of its package, and name the image with --runtime-base.',
      },
    );
  const outside = folders.filter((folder) => app === undefined || !folder.startsWith(`${app}/`));
  return {
    kind: 'plan',
    ends: last.step,
    artifacts: [
      ...outside.map((folder) => folderMadeBy(last.step, folder, 'the installed gems')),
      ...(app === undefined ? [] : [folderMadeBy(last.step, app, 'the program with its assets')]),
    ],
    bases: bases.candidates,
    needs: { libc: 'none', programs: placed.programs.filter((name) => !OWN.test(name)) },
    placements: withSettings(project, placed, last.step),
    insertions: linked === undefined ? [] : [{ place: 'before-artifacts', text: linked }],
    notes: [
      app === undefined
        ? `The gems are copied from ${folders.join(' and ')}.`
        : `The program's folder, ${app}, is copied as the build leaves it, for files are made in it.`,
      ...packageNotes(placed),
      ...bases.notes,
    ],
  };
}

function isTool(name: string): boolean {
  const kind = buildToolKind(name, 'debian') ?? buildToolKind(name, 'alpine');
  return kind !== undefined && kind !== 'vcs';
}

function sideOf(command: ShellCommand): 'build' | 'run' | undefined {
  if (command.args.some(({ text }) => text.includes('sh.rustup.rs')) || command.name === 'rustup')
    return 'build';
  switch (kindOf(command)) {
    case 'install':
    case 'assets':
    case 'preparation':
      return 'build';
    case 'setting':
      return 'run';
    case undefined:
      return undefined;
  }
}

/** What Bundler is told to install, where its name says that it is linked to a library which only the full image has. */
function groupOfLinked(project: Project): string | undefined {
  const groups = [
    project.stage.end.env.get('BUNDLE_WITH') ?? '',
    ...project.steps.flatMap(({ commands }) =>
      commands.flatMap(({ name, args }) => (name === 'bundle' ? args.map(({ text }) => text) : [])),
    ),
  ];
  return /\b(pg|postgres(?:ql)?|mysql2?|passenger)\b/.exec(groups.join(' '))?.[1];
}

const MANIFESTS = /^(?:Gemfile(?:\.lock)?\*?|\.ruby-version|[\w*.-]*\.gemspec)$/;

const packages: PackageRule = (name, family) => {
  if (name === 'ruby-full' && family === 'debian') return { kind: 'replaced', by: ['ruby'] };
  return name === 'node-gyp' ? DROP : undefined;
};

/** Ruby itself, where only its headers were asked for, which brought it along. */
function inPlaceOf(dropped: readonly string[], kept: readonly string[]): readonly string[] {
  return dropped.includes('ruby-dev') &&
    !kept.some((name) => /^ruby[\d.]*$/.test(name)) &&
    kept.some((name) => /bundler/.test(name))
    ? ['ruby']
    : [];
}

/** Where gems are put: what Bundler is told, else what RubyGems is told; nothing of a system's own Ruby is known. */
function gemFolders(commands: readonly RubyCommand[]): readonly string[] | Refusal {
  const folders = new Set<string>();
  for (const found of commands) {
    if (found.kind !== 'install') continue;
    const folder =
      toolOf(found.command)?.name === 'gem'
        ? gemHome(found)
        : (bundlePath(found, commands) ?? gemHome(found));
    if (folder === undefined)
      return refusal('unknown-artifact', 'It cannot be told where the gems are put.', {
        at: at(found.step.instruction, found.command.span),
        wayOut: 'Set BUNDLE_PATH to a folder.',
      });
    folders.add(folder);
  }
  return [...folders];
}

function gemHome({ step }: RubyCommand): string | undefined {
  return step.state.env.get('GEM_HOME');
}

function bundlePath({ step, command }: RubyCommand, commands: readonly RubyCommand[]): string | undefined {
  const { env, workdir } = step.state;
  const read = readArguments(
    command.args,
    new Set(['--path', '-j', '--jobs', '--retry', '--without', '--with', '--gemfile']),
  );
  const configured = commands.findLast(
    (other) =>
      other.kind === 'setting' && other.step.index <= step.index && settingOf(other, 'path') !== undefined,
  );
  const isDeployed =
    read.options.some(({ name }) => name === '--deployment') ||
    /^(?:1|true)$/.test(env.get('BUNDLE_DEPLOYMENT') ?? '') ||
    commands.some((other) => other.kind === 'setting' && settingOf(other, 'deployment') === 'true');
  const path =
    optionValue(read, '--path') ??
    (configured === undefined ? undefined : settingOf(configured, 'path')) ??
    env.get('BUNDLE_PATH') ??
    (isDeployed ? 'vendor/bundle' : undefined);
  if (path === undefined || path.includes('$')) return undefined;
  if (path.startsWith('/')) return path;
  return workdir === undefined ? undefined : `${workdir === '/' ? '' : workdir}/${path}`;
}

/** The value of `bundle config [set] [--local] NAME VALUE`. */
function settingOf({ command }: RubyCommand, setting: string): string | undefined {
  const words = (toolOf(command)?.args ?? [])
    .filter(({ text }) => !text.startsWith('-'))
    .map(({ value }) => value);
  const rest = words[1] === 'set' ? words.slice(2) : words.slice(1);
  return words[0] === 'config' && rest[0] === setting ? rest[1] : undefined;
}

/** Bundler reads its settings when the program starts as well: those of the environment, and those that it wrote down. */
function withSettings(
  project: Project,
  { placements }: PlacedSteps,
  ends: Step,
): ReadonlyMap<Step, Placement> {
  const changed = new Map(placements);
  for (const step of project.steps) {
    const { instruction, index } = step;
    if (index > ends.index) continue;
    if (
      instruction.keyword === 'ENV' &&
      pairsOf(instruction).some(({ name }) => /^(?:BUNDLE_|GEM_)/.test(name))
    )
      changed.set(step, IN_BOTH);
    const placement = placements.get(step);
    if (placement !== undefined && step.commands.some((command) => kindOf(command) === 'setting'))
      changed.set(step, { ...placement, build: KEPT });
  }
  return changed;
}

/** Programs that come with Ruby, whatever its package is called. */
const OWN = /^(?:ruby|gem|bundle|bundler|rake)$/;

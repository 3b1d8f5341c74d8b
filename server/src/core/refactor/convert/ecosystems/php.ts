/** PHP: Composer's packages and compiled extensions are made in the build stage, and copied onto the same image without the tools. */
import { at } from '../../../lint/rule';
import { buildToolKind } from '../../../model/commands/buildTools';
import { dependencyInstallOf } from '../../../model/commands/dependencyInstalls';
import { optionValue, readArguments } from '../../../model/commands/options';
import { toolOf } from '../../../model/commands/tools';
import { cleaned } from '../../../model/state';
import type { ShellCommand } from '../../../shell/nodes';
import { copyView } from '../../../syntax/views';
import {
  refusal,
  type Artifact,
  type Ecosystem,
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
} from '../interpreted';
import { runtimeBases } from '../sameFamily';
import { DROP, type PackageRule } from '../systemPackages';

export const php: Ecosystem = {
  id: 'php',
  name: 'PHP',
  plan(project) {
    const other = project.shipped?.compile.ecosystem ?? 'php';
    const isPhp = project.stage.image?.language?.name === 'php';
    if (other !== 'php' && !(isPhp && other === 'javascript')) return undefined;
    const commands = phpCommandsOf(project);
    const last = commands.findLast(({ kind }) => kind !== 'preparation');
    if (last === undefined || !commands.some(({ kind }) => kind === 'packages' || kind === 'extension'))
      return undefined;
    // The image of PHP itself starts PHP, and stays the base.
    return (
      obstacleToRunning(project, isPhp ? 'unless-base-has-one' : 'always') ?? planOf(project, commands, last)
    );
  },
};

/** `packages`: Composer's. `extension`: compiled for PHP itself. `assets`: the program makes files in its own folder. */
type PhpKind = 'packages' | 'extension' | 'assets' | 'preparation';

interface PhpCommand {
  readonly kind: PhpKind;
  readonly step: Step;
  readonly command: ShellCommand;
}

function phpCommandsOf(project: Project): readonly PhpCommand[] {
  return project.steps.flatMap((step) =>
    step.commands.flatMap((command): PhpCommand[] => {
      const kind = kindOf(command);
      return kind === undefined ? [] : [{ kind, step, command }];
    }),
  );
}

function kindOf(command: ShellCommand): PhpKind | undefined {
  const tool = toolOf(command);
  if (tool === undefined) return undefined;
  const words = tool.args.filter(({ text }) => !text.startsWith('-')).map(({ value }) => value ?? '');
  switch (tool.name) {
    case 'composer':
      if (dependencyInstallOf(command) !== undefined || /^(?:dump-?autoload|require)$/.test(words[0] ?? ''))
        return 'packages';
      return /^(?:|config|self-?update|clear-?cache|diagnose|validate|about|show|global)$/.test(
        words[0] ?? '',
      )
        ? 'preparation'
        : 'assets';
    case 'docker-php-ext-install':
    case 'docker-php-ext-configure':
    case 'docker-php-ext-enable':
    case 'pecl':
      return 'extension';
    case 'php':
      if (/composer(?:\.phar)?$/.test(words[0] ?? ''))
        return /^(?:install|update|dump-?autoload)$/.test(words[1] ?? '') ? 'packages' : 'preparation';
      if (/(?:^|\/)(?:artisan|console)$/.test(words[0] ?? '')) return 'assets';
      return /composer-setup|installer/.test(tool.args.map(({ text }) => text).join(' '))
        ? 'preparation'
        : undefined;
    case 'artisan':
    case 'console':
      return 'assets';
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return words[0] === 'config' || words.includes('-g') ? undefined : 'assets';
    case 'curl':
    case 'wget':
      return tool.args.some(({ text }) => text.includes('getcomposer.org')) ? 'preparation' : undefined;
    default:
      return undefined;
  }
}

function planOf(project: Project, commands: readonly PhpCommand[], last: PhpCommand): Plan | Refusal {
  const artifacts = artifactsOf(project, commands, last);
  if ('reason' in artifacts) return artifacts;
  const folder = commands.some(({ kind }) => kind === 'assets') ? last.step.state.workdir : undefined;
  const placed = placeSteps(project, {
    splitting: { sideOf, packages, inPlaceOf },
    ends: last.step,
    isOnlyRead: (step) => bringsOnly(step, MANIFESTS) && isBroughtLater(project, step, last.step),
    managers: MANAGERS,
    folder,
  });
  if ('kind' in placed) return placed;
  if (!placed.dropped.some(isTool) && !bringsComposer(project))
    return refusal(
      'nothing-compiled',
      'Nothing is installed in this stage that only the build needs, so there are no tools to leave behind.',
      { at: at(last.step.instruction, last.command.span) },
    );
  const bases = runtimeBases(project);
  return {
    kind: 'plan',
    ends: last.step,
    artifacts,
    bases: bases.candidates,
    needs: {
      libc: 'none',
      programs: placed.programs.filter((name) => !/^(?:php|docker-php-\S+)$/.test(name)),
    },
    placements: placed.placements,
    notes: [
      ...artifacts.map(({ what, from }) => `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${from}.`),
      ...packageNotes(placed),
      ...bases.notes,
    ],
  };
}

function isTool(name: string): boolean {
  return (
    /PHPIZE_DEPS|^(?:git|unzip|zip|p7zip.*|composer)$/.test(name) ||
    (buildToolKind(name, 'debian') ?? buildToolKind(name, 'alpine')) !== undefined
  );
}

/** Composer itself comes into the stage, by a copy or by its installer. */
function bringsComposer({ steps }: Project): boolean {
  return steps.some(({ instruction, commands }) => {
    const { from, sources } = copyView(instruction);
    const isCopied =
      instruction.keyword === 'COPY' &&
      from !== undefined &&
      sources.some(({ value }) => value.endsWith('/composer'));
    return (
      isCopied ||
      commands.some(
        (command) => kindOf(command) === 'preparation' && /^(?:curl|wget|php)$/.test(command.name ?? ''),
      )
    );
  });
}

function sideOf(command: ShellCommand): 'build' | undefined {
  return kindOf(command) === undefined ? undefined : 'build';
}

const MANIFESTS =
  /^(?:composer\.(?:json|lock)|composer\.\*|symfony\.lock|package.*\.json|yarn\.lock|pnpm-lock\.yaml)$/;

const MANAGERS = /^(?:composer(?:\.phar)?|node|npm|npx|yarn|install-php-extensions)$/;

/** What Composer fetches and unpacks with; and Composer where the system packages it. */
const packages: PackageRule = (name) =>
  /^(?:composer|unzip|zip|p7zip.*|php[\d.]*-dev|php\d*-pear)$/.test(name) ? DROP : undefined;

/** PHP itself, where only Composer or the headers were asked for, which brought it along. */
function inPlaceOf(dropped: readonly string[], kept: readonly string[]): readonly string[] {
  const brings = dropped.some((name) => /^(?:composer|php[\d.]*-dev)$/.test(name));
  return brings && !kept.some((name) => /^php/.test(name)) ? ['php-cli'] : [];
}

function artifactsOf(
  project: Project,
  commands: readonly PhpCommand[],
  last: PhpCommand,
): readonly Artifact[] | Refusal {
  const artifacts: Artifact[] = [];
  if (commands.some(({ kind }) => kind === 'extension')) {
    if (project.stage.image?.family !== 'php' && project.stage.image?.family !== 'frankenphp')
      return refusal('unknown-artifact', 'It cannot be told where the extensions are put.', {
        at: at(last.step.instruction, last.command.span),
      });
    artifacts.push(
      folder('/usr/local/lib/php/extensions', 'the compiled extensions'),
      folder('/usr/local/etc/php/conf.d', 'the settings that load them'),
    );
  }
  const assets = commands.findLast(({ kind }) => kind === 'assets');
  const composed = commands.findLast(({ kind }) => kind === 'packages');
  if (assets !== undefined) {
    const { workdir } = assets.step.state;
    if (workdir === undefined || workdir === '/') return unknownFolder(assets);
    artifacts.push(folderMadeBy(last.step, workdir, 'the program with its assets'));
  } else if (composed !== undefined) {
    const app = folderOf(composed);
    if (app === undefined) return unknownFolder(composed);
    artifacts.push(
      folderMadeBy(last.step, `${app === '/' ? '' : app}/vendor`, 'the packages that Composer installed'),
    );
  }
  return artifacts;
}

function folder(path: string, what: string): Artifact {
  return { from: path, to: path, kind: 'directory', what };
}

function unknownFolder({ step, command }: PhpCommand): Refusal {
  return refusal('unknown-artifact', 'It cannot be told in which folder the program lies.', {
    at: at(step.instruction, command.span),
    wayOut: 'Set a WORKDIR.',
  });
}

/** The project's folder: what the command is told, what the script changed to before it, or the working directory. */
function folderOf({ step, command }: PhpCommand): string | undefined {
  const read = readArguments(command.args, new Set(['-d', '--working-dir']));
  const told = optionValue(read, '-d', '--working-dir');
  const entered = step.commands.findLast(({ name, span }) => name === 'cd' && span.start < command.span.start)
    ?.args[0];
  const path = told ?? (entered === undefined ? '.' : entered.value);
  if (path === undefined) return undefined;
  if (path.startsWith('/')) return cleaned(path);
  const { workdir } = step.state;
  return workdir === undefined ? undefined : cleaned(`${workdir}/${path}`);
}

/** How the dependencies of a JavaScript project were installed, and how those are taken out again that only its build needs. */
import { dependencyInstallOf, type DependencyInstall } from '../../../../model/commands/dependencyInstalls';
import { toolOf } from '../../../../model/commands/tools';
import { joined } from '../../../../model/artifacts/commandPlace';
import { readFile, type Manifest, type ProjectFolder } from '../../../../model/javascript/projectFolder';
import type { ShellCommand } from '../../../../shell/nodes';
import { isAtLeast } from '../../../../model/images/version';
import type { Project, Step } from '../../contract';

export interface LocatedInstall {
  readonly step: Step;
  readonly command: ShellCommand;
  readonly install: DependencyInstall;
  /** Absolute; undefined when it is not known. */
  readonly folder: string | undefined;
}

/** Every install of the project's dependencies, in order, with the folder that it works in. */
export function installsOf(project: Project): readonly LocatedInstall[] {
  return project.steps.flatMap((step) =>
    placed(step).flatMap(({ command, folder }): LocatedInstall[] => {
      const install = command.place === 'function' ? undefined : dependencyInstallOf(command);
      if (install?.ecosystem !== 'javascript' || install.manager === 'deno') return [];
      return [{ step, command, install, folder: redirected(command, folder) }];
    }),
  );
}

export interface PlacedCommand {
  readonly command: ShellCommand;
  readonly folder: string | undefined;
}

/** The commands of a RUN with the folders that they run in: `cd` counts until the instruction ends. */
export function placed({ commands, state }: Step): readonly PlacedCommand[] {
  let folder = state.workdir;
  return commands.map((command) => {
    const own = folder;
    if (command.name === 'cd') {
      const to = command.args[0]?.value;
      folder =
        to === undefined || folder === undefined || command.place !== 'top' ? undefined : joined(folder, to);
    }
    return { command, folder: own };
  });
}

function redirected({ args }: ShellCommand, folder: string | undefined): string | undefined {
  const at = args.findIndex(({ text }) => /^(?:--prefix|--cwd|-C|--dir)(?:=|$)/.test(text));
  const word = args[at];
  if (word === undefined) return folder;
  const value = word.text.includes('=') ? word.value?.replace(/^[^=]*=/, '') : args[at + 1]?.value;
  return value === undefined || folder === undefined ? undefined : joined(folder, value);
}

/** `clean`: what only development needs is not there. `prune`: the command that takes it out. */
export type Pruning =
  | { readonly kind: 'clean' }
  | { readonly kind: 'prune'; readonly command: string }
  | { readonly kind: 'unknown'; readonly why: string };

export function pruningOf(
  project: Project,
  { step, command, install }: LocatedInstall,
  folder: ProjectFolder | undefined,
): Pruning {
  if (install.installsDev === false || (install.installsDev === undefined && isProduction(step, command)))
    return { kind: 'clean' };
  if (isPrunedLater(project, step)) return { kind: 'clean' };
  switch (install.manager) {
    case 'npm':
      return { kind: 'prune', command: `npm prune ${npmOmits(project) ? '--omit=dev' : '--production'}` };
    case 'pnpm':
      return { kind: 'prune', command: 'CI=true pnpm prune --prod' };
    case 'bun':
      return {
        kind: 'prune',
        command: `rm -rf node_modules && bun install --production${install.isLocked === true ? ' --frozen-lockfile' : ''}`,
      };
    case 'yarn':
      return yarnPruning(command, folder);
    default:
      return { kind: 'unknown', why: `${install.manager} cannot take them out` };
  }
}

/** Yarn's classic line takes them out by installing again; the newer one knows a word for it. */
function yarnPruning(command: ShellCommand, folder: ProjectFolder | undefined): Pruning {
  const isModern =
    command.args.some(({ text }) => text === '--immutable') ||
    (folder !== undefined && readFile(folder, '.yarnrc.yml').kind === 'text');
  if (isModern) return { kind: 'prune', command: 'yarn workspaces focus --production' };
  const frozen = command.args.some(({ text }) => text === '--frozen-lockfile') ? ' --frozen-lockfile' : '';
  return {
    kind: 'prune',
    command: `yarn install --production --ignore-scripts --prefer-offline${frozen}`,
  };
}

/** `--omit` came with npm 7, which came with Node 15. */
function npmOmits({ stage }: Project): boolean {
  const language = stage.image?.language;
  return language?.name !== 'node' || isAtLeast(language.version, '15') !== false;
}

function isProduction({ state }: Step, command: ShellCommand): boolean {
  const assigned = command.assignments.find(({ name }) => name === 'NODE_ENV');
  return (assigned === undefined ? state.env.get('NODE_ENV') : assigned.value?.value) === 'production';
}

/** The file takes them out itself, or installs a second time without them. */
function isPrunedLater(project: Project, from: Step): boolean {
  return project.steps.some(
    (step) =>
      step.index >= from.index &&
      step.commands.some((command) => {
        const tool = toolOf(command);
        const words = tool?.args.map(({ value }) => value ?? '') ?? [];
        switch (tool?.name) {
          case 'npm':
          case 'pnpm':
            return words.includes('prune') || dependencyInstallOf(command)?.installsDev === false;
          case 'yarn':
          case 'bun':
            return words.includes('focus') || dependencyInstallOf(command)?.installsDev === false;
          default:
            return false;
        }
      }),
  );
}

/** Folders of the project itself that are dependencies of the running program: they are linked, and not copied, into node_modules. */
export function linkedFolders(manifest: Manifest | undefined): readonly string[] {
  if (manifest === undefined) return [];
  return [...manifest.dependencies].flatMap((name) => {
    const path = /^(?:file|link|portal):(?:\.\/)?(.*)$/.exec(manifest.versionOf(name) ?? '')?.[1];
    return path === undefined || /\.(?:tgz|tar\.gz|tar)$/.test(path) ? [] : [path.replace(/\/$/, '')];
  });
}

/** Packages whose program has another name than they have. */
const PACKAGE_OF: ReadonlyMap<string, string> = new Map([
  ['pm2-runtime', 'pm2'],
  ['react-router-serve', '@react-router/serve'],
  ['remix-serve', '@remix-run/serve'],
  ['sequelize', 'sequelize-cli'],
  ['sequelize-cli', 'sequelize-cli'],
  ['fastify', 'fastify-cli'],
  ['env-cmd', 'env-cmd'],
  ['dotenv', 'dotenv-cli'],
  ['strapi', '@strapi/strapi'],
  ['medusa', '@medusajs/cli'],
  ['nuxi', 'nuxt'],
]);

/** True when a program comes with what only development needs, as the manifest has it. */
export function isDevelopmentOnly(program: string, manifest: Manifest | undefined): boolean {
  if (manifest === undefined) return false;
  const name = PACKAGE_OF.get(program) ?? program;
  return manifest.devDependencies.has(name) && !manifest.dependencies.has(name);
}

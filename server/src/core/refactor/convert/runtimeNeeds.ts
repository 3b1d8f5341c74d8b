/** What the lines of the running image ask of its base: a shell, a package manager, and programs that the old base brought. */
import { baseName } from '../../model/artifacts/effects';
import { managerCommandOf, packageInstallOf } from '../../model/commands/installs';
import type { BaseImage } from '../../model/images/index';
import type { ShellCommand } from '../../shell/nodes';
import type { Parts, Plan, Project } from './contract';
import { isOfRun, runCommandsOf } from './runPieces';

export interface RuntimeNeeds {
  /** What the image certainly lacks and cannot be given; undefined when nothing speaks against it. */
  readonly lack: string | undefined;
  /** The instruction that gives it the programs that it lacks. */
  readonly install: string | undefined;
}

export function runtimeNeeds(image: BaseImage, project: Project, plan: Plan, parts: Parts): RuntimeNeeds {
  const called = runCommandsOf(project, plan, parts);
  const own = broughtNames(plan, parts, called);
  const needed = [
    ...(plan.needs.programs ?? []),
    ...called.flatMap(({ name, wrappers }) => [...wrappers, ...(name === undefined ? [] : [name])]),
  ];
  const missing = [...new Set(needed)].filter((name) => image.programs[name] === false && !own.has(name));
  const lack =
    systemLack(image, project, plan, parts, called) ?? missing.find((name) => !isInstallable(image, name));
  return { lack, install: missing.length === 0 ? undefined : installText(image, missing) };
}

function installText({ packageManager }: BaseImage, names: readonly string[]): string {
  if (packageManager === 'apk') return `RUN apk add --no-cache ${names.join(' ')}`;
  return `RUN apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}

/** Programs whose package has their name on Debian, Ubuntu and Alpine alike. */
const PACKAGED: ReadonlySet<string> = new Set(['bash', 'curl', 'git', 'jq', 'tini', 'unzip', 'wget']);

function isInstallable({ packageManager }: BaseImage, name: string): boolean {
  return (packageManager === 'apt' || packageManager === 'apk') && PACKAGED.has(name);
}

function systemLack(
  image: BaseImage,
  project: Project,
  plan: Plan,
  parts: Parts,
  called: readonly ShellCommand[],
): string | undefined {
  const { libc } = plan.needs;
  if (image.shell === null && needsShell(project, plan, parts)) return 'shell';
  if (libc !== 'none' && image.libc !== undefined && image.libc !== libc)
    return libc === 'glibc' ? 'GNU C library' : 'musl C library';
  const isForeign = called
    .map(managerCommandOf)
    .some((command) => command !== undefined && !hasManager(image, command));
  return isForeign ? 'package manager of that kind' : undefined;
}

function hasManager(
  image: BaseImage,
  { manager }: NonNullable<ReturnType<typeof managerCommandOf>>,
): boolean {
  if (image.packageManager === undefined) return true;
  const kind = /^apt|^dpkg|^aptitude/.test(manager) ? 'apt' : manager;
  const same: Readonly<Record<string, readonly string[]>> = {
    dnf: ['dnf', 'yum', 'microdnf'],
    yum: ['dnf', 'yum'],
  };
  return (
    image.packageManager !== null && (same[image.packageManager] ?? [image.packageManager]).includes(kind)
  );
}

/** Programs that the running image gets: copied, or installed by a package of their name. */
function broughtNames(plan: Plan, parts: Parts, called: readonly ShellCommand[]): ReadonlySet<string> {
  const names = new Set(plan.artifacts.map(({ to }) => baseName(to)));
  for (const command of called)
    for (const { name } of packageInstallOf(command)?.packages ?? []) {
      names.add(name);
      // `php8.4-cli` has php, and `ruby-bundler` has bundle.
      names.add(name.replace(/[\d.]*(?:-(?:cli|fpm|minimal|headless|bin))?$/, ''));
      if (/^(?:ruby-)?bundler$/.test(name)) names.add('bundle').add('ruby');
    }
  for (const [{ instruction }, { run }] of parts)
    if (run.kind !== 'left-out' && /^(?:COPY|ADD)$/.test(instruction.keyword))
      for (const { value } of instruction.words) names.add(baseName(value.replace(/\/$/, '')));
  return names;
}

function needsShell(project: Project, plan: Plan, parts: Parts): boolean {
  const inserted = plan.insertions?.some(({ place, text }) => isOfRun(place) && /^RUN /m.test(text));
  if (inserted === true) return true;
  for (const [{ instruction }, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    if (instruction.keyword === 'RUN') return true;
    const isCommand = /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword);
    if (
      isCommand &&
      run.kind === 'kept' &&
      instruction.exec === undefined &&
      instruction.words[0]?.value !== 'NONE'
    )
      return true;
  }
  return runCommandsOf(project, plan, parts).some(
    ({ name, words }) =>
      /^(?:ba|a|da)?sh$|\.sh$/.test(name ?? words[0]?.value ?? '') || /\.sh$/.test(words[0]?.value ?? ''),
  );
}

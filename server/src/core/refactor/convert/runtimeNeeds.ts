/** What the lines of the running image ask of its base: a shell, a package manager, and programs that the old base brought. */
import { packageInstallOf, managerCommandOf } from '../../model/commands/installs';
import type { BaseImage } from '../../model/images/index';
import { BUILT_IN } from './native/program';
import type { Needs, Plan, Project } from './contract';
import type { Parts } from './partition';

/** What the running image needs beside what the plan says, as far as its instructions tell. */
export interface Demands extends Needs {
  readonly shell: boolean;
  readonly programs: readonly string[];
  readonly managers: readonly string[];
}

export function demandsOf(project: Project, plan: Plan, parts: Parts): Demands {
  const programs = new Set(plan.needs.programs ?? []);
  const managers = new Set<string>();
  const installed = new Set<string>();
  for (const [step, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    const { instruction } = step;
    for (const command of step.commands) {
      const manager = managerCommandOf(command)?.manager;
      if (manager !== undefined) managers.add(MANAGERS.get(manager) ?? manager);
      for (const { name } of packageInstallOf(command)?.packages ?? []) installed.add(name);
    }
    if (instruction.keyword === 'HEALTHCHECK')
      for (const { name } of project.stage.scriptOf(instruction)?.commands ?? [])
        if (name !== undefined && !BUILT_IN.test(name) && !isArtifact(plan, name)) programs.add(name);
  }
  return {
    ...plan.needs,
    shell: needsShell(project, parts),
    programs: [...programs].filter((name) => !installed.has(name)),
    managers: [...managers],
  };
}

const MANAGERS: ReadonlyMap<string, string> = new Map([
  ['apt-get', 'apt'],
  ['aptitude', 'apt'],
]);

function isArtifact({ artifacts }: Plan, name: string): boolean {
  return artifacts.some(({ to }) => to.endsWith(`/${name}`));
}

function needsShell(project: Project, parts: Parts): boolean {
  for (const [{ instruction }, { run }] of parts) {
    if (run.kind === 'left-out') continue;
    if (instruction.keyword === 'RUN') return true;
    if (/^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword) && instruction.exec === undefined) return true;
    if (instruction.keyword === 'HEALTHCHECK' && instruction.words[0]?.value !== 'NONE') return true;
  }
  return project.started.some(({ name, words }) =>
    /^(?:ba|a|da)?sh$|\.sh$/.test(name ?? words[0]?.value ?? ''),
  );
}

/** What a known image certainly lacks and cannot be given; undefined when it fits, or when nothing speaks against it. */
export function lackOf(image: BaseImage | undefined, demands: Demands): string | undefined {
  if (image === undefined) return undefined;
  if (demands.shell && image.shell === null) return 'shell';
  if (demands.libc !== 'none' && image.libc !== undefined && image.libc !== demands.libc)
    return demands.libc === 'glibc' ? 'GNU C library' : 'musl C library';
  const { packageManager } = image;
  if (packageManager !== undefined) {
    const strange = demands.managers.find((manager) => manager !== packageManager);
    if (strange !== undefined) return strange;
  }
  return demands.programs.find((name) => image.programs[name] === false && !isInstallable(image, name));
}

/** The instruction that gives a base the programs that it lacks; undefined when it lacks none. */
export function installOfMissing(image: BaseImage | undefined, { programs }: Demands): string | undefined {
  if (image === undefined) return undefined;
  const names = programs
    .filter((name) => image.programs[name] === false && isInstallable(image, name))
    .join(' ');
  if (names === '') return undefined;
  return image.packageManager === 'apk'
    ? `RUN apk add --no-cache ${names}`
    : `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
}

/** Programs whose package has their name on Debian, Ubuntu and Alpine alike. */
const PACKAGED: ReadonlySet<string> = new Set(['bash', 'curl', 'git', 'jq', 'tini', 'unzip', 'wget']);

function isInstallable({ packageManager }: BaseImage, name: string): boolean {
  return (packageManager === 'apt' || packageManager === 'apk') && PACKAGED.has(name);
}

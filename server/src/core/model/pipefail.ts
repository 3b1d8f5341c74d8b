/** Knows which shells stop a RUN when a program inside a pipe fails. */
import type { StageState } from './facts';

/** Shells that know the option. dash, the sh of Debian and Ubuntu, does not before its release of 2025. */
const KNOWING: ReadonlySet<string> = new Set(['bash', 'ash', 'zsh', 'ksh', 'mksh', 'busybox', 'rbash']);

/** The program of the shell, by its base name; undefined for a shell that is not known or that the stage lacks. */
export function shellProgram({ shell }: StageState): string | undefined {
  const path = shell?.[0];
  return path?.slice(path.lastIndexOf('/') + 1);
}

/** True when the shell's own options say so: `["/bin/bash", "-eo", "pipefail", "-c"]`. */
export function hasPipefail({ shell }: StageState): boolean {
  return shell?.includes('pipefail') === true;
}

export function knowsPipefail(program: string | undefined): boolean {
  return program !== undefined && KNOWING.has(program);
}

/** Decides which language a RUN body is written in, so that only POSIX-like scripts are read as such. */
import type { ShellLanguage } from './nodes';

/** The shell that a SHELL instruction's array names; the empty array means the default shell of Linux. */
export function shellLanguageOf(shell: readonly string[]): ShellLanguage {
  const first = shell[0];
  // The default of nearly all images, of which every RUN is asked.
  if (first === undefined || first === '/bin/sh') return 'posix';
  const direct = languageOfProgram(first);
  if (direct !== undefined) return direct;
  // `["busybox", "sh", "-c"]`, `["/usr/bin/env", "bash", "-c"]`, `["conda", "run", "-n", "x", "/bin/bash", "-c"]`: the last
  // word that is no option names the shell.
  const last = shell.findLast(
    (word, index) => index > 0 && !word.startsWith('-') && !isOptionName(shell, index),
  );
  return (last === undefined ? undefined : languageOfProgram(last)) ?? 'unknown';
}

/** The `pipefail` of `-o pipefail`. */
function isOptionName(shell: readonly string[], index: number): boolean {
  return /^-[A-Za-z]*o$/.test(shell[index - 1] ?? '');
}

/** The language of a heredoc whose first line is `#!…`; undefined when the line is none, so that SHELL decides. */
export function shebangLanguage(firstLine: string): ShellLanguage | undefined {
  const words = /^#!\s*(.*)/.exec(firstLine)?.[1]?.trim().split(/\s+/);
  const interpreter = words?.[0];
  if (words === undefined || interpreter === undefined || interpreter === '') return undefined;
  if (baseName(interpreter) !== 'env') return languageOfProgram(interpreter) ?? 'unknown';
  const program = words.slice(1).find((word) => !word.startsWith('-') && !word.includes('='));
  return (program === undefined ? undefined : languageOfProgram(program)) ?? 'unknown';
}

/** Base names of the shells that read POSIX scripts, or little else than them. */
export const posixShells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'zsh',
  'ksh',
  'ksh93',
  'mksh',
  'rbash',
  'hush',
]);

function languageOfProgram(program: string): ShellLanguage | undefined {
  const name = baseName(program);
  if (posixShells.has(name)) return 'posix';
  if (name === 'powershell' || name === 'pwsh') return 'powershell';
  return name === 'cmd' ? 'cmd' : undefined;
}

/** Lower case, without a folder of either system and without `.exe`. */
function baseName(program: string): string {
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1).toLowerCase();
  return name.endsWith('.exe') ? name.slice(0, -4) : name;
}

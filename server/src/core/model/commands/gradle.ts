/** What the readers of compiling and of installing commands both know of Gradle. */

/** Options whose value is the next word (`gradle --help`). */
export const gradleValueOptions: ReadonlySet<string> = new Set([
  '-b',
  '--build-file',
  '-p',
  '--project-dir',
  '-c',
  '--settings-file',
  '-g',
  '--gradle-user-home',
  '-x',
  '--exclude-task',
  '-I',
  '--init-script',
  '--configuration',
  '--console',
]);

/** What each option of `RUN --mount` does (Dockerfile reference, "RUN --mount"); `{value}` is what is written behind the `=`. */

export const MOUNT_TYPES: Readonly<Record<string, string>> = {
  bind: 'Shows files of the build context, of a stage or of an image to this line without copying them. Read-only, and what is written there is not kept.',
  cache:
    'A folder that survives from build to build, for what a package manager or compiler would fetch or make again. It is in no layer: what you need later must be copied out in this RUN.',
  tmpfs: 'A folder in memory for this line; nothing of it is kept.',
  secret: 'Shows a secret to this line only. It is in no layer, no history and no cache.',
  ssh: 'Lets this line use the SSH keys of your agent, without copying a key into the image.',
};

export const MOUNT_OPTIONS: Readonly<Record<string, string>> = {
  target: 'Where the mount appears in this line: {value}.',
  source: 'The path that is mounted, seen from its root: {value}. Left out, all of it.',
  from: 'Mounts files of {value} instead of the build context.',
  readwrite: 'Allows writing. What is written to a bind mount is thrown away after the line.',
  readonly: 'Forbids writing.',
  id: 'The name {value}: caches of the same id are one cache, and a secret or an SSH agent is given to the build by it (`--secret id={plain},src=…`).',
  'cache id': 'The cache’s name: lines that say {value} share one cache. Left out, the target is the name.',
  'secret id':
    'The name by which the secret is given to the build: `--secret id={plain},src=FILE`, or `env=NAME`.',
  'ssh id': 'The name by which the agent is given to the build: `--ssh {plain}`.',
  sharing:
    'Two builds at once: `shared` use the cache together, `locked` wait for one another (right for apt), `private` get one each. Here: {value}.',
  required: 'The build fails when it is not given. Without it the line runs with nothing there.',
  env: 'Gives the secret as the environment variable {value} of this line; without `target` there is no file.',
  mode: 'The mode of the file or folder: {value}, in octal.',
  uid: 'It belongs to the user with the number {value}; needed where this line does not run as root.',
  gid: 'It belongs to the group with the number {value}.',
  size: 'It may grow to {value}.',
};

/** Other spellings that BuildKit accepts. */
export const MOUNT_ALIASES: Readonly<Record<string, string>> = {
  dst: 'target',
  destination: 'target',
  src: 'source',
  rw: 'readwrite',
  ro: 'readonly',
};

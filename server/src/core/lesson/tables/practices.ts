/** The sentence of practice that each kind of line teaches. */
import type { Purpose } from '../words/commands';

export const RUN_PRACTICES: Readonly<
  Record<Purpose, { readonly shipped: string; readonly builder: string }>
> = {
  install: {
    shipped:
      'Install from the manifest and lock file first and copy the source later, so that an edit does not install again.',
    builder:
      'Install from the manifest and lock file first and copy the source later, so that an edit does not install again.',
  },
  compile: {
    shipped:
      'Compile in a builder stage and copy the result here: otherwise compiler and sources are shipped with it.',
    builder:
      'Compile in a builder and copy out only the result: compiler, sources and dependencies stay behind.',
  },
  packages: {
    shipped:
      'Install only what the program needs to run, and delete the package lists in the same RUN: a later one cannot shrink this layer.',
    builder: 'Build tools belong here: a builder may be as large as it likes.',
  },
  cleanup: {
    shipped: 'Delete in the RUN that made the files: a layer above only hides them.',
    builder: 'No need to clean up in a builder: what is not copied out is not shipped.',
  },
  accounts: {
    shipped: 'Make the account early and switch to it with USER as the last step that needs no root.',
    builder: 'An account made here does not come along with COPY --from: the final stage needs its own.',
  },
  download: {
    shipped:
      'Check what you download against a checksum, and unpack it in a builder so that the archive is not shipped.',
    builder: 'Check what you download against a checksum: the cache keeps it until this line changes.',
  },
  owner: {
    shipped:
      'Set owner and mode with `COPY --chown` and `--chmod`: a change in a RUN stores the files a second time.',
    builder:
      'Owner and mode come along with COPY --from only where `--chown` and `--chmod` do not set others.',
  },
  other: {
    shipped: 'What one RUN leaves behind stays in the image; a later RUN can hide it but not shrink it.',
    builder: 'Steps that change seldom go first: everything below a change runs again.',
  },
};

export const SOURCE_AFTER_INSTALL =
  'Copy the manifest and lock file above the install and the rest below it: then an edit does not install again.';

/** `{line}` is where the source comes in. */
export const WELL_ORDERED =
  'Well ordered: the source comes in below ({line}), so an edit of it does not install again.';

export const PRACTICES = {
  builderFrom: 'A builder may be as large as it likes: only what is copied out of it is shipped.',
  finalFrom:
    'Keep the final stage small: a base image that only runs the program, and only the files it needs.',
  baseFrom: 'What all stages built from it need goes here once; what only a build needs goes to a builder.',
  targetFrom:
    'Stages for tests and development cost a normal build nothing: BuildKit skips what is not needed.',
  copyManifests: 'Stable files first: the install below stays cached while the source changes.',
  copyEverything:
    'Keep the build context small with a `.dockerignore`: what it leaves out is neither sent nor copied.',
  copyArtifact: 'Copy only what runs, from the stage that built it; build tools and sources stay behind.',
  copyFiles: 'Name what you need: the fewer files a COPY takes, the longer its cache lasts.',
  add: 'Prefer COPY for plain files; ADD is for archives to unpack and for addresses, best with `--checksum`.',
  workdir: 'Set one absolute WORKDIR instead of `cd`: a `cd` ends with its own RUN.',
  env: 'Set what the program reads when it runs; for values of the build alone use ARG. Never put a secret here.',
  argGlobal: 'One place for versions that several FROM lines share.',
  argStage:
    'Declare it right above the first line that reads it, and never pass a secret: use a secret mount.',
  user: 'Switch to an unprivileged user after the last step that needs root; as a number where an orchestrator has to check it.',
  userRoot: 'Switch to an unprivileged user again before the stage ends: containers should not run as root.',
  expose:
    'Name the port that the program really listens on, so that readers and tools know which one to publish.',
  volume: 'Leave the choice of what to keep to those who run the image: mount a named volume there.',
  healthcheck: 'Check with a program that the final stage really holds, and give it a start period.',
  stopsignal:
    'Choose the signal on which your program ends cleanly, and start it in exec form so that it receives it.',
  label: 'Use the `org.opencontainers.image.*` keys; values that change with every build go last.',
  execForm: 'Exec form makes the program itself process 1, so that it receives signals.',
  shellForm: 'Use exec form (a JSON array): a shell as process 1 does not pass on the stop signal.',
  ownShell:
    'Begin the last command with `exec`: then the program takes the shell’s place and receives signals.',
  shell: 'Set it once, for what your scripts need (`pipefail`), instead of starting a shell in every RUN.',
  onbuild: 'Use it only in images made to be built FROM: a reader of the child does not see these steps.',
} as const;

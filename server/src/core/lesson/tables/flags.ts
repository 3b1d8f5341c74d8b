/** What each flag does, by keyword and name; `{value}` is what is written behind the `=` (Dockerfile reference). */

export const FLAGS: Readonly<Record<string, string>> = {
  'FROM platform':
    'Takes the base image for {value}, and this stage runs on it. `$BUILDPLATFORM` keeps a builder on the machine that builds, which is faster than emulation; without the flag it is the platform that is built for.',
  'COPY from': 'Takes the files out of {value} instead of the build context.',
  'COPY chown':
    'The copied files belong to {value}. Names must exist in this stage’s `/etc/passwd` and `/etc/group`; numbers always work. Without it they are root’s, also below a USER.',
  'COPY chmod':
    'The copied files get the mode {value}, in the same layer: a `RUN chmod` would store them again.',
  'COPY link':
    'The files become a layer of their own, independent of the lines above: it stays cached when the base image changes. A symlink in the destination’s path is not followed.',
  'COPY parents':
    'Keeps the folders of the source paths below the destination; a `/./` in a source says where they begin.',
  'COPY exclude': 'Leaves out what fits {value}, for this line only; `.dockerignore` does it for all.',
  'ADD chown':
    'The added files belong to {value}. Names must exist in this stage; numbers always work. Without it they are root’s.',
  'ADD chmod': 'The added files get the mode {value}, in the same layer.',
  'ADD link': 'The files become a layer of their own, which stays cached when the base image changes.',
  'ADD exclude': 'Leaves out what fits {value}, for this line only.',
  'ADD checksum':
    'The build fails unless the download has the checksum {value}: what is fetched is what was reviewed.',
  'ADD keep-git-dir':
    'Keeps the `.git` folder of the repository that is checked out. Leave it out unless the build reads it.',
  'ADD unpack':
    'Says whether an archive is unpacked; without it local archives are, and downloaded ones are not.',
  'RUN network':
    'The network of this line: {value}. `none` proves that a step needs nothing from outside; `host` gives up isolation and must be allowed by the builder.',
  'RUN security':
    'Runs this line as {value}; `insecure` has all privileges and must be allowed by the builder.',
  'RUN device': 'Makes the device {value} available to this line; the builder must allow it.',
  'HEALTHCHECK interval': 'Asks every {value}, and {value} after the start (30s when it is left out).',
  'HEALTHCHECK timeout':
    'An answer that takes longer than {value} counts as a failure (30s when it is left out).',
  'HEALTHCHECK start-period':
    'In the first {value} failures do not count, so that the program can start (0s when it is left out).',
  'HEALTHCHECK start-interval': 'Asks every {value} while the start period lasts (5s when it is left out).',
  'HEALTHCHECK retries':
    'After {value} failures in a row the container counts as unhealthy (3 when it is left out).',
};

/** The reasons for which a refactoring is not done: a closed list, each with what the user is told. */
export const REFUSALS = {
  incomplete: 'The instruction is not finished.',
  'unreadable-script': 'The script is not one that can be read with certainty.',
  'no-shell': 'The command is not run by a POSIX shell.',
  heredoc: 'A heredoc in the way cannot be moved without changing what it says.',
  'only-one': 'There is only one command, so there is nothing to take apart.',
  'flags-differ': 'The steps have different flags, which hold for a whole RUN.',
  'mount-state': 'The step writes into a mount that is empty again in the next RUN.',
  'shell-state':
    'A command changes the state of its shell (a directory, a variable, an option), which other commands would see or miss.',
  background: 'A program in the background ends with its RUN.',
  'may-fail':
    'A command may fail here without ending the build, and afterwards it would end it, or the other way round.',
  'comment-inside-command': 'A comment stands inside a command, where the new form has no place for it.',
  'comment-for-tools':
    'A comment for a tool stands between the steps and would no longer be in front of what it speaks of.',
  'continued-quote': 'A quoted text goes on over several lines, which the two forms read differently.',
  'own-interpreter': 'The heredoc names its own interpreter.',
  'carriage-returns': 'The file has Windows line ends, which a shell would read as part of the heredoc.',
  'old-syntax':
    'The frontend that the syntax line asks for does not know this form; it needs docker/dockerfile:1.4 or newer.',
  'whole-stage': 'The selection is the whole stage; leave at least one instruction on either side.',
  'has-triggers': 'An ONBUILD instruction would be triggered within the same file.',
  'changes-command':
    'CMD and ENTRYPOINT reset one another within a stage, so the image would start something else.',
  'changes-build': 'A name would mean another stage or image afterwards.',
  'number-as-target': 'The build is told to stop at a stage by its number, which would change.',
  'stage-comment': 'A comment that speaks of the whole stage would speak of only a part of it.',
  'is-target': 'A Compose file, a Bake file, a dev container or a comment builds this stage by its name.',
  'is-shipped': 'The stage is what is shipped.',
  'taken-from': 'Other lines copy or mount files from this stage.',
  'platform-of-its-own': 'The FROM has a platform of its own.',
  'needs-later': 'The stage itself needs one that would then come later.',
  'has-namesake': 'Another stage has the same name.',
  'no-install': 'Nothing below installs dependencies from manifests.',
  'not-apart':
    'The install cannot be parted from the sources: it reads more than the manifests, or a step between the two needs them.',
  'read-elsewhere': 'Something else than RUN steps of this stage reads the value.',
  'needed-at-run-time': 'The value is part of the image and may be needed by the program in it.',
  'no-secret-variables':
    'The frontend that the syntax line asks for cannot set a variable from a secret; it needs docker/dockerfile:1.10 or newer.',
  'unknown-accounts': 'It is not known which accounts the base image has, or how it adds one.',
  'already-unprivileged': 'The stage runs as an unprivileged user already.',
  'brings-problem': 'The result would have a problem that is not there now.',
} as const;

export type Refusal = keyof typeof REFUSALS;

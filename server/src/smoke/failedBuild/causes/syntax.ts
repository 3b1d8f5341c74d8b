/** Causes in the Dockerfile's own language: what this builder cannot read. */
import { heredocWith } from '../findInstruction';
import { type Cause, said } from './cause';

export const syntaxCauses: readonly Cause[] = [
  {
    id: 'heredoc-not-supported',
    message: [/unknown instruction: "?(?<word>[^"\s]+)/iu],
    tell: ({ groups }, { analysis, log }) => {
      const heredoc = analysis.dockerfile.instructions
        .map((instruction) => heredocWith(instruction, groups['word'] ?? ''))
        .find((name) => name !== undefined);
      if (heredoc === undefined) return undefined;
      const isOld = log.builder !== 'buildkit';
      return {
        happened: `This builder does not know heredocs (<<${heredoc}), so it takes the lines of one for instructions.`,
        remedy: isOld
          ? 'Build with BuildKit (DOCKER_BUILDKIT=1, or docker buildx build), or write RUN with && and continued lines.'
          : 'Put "# syntax=docker/dockerfile:1" on the first line, which fetches a frontend that knows them.',
      };
    },
  },
  {
    id: 'unknown-instruction',
    message: [/unknown instruction: "?(?<word>[^"\s]+)/iu],
    tell: ({ groups }) => ({
      happened: `There is no instruction ${groups['word'] ?? ''}.`,
      remedy:
        'It may be mistyped, or be the rest of a command whose line above lacks its backslash at the end.',
      rules: ['syntax'],
    }),
  },
  {
    id: 'needs-buildkit',
    message: [
      /the --(?<flag>[\w-]+) option requires BuildKit/iu,
      /(?:Error response from daemon: |dockerfile parse error |^)[^"]*\bunknown flag: (?:--)?(?<flag>[\w-]+)/iu,
    ],
    tell: ({ groups }, { log }) => {
      const flag = groups['flag'] ?? '';
      const isOfBuildKit =
        /^(?:mount|network|security|chmod|link|parents|exclude|checksum|keep-git-dir|unpack)$/u.test(flag);
      if (isOfBuildKit && log.builder !== 'buildkit')
        return {
          happened: `The flag --${flag} needs BuildKit, and this is the old builder.`,
          remedy: 'Install docker-buildx, or set DOCKER_BUILDKIT=1.',
        };
      if (isOfBuildKit)
        return {
          happened: `This builder's Dockerfile frontend is too old for --${flag}.`,
          remedy: 'Put "# syntax=docker/dockerfile:1" on the first line, which fetches a newer frontend.',
        };
      return {
        happened: `The instruction has no flag --${flag}.`,
        remedy: 'Check its spelling, and that it stands before the arguments.',
        rules: ['syntax'],
      };
    },
  },
  {
    id: 'no-stage',
    message: [
      /no build stage in current context/iu,
      /file with no instructions|the Dockerfile \([^)]*\) cannot be empty/iu,
    ],
    tell: said(
      'The builder meets an instruction before any FROM, or no instruction at all.',
      'A Dockerfile begins with FROM; only ARG may stand above it.',
      'require-from-first',
    ),
  },
  {
    id: 'frontend-not-loaded',
    message: [
      /failed to resolve source metadata for \S*docker\/dockerfile/iu,
      /docker\/dockerfile\S*: (?:not found|failed)/u,
    ],
    tell: said(
      'The frontend that the "# syntax" line names could not be fetched.',
      'Check its tag and the way to the registry; without the line, the builder uses the frontend that it brings.',
    ),
  },
  {
    id: 'parse-error',
    message: [
      /dockerfile parse error (?:on )?line \d+: (?<reason>.+)$/iu,
      /Dockerfile parse error: (?<reason>.+)$/iu,
    ],
    tell: ({ groups }) => ({
      happened: `The builder cannot read the instruction: ${groups['reason'] ?? ''}.`,
      remedy:
        'The whole file is read before anything is built, so the mistake is at that line or in the one before it.',
      rules: ['syntax'],
    }),
  },
  {
    id: 'malformed-exec-form',
    output: [/(?:^|: )\[(?<word>[^\s,\]]*),?: (?:command )?not found/u],
    tell: said(
      'The line begins with a bracket but is no JSON array, so the shell was given the bracket as a command.',
      'Write the exec form with double quotes: ["npm", "ci"].',
      'no-malformed-exec-form',
    ),
  },
];

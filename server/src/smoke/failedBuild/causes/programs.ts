/** Causes in starting a program: it is not there, it may not be run, or the shell is another one. */
import { copiedFrom, type Evidence, imageOf, lineOf, runs } from '../evidence';
import { howToGet } from '../packages';
import { type Cause, type Hit, said, type Telling } from './cause';

/** The first process of the command could not be started, or is another one than it was written for. */
export const startingCauses: readonly Cause[] = [
  {
    id: 'no-shell',
    message: [
      /exec: "?\/bin\/(?:ba)?sh"?: stat|stat \/bin\/sh: no such file|exec: "?\/bin\/sh"?:? .*no such file/u,
    ],
    output: [/exec: "?\/bin\/(?:ba)?sh"?: stat|runc run failed.*"\/bin\/sh".*no such file/u],
    tell: (_hit, { found }) => ({
      happened: `The stage has no shell${found?.stage?.baseText === undefined ? '' : ` (${found.stage.baseText})`}, and RUN in shell form needs one.`,
      remedy:
        'Do the work in a builder stage and copy the result, or use the exec form with a program that the image has.',
      rules: ['no-shell-in-shell-less-stage'],
    }),
  },
  {
    id: 'exec-format',
    message: [/exec format error/iu],
    output: [/exec format error|cannot execute binary file/iu],
    tell: (_hit, { found }) => {
      const platform = found?.stage?.platform?.value;
      return {
        happened: `A program was made for another processor than the one that runs it${platform === undefined ? '' : ` (the stage asks for ${platform})`}.`,
        remedy:
          'Build for the platform of this machine, or set up emulation (docker run --privileged --rm tonistiigi/binfmt --install all). A download has to follow TARGETARCH. A script without a #! line fails in the same way.',
        rules: ['require-target-arch'],
      };
    },
  },
  {
    id: 'windows-line-ends',
    message: [/\\r": |\^M|\/(?:ba)?sh\\r/u],
    output: [
      /['"\u2018]?(?<shell>\w+)(?:\\r|\^M)['"\u2019]?: (?:No such file|not found)|(?:\^M|\\r): bad interpreter|\$'\\r': command not found/u,
      /env: (?:can't execute )?['\u2018]?(?<shell>\w+)(?:\\r)['\u2019]?/u,
    ],
    tell: (_hit, evidence) => windowsLineEnds('A script', evidence),
  },
  {
    id: 'not-bash',
    output: [
      /(?:^|: )(?<word>\[\[|source|declare|shopt|pushd|popd|mapfile|readarray): not found/u,
      /(?<word>[Ii]llegal option -o pipefail|[Bb]ad substitution|Syntax error: "\(" unexpected|Syntax error: redirection unexpected)/u,
    ],
    tell: ({ groups }, evidence) => ({
      happened: `The command is written for bash, and this shell is a plain sh ("${groups['word'] ?? ''}").`,
      remedy: `Put SHELL ["/bin/bash", "-c"] above it${imageOf(evidence)?.programs['bash'] === true ? '' : ' where the image has bash'}, or write it for sh.`,
      ...(groups['word']?.includes('pipefail') === true ? { rules: ['require-pipefail'] } : {}),
    }),
  },
  {
    id: 'sudo',
    output: [/\bsudo: (?:command )?not found/u],
    tell: said(
      'The image has no sudo.',
      'Leave the word out: a build runs as root until USER says otherwise.',
      'no-sudo',
    ),
  },
];

export const programCauses: readonly Cause[] = [
  {
    id: 'not-executable',
    message: [/permission denied: unknown|exec: "(?<file>[^"]+)": permission denied/u],
    output: [/(?:^|: )(?<file>(?:\.{0,2}\/)[\w./+-]+): [Pp]ermission denied$/u],
    exitCodes: [126, 127],
    takes: 'last',
    tell: ({ groups }, evidence) => {
      const file = groups['file'] ?? 'The file';
      const copied = copiedFrom(evidence, file);
      const where = copied === undefined ? '' : ` in line ${String(lineOf(evidence, copied.instruction))}`;
      return {
        happened: `${file} may not be run: it has no execute bit in the image.`,
        remedy: `Copy it with --chmod=755${where}, give it the bit where it is kept (git update-index --chmod=+x), or call its interpreter (sh ${file}).`,
        ...startRule(evidence),
      };
    },
  },
  {
    id: 'no-interpreter',
    // runc has found the file, and the kernel not what it names.
    output: [/^exec (?<file>\/\S+): no such file or directory$/u],
    tell: ({ groups }, evidence) => {
      const file = groups['file'] ?? 'The program';
      const copied = copiedFrom(evidence, file);
      if (copied?.file?.endsLinesWithCrLf === true) return windowsLineEnds(copied.path, evidence);
      return {
        happened: `${file} is there, but the interpreter of its #! line or the loader that it was linked for is not.`,
        remedy:
          'A script: name a shell that the image has (Alpine has no bash), and end its lines with LF, not CRLF. A program: build it for the C library of the image, or without one (CGO_ENABLED=0, a musl target).',
        ...startRule(evidence),
      };
    },
  },
  {
    id: 'command-not-found',
    output: [
      /(?:^|: )(?:line )?(?:\d+: )?(?<program>[\w.+@/-]+): (?:command )?not found$/u,
      /exec: "(?<program>[^"]+)": (?:executable file not found|stat )/u,
      /(?:can't execute|failed to run|failed to start) '(?<program>[\w.+/-]+)'?: No such file/u,
      /env: ['\u2018](?<program>[\w.+/-]+)['\u2019]: No such file/u,
    ],
    message: [/exec: "(?<program>[^"]+)": (?:executable file not found|stat |no such file)/u],
    exitCodes: [127, 1, 2],
    takes: 'last',
    tell: commandNotFound,
  },
  {
    id: 'windows-shell',
    output: [
      /'?(?<program>[\w.-]+)'? is not recognized as (?:an internal or external command|the name of a cmdlet)/u,
    ],
    tell: ({ groups }) => ({
      happened: `The shell of Windows has no ${groups['program'] ?? 'such program'}.`,
      remedy: 'Write the command for cmd or PowerShell (SHELL chooses), or build Linux containers.',
    }),
  },
  {
    id: 'no-systemd',
    output: [/System has not been booted with systemd|Failed to connect to bus/u],
    tell: said(
      'No service manager runs in a build or in a container.',
      'Start the program itself: as CMD in the image, or for one step in the same RUN.',
      'no-pointless-command',
    ),
  },
];

function windowsLineEnds(script: string, evidence: Evidence): Telling {
  return {
    happened: `${script} has Windows line ends, so its first line names an interpreter that ends in a carriage return.`,
    remedy: 'Save it with LF, and keep it so with a line "*.sh text eol=lf" in .gitattributes.',
    ...startRule(evidence),
  };
}

/** The rule looks at what the container starts, and at no RUN. */
function startRule({ found }: Evidence): Pick<Telling, 'rules'> {
  const isStart = /^(?:CMD|ENTRYPOINT)$/u.test(found?.instruction.keyword ?? '');
  return isStart ? { rules: ['no-unrunnable-entrypoint'] } : {};
}

/** Programs that a project installs for itself, below node_modules/.bin. */
const OF_A_PROJECT =
  /^(?:tsc|vite|webpack|ng|next|nuxt|rollup|esbuild|parcel|turbo|nx|nest|vue-cli-service|react-scripts|astro|svelte-kit|remix|gatsby|prisma|jest|vitest|eslint|gulp|grunt|babel|tsup|rimraf|husky|patch-package|cross-env|ts-node|tsx)$/u;

const FROM_NODE: Readonly<Record<string, string>> = {
  pnpm: 'corepack enable, or npm install -g pnpm',
  yarn: 'corepack enable, or npm install -g yarn',
  bun: 'npm install -g bun, or COPY --from=oven/bun /usr/local/bin/bun /usr/local/bin/',
};

const FROM_PYTHON =
  /^(?:poetry|pipenv|uv|pdm|tox|pytest|gunicorn|uvicorn|flask|django-admin|black|ruff|mypy|hatch)$/u;

function commandNotFound({ groups }: Hit, evidence: Evidence): Telling | undefined {
  const named = groups['program'] ?? '';
  const program = named.split('/').at(-1) ?? named;
  if (program === '' || named.endsWith('.so') || /^\d+$/u.test(program)) return undefined;
  const stage = evidence.found?.stage;
  const base = stage?.baseText ?? 'the image';
  if (named.includes('/') && !named.startsWith('/usr') && !named.startsWith('/bin')) {
    const copied = copiedFrom(evidence, named);
    if (copied?.file?.endsLinesWithCrLf === true) return windowsLineEnds(copied.path, evidence);
    return {
      happened: `There is no ${named} at this point, or the interpreter or loader that it names is missing.`,
      remedy:
        'Check that a COPY above brings it to this path. If it is there: a script needs the interpreter of its #! line (Alpine has no bash), a program the C library that it was linked with.',
    };
  }
  if (OF_A_PROJECT.test(program)) {
    return {
      happened: `${program} is not there: it belongs to the project's own development dependencies.`,
      remedy:
        'Install them in this stage before the command (npm ci without --omit=dev, and NODE_ENV not production), and start it through npm run or npx.',
    };
  }
  const own = FROM_NODE[program] ?? (FROM_PYTHON.test(program) ? `pip install ${program}` : undefined);
  const isBusyBox = imageOf(evidence)?.packageManager === 'apk';
  const instead =
    isBusyBox && /^(?:useradd|groupadd)$/u.test(program)
      ? 'Alpine has addgroup -S and adduser -S in place of it'
      : own;
  const how = instead ?? howToGet('program', program, evidence);
  const isShipped = stage?.role === 'final' && COMPILERS.test(program);
  return {
    happened: `${base} has no ${program}.`,
    remedy:
      how === undefined
        ? `Install the package that brings ${program} before this line, or use a base image that has it.`
        : `Before this line: ${how}.${isShipped ? ' A builder stage is the place for it, so that it is not shipped.' : ''}`,
    ...(runs(evidence, /^sudo$/u) ? { rules: ['no-sudo'] } : {}),
  };
}

const COMPILERS = /^(?:gcc|cc|g\+\+|c\+\+|make|cmake|ninja|go|cargo|rustc|npm|npx|git)$/u;

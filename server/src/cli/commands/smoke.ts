/** `stagewright smoke`: from arguments to a disposable smoke build, and from its report to an exit code. */
import { analyze, NO_SURROUNDINGS } from '../../core/index';
import {
  type CancelSignal,
  causeFinder,
  DEFAULT_LIMITS,
  PROBE_FORMS,
  type ProbeText,
  readDeclaration,
  smokeBuild,
  smokeCompare,
  smokeReproduce,
  type Side,
  type SmokeInput,
  type SmokePort,
  type SmokeReport,
  smokeStages,
  type Verdict,
} from '../../smoke/index';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { smokeAll } from '../smoke/all';
import { buildSecrets } from '../smoke/buildSecrets';
import { comparedSide } from '../smoke/comparedSide';
import {
  comparisonText,
  exportStructureTest,
  formatOf,
  FORMATS,
  reproductionText,
  smokeText,
} from '../smoke/formats';
import { dockerfileText } from '../dockerfileText';
import type { CliIo } from '../io';
import { MATCHABLE_OPTION } from '../matchable';
import { join, tidy } from '../paths';
import { problemLines } from '../smoke/problems';
import { tellInterrupt, watch } from '../smoke/watching';
import { buildOf } from '../surroundings';

/** What only a root can hand in. */
export interface SmokeWorld {
  readonly port: SmokePort;
  /** Fires when the user interrupts the program. */
  readonly interrupt: CancelSignal;
}

export function smokeCommand(world: SmokeWorld): Command {
  return {
    usage:
      'smoke [FILE] [--context DIR] [--target STAGE] [--build-arg NAME=VALUE]… [--secret id=ID,src=FILE|env=NAME]… [--ssh AGENT]… [--platform PLATFORM] [--build-context NAME=PLACE]… [--probe PROBE]… [--timeout SECONDS] [--keep NAME] [--leak] [--clean] [--compare FILE|STAGE|REVISION] [--reproducible] [--engine PROGRAM] [--builder NAME] [--format text|json|junit|markdown] [--matchable] [--export-cst FILE]\nsmoke --all [FOLDER] [--jobs N] [--build-arg NAME=VALUE]… [--timeout SECONDS] [--format text|json|junit|markdown] [--matchable]',
    description: [
      'Builds the image, inspects it, runs it within limits, probes it and removes everything again. FILE is ./Dockerfile when it is left ' +
        'out; build context, build arguments and named contexts are those that the Compose and Bake files around FILE agree on, else the ' +
        'context is where what it copies lies.',
      'The probe is the health check of the image if it has one, else an answer on its exposed ports, else that it keeps running or ends ' +
        'with exit code 0. Ports are published on loopback only; without one to probe the container has no network.',
      'With --all, every Dockerfile below FOLDER is built like that, but those that git ignores: one line about each, and the sum. The exit code is ' +
        'the worst of all.',
      'Exit codes: 0 passed, 1 failed, 2 wrong use or no engine, 130 interrupted. Lines in JSON are zero-based; those in text start at 1.',
    ].join('\n\n'),
    options: {
      context: { type: 'string', placeholder: 'DIR', help: 'The build context.' },
      target: {
        type: 'string',
        placeholder: 'STAGE',
        help: 'The name or the zero-based index of the stage to build; the last stage when left out.',
      },
      'build-arg': {
        type: 'string',
        placeholder: 'NAME=VALUE',
        help: 'A build argument; may be given several times. Values of names like TOKEN are never shown.',
      },
      secret: {
        type: 'string',
        placeholder: 'id=ID,src=FILE|env=NAME',
        help: 'A secret for RUN --mount=type=secret, from a file or an environment variable; may be given several times. Its value is never shown.',
      },
      ssh: {
        type: 'string',
        placeholder: 'default|ID=KEYFILE',
        help: 'An SSH agent or key for RUN --mount=type=ssh; may be given several times.',
      },
      platform: { type: 'string', placeholder: 'PLATFORM', help: 'What to build for, such as linux/arm64.' },
      'build-context': {
        type: 'string',
        placeholder: 'NAME=PLACE',
        help: 'A further build context: a folder, a URL, or docker-image://IMAGE; may be given several times.',
      },
      probe: {
        type: 'string',
        placeholder: 'PROBE',
        help: `What to ask of the container instead of the usual probes; may be given several times. One of: ${PROBE_FORMS}.`,
      },
      timeout: {
        type: 'string',
        placeholder: 'SECONDS',
        help: 'The time limit of all but the clean-up; 900 when left out.',
      },
      keep: {
        type: 'string',
        placeholder: 'NAME',
        help: 'Keep the image under this name when it passed. A name that is in use is refused.',
      },
      compare: {
        type: 'string',
        placeholder: 'FILE|STAGE|REVISION',
        help: 'Build that too, and tell what differs: another Dockerfile, a stage of this one, or this one as git has it, such as HEAD.',
      },
      leak: {
        type: 'boolean',
        help: 'Compare the image with the stages that it takes files from: how much smaller it is, and which of their files reached it.',
      },
      clean: { type: 'boolean', help: 'Build without the cache, and ask for the base images anew.' },
      reproducible: {
        type: 'boolean',
        help: 'Build twice without the cache, and tell whether both builds made the same files; if not, which line and why.',
      },
      engine: {
        type: 'string',
        placeholder: 'PROGRAM',
        help: "The container engine's client; docker when left out, or else podman.",
      },
      builder: {
        type: 'string',
        placeholder: 'NAME',
        help: 'The buildx builder that builds: a remote one, one in Kubernetes or in a container. Its image is loaded into the engine to be run.',
      },
      all: {
        type: 'boolean',
        help: 'Every Dockerfile below the folder, or below the current one.',
      },
      jobs: {
        type: 'string',
        placeholder: 'N',
        help: 'How many smoke builds --all makes at once; 2 when left out.',
      },
      format: {
        type: 'string',
        choices: FORMATS,
        help: 'How to report; text is the default. markdown is made for a comment on a pull request.',
      },
      matchable: MATCHABLE_OPTION,
      'export-cst': {
        type: 'string',
        placeholder: 'FILE',
        help: 'Write what was observed as a configuration for container-structure-test (JSON, which it takes as it takes YAML).',
      },
    },
    run: (invocation, io) => runSmoke(invocation, io, world),
  };
}

async function runSmoke(invocation: Invocation, io: CliIo, world: SmokeWorld): Promise<ExitCode> {
  const format = formatOf(invocation.value('format'));
  const signal = world.interrupt;
  if (invocation.has('all')) {
    return smokeAll(invocation, io, {
      format,
      inputOf: (path) => inputAt(path, invocation, io),
      build: (input) => smokeBuild(input, world.port, { signal }),
      interrupt: signal,
    });
  }
  refuseSurplus(invocation);
  const isMatchable = invocation.has('matchable');
  const input = inputOf(invocation, io);
  const before = await comparedTo(invocation.value('compare'), input, io);
  const tellProblems = (report: SmokeReport): void => {
    if (isMatchable && format === 'text') io.print(problemLines(report, io));
  };
  tellInterrupt(signal, io);
  // A problem matcher takes the lines as they come.
  const watching = watch(
    isMatchable ? { ...io, liveLines: undefined } : io,
    world.port,
    before === undefined ? [] : [before.label, AFTER],
  );
  const { onProgress } = watching;
  if (before !== undefined) {
    const report = await smokeCompare(before, { label: AFTER, input }, world.port, { signal, onProgress });
    watching.end();
    io.print(comparisonText(report, format, io));
    tellProblems(report.after);
    exportStructureTest(invocation.value('export-cst'), report.after, io);
    return EXIT_CODES[report.verdict];
  }
  if (invocation.has('reproducible')) {
    const report = await smokeReproduce(input, world.port, { signal, onProgress });
    watching.end();
    io.print(reproductionText(report, format, io));
    return EXIT_CODES[report.verdict];
  }
  const report = await smokeBuild(input, world.port, { signal, onProgress });
  watching.end();
  io.print(smokeText(report, format, io));
  tellProblems(report);
  exportStructureTest(invocation.value('export-cst'), report, io);
  return EXIT_CODES[report.verdict];
}

const AFTER = 'this Dockerfile';

/** What says something about a container, or about one image: two clean builds are only held beside each other. */
const NOT_REPRODUCIBLE = ['compare', 'keep', 'leak', 'probe', 'export-cst'] as const;

function refuseSurplus(invocation: Invocation): void {
  if (invocation.has('jobs')) throw new UsageError('--jobs goes with --all');
  if (!invocation.has('reproducible')) return;
  const surplus = NOT_REPRODUCIBLE.find((option) => invocation.has(option));
  if (surplus !== undefined)
    throw new UsageError(
      `--${surplus} has no meaning with --reproducible, which runs nothing: leave one of them out`,
    );
}

async function comparedTo(
  named: string | undefined,
  input: SmokeInput,
  io: CliIo,
): Promise<Side | undefined> {
  return named === undefined ? undefined : comparedSide(named, input, io);
}

/** The root turns an interrupted program's code into 130. */
const EXIT_CODES: Readonly<Record<Verdict, ExitCode>> = { passed: 0, failed: 1, error: 2, cancelled: 2 };

function inputOf(invocation: Invocation, io: CliIo): SmokeInput {
  const [typed, surplus] = invocation.positionals;
  if (surplus !== undefined) throw new UsageError(`one Dockerfile at a time: leave out "${surplus}"`);
  return inputAt(dockerfilePath(typed, invocation.value('context'), io), invocation, io);
}

function inputAt(path: string, invocation: Invocation, io: CliIo): SmokeInput {
  const typedContext = invocation.value('context');
  // Who names the context builds in a way of their own.
  const project = typedContext === undefined ? buildOf(path, io) : undefined;
  const context = project?.context ?? typedContext ?? '.';
  if (io.files.kindOf(context) !== 'folder')
    throw new UsageError(`the build context "${context}" is no folder`);
  const text = dockerfileText(path, io);
  const chosen = chosenForOne('smoke', path, io);
  const target = invocation.value('target') ?? chosen.target;
  const buildArgs = {
    ...knownValues(project?.buildArguments),
    ...namedValues('build-arg', 'VALUE', invocation.values('build-arg')),
  };
  const builder = invocation.value('builder');
  const platform = invocation.value('platform');
  const analysis = analyze(text, {
    surroundings: { ...NO_SURROUNDINGS, target, buildArguments: new Map(Object.entries(buildArgs)) },
  });
  const secrets = buildSecrets(invocation.values('secret'), io);
  return {
    dockerfilePath: io.files.absolute(path),
    text,
    isSaved: true,
    contextDir: io.files.absolute(context),
    target,
    stages: smokeStages(analysis),
    causeOf: causeFinder(analysis, { secrets: secrets.map(({ id }) => id), ssh: invocation.values('ssh') }),
    buildArgs,
    secrets,
    ssh: invocation.values('ssh'),
    buildContexts: {
      ...knownValues(project?.namedContexts),
      ...namedValues('build-context', 'PLACE', invocation.values('build-context')),
    },
    probes: probesOf([...invocation.values('probe')], chosen.smoke.probes ?? []),
    builders: invocation.has('leak') ? 'compare' : 'leave',
    cache: invocation.has('clean') ? 'none-and-pull' : 'use',
    keep: invocation.value('keep'),
    program: invocation.value('engine') ?? chosen.smoke.engine,
    ...(builder === undefined ? {} : { builder }),
    ...(platform === undefined ? {} : { platform }),
    limits: {
      ...DEFAULT_LIMITS,
      timeoutMs: timeoutOf(invocation.value('timeout') ?? chosen.smoke.timeout?.toString()),
    },
  };
}

/** As with `docker build`, the Dockerfile of a context is the one in it. */
function dockerfilePath(typed: string | undefined, context: string | undefined, io: CliIo): string {
  const path = tidy(typed ?? context ?? '.');
  return io.files.kindOf(path) === 'folder' ? join(path, 'Dockerfile') : path;
}

function namedValues(
  option: string,
  what: string,
  typed: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    typed.map((entry) => {
      const at = entry.indexOf('=');
      if (at <= 0) throw new UsageError(`--${option} needs a name and a value: --${option} NAME=${what}`);
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

function knownValues(
  values: ReadonlyMap<string, string | undefined> = new Map(),
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Those on the command line stand in for those of the configuration. */
function probesOf(typed: readonly string[], configured: readonly string[]): readonly ProbeText[] {
  for (const text of typed) {
    const reading = readDeclaration(text);
    if (reading.kind === 'problem') throw new UsageError(reading.message);
  }
  return (typed.length > 0 ? typed : configured).map((text) => ({ text, line: undefined }));
}

const MOST_SECONDS = 24 * 60 * 60;

/** @param typed in seconds, on the command line or in a configuration file */
function timeoutOf(typed: string | undefined): number {
  if (typed === undefined) return DEFAULT_LIMITS.timeoutMs;
  const seconds = Number(typed);
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw new UsageError(`--timeout must be a number of seconds up to ${MOST_SECONDS}, not "${typed}"`);
  }
  return seconds * 1000;
}

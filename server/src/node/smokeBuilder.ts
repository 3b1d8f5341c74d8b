/** Connects the language server to the smoke build; loaded when somebody asks for one. */
import { fileURLToPath } from 'node:url';
import type { OtherSide, SmokeBuilder, SmokeJob, SmokeTwice } from '../lsp/platform';
import {
  causeFinder,
  DEFAULT_LIMITS,
  type Side,
  smokeBuild,
  smokeCompare,
  type SmokeInput,
  type SmokeOptions,
  type SmokePort,
  smokeReproduce,
  smokeStages,
} from '../smoke/index';
import { nodeSmokePort } from './smokePort';
import { textAtRevision } from './textAtRevision';

export const smokeBuilder: SmokeBuilder = (job) => {
  const { port, input } = prepared(job);
  return smokeBuild(input, port, optionsOf(job));
};

export const smokeTwice: SmokeTwice = {
  async compare(job, other) {
    const { port, input } = prepared(job);
    const [before, after] = [await sideOf(other, job, input), { label: 'this Dockerfile', input }];
    return smokeCompare(before, after, port, optionsOf(job));
  },
  reproduce(job) {
    const { port, input } = prepared(job);
    return smokeReproduce(input, port, optionsOf(job));
  },
};

function prepared(job: SmokeJob): Prepared {
  const dockerfilePath = fileURLToPath(job.dockerfile);
  const contextDir = fileURLToPath(job.context);
  const { engine, timeout, probes = [] } = job.settings;
  const input: SmokeInput = {
    dockerfilePath,
    text: job.analysis.text,
    isSaved: job.isSaved,
    contextDir,
    target: job.target,
    stages: smokeStages(job.analysis),
    causeOf: causeFinder(job.analysis, givenMounts(job)),
    buildArgs: { ...givenOutside(job), ...job.values.arguments },
    secrets: job.values.secrets ?? [],
    ssh: job.values.ssh ?? [],
    buildContexts: job.namedContexts,
    builders: job.builders,
    probes: probes.map((text) => ({ text, line: undefined })),
    keep: job.keep,
    program: engine,
    limits: timeout === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, timeoutMs: timeout * 1000 },
  };
  return { port: nodeSmokePort(), input };
}

interface Prepared {
  readonly port: SmokePort;
  readonly input: SmokeInput;
}

/** Arguments that the Compose, Bake and dev container files around it all give the same. */
function givenOutside({ analysis }: SmokeJob): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...analysis.surroundings.buildArguments].flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

function optionsOf({ signal, onProgress, decide }: SmokeJob): SmokeOptions {
  return { signal, onProgress, ...(decide === undefined ? {} : { decide }) };
}

async function sideOf(other: OtherSide, job: SmokeJob, input: SmokeInput): Promise<Side> {
  switch (other.kind) {
    case 'stage':
      return { label: `stage ${other.target}`, input: { ...input, target: other.target, keep: undefined } };
    case 'text':
      return withText(
        other.label,
        other.text,
        { ...input, dockerfilePath: fileURLToPath(other.dockerfile) },
        job,
      );
    case 'revision': {
      const text = await textAtRevision(other.revision, input.dockerfilePath, job.signal);
      return withText(other.revision, text, input, job);
    }
  }
}

function withText(label: string, text: string, input: SmokeInput, job: SmokeJob): Side {
  const analysis = job.analysisOf(text);
  const [stages, causeOf] = [smokeStages(analysis), causeFinder(analysis, givenMounts(job))];
  return { label, input: { ...input, text, stages, causeOf, isSaved: true, keep: undefined } };
}

function givenMounts({ values }: SmokeJob): NonNullable<Parameters<typeof causeFinder>[1]> {
  return { secrets: (values.secrets ?? []).map(({ id }) => id), ssh: values.ssh ?? [] };
}

/** Connects the language server to the smoke build, whose code is only loaded when somebody asks for one. */
import { fileURLToPath } from 'node:url';
import type { OtherSide, SmokeBuilder, SmokeJob, SmokeTwice } from '../lsp/platform';
import type * as Smoke from '../smoke/index';
import type { Side, SmokeInput, SmokeOptions, SmokePort } from '../smoke/index';

export const smokeBuilder: SmokeBuilder = async (job) => {
  const { smoke, port, input } = await prepared(job);
  return smoke.smokeBuild(input, port, optionsOf(job));
};

export const smokeTwice: SmokeTwice = {
  async compare(job, other) {
    const { smoke, port, input } = await prepared(job);
    const [before, after] = [await sideOf(other, job, input), { label: 'this Dockerfile', input }];
    return smoke.smokeCompare(before, after, port, optionsOf(job));
  },
  async reproduce(job) {
    const { smoke, port, input } = await prepared(job);
    return smoke.smokeReproduce(input, port, optionsOf(job));
  },
};

async function prepared(job: SmokeJob): Promise<Prepared> {
  const dockerfilePath = fileURLToPath(job.dockerfile);
  const contextDir = fileURLToPath(job.context);
  const [smoke, { nodeSmokePort }] = await Promise.all([
    import('../smoke/index.js'),
    import('./smokePort.js'),
  ]);
  const { engine, timeout, probes = [] } = job.settings;
  const { DEFAULT_LIMITS, smokeStages } = smoke;
  const input: SmokeInput = {
    dockerfilePath,
    text: job.analysis.text,
    isSaved: job.isSaved,
    contextDir,
    target: job.target,
    stages: smokeStages(job.analysis),
    causeOf: smoke.causeFinder(job.analysis),
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
  return { smoke, port: nodeSmokePort(), input };
}

interface Prepared {
  readonly smoke: Pick<typeof Smoke, 'smokeBuild' | 'smokeCompare' | 'smokeReproduce'>;
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
      const { textAtRevision } = await import('./textAtRevision.js');
      const text = await textAtRevision(other.revision, input.dockerfilePath, job.signal);
      return withText(other.revision, text, input, job);
    }
  }
}

async function withText(label: string, text: string, input: SmokeInput, job: SmokeJob): Promise<Side> {
  const { causeFinder, smokeStages } = await import('../smoke/index.js');
  const analysis = job.analysisOf(text);
  const [stages, causeOf] = [smokeStages(analysis), causeFinder(analysis)];
  return { label, input: { ...input, text, stages, causeOf, isSaved: true, keep: undefined } };
}

/** Connects the language server to the smoke build, whose code is only loaded when somebody asks for one. */
import { fileURLToPath } from 'node:url';
import type { SmokeBuilder } from '../lsp/platform';

export const smokeBuilder: SmokeBuilder = async (job) => {
  const dockerfilePath = fileURLToPath(job.dockerfile);
  const contextDir = fileURLToPath(job.context);
  const [{ DEFAULT_LIMITS, smokeBuild, smokeStages }, { nodeSmokePort }] = await Promise.all([
    import('../smoke/index.js'),
    import('./smokePort.js'),
  ]);
  const { engine, timeout, probes = [] } = job.settings;
  return smokeBuild(
    {
      dockerfilePath,
      text: job.analysis.text,
      isSaved: job.isSaved,
      contextDir,
      target: job.target,
      stages: smokeStages(job.analysis),
      buildArgs: {},
      probes: probes.map((text) => ({ text, line: undefined })),
      keep: undefined,
      program: engine,
      limits: timeout === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, timeoutMs: timeout * 1000 },
    },
    nodeSmokePort(),
    { signal: job.signal, onProgress: job.onProgress },
  );
};

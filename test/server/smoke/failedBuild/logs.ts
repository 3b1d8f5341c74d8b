/** Logs as the builders print them, around what a test is about. */
import { analyze, NO_SURROUNDINGS, type Surroundings } from '../../../../server/src/core/index';
import {
  explainFailedBuild,
  type FailedBuildExplanation,
} from '../../../../server/src/smoke/failedBuild/index';

export function explain(
  dockerfile: string,
  log: string,
  surroundings: Partial<Surroundings> = {},
): FailedBuildExplanation {
  return explainFailedBuild(
    analyze(dockerfile, { surroundings: { ...NO_SURROUNDINGS, ...surroundings } }),
    log,
  );
}

/** `docker build --progress=plain` of a file whose last instruction failed: BuildKit 0.18 and buildx 0.19. */
export function buildKitLog(
  dockerfile: string,
  output: readonly string[],
  exitCode: number,
  message?: string,
): string {
  const lines = dockerfile.trimEnd().split('\n');
  const at = lines.length;
  const instruction = lines.at(-1) ?? '';
  const command = instruction.replace(/^RUN (?:--\S+ )*/u, '').replaceAll('"', String.raw`\"`);
  const error =
    message ??
    `process "/bin/sh -c ${command}" did not complete successfully: exit code: ${String(exitCode)}`;
  const before = lines.at(-2);
  return [
    '#0 building with "default" instance using docker driver',
    '',
    '#1 [internal] load build definition from Dockerfile',
    '#1 transferring dockerfile: 214B done',
    '#1 DONE 0.0s',
    '',
    `#6 [2/2] ${instruction}`,
    ...output.map((line, index) => `#6 ${(0.2 + index / 100).toFixed(3)} ${line}`),
    `#6 ERROR: ${error}`,
    '------',
    ` > [2/2] ${instruction}:`,
    ...output.slice(-8).map((line, index) => `${(0.2 + index / 100).toFixed(3)} ${line}`),
    '------',
    `Dockerfile:${String(at)}`,
    '--------------------',
    ...(before === undefined ? [] : [`   ${String(at - 1)} |     ${before}`]),
    `   ${String(at)} | >>> ${instruction}`,
    `   ${String(at + 1)} |     `,
    '--------------------',
    `ERROR: failed to build: failed to solve: ${error}`,
    '',
  ].join('\n');
}

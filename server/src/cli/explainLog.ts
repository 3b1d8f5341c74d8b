/** `stagewright explain --log`: a failed build, from what its builder printed. */
import { analyze, surroundingsWith } from '../core/index';
import { explainFailedBuild, explanationText, type FailedBuildExplanation } from '../smoke/failedBuild/index';
import { type ExitCode, UsageError } from './command';
import { chosenForOne } from './configuration';
import { dockerfileText } from './dockerfileText';
import type { CliIo } from './io';
import { tidy } from './paths';
import { surroundingsFrom } from './surroundings';

/** What `--format json` writes; lines are zero-based. */
export interface ExplainLogOutput extends FailedBuildExplanation {
  /** The path of the Dockerfile, as it was named. */
  readonly dockerfile: string;
}

/** Bytes of the log's end: what failed stands there. */
const READ_BYTES = 8 * 1024 * 1024;

/** `log` is a path or `-`. Throws `UsageError` for what cannot be read. */
export async function explainLog(
  log: string,
  dockerfile: string | undefined,
  format: 'text' | 'json',
  io: CliIo,
): Promise<ExitCode> {
  const content = log === '-' ? await io.readStandardInput() : io.files.readEnd(log, READ_BYTES);
  if (content.kind === 'unreadable') throw new UsageError(`${log} cannot be read: ${content.reason}`);
  const path = tidy(dockerfile ?? defaultDockerfile(io));
  const text = dockerfileText(path, io);
  const chosen = chosenForOne('explain', path, io);
  const surroundings = surroundingsWith(surroundingsFrom(io)(path), chosen);
  const analysis = analyze(text, { surroundings, configuration: chosen.configuration });
  const explanation = explainFailedBuild(analysis, content.text);
  const output: ExplainLogOutput = { dockerfile: path, ...explanation };
  io.print(
    format === 'json'
      ? `${JSON.stringify(output, null, 2)}\n`
      : explanationText(explanation, path, { isColored: io.terminal.isColored }),
  );
  return explanation.cause === undefined && explanation.instruction === undefined ? 1 : 0;
}

function defaultDockerfile(io: CliIo): string {
  for (const name of ['Dockerfile', 'Containerfile']) if (io.files.kindOf(name) === 'file') return name;
  throw new UsageError('name the Dockerfile: stagewright explain --log FILE DOCKERFILE');
}

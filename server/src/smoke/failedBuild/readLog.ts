/** Reads what a builder's log says of the failure, whichever builder wrote it and however it was copied. */
import type { FailedLog } from './failedLog';
import { readBuildKit } from './formats/buildkit';
import { readBuildah } from './formats/buildah';
import { readKaniko } from './formats/kaniko';
import { readLegacy } from './formats/legacy';

/** Lines as `logText` gives them. */
export function readLog(lines: readonly string[]): FailedLog {
  for (const read of [readBuildKit, readKaniko, readBuildah, readLegacy]) {
    const log = read(lines);
    if (log !== undefined) return log;
  }
  return {
    builder: undefined,
    step: undefined,
    frame: undefined,
    command: undefined,
    message: '',
    exitCode: undefined,
    output: lines.filter((line) => line.trim() !== ''),
  };
}

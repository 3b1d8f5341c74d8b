/** Reads the logs of kaniko: `INFO[0003] RUN npm ci`. */
import { exitCodeIn, type FailedLog, MOST_OUTPUT } from '../failedLog';

export function readKaniko(lines: readonly string[]): FailedLog | undefined {
  if (!lines.some((line) => ENTRY.test(line))) return undefined;
  const at = lines.findLastIndex((line) => INSTRUCTION.test(line));
  const text = INSTRUCTION.exec(lines[at] ?? '')?.[1];
  const stage = /\bidx: '(\d{1,4})'/u.exec(
    lines.findLast((line) => / Building stage '/u.test(line)) ?? '',
  )?.[1];
  const said = lines.findLast((line) =>
    /^(?:error |Error: error )(?:building|resolving|checking)/u.test(line),
  );
  const message = (said ?? '')
    .replace(/^(?:Error: )?(?:error building image: )?(?:error building stage: )?/u, '')
    .replace(/^failed to execute command: waiting for process to exit: /u, 'the command failed: ')
    .replace(/^failed to execute command: /u, '');
  return {
    builder: 'kaniko',
    step:
      text === undefined
        ? undefined
        : {
            text,
            counted:
              stage === undefined ? { kind: 'not-counted' } : { kind: 'stage-only', stage: Number(stage) },
          },
    frame: undefined,
    command: undefined,
    message,
    exitCode: exitCodeIn(message),
    output: lines
      .slice(at + 1)
      .filter((line) => line !== '' && line !== said && !ENTRY.test(line))
      .slice(-MOST_OUTPUT),
  };
}

const ENTRY = /^(?:INFO|WARN|ERRO|FATA)\[\d{4,}\] /u;
const INSTRUCTION =
  /^INFO\[\d{4,}\] ((?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR) .+)$/u;

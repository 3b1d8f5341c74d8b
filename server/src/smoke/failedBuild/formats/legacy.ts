/** Reads the logs of the builder that Docker had before BuildKit: `Step 3/9 : RUN npm ci`. */
import { exitCodeIn, type FailedLog, MOST_OUTPUT } from '../failedLog';

export function readLegacy(lines: readonly string[]): FailedLog | undefined {
  const at = lines.findLastIndex((line) => STEP.test(line));
  const known = lines.findLast((line) => LAST_WORDS.test(line));
  if (at === -1 && known === undefined) return undefined;
  const said = known ?? lastLine(lines, at);
  const [, number, text] = STEP.exec(lines[at] ?? '') ?? [];
  const message = (said ?? '').replace(/^.*?(?=The command ')/u, '').replace(PREFIX, '');
  return {
    builder: 'legacy',
    step:
      number === undefined || text === undefined
        ? undefined
        : { text, counted: { kind: 'in-file', number: Number(number) } },
    frame: undefined,
    command: /^The command '(.*)' returned a non-zero code/u.exec(message)?.[1],
    message: message.replace(/^The command '.*' (?=returned)/u, 'the command '),
    exitCode: exitCodeIn(message),
    output: lines
      .slice(at + 1)
      .filter((line) => line !== '' && line !== said && !OF_THE_BUILDER.test(line))
      .slice(-MOST_OUTPUT),
  };
}

/** Many of its errors have no form at all: `unable to find user app: no matching entries in passwd file`. */
function lastLine(lines: readonly string[], step: number): string | undefined {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const line = lines[last];
  return last > step && line !== undefined && !/^Successfully |^ ?---> /u.test(line) ? line : undefined;
}

const STEP = /^Step (\d{1,5})(?:\/\d{1,5})? : (.+)$/u;
const PREFIX = /^(?:ERROR: Service '[^']*' failed to build ?: |Error response from daemon: |error: )+/iu;
/** Images and containers that it names by their ids. */
const OF_THE_BUILDER =
  /^ ?---> |^Successfully |^Removing intermediate container |^Sending build context to Docker daemon/u;
const LAST_WORDS =
  /^The command '|returned a non-zero code: \d|^(?:COPY|ADD) failed: |Error response from daemon: |^(?:pull access denied|manifest for |no matching manifest)|failed to build ?: |^failed to (?:process|reach|parse|create|export) |^(?:dockerfile parse error|unable to prepare context|error checking context)/iu;

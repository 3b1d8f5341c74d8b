/** Reads the logs of Podman and Buildah: `[1/2] STEP 3/5: RUN npm ci`. */
import { exitCodeIn, type FailedLog, type LoggedStep, MOST_OUTPUT } from '../failedLog';

export function readBuildah(lines: readonly string[]): FailedLog | undefined {
  const at = lines.findLastIndex((line) => STEP.test(line));
  const said = lines.findLast((line) => LAST_WORDS.test(line));
  if (at === -1 && said?.includes('at STEP') !== true) return undefined;
  const message = (said ?? '').replace(/^(?:Error: |error )+/u, '');
  const blamed = /building at STEP "((?:[^"\\]|\\.)*)"(?:: )?(.*)$/u.exec(message);
  const text = blamed?.[1]?.replace(/\\(["\\])/gu, '$1');
  return {
    builder: 'buildah',
    step: stepOf(lines[at] ?? '', text),
    frame: undefined,
    command: undefined,
    message: (blamed?.[2] ?? message).replace(/^(?:error )?while running runtime: /u, 'the command failed: '),
    exitCode: exitCodeIn(message),
    output: lines
      .slice(at + 1)
      .filter((line) => line !== '' && line !== said && !/^--> (?:Using cache )?[0-9a-f]{6,}/u.test(line))
      .slice(-MOST_OUTPUT),
  };
}

/** The message knows an instruction that it cannot run by its name alone, in capitals. */
function isSameStep(blamed: string, text: string): boolean {
  const first = /^\S+/u.exec(text)?.[0] ?? '';
  return blamed === text || blamed.trim() === first.toUpperCase();
}

const STEP = /^(?:\[(\d{1,4})\/\d{1,4}\] )?STEP (\d{1,5})(?:\/\d{1,5})?: (.+)$/u;
const LAST_WORDS = /^(?:Error: |error )(?:.*at STEP|creating|building|determining|no |.+)/u;

/** Several stages may be built at once, and then the last step that was begun is not the one that failed. */
function stepOf(line: string, blamed: string | undefined): LoggedStep | undefined {
  const [, stage, number, text] = STEP.exec(line) ?? [];
  if (number === undefined || text === undefined || (blamed !== undefined && !isSameStep(blamed, text))) {
    return blamed === undefined ? undefined : { text: blamed, counted: { kind: 'not-counted' } };
  }
  const index = stage === undefined ? 0 : Number(stage) - 1;
  return { text, counted: { kind: 'in-stage', stage: index, number: Number(number) } };
}

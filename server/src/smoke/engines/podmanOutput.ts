/** Reads what `podman build` prints: its steps, what they print in between, and what it complains about in the end. */
import type { SmokeInstruction, SmokeStage } from '../input';
import type { BuildEvent, ProgressReader } from './events';

export interface PodmanReader {
  readonly stdout: ProgressReader;
  readonly stderr: ProgressReader;
  /** To be called once, when the client has ended by itself. */
  end(): readonly BuildEvent[];
  /** How many images were made so far that are neither the result nor from the cache. */
  cached(): number;
}

interface Step {
  readonly id: string;
  /** As the client writes it: variables expanded, lines joined. */
  readonly text: string;
  readonly stage: SmokeStage | undefined;
  readonly number: number;
  /** How many steps the base image has put behind the FROM (ONBUILD). */
  readonly triggers: number;
  readonly startedAt: number;
}

/**
 * Buildah builds one instruction after the other, and numbers them by stage, FROM being the first (imagebuildah,
 * stage_executor.go). It names no times, so the clock says them.
 *
 * @param stages those of the text that is built, of which the last one is the one that is asked for
 * @param now milliseconds
 */
export function podmanReader(stages: readonly SmokeStage[], now: () => number): PodmanReader {
  let step: Step | undefined;
  let isCached = false;
  let isOver = false;
  let complaint: string | undefined;
  let made = 0;
  let isResult = false;
  /** How many steps the stage was said to have when it began: those of ONBUILD are counted only behind its FROM. */
  let announced = 0;

  const finish = (error: string | undefined): readonly BuildEvent[] => {
    if (step === undefined || isOver) return [];
    isOver = true;
    const durationMs = isCached ? 0 : Math.max(0, now() - step.startedAt);
    const state = { kind: 'finished', durationMs, cached: isCached, error } as const;
    return [{ kind: 'step', id: step.id, name: undefined, state }];
  };

  const begin = (stageNumber: number, number: number, total: number, text: string): readonly BuildEvent[] => {
    if (number === 1) announced = total;
    const finished = finish(undefined);
    const stage = stages[stageNumber - 1];
    const startedAt = now();
    const triggers = total - announced;
    step = { id: `${stageNumber}.${number}`, text, stage, number, triggers, startedAt };
    [isCached, isOver] = [false, false];
    const line = instructionOf(step)?.line;
    const name = line === undefined ? '' : text;
    const state = { kind: 'started', at: startedAt } as const;
    return [...finished, { kind: 'step', id: step.id, name, ...(line === undefined ? {} : { line }), state }];
  };

  const log = (line: string): readonly BuildEvent[] =>
    step === undefined ? [{ kind: 'said', line }] : [{ kind: 'log', id: step.id, text: `${line}\n` }];

  return {
    stdout(line) {
      const [, stage = '1', number, total, text = ''] = STEP.exec(line) ?? [];
      // What a command prints may look like a step, but seldom like the next one.
      if (number !== undefined && isNext(step, Number(stage), Number(number)))
        return begin(Number(stage), Number(number), Number(total), text);
      if (/^--> Using cache [0-9a-f]{64}$/u.test(line)) {
        isCached = true;
        return [];
      }
      if (/^--> [0-9a-f]{11,64}$/u.test(line)) {
        if (!isCached && !isOver && !isResult) made++;
        return finish(undefined);
      }
      if (/^(?:\[\d+\/\d+\] )?COMMIT(?: |$)/u.test(line)) {
        isResult = true;
        return [];
      }
      return isOver ? [] : log(line);
    },
    stderr(line) {
      // Only the last complaint is the client's own; one before it was printed by a command.
      const earlier = complaint === undefined ? [] : log(complaint);
      const isComplaint = line.startsWith('Error: ');
      complaint = isComplaint ? line : undefined;
      return isComplaint || line.includes('(UNHANDLED LOGLEVEL)') ? earlier : [...earlier, ...log(line)];
    },
    end() {
      if (complaint === undefined) return finish(undefined);
      const error = readable(complaint.slice('Error: '.length), step);
      return [...finish(error), { kind: 'said', line: `ERROR: ${error}` }];
    },
    cached: () => made,
  };
}

const STEP = /^(?:\[(\d+)\/\d+\] )?STEP (\d+)\/(\d+): (.*)$/u;

function isNext(step: Step | undefined, stage: number, number: number): boolean {
  return number === 1 || step?.id === `${stage}.${number - 1}`;
}

/** What was not written as an instruction, such as a line of a heredoc to a version that knows none, belongs to the one above. */
function instructionOf({ stage, number, triggers, text }: Step): SmokeInstruction | undefined {
  const instructions = stage?.instructions ?? [];
  const own = number === 1 ? 1 : number - triggers;
  // What the base image has done is the matter of the FROM.
  if (own <= 1) return instructions[0];
  const counted = instructions[own - 1];
  const keyword = (/^\S+/u.exec(text)?.[0] ?? '').toUpperCase();
  if (counted?.keyword === keyword) return counted;
  return instructions.slice(0, own - 1).findLast((one) => one.text.includes(text.trim()));
}

/** It repeats the whole instruction, which the range shows already, and names its own internals. */
function readable(complaint: string, step: Step | undefined): string {
  const exact = `building at STEP "${step?.text ?? ''}": `;
  const error = complaint.startsWith(exact)
    ? complaint.slice(exact.length)
    : complaint.replace(/^building at STEP ".*?": /u, '');
  return error
    .replace(
      /^while running runtime: exit status (\d+)$/u,
      'the command did not complete successfully: exit code: $1',
    )
    .replace(
      /^checking on sources under ".*?": copier: stat: (".*"): no such file or directory$/u,
      '$1: not found',
    )
    .replace(/^Build error: Unknown instruction: "(.*?)" &imagebuilder.*$/u, 'unknown instruction: $1')
    .replace(/^creating build container: /u, '');
}

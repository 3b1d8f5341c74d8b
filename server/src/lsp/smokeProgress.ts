/** Tells a client how a smoke build goes: the step at work in one line, and what the build prints for those who ask. */
import type {
  Connection,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageserver';
import type { Analysis } from '../core/index';
import {
  SMOKE_LOG_NOTIFICATION,
  SMOKE_PROGRESS_NOTIFICATION,
  type SmokeLogParams,
  type SmokeParams,
  type SmokeProgressParams,
} from '../protocol/index';
import type { SmokeProgress } from '../smoke/index';
import { WorkDoneProgress } from './library';
import type { Platform } from './platform';
import { unawaited } from './requests';

/** A build may print thousands of lines a second; nobody reads faster than this. */
const LOG_PAUSE_MS = 100;

/** More than this between two notifications, or in all, is left out: an editor keeps what it is told. */
const MOST_LINES_AT_ONCE = 500;
const MOST_LINES = 20_000;

export interface SmokeProgressTeller {
  begin(): void;
  readonly report: (progress: SmokeProgress) => void;
  /** Tells what is still to be told of the log, too. */
  end(): void;
}

export function createSmokeProgress(
  connection: Connection,
  platform: Pick<Platform, 'after'>,
  { token, workDoneToken, withLog }: SmokeParams,
  analysis: Analysis,
): SmokeProgressTeller {
  let step: SmokeProgressParams['step'] = 'identify';
  const tellWorkDone = (value: WorkDone): void => {
    if (workDoneToken === undefined) return;
    unawaited(
      connection,
      'telling progress',
      connection.sendProgress(WorkDoneProgress.type, workDoneToken, value),
    );
  };
  const tell = (message: string, line?: number): void => {
    const params: SmokeProgressParams = { token, step, message, ...(line === undefined ? {} : { line }) };
    unawaited(
      connection,
      'telling progress',
      connection.sendNotification(SMOKE_PROGRESS_NOTIFICATION, params),
    );
    tellWorkDone({ kind: 'report', message });
  };
  const log = withLog === true ? createLog(connection, platform, token) : undefined;
  const atWork = new Map<number, string>();
  return {
    begin() {
      tellWorkDone({ kind: 'begin', title: 'Smoke build', cancellable: true });
    },
    report(progress) {
      switch (progress.kind) {
        case 'step-started':
          step = progress.step;
          tell(STEPS[step]);
          return;
        case 'instruction-started': {
          const message = describeInstruction(progress, analysis);
          atWork.set(progress.line, message);
          tell(message, progress.line);
          return;
        }
        case 'instruction-finished': {
          // Stages are built side by side: what is still at work is what people wait for.
          if (!atWork.delete(progress.line)) return;
          const [line, message] = [...atWork].at(-1) ?? [];
          if (message !== undefined) tell(message, line);
          return;
        }
        case 'log':
          log?.add(progress.text);
          return;
        case 'step-finished':
        case 'files-read':
          return;
      }
    },
    end() {
      log?.flush();
      tellWorkDone({ kind: 'end' });
    },
  };
}

type WorkDone = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

const STEPS: Readonly<Record<SmokeProgressParams['step'], string>> = {
  sweep: 'Looking for what earlier runs left behind',
  identify: 'Looking at the engine',
  context: 'Listing the build context',
  build: 'Building',
  inspect: 'Inspecting the image',
  run: 'Starting a container',
  probe: 'Probing it',
  stop: 'Stopping it',
  decide: 'Cleaning up',
};

/** What fits into a notification beside the count. */
const TEXT_LENGTH = 60;

/** `3 of 11 · stage build · RUN npm ci`; the stage is not told where there is one only. */
function describeInstruction(
  { line, stage, text, count }: Extract<SmokeProgress, { kind: 'instruction-started' }>,
  { facts }: Analysis,
): string {
  const parts = [
    count === undefined ? undefined : `${String(count.number)} of ${String(count.of)}`,
    facts.stages.length === 1 ? undefined : `stage ${facts.stages[stage]?.name ?? String(stage)}`,
    shortened(text ?? `line ${String(line + 1)}`),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function shortened(text: string): string {
  return text.length <= TEXT_LENGTH ? text : `${text.slice(0, TEXT_LENGTH).trimEnd()} …`;
}

interface Log {
  add(line: string): void;
  flush(): void;
}

function createLog(connection: Connection, platform: Pick<Platform, 'after'>, token: string): Log {
  let waiting: string[] = [];
  let left = 0;
  let told = 0;
  let isScheduled = false;
  const flush = (): void => {
    isScheduled = false;
    if (waiting.length === 0 && left === 0) return;
    const lines = left === 0 ? waiting : [...waiting, `… ${String(left)} more lines`];
    waiting = [];
    left = 0;
    const params: SmokeLogParams = { token, lines };
    unawaited(connection, 'telling a log', connection.sendNotification(SMOKE_LOG_NOTIFICATION, params));
  };
  return {
    add(line) {
      told += 1;
      if (told > MOST_LINES || waiting.length >= MOST_LINES_AT_ONCE) left += 1;
      else waiting.push(line);
      // What is over the limit is counted, and told in the end.
      if (isScheduled || told > MOST_LINES) return;
      isScheduled = true;
      platform.after(LOG_PAUSE_MS, flush);
    },
    flush,
  };
}

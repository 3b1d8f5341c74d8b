/** What a person sees while a smoke build runs: live lines on a terminal, elsewhere a sign of life now and then. */
import {
  type CancelSignal,
  durationText,
  type SmokePort,
  type SmokeProgress,
  type StepName,
} from '../../smoke/index';
import { harmless, paintFor } from '../formats/terminalText';
import type { CliIo } from '../io';

export interface Watch {
  readonly onProgress: (progress: SmokeProgress) => void;
  /** Takes the live lines away. */
  end(): void;
}

type Clock = Pick<SmokePort, 'now' | 'sleep'>;

/** Both in milliseconds. */
const REDRAWN_EVERY = 200;
/** A build may take longer than a machine waits for an output that does not come (CircleCI: ten minutes). */
const SIGN_EVERY = 60_000;

/** @param names what is built, in turn: of several builds the one that runs is named */
export function watch(
  io: Pick<CliIo, 'liveLines' | 'printError' | 'terminal'>,
  clock: Clock,
  names: readonly string[] = [],
): Watch {
  const state = stateOf(clock, names);
  const end = ending();
  const { liveLines } = io;
  if (liveLines === undefined) {
    void every(SIGN_EVERY, clock, end, () => io.printError(`${signOfLife(state.read())}\n`));
    return { onProgress: state.take, end: end.now };
  }
  const paint = paintFor(io.terminal);
  const draw = (): void => {
    const [head = '', ...rest] = shownLines(state.read(), liveLines.columns());
    liveLines.show([paint('bold', head), ...rest.map((line) => paint('dim', line))]);
  };
  void every(REDRAWN_EVERY, clock, end, draw);
  return {
    onProgress: state.take,
    end() {
      end.now();
      liveLines.show([]);
    },
  };
}

/** Says at once that an interrupt was heard, for the clean-up takes a moment. */
export function tellInterrupt(interrupt: CancelSignal, io: Pick<CliIo, 'liveLines' | 'printError'>): void {
  interrupt.addEventListener('abort', () => {
    // The terminal has shown a `^C`; it goes with the live lines.
    io.liveLines?.show([]);
    const start = io.liveLines === undefined ? '\n' : '';
    io.printError(
      `${start}Cancelled: cleaning up. (Another interrupt leaves that to the next smoke build.)\n`,
    );
  });
}

interface Ending {
  readonly signal: CancelSignal;
  readonly now: () => void;
}

function ending(): Ending {
  const listeners = new Set<() => void>();
  let isOver = false;
  return {
    signal: {
      get aborted() {
        return isOver;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    now() {
      isOver = true;
      for (const listener of [...listeners]) listener();
    },
  };
}

async function every(ms: number, clock: Clock, { signal }: Ending, action: () => void): Promise<void> {
  for (;;) {
    await clock.sleep(ms, signal);
    if (signal.aborted) return;
    action();
  }
}

interface Running {
  readonly line: number;
  readonly text: string;
  readonly ms: number;
}

interface State {
  /** Which of several builds it is; empty when there is only one. */
  readonly name: string;
  readonly step: StepName | undefined;
  /** True for the second build of one text. */
  readonly isAgain: boolean;
  readonly ms: number;
  /** How many steps have begun; undefined outside of a build. */
  readonly count: { readonly number: number; readonly of: number } | undefined;
  readonly running: readonly Running[];
  /** What the build printed last. */
  readonly said: string;
}

function stateOf(
  clock: Clock,
  names: readonly string[],
): { take: (progress: SmokeProgress) => void; read: () => State } {
  const started = new Map<number, { readonly at: number; readonly text: string }>();
  let name = '';
  let reports = 0;
  let builds = 0;
  let step: { readonly name: StepName; readonly at: number } | undefined;
  let count: State['count'];
  let said = '';
  return {
    take(progress) {
      switch (progress.kind) {
        case 'step-started':
          if (progress.step === 'identify') {
            name = names[reports++] ?? '';
            builds = 0;
          }
          if (progress.step === 'build') builds++;
          step = { name: progress.step, at: clock.now() };
          started.clear();
          [count, said] = [undefined, ''];
          return;
        case 'instruction-started':
          started.set(progress.line, { at: clock.now(), text: progress.text ?? '' });
          count = progress.count ?? count;
          return;
        case 'instruction-finished':
          started.delete(progress.line);
          return;
        case 'log':
          if (progress.text.trim() !== '') said = progress.text;
          return;
        case 'step-finished':
        case 'files-read':
          return;
      }
    },
    read() {
      const now = clock.now();
      const running = [...started].map(([line, { at, text }]) => ({ line, text, ms: now - at }));
      const ms = step === undefined ? 0 : now - step.at;
      return { name, step: step?.name, isAgain: builds > 1, ms, count, running, said };
    },
  };
}

const STEPS: Readonly<Record<StepName, string>> = {
  identify: 'Looking for the engine',
  sweep: 'Sweeping what earlier runs left behind',
  context: 'Reading the build context',
  build: 'Building',
  inspect: 'Inspecting the image',
  run: 'Starting a container',
  probe: 'Probing it',
  stop: 'Stopping it',
  decide: 'Removing what was made',
};

/** Of stages that are built side by side so many are shown. */
const MOST_RUNNING = 4;

function shownLines(state: State, columns: number): readonly string[] {
  const { running, said } = state;
  return [
    headline(state),
    ...running
      .slice(0, MOST_RUNNING)
      .map(
        ({ line, text, ms }) =>
          `  line ${String(line + 1).padStart(3)} ${durationText(ms).padStart(8)}  ${text}`,
      ),
    ...(said === '' ? [] : [`  | ${said}`]),
  ].map((line) => cut(harmless(line), columns));
}

function headline({ name, step, isAgain, ms, count }: State): string {
  const what =
    step === undefined ? 'Starting' : `${STEPS[step]}${step === 'build' && isAgain ? ' again' : ''}`;
  const counted = count === undefined ? '' : `, step ${String(count.number)} of ${String(count.of)}`;
  // A step that is over in no time needs no clock.
  const time = ms < 1000 ? '' : `, ${durationText(ms)}`;
  return `${name === '' ? '' : `${name}: `}${what}${counted}${time}…`;
}

function signOfLife(state: State): string {
  const [longest] = [...state.running].sort((a, b) => b.ms - a.ms);
  const where = longest === undefined ? '' : ` line ${String(longest.line + 1)}: ${harmless(longest.text)}`;
  return `${headline(state)}${where}`;
}

/** East Asian letters and pictures take two columns (Unicode, UAX #11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

function cut(text: string, columns: number): string {
  let width = 0;
  let shown = '';
  for (const letter of text) {
    width += WIDE.test(letter) ? 2 : 1;
    if (width > columns) return `${shown.slice(0, -1)}…`;
    shown += letter;
  }
  return shown;
}

/** What the steps of one smoke build share: the engine, the cancellation, the evidence so far. */
import { type CancelSignal, NEVER } from './cancellation';
import type { Engine } from './engines/engine';
import { plainCommand } from './engines/engine';
import { labelText } from './engines/podman';
import type { SmokeInput, SmokeStage } from './input';
import type { Mark, MarkedKind } from './lease';
import { encodeMark, LABEL } from './lease';
import { plainLine } from './logTail';
import type { RunOutcome, SmokePort } from './port';
import type { DeclaredProbe } from './probes/declaration';
import type { Redact } from './redact';
import type { FailureReport, SmokeProgress, StepName, Verdict } from './report';

export interface Session {
  readonly input: SmokeInput;
  readonly port: SmokePort;
  /** Fires on cancel and on the time limit; not to be used for clean-up. */
  readonly signal: CancelSignal;
  readonly engine: Engine;
  /** The run's id. */
  readonly run: string;
  readonly stage: SmokeStage;
  /** What the user wants to know; the usual probes when there is none. */
  readonly declared: readonly DeclaredProbe[];
  readonly redact: Redact;
  readonly emit: (progress: SmokeProgress) => void;
  readonly note: (text: string) => void;
}

/** What talking to an engine takes. */
export type EngineAccess = Pick<Session, 'port' | 'engine'>;

/** Ends the steps early; nothing else that the steps throw is meant to happen. */
export class SmokeStop extends Error {
  override readonly name = 'SmokeStop';

  constructor(
    readonly verdict: Verdict,
    readonly failure: FailureReport,
  ) {
    super(failure.message);
  }
}

export function failure(step: StepName, message: string, rest: Partial<FailureReport> = {}): FailureReport {
  return { step, line: undefined, range: undefined, stage: undefined, message, log: [], ...rest };
}

/** Most questions to an engine are answered at once; one that takes longer is not going to be. */
const ASK_MS = 60_000;

export function ask(session: Session, ...args: readonly string[]): Promise<RunOutcome> {
  return session.port.run(plainCommand(session.engine, ...args), {
    signal: session.signal,
    timeoutMs: ASK_MS,
  });
}

/** The same for clean-up, which a cancellation must not end. */
export function askRegardless(session: EngineAccess, ...args: readonly string[]): Promise<RunOutcome> {
  return session.port.run(plainCommand(session.engine, ...args), { signal: NEVER, timeoutMs: ASK_MS });
}

/** The output of a command that has to succeed; a cancelled one ends the steps. */
export function demand(step: StepName, what: string, outcome: RunOutcome): string {
  if (outcome.kind === 'exited' && outcome.exitCode === 0) return outcome.stdout;
  if (outcome.kind === 'cancelled') throw cancelled(step);
  throw new SmokeStop('error', failure(step, `${what}: ${lastWords(outcome)}`));
}

/** The run knows whether the user or the time limit did it; the step only knows that it was ended. */
export function cancelled(step: StepName, rest: Partial<FailureReport> = {}): SmokeStop {
  return new SmokeStop('cancelled', failure(step, 'Cancelled.', rest));
}

export function lastWords(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case 'exited':
      return (
        plainLine(outcome.stderr.trim().split('\n').at(-1) ?? '') ||
        `it ended with exit code ${outcome.exitCode}`
      );
    case 'not-found':
      return outcome.message;
    case 'cancelled':
      return 'it was cancelled';
    case 'timed-out':
      return 'the engine did not answer in time';
  }
}

export function engineNow(session: EngineAccess): number {
  return session.port.now() + session.engine.clockOffsetMs;
}

/** `name=value` of the label for something that is made now. */
export function labelFor(session: Session, kind: MarkedKind): string {
  const text = markFor(session, kind);
  return `${LABEL}=${session.engine.builder.kind === 'podman' ? labelText(text) : text}`;
}

export function markFor(session: Session, kind: MarkedKind): string {
  const mark: Mark = {
    kind,
    run: session.run,
    ...session.port.identity(),
    expires: engineNow(session) + session.input.limits.leaseMs,
  };
  return encodeMark(mark);
}

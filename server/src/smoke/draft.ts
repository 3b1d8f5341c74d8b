/** The report while it is being written, and the clock of its steps. */
import { unknownEngine } from './engines/detect';
import type { SmokeInput } from './input';
import type { SmokePort } from './port';
import type { SmokeProgress, SmokeReport, StepName } from './report';

export type Draft = { -readonly [Key in keyof SmokeReport]: SmokeReport[Key] };

/** Until a step says better, nothing can be said. */
export function emptyReport(input: SmokeInput): Draft {
  return {
    verdict: 'error',
    summary: '',
    dockerfile: input.dockerfilePath,
    isSaved: input.isSaved,
    stage: undefined,
    durationMs: 0,
    engine: unknownEngine(input.program ?? 'docker'),
    plan: [],
    context: undefined,
    instructions: [],
    image: undefined,
    run: undefined,
    probes: [],
    failure: undefined,
    warnings: [],
    notes: [],
    cleanup: { removed: [], kept: [], swept: [], isComplete: true, buildCache: undefined },
  };
}

/** Runs an action as a step, with its start and its end told. */
export type Timed = <T>(step: StepName, action: () => Promise<T>) => Promise<T>;

export function stepTimer(port: SmokePort, emit: (progress: SmokeProgress) => void): Timed {
  return async (step, action) => {
    const startedAt = port.now();
    emit({ kind: 'step-started', step });
    try {
      return await action();
    } finally {
      emit({ kind: 'step-finished', step, durationMs: port.now() - startedAt });
    }
  };
}

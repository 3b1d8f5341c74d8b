/** Collects what a build reports into facts about instructions, in memory that does not grow with the build's chatter. */
import type { BuildEvent, StepState } from './engines/events';
import { type LogTail, logTail, plainLine } from './logTail';
import { entriesAt, listAt, numberAt, valueAt } from './reading';
import type { InstructionReport, SmokeProgress, WarningReport } from './report';
import type { SmokeStage } from './input';
import { type Place, placeOfLine, placeOfStep } from './stageMap';

/** More are not kept; a Dockerfile has far fewer. */
const MAX_STEPS = 5_000;
const MAX_WARNINGS = 200;
const MAX_SAID = 200;

export interface BuildRecord {
  take(event: BuildEvent): void;
  /** In the order of the Dockerfile. `metadata` is what `--metadata-file` wrote: its source locations are exact. */
  instructions(metadata: unknown): readonly InstructionReport[];
  warnings(): readonly WarningReport[];
  /** The step whose failure ended the build, as far as the steps tell. */
  failedStep(): FailedStep | undefined;
  /** The place of the step that is running or was when the build was ended; of several the one that was told first. */
  runningPlace(): Place | undefined;
  /** The log of the instruction's steps. */
  logOf(place: Place): readonly string[];
  /** What the client said outside of any step. */
  said(): readonly string[];
}

export interface FailedStep {
  readonly place: Place | undefined;
  readonly error: string;
  readonly log: readonly string[];
}

interface Step {
  name: string;
  place: Place | undefined;
  state: StepState['kind'];
  durationMs: number;
  cached: boolean;
  error: string | undefined;
  readonly log: LogTail;
}

export function buildRecord(
  stages: readonly SmokeStage[],
  logLines: number,
  onProgress: (progress: SmokeProgress) => void,
): BuildRecord {
  const steps = new Map<string, Step>();
  const warnings: WarningReport[] = [];
  const said = logTail(MAX_SAID);

  const stepOf = (id: string, name: string | undefined, line?: number): Step | undefined => {
    const known = steps.get(id);
    if (known !== undefined || steps.size >= MAX_STEPS) return known;
    const step: Step = {
      name: name ?? '',
      place: line === undefined ? placeOfStep(stages, name ?? '') : placeOfLine(stages, line),
      state: 'known',
      durationMs: 0,
      cached: false,
      error: undefined,
      log: logTail(logLines),
    };
    steps.set(id, step);
    return step;
  };

  const take = (event: BuildEvent): void => {
    switch (event.kind) {
      case 'step': {
        const step = stepOf(event.id, event.name, event.line);
        if (step !== undefined) change(step, event.state, onProgress);
        return;
      }
      case 'log': {
        const step = stepOf(event.id, undefined);
        for (const text of step?.log.append(event.text) ?? []) {
          onProgress({ kind: 'log', line: step?.place?.instruction.line, text });
        }
        return;
      }
      case 'warning':
        if (warnings.length < MAX_WARNINGS) {
          warnings.push({ line: event.line, message: plainLine(event.message), url: event.url });
        }
        return;
      case 'said':
        said.append(`${event.line}\n`);
        return;
    }
  };

  return {
    take,
    instructions: (metadata) => instructionReports(stages, steps, metadata, logLines),
    warnings: () => warnings,
    failedStep: () => failedStep([...steps.values()]),
    runningPlace: () =>
      [...steps.values()].find((step) => step.place !== undefined && isUnfinished(step))?.place,
    logOf: (place) =>
      [...steps.values()]
        .filter((step) => step.place?.instruction === place.instruction)
        .flatMap((step) => step.log.lines())
        .slice(-logLines),
    said: () => said.lines(),
  };
}

/** A step may start and finish several times, once for each part of its work. */
function change(step: Step, state: StepState, onProgress: (progress: SmokeProgress) => void): void {
  const wasStarted = step.state !== 'known';
  step.state = state.kind;
  const place = step.place;
  if (state.kind === 'started' && !wasStarted && place !== undefined) {
    const { line, text } = place.instruction;
    onProgress({ kind: 'instruction-started', line, stage: place.stage.index, text: shortText(text) });
  }
  if (state.kind !== 'finished') return;
  step.durationMs += state.durationMs ?? 0;
  step.cached = state.cached;
  step.error = state.error;
  if (place === undefined || state.error !== undefined) return;
  onProgress({
    kind: 'instruction-finished',
    line: place.instruction.line,
    stage: place.stage.index,
    durationMs: Math.round(step.durationMs),
    cached: step.cached,
  });
}

const ENDED = 'context canceled';

function isUnfinished(step: Step): boolean {
  return step.state === 'started' || step.error?.includes(ENDED) === true;
}

/** Steps that were ended because another one failed say that they were cancelled. */
function failedStep(steps: readonly Step[]): FailedStep | undefined {
  const failed = steps.filter((step) => step.error !== undefined);
  const step = failed.find((entry) => entry.error?.includes(ENDED) !== true) ?? failed[0];
  if (step?.error === undefined) return undefined;
  return { place: step.place, error: plainLine(step.error), log: step.log.lines() };
}

function instructionReports(
  stages: readonly SmokeStage[],
  steps: ReadonlyMap<string, Step>,
  metadata: unknown,
  logLines: number,
): readonly InstructionReport[] {
  const exact = placesByDigest(stages, metadata);
  const reports = new Map<number, InstructionReport>();
  for (const [id, step] of steps) {
    if (step.state !== 'finished') continue;
    for (const place of exact.get(id) ?? (step.place === undefined ? [] : [step.place])) {
      const { line, keyword, text } = place.instruction;
      const earlier = reports.get(line);
      reports.set(line, {
        line,
        stage: place.stage.index,
        keyword,
        text: shortText(text),
        durationMs: Math.round((earlier?.durationMs ?? 0) + step.durationMs),
        cached: step.cached && (earlier?.cached ?? true),
        log: [...(earlier?.log ?? []), ...step.log.lines()].slice(-logLines),
      });
    }
  }
  return [...reports.values()].sort((a, b) => a.line - b.line);
}

const TEXT_LENGTH = 120;

function shortText(text: string): string {
  const line = plainLine(text.split('\n')[0] ?? '').replace(/\s+[\\`]$/u, '');
  const isShortened = text.includes('\n') || line.length > TEXT_LENGTH;
  return isShortened ? `${line.slice(0, TEXT_LENGTH)} …` : line;
}

/**
 * The metadata's provenance says for each build step where in the Dockerfile it comes from, with lines from one. A step that
 * several instructions share, as two stages on one base image do, has a location for each of them.
 */
function placesByDigest(
  stages: readonly SmokeStage[],
  metadata: unknown,
): ReadonlyMap<string, readonly Place[]> {
  const provenance = valueAt(metadata, 'buildx.build.provenance');
  const source = valueAt(provenance, 'metadata', 'https://mobyproject.org/buildkit@v1#metadata', 'source');
  const places = new Map<string, readonly Place[]>();
  for (const [digest, step] of entriesAt(provenance, 'buildConfig', 'digestMapping')) {
    if (typeof step !== 'string') continue;
    const found = listAt(source, 'locations', step, 'locations').flatMap((location) =>
      placesAt(stages, location),
    );
    if (found.length > 0) places.set(digest, found);
  }
  return places;
}

/** A location in another file than the first one, which some frontends have, is none in the Dockerfile. */
function placesAt(stages: readonly SmokeStage[], location: unknown): readonly Place[] {
  const line = numberAt(location, 'ranges', 0, 'start', 'line');
  if (line === undefined || (numberAt(location, 'sourceIndex') ?? 0) > 0) return [];
  const place = placeOfLine(stages, line - 1);
  return place === undefined ? [] : [place];
}

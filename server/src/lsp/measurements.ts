/** Shows what the last smoke build measured at each instruction, and says when the instruction has changed since. */
import type { Connection, InlayHint, InlayHintParams } from 'vscode-languageserver';
import type { Analysis, Instruction, StageFacts } from '../core/index';
import { type Measurement, MEASUREMENTS_NOTIFICATION, type MeasurementsParams } from '../protocol/index';
import type { SmokeReport } from '../smoke/index';
import type { ClientFeatures } from './clientFeatures';
import type { OpenDocument } from './documents';
import { InlayHintRefreshRequest } from './library';
import { unawaited } from './requests';

/** A document has hundreds of instructions at most, and a client may remember many documents. */
const MOST_DOCUMENTS = 100;

export interface Measurements {
  /** Takes over what a smoke build of this very text measured, and tells the client, which may keep it. */
  take(document: OpenDocument, built: Analysis, report: SmokeReport): void;
  hints(document: OpenDocument, params: InlayHintParams): InlayHint[];
  /** One line of Markdown on the instruction at an offset of the text. */
  sentenceAt(document: OpenDocument, offset: number): string | undefined;
}

export function createMeasurements(connection: Connection, features: ClientFeatures): Measurements {
  const known = new Map<string, readonly Measurement[]>();

  const remember = (uri: string, measurements: readonly Measurement[]): void => {
    known.delete(uri);
    known.set(uri, measurements);
    const [oldest] = known.keys();
    if (known.size > MOST_DOCUMENTS && oldest !== undefined) known.delete(oldest);
    if (features.refreshesInlayHints)
      unawaited(
        connection,
        'refreshing inlay hints',
        connection.sendRequest(InlayHintRefreshRequest.type).then(() => undefined),
      );
  };

  connection.onNotification(MEASUREMENTS_NOTIFICATION, ({ uri, measurements }: MeasurementsParams) => {
    remember(uri, measurements);
  });

  return {
    take(document, built, report) {
      const fresh = measured(built, report);
      if (fresh.length === 0) return;
      // A smoke build of one stage says nothing of the stages it did not build.
      const stages = new Set(fresh.map(({ stage }) => stage));
      const kept = (known.get(document.uri) ?? []).filter(({ stage }) => !stages.has(stage));
      const params: MeasurementsParams = { uri: document.uri, measurements: [...kept, ...fresh] };
      remember(params.uri, params.measurements);
      unawaited(
        connection,
        'telling measurements',
        connection.sendNotification(MEASUREMENTS_NOTIFICATION, params),
      );
    },
    hints(document, { range }) {
      const measurements = known.get(document.uri);
      return measurements === undefined ? [] : hintsOf(document, measurements, range);
    },
    sentenceAt({ uri, analysis }, offset) {
      const measurements = known.get(uri);
      if (measurements === undefined) return undefined;
      const node = analysis.dockerfile.nodeAt(offset);
      for (const stage of analysis.facts.stages) {
        const found = knownOf(stage, measurements).find(({ instruction }) => instruction === node);
        if (found !== undefined) return sentenceOf(found);
      }
      return undefined;
    },
  };
}

function measured(analysis: Analysis, { instructions, image }: SmokeReport): readonly Measurement[] {
  const bytes = new Map<number, number>();
  for (const { line, size } of image?.layers ?? [])
    if (line !== undefined) bytes.set(line, (bytes.get(line) ?? 0) + size);
  return analysis.facts.stages.flatMap((stage) =>
    instructionsOf(stage).flatMap((instruction, at): readonly Measurement[] => {
      const { line } = analysis.lines.positionAt(analysis.dockerfile.startOf(instruction));
      const found = instructions.find((entry) => entry.line === line);
      if (found === undefined) return [];
      const { durationMs, cached } = found;
      const text = instruction.text.trimEnd();
      return [{ stage: keyOf(stage), position: at - 1, text, durationMs, cached, bytes: bytes.get(line) }];
    }),
  );
}

function instructionsOf(stage: StageFacts): readonly Instruction[] {
  return [stage.from, ...stage.instructions];
}

function keyOf({ name, index }: StageFacts): string {
  return name?.toLowerCase() ?? String(index);
}

/** What is known of an instruction as it stands: `stale` when it was measured before its text was changed. */
interface Known {
  readonly instruction: Instruction;
  readonly measurement: Measurement;
  readonly state: 'current' | 'stale';
}

/** An instruction is found by its text; one that changed, by its place among the others of its stage. */
function knownOf(stage: StageFacts, measurements: readonly Measurement[]): readonly Known[] {
  const own = measurements.filter((one) => one.stage === keyOf(stage));
  if (own.length === 0) return [];
  const current = instructionsOf(stage);
  const texts = new Set(current.map(({ text }) => text.trimEnd()));
  return current.flatMap((instruction, at): readonly Known[] => {
    const text = instruction.text.trimEnd();
    const same = own.find((one) => one.text === text);
    const measurement = same ?? own.find((one) => one.position === at - 1 && !texts.has(one.text));
    if (measurement === undefined || isNothing(measurement)) return [];
    if (same === undefined && !measurement.text.startsWith(instruction.keyword.slice(0, 2))) return [];
    return [{ instruction, measurement, state: same === undefined ? 'stale' : 'current' }];
  });
}

function hintsOf(
  { analysis }: OpenDocument,
  measurements: readonly Measurement[],
  range: InlayHintParams['range'],
): InlayHint[] {
  return analysis.facts.stages
    .flatMap((stage) => knownOf(stage, measurements))
    .flatMap(({ instruction, measurement, state }): readonly InlayHint[] => {
      const end = analysis.dockerfile.startOf(instruction) + instruction.text.trimEnd().length;
      const position = analysis.lines.positionAt(end);
      if (position.line < range.start.line || position.line > range.end.line) return [];
      return [hintOf(measurement, position, state)];
    });
}

/** A FROM or a WORKDIR that took no time and no room has nothing to tell. */
function isNothing({ bytes = 0, cached, durationMs }: Measurement): boolean {
  return bytes === 0 && (cached || durationMs < 10);
}

function hintOf(
  { bytes, durationMs, cached }: Measurement,
  position: InlayHint['position'],
  state: Known['state'],
): InlayHint {
  const parts = [
    bytes === undefined ? undefined : sizeText(bytes),
    cached ? 'cached' : durationMs < 10 ? undefined : timeText(durationMs),
  ];
  const text = parts.filter((part) => part !== undefined).join(' · ');
  const tooltip =
    state === 'stale'
      ? 'Measured by the last smoke build, before this instruction was changed.'
      : 'Measured by the last smoke build: what it adds to the image, and how long it took.';
  return { position, label: state === 'stale' ? `was ${text}` : text, paddingLeft: true, tooltip };
}

/** The line of a hover, in Markdown as the lesson's own. */
function sentenceOf({ measurement: { bytes, durationMs, cached }, state }: Known): string {
  const parts = [
    bytes === undefined ? undefined : `${sizeText(bytes)} in the image`,
    cached ? 'came from the cache' : durationMs < 10 ? undefined : `took ${timeText(durationMs)}`,
  ];
  const text = parts.filter((part) => part !== undefined).join(', ');
  const label = state === 'stale' ? 'Measured before this line was changed' : 'Measured';
  return `**${label}:** ${text.replace(/^[a-z]/u, (first) => first.toUpperCase())}.`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

function timeText(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

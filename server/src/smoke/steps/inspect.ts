/** Reads the image's configuration and lays its layers beside the instructions that made them. */
import { healthCheckOf as podmanHealthCheck } from '../engines/podman';
import { type HistoryStep, historyStepOf, placesOfHistory } from '../historyLines';
import { plainLine } from '../logTail';
import {
  entriesAt,
  listAt,
  numberAt,
  parseInspected,
  parseJson,
  parseJsonLines,
  textAt,
  textsAt,
} from '../reading';
import { isSecretName } from '../redact';
import type { ImageReport, LayerReport } from '../report';
import { ask, demand, type Session } from '../session';

export async function inspectImage(session: Session, image: string): Promise<ImageReport> {
  const isPodman = session.engine.builder.kind === 'podman';
  const form = isPodman ? 'json' : '{{json .}}';
  const [inspected, history] = await Promise.all([
    ask(session, 'image', 'inspect', '--format', '{{json .}}', image),
    ask(session, 'history', '--no-trunc', '--human=false', '--format', form, image),
  ]);
  const [json] = parseInspected(demand('inspect', 'The image cannot be inspected', inspected));
  const told = demand('inspect', "The image's history cannot be read", history);
  const entries = (isPodman ? listAt(parseJson(told)) : parseJsonLines(told)).map(historyEntry);
  const signal = textAt(json, 'Config', 'StopSignal');
  return {
    digest: image,
    size: Math.max(numberAt(json, 'Size') ?? 0, sumOfSizes(entries)),
    platform: [textAt(json, 'Os'), textAt(json, 'Architecture'), textAt(json, 'Variant')]
      .filter(Boolean)
      .join('/'),
    user: textAt(json, 'Config', 'User') ?? '',
    cmd: textsAt(json, 'Config', 'Cmd'),
    entrypoint: textsAt(json, 'Config', 'Entrypoint'),
    workdir: textAt(json, 'Config', 'WorkingDir') ?? '',
    ports: entriesAt(json, 'Config', 'ExposedPorts').map(([port]) => port),
    volumes: entriesAt(json, 'Config', 'Volumes').map(([path]) => path),
    environment: (textsAt(json, 'Config', 'Env') ?? []).map(variable),
    healthcheck: healthCheck(textsAt(json, 'Config', 'Healthcheck', 'Test') ?? podmanHealthCheck(json)),
    stopSignal: signal === undefined || signal === '' ? 'SIGTERM' : signal,
    layers: layersByLine(session, entries.reverse()),
    contents: undefined,
    builders: undefined,
  };
}

interface HistoryEntry extends HistoryStep {
  readonly size: number;
}

function historyEntry(json: unknown): HistoryEntry {
  const step = historyStepOf(
    textAt(json, 'CreatedBy') ?? '',
    textAt(json, 'Comment') ?? textAt(json, 'comment') ?? '',
  );
  return { ...step, size: numberAt(json, 'size') ?? (Number(textAt(json, 'Size') ?? 0) || 0) };
}

/** An engine on containerd's image store tells the compressed size of an image; what counts is what it takes when unpacked. */
function sumOfSizes(entries: readonly HistoryEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}

/** An inherited `NONE` switches the check off. */
function healthCheck(test: readonly string[] | null): readonly string[] | null {
  return test === null || test.length === 0 || test[0] === 'NONE' ? null : test;
}

function variable(assignment: string): { readonly name: string; readonly value: string } {
  const at = assignment.indexOf('=');
  const name = at === -1 ? assignment : assignment.slice(0, at);
  const value = at === -1 ? '' : assignment.slice(at + 1);
  return { name, value: isSecretName(name) && value !== '' ? '***' : value };
}

/** Instructions that change the file system; the others make history entries without content. */
const FILLS: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);
const CREATED_BY_LENGTH = 200;

function layersByLine(session: Session, history: readonly HistoryEntry[]): readonly LayerReport[] {
  const places = placesOfHistory(session.input.stages, session.stage, history);
  return history.flatMap((entry, at): readonly LayerReport[] => {
    const { instruction, line, isBase = false } = places[at] ?? {};
    if (entry.size === 0 && (instruction === undefined || !FILLS.has(instruction.keyword))) return [];
    const createdBy = plainLine(session.redact(entry.createdBy)).slice(0, CREATED_BY_LENGTH);
    return [{ line, size: entry.size, isBase, createdBy }];
  });
}

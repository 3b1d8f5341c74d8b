/** Reads `docker buildx build --progress=rawjson`: one JSON object a line, BuildKit's SolveStatus (client/graph.go). */
import { decodeBase64 } from '../decoding';
import { listAt, numberAt, parseJson, textAt, valueAt } from '../reading';
import type { BuildEvent, ProgressReader, StepState } from './events';

/** Keeps no state: every event of BuildKit repeats what it is about. */
export const readRawJson: ProgressReader = (line) => {
  if (line.trim() === '') return [];
  const status = line.startsWith('{') ? parseJson(line) : undefined;
  if (status === undefined) return [{ kind: 'said', line }];
  return [
    ...listAt(status, 'vertexes').flatMap(stepEvents),
    ...listAt(status, 'logs').flatMap(logEvents),
    ...listAt(status, 'warnings').flatMap(warningEvents),
  ];
};

function stepEvents(vertex: unknown): readonly BuildEvent[] {
  const id = textAt(vertex, 'digest');
  if (id === undefined) return [];
  return [{ kind: 'step', id, name: textAt(vertex, 'name'), state: stateOf(vertex) }];
}

function stateOf(vertex: unknown): StepState {
  const started = timeAt(vertex, 'started');
  const completed = timeAt(vertex, 'completed');
  if (completed === undefined)
    return started === undefined ? { kind: 'known' } : { kind: 'started', at: started };
  const error = textAt(vertex, 'error');
  return {
    kind: 'finished',
    durationMs: started === undefined ? undefined : Math.max(0, completed - started),
    cached: valueAt(vertex, 'cached') === true,
    error: error === '' ? undefined : error,
  };
}

function timeAt(value: unknown, name: string): number | undefined {
  const time = Date.parse(textAt(value, name) ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function logEvents(log: unknown): readonly BuildEvent[] {
  const id = textAt(log, 'vertex');
  const data = textAt(log, 'data');
  return id === undefined || data === undefined ? [] : [{ kind: 'log', id, text: decodeBase64(data) }];
}

function warningEvents(warning: unknown): readonly BuildEvent[] {
  const message = decodeBase64(textAt(warning, 'short') ?? '');
  const line = numberAt(warning, 'range', 0, 'start', 'line') ?? lineIn(message);
  return [
    {
      kind: 'warning',
      line: line === undefined ? undefined : line - 1,
      message,
      url: textAt(warning, 'url'),
    },
  ];
}

function lineIn(message: string): number | undefined {
  const line = /\(line (\d+)\)$/u.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** Reads `--progress=plain`, the only form that clients without buildx and old buildx versions have. */
import type { BuildEvent, ProgressReader } from './events';

/** A reader for one build: a step's name is told once, and then only its number. */
export function plainReader(): ProgressReader {
  const names = new Map<string, string>();
  return (line) => {
    const [, id, rest] = /^#(\d+) (.*)$/u.exec(line) ?? [];
    if (id === undefined || rest === undefined) return outside(line);
    const name = names.get(id);
    if (name === undefined) {
      names.set(id, rest);
      return [{ kind: 'step', id, name: rest, state: { kind: 'started', at: undefined } }];
    }
    return rest === name ? [] : inside(id, rest);
  };
}

/** A line about a step that has been named. */
function inside(id: string, rest: string): readonly BuildEvent[] {
  const seconds = /^DONE (\d+(?:\.\d+)?)s$/u.exec(rest)?.[1];
  if (seconds !== undefined) return [finished(id, Math.round(Number(seconds) * 1000), false, undefined)];
  if (rest === 'CACHED') return [finished(id, 0, true, undefined)];
  if (rest === 'CANCELED') return [finished(id, undefined, false, 'context canceled')];
  const error = /^ERROR: (.*)$/u.exec(rest)?.[1];
  if (error !== undefined) return [finished(id, undefined, false, error)];
  const log = /^\d+\.\d+ (.*)$/u.exec(rest)?.[1];
  return log === undefined ? [] : [{ kind: 'log', id, text: `${log}\n` }];
}

function finished(
  id: string,
  durationMs: number | undefined,
  cached: boolean,
  error: string | undefined,
): BuildEvent {
  return { kind: 'step', id, name: undefined, state: { kind: 'finished', durationMs, cached, error } };
}

/** Newer clients list the warnings at the end; everything else is the client's own word. */
function outside(line: string): readonly BuildEvent[] {
  const warning = /^ - (.*) \(line (\d+)\)$/u.exec(line);
  if (warning !== null) {
    return [{ kind: 'warning', line: Number(warning[2]) - 1, message: warning[1] ?? '', url: undefined }];
  }
  return line.trim() === '' ? [] : [{ kind: 'said', line }];
}

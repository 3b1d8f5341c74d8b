/**
 * How a run marks what it makes, so that a later run knows what was abandoned.
 *
 * Everything a run makes on an engine carries one label, whose value holds the run, its owner, its host and the time until
 * which nobody else may touch it. Labels cannot be changed on images and containers, so the lease is renewed with an object
 * that costs nothing: an empty, labelled volume. A new one is made with a later time before the old one is removed, so at any
 * moment at least one tells that the run is alive. A run's lease is the latest time of all its objects: an object younger than
 * the newest volume protects itself, and a listing that misses the volume in exchange sees the other one.
 *
 * The state lies on the engine, because another machine that shares a remote engine sees nothing else; and times are the
 * engine's own, because two machines' clocks differ.
 */
import { parseJson, textAt } from './reading';

export const LABEL = 'dev.stagewright.smoke';

/** What the label says on an image that the user kept: it is not ours any more, nor is what is built on it. */
export const KEPT = 'kept';

export type MarkedKind =
  | 'container'
  | 'image'
  | 'lease'
  /** A container that Podman builds in, which a build that is cut off leaves behind. */
  | 'build';

export interface Mark {
  readonly kind: MarkedKind;
  readonly run: string;
  readonly owner: string;
  readonly host: string;
  /** Milliseconds since the epoch, by the engine's clock. */
  readonly expires: number;
}

export function encodeMark(mark: Mark): string {
  return JSON.stringify({ ...mark, expires: new Date(mark.expires).toISOString() });
}

/** Undefined for whatever this code did not write. */
export function decodeMark(value: string | undefined): Mark | undefined {
  const json = value === undefined ? undefined : parseJson(value.startsWith('{') ? value : unescaped(value));
  const kind = textAt(json, 'kind');
  const run = textAt(json, 'run');
  const expires = Date.parse(textAt(json, 'expires') ?? '');
  if (kind !== 'container' && kind !== 'image' && kind !== 'lease' && kind !== 'build') return undefined;
  if (run === undefined || !/^[a-z0-9]{8,64}$/u.test(run) || Number.isNaN(expires)) return undefined;
  return { kind, run, owner: textAt(json, 'owner') ?? '', host: textAt(json, 'host') ?? '', expires };
}

/** Podman's labels are escaped as in an address (`engines/podman.ts`). */
function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/** The names of what a run makes. They hold the run's id, which no other run has. */
export const nameOfContainer = (run: string): string => `stagewright-smoke-${run}`;
export const nameOfShell = (run: string): string => `${nameOfContainer(run)}-shell`;
export const nameOfLease = (run: string, number: number): string =>
  `stagewright-smoke-${run}-lease-${number}`;
/** The name an image has for a moment while it is handed over to the user's own name. */
export const passingName = (run: string): string => `stagewright-smoke-${run}:handover`;

/** An object on the engine that carries the label with a readable mark. */
export interface Marked {
  readonly mark: Mark;
  /** What the engine removes it by. */
  readonly id: string;
  /** Its name, an image's tags; empty for an untagged image. */
  readonly names: readonly string[];
}

/**
 * True when the run made the object itself. Labels are inherited: a container that the user made from a kept image, or an
 * image that was built on one, carries the label too and is the user's.
 */
export function isOwn(object: Marked): boolean {
  const { kind, run } = object.mark;
  switch (kind) {
    case 'container':
      return object.names.some((name) => name === nameOfContainer(run) || name === nameOfShell(run));
    case 'image':
      return object.names.every((name) => name === passingName(run));
    case 'lease':
      return object.names.every((name) => name.startsWith(nameOfLease(run, 0).slice(0, -1)));
    case 'build':
      // Its mark is no label, and nothing inherits it.
      return true;
  }
}

/** The runs whose lease has ended. A run that has a tagged image was kept by its user, with all that was built on it. */
export function expiredRuns(objects: readonly Marked[], engineNow: number): ReadonlySet<string> {
  const runs = new Set(objects.map((object) => object.mark.run));
  for (const object of objects) {
    if (object.mark.expires >= engineNow) runs.delete(object.mark.run);
    if (object.mark.kind === 'image' && !isOwn(object)) runs.delete(object.mark.run);
  }
  return runs;
}

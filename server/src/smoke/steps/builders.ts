/** Compares the final image with the stages that it takes files from: how much smaller it is, and what of them reached it. */
import { cancelSource } from '../cancellation';
import { examination } from '../contents/examination';
import type { ExaminedImage } from '../contents/examiner';
import { leakOf } from '../contents/leaks';
import { saveCommand } from '../engines/engine';
import type { SmokeStage } from '../input';
import type { RunFolder } from '../port';
import type { BroughtReport, BuilderReport } from '../contentsReport';
import { cancelled, type Session } from '../session';
import { lineage } from '../stageMap';
import { build } from './build';
import { inspectImage } from './inspect';

const SHOWN = 20;

/** One report a builder stage, in the order of the file. Builds each of them as an image of its own, which is removed with the run. */
export async function compareBuilders(
  session: Session,
  folder: RunFolder,
  final: ExaminedImage,
): Promise<readonly BuilderReport[]> {
  const reports: BuilderReport[] = [];
  for (const stage of buildersOf(session.input.stages, session.stage)) {
    const target = stage.name ?? String(stage.index);
    const own: Session = { ...session, stage, input: { ...session.input, target } };
    const { image } = await build(own, folder, () => undefined);
    const { size } = await inspectImage(own, image);
    const examined = await examine(own, image);
    if (examined === undefined) continue;
    reports.push({ stage: stage.index, name: stage.name, size, brought: broughtBy(examined, final) });
  }
  return reports;
}

/** Storage drivers whose images share the layers that the builder has: there an image of a builder is made of names alone. */
const SHARING_DRIVERS: ReadonlySet<string> = new Set(['overlay2', 'overlay', 'vfs']);

/** Whether the sizes of the builders are found out unasked: only where no layer has to be packed or sent for that. */
export function isMeasured({ input, engine, stage }: Session): boolean {
  return (
    input.builders !== 'compare' &&
    input.builder === undefined &&
    SHARING_DRIVERS.has(engine.report.storage ?? '') &&
    buildersOf(input.stages, stage).length > 0
  );
}

/** How long the sizes may keep the other steps waiting, in ms. */
const GRACE_MS = 1_500;

export interface Measuring {
  /** Ends it, after a moment of grace. Undefined when it was not measured or is not over by then. Never rejects. */
  conclude(): Promise<readonly BuilderReport[] | undefined>;
}

/** Finds out beside the other steps how large the builders are: the build has just made their layers. */
export function measureBuilders(session: Session, folder: RunFolder): Measuring {
  if (!isMeasured(session)) return { conclude: () => Promise.resolve(undefined) };
  const end = cancelSource(session.signal);
  const quiet: Session = { ...session, signal: end.signal, emit: () => undefined, note: () => undefined };
  const measured = sizes(quiet, folder).catch(() => undefined);
  return {
    async conclude() {
      const grace = cancelSource(session.signal);
      void session.port.sleep(GRACE_MS, grace.signal).then(() => {
        if (grace.reason() === undefined) end.cancel('time-limit');
      });
      const reports = await measured;
      for (const source of [grace, end]) {
        source.cancel('cancelled');
        source.dispose();
      }
      return reports;
    },
  };
}

async function sizes(session: Session, folder: RunFolder): Promise<readonly BuilderReport[]> {
  const reports: BuilderReport[] = [];
  for (const stage of buildersOf(session.input.stages, session.stage)) {
    const target = stage.name ?? String(stage.index);
    // Without the cache all of it would be built once more.
    const own: Session = { ...session, stage, input: { ...session.input, target, cache: 'use' } };
    const { image } = await build(own, folder, () => undefined);
    const { size } = await inspectImage(own, image);
    reports.push({ stage: stage.index, name: stage.name, size, brought: undefined });
  }
  return reports;
}

/** The stages whose files are copied or mounted, directly or through another one, without those that the image is built FROM. */
function buildersOf(stages: readonly SmokeStage[], final: SmokeStage): readonly SmokeStage[] {
  const own = new Set(lineage(stages, final));
  const found = new Set<SmokeStage>();
  const visit = (stage: SmokeStage): void => {
    for (const index of stage.takesFrom) {
      const taken = stages[index];
      if (taken === undefined || found.has(taken)) continue;
      if (!own.has(taken)) found.add(taken);
      for (const base of lineage(stages, taken)) visit(base);
    }
  };
  for (const stage of own) visit(stage);
  return [...found].sort((a, b) => a.index - b.index);
}

async function examine(session: Session, image: string): Promise<ExaminedImage | undefined> {
  const { input, engine, signal, stage, port } = session;
  const examined = examination(() => Promise.resolve([]));
  const outcome = await port.readArchive({
    source: saveCommand(engine, image),
    signal,
    timeoutMs: input.limits.timeoutMs,
    ...examined.request,
    wants: () => 'hash',
  });
  switch (outcome.kind) {
    case 'cancelled':
      throw cancelled('inspect');
    case 'unreadable':
      session.note(`What lies in stage ${stage.name ?? stage.index} could not be read: ${outcome.message}.`);
      return undefined;
    case 'read':
      return (await examined.conclude(outcome, { stages: input.stages, stage })).image;
  }
}

/** Files of the final image that the builder has too, with the very same content, and that the final image's base had not. */
function broughtBy(builder: ExaminedImage, final: ExaminedImage): readonly BroughtReport[] {
  const origins = new Map<string, string>();
  for (const { entry } of builder.fileSystem.seen.values())
    if (entry.hash !== undefined && entry.bytes > 0) origins.set(entry.hash, entry.path);
  const groups = new Map<string, { -readonly [Key in keyof BroughtReport]: BroughtReport[Key] }>();
  for (const { entry, layer } of final.fileSystem.seen.values()) {
    const place = final.layers[layer];
    const origin = entry.hash === undefined ? undefined : origins.get(entry.hash);
    if (origin === undefined || place === undefined || place.isBase) continue;
    const kind = leakOf(origin)?.kind ?? leakOf(entry.path)?.kind ?? 'artifact';
    const key = `${place.line ?? -1} ${kind}`;
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, {
        kind,
        line: place.line,
        files: 1,
        bytes: entry.bytes,
        from: `/${origin}`,
        to: `/${entry.path}`,
      });
    else {
      group.files++;
      group.bytes += entry.bytes;
    }
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
}

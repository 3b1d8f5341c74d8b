/** Reads an image's layers once, and lets every examiner draw its conclusion. */
import { placesOfHistory } from '../historyLines';
import type { SecretFinder } from '../port';
import { listAt, parseJson, valueAt } from '../reading';
import type { ContentsReport } from '../contentsReport';
import type { ArchiveEntry, ArchiveOutcome, ArchiveRequest, Wish } from './archive';
import { stackLayers } from './fileSystem';
import type { ExaminedImage, Examiner } from './examiner';
import type { Layer, LayerEntry } from './layers';
import { leakExaminer } from './leaks';
import { historyStep, type Making } from './making';
import { packageExaminer } from './packages';
import { privilegeExaminer } from './privileges';
import { secretExaminer, secretsOfConfiguration } from './secrets';
import { systemExaminer } from './system';
import { toolExaminer } from './tools';
import { wasteExaminer } from './waste';

export interface Examination {
  readonly request: Pick<ArchiveRequest, 'wants' | 'onEntry'>;
  /** To be called with what reading gave. */
  conclude(read: Extract<ArchiveOutcome, { kind: 'read' }>, made: Making): Promise<ExaminationResult>;
}

export interface ExaminationResult {
  readonly report: ContentsReport;
  /** What could not be read of what is there: sentences for a person. */
  readonly notes: readonly string[];
  /** For what compares images. */
  readonly image: ExaminedImage;
}

export function examination(finder: SecretFinder): Examination {
  const system = systemExaminer();
  const packages = packageExaminer();
  const tools = toolExaminer();
  const privileges = privilegeExaminer();
  const waste = wasteExaminer();
  const leaks = leakExaminer();
  const secrets = secretExaminer(finder);
  const examiners: readonly Examiner<unknown>[] = [
    system,
    packages,
    tools,
    privileges,
    waste,
    leaks,
    secrets,
  ];
  const entries = new Map<string, LayerEntry[]>();
  const readAll = async (layer: string, entry: ArchiveEntry, content: Uint8Array): Promise<void> => {
    for (const { wants, read } of examiners) if (wants?.(entry) === true) await read?.(layer, entry, content);
  };
  return {
    request: {
      wants: (entry): Wish => (examiners.some(({ wants }) => wants?.(entry)) ? 'content' : 'hash'),
      onEntry(layer, entry, hash, content) {
        keep(entries, layer, entry, hash);
        return content === undefined ? undefined : readAll(layer, entry, content);
      },
    },
    async conclude({ layers: names, configuration, bytes }, made) {
      const layers = layersOf(names, entries, configuration, made);
      const image: ExaminedImage = { layers, names, fileSystem: stackLayers(layers) };
      const installed = await packages.conclude(image);
      const report: ContentsReport = {
        files: [...image.fileSystem.seen.values()].filter(({ entry }) => entry.kind === 'file').length,
        bytes,
        system: await system.conclude(image),
        packages: installed.report,
        tools: await tools.conclude(image),
        privileged: await privileges.conclude(image),
        waste: await waste.conclude(image),
        leaks: await leaks.conclude(image),
        secrets: [
          ...(await secrets.conclude(image)),
          ...(await secretsOfConfiguration(configuration, made, finder)),
        ],
      };
      return { report, notes: installed.notes, image };
    },
  };
}

function keep(
  entries: Map<string, LayerEntry[]>,
  layer: string,
  entry: ArchiveEntry,
  hash: string | undefined,
): void {
  const list = entries.get(layer);
  const kept: LayerEntry = { ...entry, hash };
  if (list === undefined) entries.set(layer, [kept]);
  else list.push(kept);
}

/** One step of the history that is not marked as empty made one layer (OCI image specification, config.md, "history"). */
function layersOf(
  names: readonly string[],
  entries: ReadonlyMap<string, readonly LayerEntry[]>,
  configuration: string,
  { stages, stage }: Making,
): readonly Layer[] {
  const history = listAt(parseJson(configuration), 'history');
  const places = placesOfHistory(stages, stage, history.map(historyStep)).filter(
    (_, at) => valueAt(history[at], 'empty_layer') !== true,
  );
  // An image without a history, or with half of one, still has its layers.
  const isKnown = places.length === names.length;
  return names.map((name, at): Layer => {
    const place = isKnown ? places[at] : undefined;
    return { entries: entries.get(name) ?? [], line: place?.line, isBase: place?.isBase ?? false };
  });
}

/** Names and levels of another tool, for those who come from it and for the tests that compare us with it. */
import type { ParityTool } from '../model/surroundings';
import type { Level } from './rule';

export interface ParityVerdict {
  /** The other tool's own code: `DL3006`, `StageNameCasing`. */
  readonly id: string;
  readonly level: Level;
}

/** One verdict for each code of the tool among `codes`, which have the form `hadolint/DL3006`. */
export function parityVerdicts(codes: readonly string[], tool: ParityTool): readonly ParityVerdict[] {
  const prefix = `${tool}/`;
  return codes.flatMap((code) => {
    if (!code.startsWith(prefix)) return [];
    const id = code.slice(prefix.length);
    return [{ id, level: levelOf(id, tool) }];
  });
}

/** BuildKit has warnings only (frontend/dockerfile/linter); hadolint's levels that are not `warning` are listed. */
function levelOf(id: string, tool: ParityTool): Level {
  return tool === 'buildkit' ? 'warning' : (HADOLINT_LEVELS.get(id) ?? 'warning');
}

const HADOLINT_LEVELS: ReadonlyMap<string, Level> = new Map();

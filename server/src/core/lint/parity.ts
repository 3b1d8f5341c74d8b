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

/**
 * hadolint's default severities that are not `warning` (its README, column "Default Severity"). What it calls `style`, and what
 * it finds but ignores until somebody asks (DL3057), are hints.
 */
const HADOLINT_LEVELS: ReadonlyMap<string, Level> = new Map([
  ...codesAt(
    'error',
    'DL3000 DL3004 DL3011 DL3012 DL3020 DL3021 DL3023 DL3024 DL3026 DL3043 DL3044 DL3061 DL4000 DL4004',
  ),
  ...codesAt('information', 'DL3001 DL3009 DL3010 DL3015 DL3019 DL3047 DL3049 DL3050 DL3059 DL3060'),
  ...codesAt('hint', 'DL1001 DL3048 DL3057'),
]);

function codesAt(level: Level, codes: string): [string, Level][] {
  return codes.split(' ').map((code) => [code, level]);
}

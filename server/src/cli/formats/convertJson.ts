/** A conversion or a refusal as data. */
import type { Analysis, Conversion, ConversionRefusal, Range } from '../../core/index';

/** Positions are zero-based and count UTF-16 units, as everywhere in JSON. */
export function convertJson(
  path: string,
  analysis: Analysis,
  result: Conversion | ConversionRefusal,
): string {
  return `${JSON.stringify({ path, ...shapeOf(analysis, result) }, null, 2)}\n`;
}

function shapeOf(analysis: Analysis, result: Conversion | ConversionRefusal): object {
  if (result.kind === 'converted') return result;
  const { at, ...rest } = result;
  const range: Range | null = at === undefined ? null : analysis.lines.rangeOf(analysis.locate(at));
  return { ...rest, wayOut: rest.wayOut ?? null, range };
}

/** Bytes that the image carries and nobody sees: earlier copies of a path, and what a later layer deletes. */
import type { WasteReport } from '../contentsReport';
import type { Examiner } from './examiner';

const SHOWN = 20;

/** A copy counts once, in the layer that wrote it, and a copy that is still seen never counts. */
export function wasteExaminer(): Examiner<WasteReport> {
  return {
    conclude({ layers, fileSystem }) {
      const hidden = fileSystem.hidden.filter(({ bytes }) => bytes > 0);
      const largest = [...hidden].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
      return {
        bytes: hidden.reduce((sum, { bytes }) => sum + bytes, 0),
        files: hidden.length,
        largest: largest.map(({ path, bytes, layer, hiddenBy, how }) => ({
          path: `/${path}`,
          bytes,
          how,
          line: layers[layer]?.line,
          byLine: layers[hiddenBy]?.line,
        })),
      };
    },
  };
}

/** Reads JSON with comments and trailing commas, as dev containers are written. */

/** Undefined for what is no JSON even so. */
export function parseJsonc(text: string): unknown {
  try {
    return JSON.parse(plainJson(text));
  } catch {
    return undefined;
  }
}

const PIECE = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*[}\]])/g;

function plainJson(text: string): string {
  return text.replace(/^\ufeff/, '').replace(PIECE, (piece) => (piece.startsWith('"') ? piece : ''));
}

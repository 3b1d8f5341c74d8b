/** Bytes as text, without the platform's decoders, which the pure part of the smoke build may not name. */

const CHUNK = 8192;

/** Each byte is one UTF-16 unit: enough for what is ASCII by its specification. */
export function latin1(content: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < content.length; at += CHUNK)
    parts.push(String.fromCharCode(...content.subarray(at, at + CHUNK)));
  return parts.join('');
}

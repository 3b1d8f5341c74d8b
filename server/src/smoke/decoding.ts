/** Turns the base64 of BuildKit's events into text; the pure part has no platform function for it. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes that are no UTF-8 become the replacement character; characters that are no base64 are passed over. */
export function decodeBase64(text: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value === -1) continue;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = lengthOf(first);
    const tail = bytes.slice(at + 1, at + length);
    if (length === 0 || tail.length !== length - 1 || tail.some((byte) => byte >> 6 !== 2)) {
      text += '\uFFFD';
      at++;
      continue;
    }
    const head = length === 1 ? first : first & (0x7f >> length);
    const code = tail.reduce((sum, byte) => (sum << 6) | (byte & 0x3f), head);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    at += length;
  }
  return text;
}

/** How many bytes a character has that starts with this one; 0 when none does. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

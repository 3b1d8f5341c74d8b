/** Reads the values of a hash of Berkeley DB, the form of rpm's database up to RHEL 8 (libdb, src/dbinc/db_page.h). */

/** Of the first page of a hash; which way round it is written says the order of bytes of the whole file. */
const MAGIC = 0x061561;
const MAGIC_AT = 12;
const PAGE_SIZE_AT = 20;
const PAGE_HEADER_BYTES = 26;

/** Kinds of pages: one whose keys are in no order, as RHEL 5 has them, and one whose are. */
const HASH_PAGES: ReadonlySet<number> = new Set([2, 13]);
const OVERFLOW_PAGE = 7;
/** A value that does not fit beside its key, as no header of a package does. */
const ELSEWHERE = 3;

export function isBerkeleyHash(file: Uint8Array): boolean {
  return isLittle(file) !== undefined;
}

function isLittle(file: Uint8Array): boolean | undefined {
  if (file.length < 512) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint32(MAGIC_AT, true) === MAGIC) return true;
  return view.getUint32(MAGIC_AT, false) === MAGIC ? false : undefined;
}

/**
 * The values that lie on pages of their own. The small ones are rpm's own counters.
 *
 * @throws RangeError where the file is not what it says
 */
export function* berkeleyValues(file: Uint8Array): Generator<Uint8Array> {
  const little = isLittle(file) ?? true;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const pageSize = view.getUint32(PAGE_SIZE_AT, little);
  if (pageSize < 512) throw new RangeError('its pages are too small');
  for (let page = 0; page + pageSize <= file.length; page += pageSize) {
    if (!HASH_PAGES.has(view.getUint8(page + 25))) continue;
    const items = view.getUint16(page + 20, little);
    // Keys and values take turns.
    for (let item = 1; item < items; item += 2) {
      const at = page + view.getUint16(page + PAGE_HEADER_BYTES + 2 * item, little);
      if (view.getUint8(at) !== ELSEWHERE) continue;
      const length = view.getUint32(at + 8, little);
      yield chained(file, view, { first: view.getUint32(at + 4, little), length, pageSize, little });
    }
  }
}

interface Chain {
  readonly first: number;
  /** Of the value, in bytes. */
  readonly length: number;
  readonly pageSize: number;
  readonly little: boolean;
}

/** Each page of a value names the next one. */
function chained(file: Uint8Array, view: DataView, { first, length, pageSize, little }: Chain): Uint8Array {
  if (length > file.length) throw new RangeError('a value is longer than the file');
  const value = new Uint8Array(length);
  let filled = 0;
  for (let page = first; filled < length;) {
    const start = page * pageSize;
    if (page === 0 || view.getUint8(start + 25) !== OVERFLOW_PAGE) throw new RangeError('a value breaks off');
    const begin = start + PAGE_HEADER_BYTES;
    const part = file.subarray(begin, begin + Math.min(pageSize - PAGE_HEADER_BYTES, length - filled));
    if (part.length === 0) throw new RangeError('the file ends too early');
    value.set(part, filled);
    filled += part.length;
    page = view.getUint32(start + 16, little);
  }
  return value;
}

/** Reads the rows of one table out of a database file of SQLite, by its file format (sqlite.org/fileformat2.html), without SQL. */
import { latin1 } from '../bytes';

/** A column of a row; numbers with a fraction are not read, and are null. */
export type SqliteValue = null | number | string | Uint8Array;

const MAGIC = 'SQLite format 3\0';
/** Of the file, which stands before the header of the first page. */
const HEADER_BYTES = 100;
/** The page that the list of all tables begins on. */
const SCHEMA = 1;

export function isSqlite(file: Uint8Array): boolean {
  return file.length > HEADER_BYTES && latin1(file.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * The columns of each row, in the order of the table. Blobs are views of the file where they can be.
 *
 * @throws RangeError and others, where the file is not what it says
 */
export function* sqliteRows(file: Uint8Array, table: string): Generator<readonly SqliteValue[]> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const written = view.getUint16(16);
  const pageSize = written === 1 ? 65_536 : written;
  const usable = pageSize - view.getUint8(20);
  if (usable < LEAST_USABLE) throw new RangeError('the pages are too small');
  const database: Database = { file, view, pageSize, usable, unread: Math.ceil(file.length / pageSize) };
  for (const [kind, name, , root] of rowsBelow(database, SCHEMA))
    if (kind === 'table' && name === table && typeof root === 'number') yield* rowsBelow(database, root);
}

interface Database {
  readonly file: Uint8Array;
  readonly view: DataView;
  readonly pageSize: number;
  /** The bytes of a page that hold something. */
  readonly usable: number;
  /** How many pages of trees there can still be: a file that is damaged may lead in circles. */
  unread: number;
}

/** Of a page; the file format allows none that hold less. */
const LEAST_USABLE = 480;

const INTERIOR = 5;
const LEAF = 13;

function* rowsBelow(database: Database, page: number): Generator<readonly SqliteValue[]> {
  if (database.unread-- < 0) throw new RangeError('the tree of a table has no end');
  const { view, pageSize } = database;
  const start = (page - 1) * pageSize;
  const header = start + (page === SCHEMA ? HEADER_BYTES : 0);
  const cells = view.getUint16(header + 3);
  switch (view.getUint8(header)) {
    case LEAF:
      for (let cell = 0; cell < cells; cell++)
        yield recordIn(payloadAt(database, start + view.getUint16(header + 8 + 2 * cell)));
      return;
    case INTERIOR:
      for (let cell = 0; cell < cells; cell++) {
        const child = view.getUint32(start + view.getUint16(header + 12 + 2 * cell));
        yield* rowsBelow(database, child);
      }
      yield* rowsBelow(database, view.getUint32(header + 8));
      return;
    default:
      throw new RangeError(`page ${page} belongs to no table`);
  }
}

/** What does not fit on its page goes on on others, each of which names the next. */
function payloadAt({ file, view, pageSize, usable }: Database, cell: number): Uint8Array {
  const [length, afterLength] = varint(file, cell);
  const [, begin] = varint(file, afterLength);
  const most = usable - 35;
  if (length <= most) return slice(file, begin, begin + length);
  if (length > file.length) throw new RangeError('a row is longer than the file');
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  let filled = fitting <= most ? fitting : least;
  const payload = new Uint8Array(length);
  payload.set(slice(file, begin, begin + filled));
  let next = view.getUint32(begin + filled);
  while (filled < length) {
    const start = (next - 1) * pageSize;
    next = view.getUint32(start);
    const part = slice(file, start + 4, start + 4 + Math.min(usable - 4, length - filled));
    payload.set(part, filled);
    filled += part.length;
  }
  return payload;
}

function slice(file: Uint8Array, start: number, end: number): Uint8Array {
  if (start < 0 || end > file.length) throw new RangeError('the file ends too early');
  return file.subarray(start, end);
}

/** Big-endian, seven bits a byte, and all eight of a ninth. Gives the number, and where it ends. */
function varint(bytes: Uint8Array, start: number): readonly [number, number] {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError('the file ends too early');
    value = value * 128 + (byte % 128);
    if (byte < 128) return [value, at + 1];
  }
  return [value * 256 + (bytes[start + 8] ?? 0), start + 9];
}

/** The types of all columns stand before their values. */
function recordIn(payload: Uint8Array): readonly SqliteValue[] {
  const [header, first] = varint(payload, 0);
  const values: SqliteValue[] = [];
  let value = header;
  for (let at = first; at < header;) {
    const [type, next] = varint(payload, at);
    at = next;
    const bytes = slice(payload, value, value + bytesOf(type));
    value += bytes.length;
    values.push(valueOf(type, bytes));
  }
  return values;
}

/** By type, of the numbers: 0 is NULL, 8 and 9 are the numbers 0 and 1, 10 and 11 are never written. */
const NUMBER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0] as const;
const FRACTION = 7;

function bytesOf(type: number): number {
  return NUMBER_BYTES[type] ?? Math.floor((type - 12) / 2);
}

function valueOf(type: number, bytes: Uint8Array): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes : latin1(bytes);
  if (type === 8 || type === 9) return type - 8;
  if (type === FRACTION || bytes.length === 0) return null;
  return bytes.reduce((sum, byte, at) => sum * 256 + (at === 0 && byte > 127 ? byte - 256 : byte), 0);
}

/** Reads the packages out of rpm's database, in whichever of its three forms the distribution keeps it. */
import { berkeleyValues, isBerkeleyHash } from './berkeleyDb';
import { readRpmHeader, type RpmPackage } from './header';
import { isNdb, ndbBlobs } from './ndb';
import { isSqlite, sqliteRows } from './sqlite';

/** Undefined for a file of another form, and for one that is damaged. */
export function readRpmDatabase(file: Uint8Array): readonly RpmPackage[] | undefined {
  const blobs = blobsOf(file);
  if (blobs === undefined) return undefined;
  try {
    const packages: RpmPackage[] = [];
    for (const blob of blobs) {
      const found = readRpmHeader(blob);
      if (found !== undefined) packages.push(found);
    }
    return packages;
  } catch {
    // Readers go where the file says; one that is damaged leads them out of it.
    return undefined;
  }
}

function blobsOf(file: Uint8Array): Iterable<Uint8Array> | undefined {
  if (isSqlite(file)) return headersIn(file);
  if (isNdb(file)) return ndbBlobs(file);
  return isBerkeleyHash(file) ? berkeleyValues(file) : undefined;
}

/** `CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)` (rpm, lib/backend/sqlite.c). */
function* headersIn(file: Uint8Array): Generator<Uint8Array> {
  for (const [, blob] of sqliteRows(file, 'Packages')) if (blob instanceof Uint8Array) yield blob;
}

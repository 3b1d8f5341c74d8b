/** Reads rpm's own form of a database, which SUSE uses: slots that say where each package's header lies (rpm, lib/backend/ndb/rpmpkg.c). */
import { latin1 } from '../bytes';

const MAGIC = 'RpmP';
const HEADER_BYTES = 32;
const SLOT_BYTES = 16;
const PAGE_BYTES = 4096;
const BLOCK_BYTES = 16;
const BLOB_HEAD_BYTES = 16;

export function isNdb(file: Uint8Array): boolean {
  return file.length >= HEADER_BYTES && latin1(file.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * The header of each package, as a view of the file.
 *
 * @throws RangeError where the file is not what it says
 */
export function* ndbBlobs(file: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const slotPages = view.getUint32(12, true);
  // The first of the pages begins with the header, which takes the room of two slots.
  for (let slot = HEADER_BYTES; slot < slotPages * PAGE_BYTES; slot += SLOT_BYTES) {
    const index = view.getUint32(slot + 4, true);
    // An index of zero is a slot that is free.
    if (index === 0) continue;
    const head = view.getUint32(slot + 8, true) * BLOCK_BYTES;
    if (latin1(file.subarray(head, head + 4)) !== 'BlbS' || view.getUint32(head + 4, true) !== index)
      throw new RangeError('a slot names no package');
    const begin = head + BLOB_HEAD_BYTES;
    yield file.subarray(begin, begin + view.getUint32(head + 12, true));
  }
}

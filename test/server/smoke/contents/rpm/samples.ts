/**
 * Databases of packages for tests. `rpmdb.sqlite` was written by rpm 4.18: 41 packages of one spec file, one of them with sixty
 * files and one with an epoch. `Packages` holds six of their headers, in a hash that Berkeley DB 5.3 itself (`db5.3_load`)
 * has written. Nothing at hand writes the third form, so a test does.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FOLDER = join(resolve(__dirname, '../../../../../..'), 'test/server/smoke/contents/rpm');

export function rpmSample(name: 'rpmdb.sqlite' | 'Packages'): Buffer {
  return gunzipSync(readFileSync(join(FOLDER, `${name}.gz`)));
}

/** A file of rpm's own form (lib/backend/ndb/rpmpkg.c) with the headers of packages in it; the second slot is a free one. */
export function ndbOf(headers: readonly Uint8Array[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 0, 'latin1');
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at, 'latin1');
  const blobs: Buffer[] = [];
  let place = slots.length;
  for (const [at, header] of headers.entries()) {
    const blob = Buffer.alloc(Math.ceil((16 + header.length + 12) / 16) * 16);
    blob.write('BlbS', 0, 'latin1');
    blob.writeUInt32LE(at + 1, 4);
    blob.writeUInt32LE(header.length, 12);
    blob.set(header, 16);
    const slot = 32 + 16 * (at === 0 ? 0 : at + 1);
    slots.writeUInt32LE(at + 1, slot + 4);
    slots.writeUInt32LE(place / 16, slot + 8);
    slots.writeUInt32LE(blob.length / 16, slot + 12);
    blobs.push(blob);
    place += blob.length;
  }
  return Buffer.concat([slots, ...blobs]);
}

/** A header with these values: a string, a number of 32 bits, or one of 64. */
export function headerOf(values: Readonly<Record<number, string | number | bigint>>): Buffer {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let length = 0;
  for (const [tag, value] of Object.entries(values)) {
    const entry = Buffer.alloc(16);
    const bytes = bytesOf(value);
    entry.writeUInt32BE(Number(tag), 0);
    entry.writeUInt32BE(typeof value === 'string' ? 6 : typeof value === 'number' ? 4 : 5, 4);
    entry.writeUInt32BE(length, 8);
    entry.writeUInt32BE(1, 12);
    index.push(entry);
    data.push(bytes);
    length += bytes.length;
  }
  const head = Buffer.alloc(8);
  head.writeUInt32BE(index.length, 0);
  head.writeUInt32BE(length, 4);
  return Buffer.concat([head, ...index, ...data]);
}

function bytesOf(value: string | number | bigint): Buffer {
  if (typeof value === 'string') return Buffer.from(`${value}\0`);
  const bytes = Buffer.alloc(typeof value === 'number' ? 4 : 8);
  if (typeof value === 'number') bytes.writeUInt32BE(value);
  else bytes.writeBigUInt64BE(value);
  return bytes;
}

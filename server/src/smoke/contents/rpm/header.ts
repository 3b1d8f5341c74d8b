/** Reads the header that rpm keeps of each installed package: an index of tags, and the values behind it. */
import { latin1 } from '../bytes';

export interface RpmPackage {
  readonly name: string;
  /** `[epoch:]version-release`, as rpm writes it. */
  readonly version: string;
  readonly architecture: string | undefined;
  /** Of its installed files. */
  readonly bytes: number | undefined;
}

/** The tags of rpm's `rpmtag.h`. */
const NAME = 1000;
const VERSION = 1001;
const RELEASE = 1002;
const EPOCH = 1003;
const SIZE = 1009;
const ARCHITECTURE = 1022;
/** In place of `SIZE` from 4 GiB on. */
const LONG_SIZE = 5009;

const ENTRY_BYTES = 16;
/** Two numbers stand before the index: how many entries it has, and how many bytes of values follow. */
const INDEX_START = 8;

/** Keys that packages are signed with are kept like packages. */
const KEY = 'gpg-pubkey';

/** Undefined for what is no header of a package. */
export function readRpmHeader(blob: Uint8Array): RpmPackage | undefined {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < INDEX_START) return undefined;
  const count = view.getUint32(0);
  const values = INDEX_START + count * ENTRY_BYTES;
  if (values + view.getUint32(4) > blob.length) return undefined;
  const found = new Map<number, Entry>();
  for (let at = INDEX_START; at < values; at += ENTRY_BYTES) {
    const tag = view.getUint32(at);
    if (!found.has(tag))
      found.set(tag, { type: view.getUint32(at + 4), at: values + view.getUint32(at + 8) });
  }
  const text = (tag: number): string | undefined => textOf(blob, found.get(tag));
  const number = (tag: number): number | undefined => numberOf(view, found.get(tag));
  const [name, version, release] = [text(NAME), text(VERSION), text(RELEASE)];
  if (name === undefined || version === undefined || name === KEY) return undefined;
  const epoch = number(EPOCH);
  return {
    name,
    version: `${epoch === undefined ? '' : `${epoch}:`}${version}${release === undefined ? '' : `-${release}`}`,
    architecture: text(ARCHITECTURE),
    bytes: number(LONG_SIZE) ?? number(SIZE),
  };
}

interface Entry {
  readonly type: number;
  /** Where the value begins. */
  readonly at: number;
}

const INT32 = 4;
const INT64 = 5;
const STRING = 6;

function textOf(blob: Uint8Array, entry: Entry | undefined): string | undefined {
  if (entry?.type !== STRING) return undefined;
  const end = blob.indexOf(0, entry.at);
  return end === -1 ? undefined : latin1(blob.subarray(entry.at, end));
}

function numberOf(view: DataView, entry: Entry | undefined): number | undefined {
  switch (entry?.type) {
    case INT32:
      return view.getUint32(entry.at);
    case INT64:
      return view.getUint32(entry.at) * 2 ** 32 + view.getUint32(entry.at + 4);
    default:
      return undefined;
  }
}

/** Debian's releases, because tags name them by number, by codename, or by a name that moves. */

export interface DebianRelease {
  readonly codename: DebianCodename;
  readonly version: string;
}

const versions = {
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
  forky: '14',
} as const;

export type DebianCodename = keyof typeof versions;

export function isDebianCodename(text: string): text is DebianCodename {
  return Object.hasOwn(versions, text);
}

export function debianRelease(codename: DebianCodename): DebianRelease {
  return { codename, version: versions[codename] };
}

/** The release of `12` or `12.5`. */
export function debianReleaseOfVersion(version: string): DebianRelease | undefined {
  const major = version.split('.')[0];
  const codename = Object.keys(versions)
    .filter(isDebianCodename)
    .find((name) => versions[name] === major);
  return codename === undefined ? undefined : debianRelease(codename);
}

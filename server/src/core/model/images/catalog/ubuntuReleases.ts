/** Ubuntu's releases, because tags name them by number or by codename. */

export interface UbuntuRelease {
  readonly codename: UbuntuCodename;
  readonly version: string;
}

const versions = {
  trusty: '14.04',
  xenial: '16.04',
  bionic: '18.04',
  focal: '20.04',
  jammy: '22.04',
  noble: '24.04',
  resolute: '26.04',
} as const;

export type UbuntuCodename = keyof typeof versions;

export function isUbuntuCodename(text: string): text is UbuntuCodename {
  return Object.hasOwn(versions, text);
}

export function ubuntuRelease(codename: UbuntuCodename): UbuntuRelease {
  return { codename, version: versions[codename] };
}

export function ubuntuReleaseOfVersion(version: string): UbuntuRelease | undefined {
  const codename = Object.keys(versions)
    .filter(isUbuntuCodename)
    .find((name) => versions[name] === version);
  return codename === undefined ? undefined : ubuntuRelease(codename);
}

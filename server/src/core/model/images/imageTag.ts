/** Reads the tags of images as publishers write them: numbers and words, joined by dashes. */
import type { System } from './catalog/systems';
import { debianRelease, isDebianCodename } from './catalog/debianReleases';
import { isUbuntuCodename, ubuntuRelease } from './catalog/ubuntuReleases';

export interface ImageTag {
  /** `latest` when the reference has neither a tag nor a digest. */
  readonly text: string;
  /** The text between dashes, in order. A text that starts with a dash had a variable before it. */
  readonly parts: readonly string[];
  /** The leading number: `3.12.1` of `3.12.1-slim`, `22` of `v22`; undefined when the tag starts otherwise. */
  readonly version: string | undefined;
}

export function imageTag(text: string): ImageTag {
  const parts = text.split('-').filter((part) => part !== '');
  const version = /^v?(\d+(?:\.\d+)*)/.exec(text)?.[1];
  return { text, parts, version };
}

export function hasPart(tag: ImageTag, part: string): boolean {
  return tag.parts.includes(part);
}

/** The operating system that a part of the tag names; undefined when none does, so the publisher's default holds. */
export function namedSystem(tag: ImageTag): System | undefined {
  for (const [index, part] of tag.parts.entries()) {
    const system = systemOfPart(part, tag.parts[index + 1]);
    if (system !== undefined) return system;
  }
  return undefined;
}

function systemOfPart(part: string, next: string | undefined): System | undefined {
  if (part === 'windowsservercore' || part === 'nanoserver') return { kind: 'windows' };
  const alpine = /^alpine(\d+(?:\.\d+)*)?$/.exec(part);
  if (alpine !== null) return alpineSystem(alpine[1] ?? next);
  if (isDebianCodename(part)) return { kind: 'debian', release: debianRelease(part) };
  if (isUbuntuCodename(part)) return { kind: 'ubuntu', release: ubuntuRelease(part) };
  return undefined;
}

/** `alpine3.20` and `alpine-3.20` both occur; a following word such as `perl` is no version. */
function alpineSystem(version: string | undefined): System {
  return version !== undefined && /^\d+(\.\d+)+$/.test(version)
    ? { kind: 'alpine', version }
    : { kind: 'alpine' };
}

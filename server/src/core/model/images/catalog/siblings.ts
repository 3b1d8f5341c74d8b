/** How runtime siblings are written, so that a suggestion is always a complete reference that a tag really leads to. */
import type { RuntimeSibling } from '../baseImage';
import type { ImageTag } from '../imageTag';
import type { System } from './systems';

/** The publisher's announced support for Debian 12 based images ended in September 2026 (SUPPORT_POLICY.md). */
const distrolessRelease = 'debian13';

export const distrolessStatic = `gcr.io/distroless/static-${distrolessRelease}:nonroot`;

/** Spread into facts: nothing when the start of the tag is a variable, so that no reference can be written. */
export function sibling(
  tag: ImageTag,
  reference: string,
  note: string,
): { readonly runtimeSibling?: RuntimeSibling } {
  return isWritable(tag) ? { runtimeSibling: { reference, note } } : {};
}

export function isWritable(tag: ImageTag): boolean {
  return !tag.text.startsWith('-');
}

/** `20` becomes `20-slim`, `20-bookworm` becomes `20-bookworm-slim`, `latest` becomes `slim`. */
export function withSuffix(tag: ImageTag, suffix: string): string {
  return tag.text === 'latest' ? suffix : `${tag.text}-${suffix}`;
}

/** `3.12` becomes `3.12-slim`, `3.12-bookworm` becomes `3.12-slim-bookworm`, `bookworm` becomes `slim-bookworm`. */
export function withInfix(tag: ImageTag, infix: string): string {
  if (tag.text === 'latest') return infix;
  const split = tag.parts.findIndex((part) => /^[a-z]+$/.test(part) && part !== 'rc');
  const head = split === -1 ? tag.parts : tag.parts.slice(0, split);
  const tail = split === -1 ? [] : tag.parts.slice(split);
  return [...head, infix, ...tail].join('-');
}

/** The plain system that a program built on `system` runs on; `undefined` where the catalogue has no name for it. */
export function plainSystem(system: System): string | undefined {
  switch (system.kind) {
    case 'alpine':
      return `alpine:${system.version ?? '3'}`;
    case 'debian':
      return `debian:${system.release?.codename ?? 'stable'}-slim`;
    case 'ubuntu':
      return system.release === undefined ? undefined : `ubuntu:${system.release.version}`;
    case 'windows':
    case 'rpm':
      return undefined;
  }
}

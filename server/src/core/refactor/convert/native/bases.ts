/** Chooses the system that a native program runs on: the one that it was linked on, without the compiler. */
import type { Distribution } from '../../../model/images/baseImage';
import type { BaseCandidate, Project } from '../contract';

export type LinkedTo = 'glibc' | 'musl' | 'none';

/** The C library that programs built in the stage are linked to, unless an option says otherwise. */
export function libcOf({ stage }: Project): 'glibc' | 'musl' {
  return stage.image?.libc === 'musl' ? 'musl' : 'glibc';
}

/** Candidates, the best first; empty where nothing is known of the stage's system. */
export function nativeBases(project: Project, linkedTo: LinkedTo): readonly BaseCandidate[] {
  const { stage } = project;
  const { image } = stage;
  if (linkedTo === 'none' && image?.libc !== 'musl')
    return [SLIM_STATIC, { reference: 'alpine:3', why: 'A small system with a shell.' }];
  const sibling = image?.runtimeSibling;
  // Of an image whose release is not known, the current Debian may be an older one.
  if (sibling !== undefined && !sibling.reference.startsWith('debian:stable')) {
    const first = {
      reference: sibling.reference,
      why: 'The system that the program was linked on, without the compiler.',
    };
    return [first, ...distrolessCc(image?.distribution?.codename)];
  }
  const system = image?.family === 'buildpack-deps' ? systemOf(image.distribution) : undefined;
  if (system !== undefined)
    return [{ reference: system, why: 'The system that the program was linked on, without the compiler.' }];
  const written = stage.baseWord?.text;
  if (written === undefined || image?.kind !== 'os') return [];
  return [
    {
      reference: written,
      why: 'The system that the program was linked on, without what the build installs.',
    },
  ];
}

const SLIM_STATIC: BaseCandidate = {
  reference: 'debian:stable-slim',
  why: 'A small system; the program is static and needs nothing of it.',
};

function systemOf(distribution: Distribution | undefined): string | undefined {
  const { id, codename, version } = distribution ?? {};
  if (id === 'debian' && codename !== undefined) return `debian:${codename}-slim`;
  return id === 'ubuntu' && version !== undefined ? `ubuntu:${version}` : undefined;
}

/** The distroless image with the libraries of gcc, where it is of the same Debian. */
function distrolessCc(codename: string | undefined): readonly BaseCandidate[] {
  const number = codename === 'bookworm' ? 12 : codename === 'trixie' ? 13 : undefined;
  if (number === undefined) return [];
  const why = 'Smaller: the C library and certificates, an unprivileged user, and no shell.';
  return [{ reference: `gcr.io/distroless/cc-debian${String(number)}:nonroot`, why }];
}

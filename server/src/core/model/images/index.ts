/** What is known of an image by its reference alone: the entry point of the knowledge base of base images. */
import type { BaseImage } from './baseImage';
import { allEntries } from './catalog/allEntries';
import type { CatalogEntry } from './catalog/entry';
import { officialNames } from './catalog/officialNames';
import { type ImageReference, parseReferencePattern, variableMark } from './imageReference';
import { imageTag } from './imageTag';
import { commonFacts } from './intersection';

export type { BaseImage } from './baseImage';
export { type ImageReference, parseImageReference } from './imageReference';

const byRepository: ReadonlyMap<string, CatalogEntry> = new Map(
  allEntries.flatMap((entry) => entry.repositories.map((repository) => [repository, entry] as const)),
);

const namespaces: readonly (readonly [start: string, entry: CatalogEntry])[] = allEntries.flatMap((entry) =>
  (entry.namespaces ?? []).map((start) => [start, entry] as const),
);

/** References an editing session meets; past this number the oldest answer is forgotten. */
const mostRemembered = 512;
const remembered = new Map<string, BaseImage | undefined>();

/**
 * The facts of an image reference, as written after FROM or `--from=`; undefined when the image is not known. Build
 * variables may be left in the reference: then only what holds for every value is told. A digest without a tag
 * counts as an unknown tag; a tag beside a digest is believed.
 */
export function describeImage(reference: string): BaseImage | undefined {
  const known = remembered.get(reference);
  if (known !== undefined || remembered.has(reference)) return known;
  const answer = describe(reference);
  if (remembered.size >= mostRemembered) forgetOldest();
  remembered.set(reference, answer);
  return answer;
}

/**
 * True when a name after FROM or `--from=` is an image rather than a mistyped stage: a name that no stage can have
 * (a path, a tag, a digest), or the name of an official or otherwise known image.
 */
export function isKnownImageName(name: string): boolean {
  const parsed = parseReferencePattern(name);
  if (parsed === undefined) return false;
  if (/[/:@]/.test(name)) return true;
  return officialNames.has(parsed.familiarName) || byRepository.has(parsed.familiarName);
}

/** Familiar names of everything the knowledge base can name, sorted; for completion. */
export function knownRepositories(): readonly string[] {
  return sortedRepositories;
}

/** Tags of a known image that stand for its usual variants; none where the image is not known. */
export function knownTags(reference: string): readonly string[] {
  const parsed = parseReferencePattern(reference);
  const entry = parsed && entryOf(canonicalName(parsed));
  return entry?.samples ?? [];
}

const sortedRepositories: readonly string[] = [
  ...new Set([...byRepository.keys(), ...officialNames]),
].toSorted();

function describe(reference: string): BaseImage | undefined {
  const parsed = parseReferencePattern(reference);
  if (parsed === undefined) return undefined;
  const repository = canonicalName(parsed);
  if (repository === 'scratch' && reference !== 'scratch') return undefined;
  const entry = entryOf(repository);
  if (entry === undefined) return undefined;

  const tags = possibleTags(entry, parsed);
  const image = tags === undefined ? ofUnknownTag(entry, repository) : ofTags(entry, repository, tags);
  return image === undefined ? undefined : spelledAs(parsed, repository, reference, image);
}

/** What holds for every one of the tags; undefined when the entry does not know the repository. */
function ofTags(entry: CatalogEntry, repository: string, tags: readonly string[]): BaseImage | undefined {
  const images = tags
    .map((text) => entry.describe(imageTag(text), repository))
    .filter((image) => image !== undefined);
  const [first, ...others] = images;
  return first === undefined || images.length !== tags.length ? undefined : commonFacts(first, others);
}

const ofUnknownTags = new Map<string, BaseImage | undefined>();

/** Comparing all samples of an entry is the slow part, and its result depends on the repository alone. */
function ofUnknownTag(entry: CatalogEntry, repository: string): BaseImage | undefined {
  const known = ofUnknownTags.get(repository);
  if (known !== undefined) return known;
  const answer = ofTags(entry, repository, entry.samples.map(withoutVersion));
  if (byRepository.has(repository)) ofUnknownTags.set(repository, answer);
  return answer;
}

function forgetOldest(): void {
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest);
    return;
  }
}

function entryOf(repository: string): CatalogEntry | undefined {
  const literal = repository.split(variableMark, 1)[0] ?? '';
  if (literal === repository) {
    const exact = byRepository.get(repository);
    if (exact !== undefined) return exact;
  }
  return namespaces.find(([start]) => literal.startsWith(start) && repository.length > start.length)?.[1];
}

/** Docker Hub's namespaces for one processor each, which hold the official images. */
const processors =
  /^(?:amd64|arm32v5|arm32v6|arm32v7|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\/(?=[^/]+$)/;
const mirrors = [
  'public.ecr.aws/docker/library/',
  'mirror.gcr.io/library/',
  'registry.hub.docker.com/library/',
];

/** The familiar name under which the catalogue knows the image: copies of the official images count as these. */
function canonicalName(parsed: ImageReference): string {
  const mirror = mirrors.find((start) => parsed.familiarName.startsWith(start));
  if (mirror !== undefined) return parsed.familiarName.slice(mirror.length);
  return parsed.registry === 'docker.io' ? parsed.familiarName.replace(processors, '') : parsed.familiarName;
}

/** Complete tags, one of which the reference has, without a version that is not known; undefined: it can be any. */
function possibleTags(entry: CatalogEntry, parsed: ImageReference): readonly string[] | undefined {
  if (parsed.tag === undefined) return parsed.digest === undefined ? ['latest'] : undefined;
  const tag = parsed.tag.replace(numberAfterWord, '$1');
  if (!tag.includes(variableMark)) return [tag];
  const rest = leadingVersion.exec(tag)?.[1];
  if (rest !== undefined) return (entry.leading ?? ['']).map((start) => start + rest);
  const start = trailingPart.exec(tag)?.[1];
  if (start !== undefined && entry.trailing !== undefined) return entry.trailing.map((end) => start + end);
  return undefined;
}

/** A tag that starts with a dash has a version that is not known, so facts that depend on it stay unknown. */
function withoutVersion(sample: string): string {
  const rest = sample.replace(/^v?\d[\d.]*(?=-|$)/, '');
  return rest === '' ? '-' : rest;
}

/** `alpine${ALPINE_VERSION}`: a variable directly after such a word can only be its number. */
const numberAfterWord = new RegExp(
  `(?<=^|-)(alpine|debian|ubi|jdk|jre|python)[.\\d]*${variableMark}[.\\d${variableMark}]*(?=-|$)`,
  'g',
);

/** `${VERSION}-slim`, `3.${MINOR}-slim`: everything after the version is known. */
const leadingVersion = new RegExp(`^v?[.\\d]*${variableMark}[.\\d${variableMark}]*(-[^${variableMark}]+)$`);

/** `nonroot-${ARCH}`: everything but the last part is known. */
const trailingPart = new RegExp(`^([^${variableMark}]+-)${variableMark}+$`);

/** A suggestion in the same repository keeps the registry as the user wrote it. */
function spelledAs(
  parsed: ImageReference,
  repository: string,
  reference: string,
  image: BaseImage,
): BaseImage {
  const suggested = image.runtimeSibling;
  const written = reference.slice(parsed.spans.name.start, parsed.spans.name.end);
  if (suggested === undefined || written === repository || !suggested.reference.startsWith(`${repository}:`))
    return image;
  const tag = suggested.reference.slice(repository.length);
  return { ...image, runtimeSibling: { ...suggested, reference: written + tag } };
}

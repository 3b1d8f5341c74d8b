/** Reads image references, with or without build variables left in them, so that the catalogue can look them up. */

/** An image reference by the grammar of distribution/reference (`reference.go`, `regexp.go`, `normalize.go`). */
export interface ImageReference {
  /** `docker.io` when the reference names none, and for Docker Hub's older name `index.docker.io`. */
  readonly registry: string;
  /** The path on the registry; official images on Docker Hub without `library/`. */
  readonly repository: string;
  /** What a user types: `node`, `grafana/k6`, `ghcr.io/owner/name`; no tag, no digest. */
  readonly familiarName: string;
  readonly tag?: string;
  /** With the algorithm: `sha256:…`. */
  readonly digest?: string;
  readonly spans: ReferenceSpans;
}

/** Zero-based, half-open UTF-16 offsets in the reference's text. */
export interface ReferenceSpans {
  readonly name: OffsetRange;
  /** Without the colon. */
  readonly tag?: OffsetRange;
  /** Without the `@`. */
  readonly digest?: OffsetRange;
}

export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/** Stands for each character of a build variable in a pattern; it can occur in no reference. */
export const variableMark = '\u0001';

const alphanumeric = `[a-z0-9${variableMark}]+`;
const pathComponent = `${alphanumeric}(?:(?:[._]|__|-+)${alphanumeric})*`;
const domainComponent = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = `(?:${domainComponent}(?:\\.${domainComponent})*|\\[[a-fA-F0-9:]+\\])`;
const namePattern = new RegExp(`^(?:(${host}(?::[0-9]+)?)/)?(${pathComponent}(?:/${pathComponent})*)$`);
const tagPattern = new RegExp(`^[\\w${variableMark}][\\w.${variableMark}-]*$`);
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const bareIdentifier = /^[a-f0-9]{64}$/;
const longestName = 255;
const longestTag = 128;

/** The parts of a reference; undefined when the text is no valid reference, as with a build variable left in it. */
export function parseImageReference(text: string): ImageReference | undefined {
  return text.includes('$') || text.includes(variableMark) ? undefined : parse(text);
}

/**
 * Like parseImageReference, but build variables (`$NAME`, `${NAME:-x}`) are allowed in the repository and the tag: in
 * the answer each of their characters is a `variableMark`. Undefined when a variable stands where it could name
 * another registry or namespace, so that nothing would be known.
 */
export function parseReferencePattern(text: string): ImageReference | undefined {
  const masked = text.includes('$') ? maskVariables(text) : text;
  return masked === undefined ? undefined : parse(masked);
}

/** The rules of a stage ask for its reference one after the other; more than a handful need not be kept. */
const MOST_KEPT = 64;
const kept = new Map<string, ImageReference | undefined>();

function parse(text: string): ImageReference | undefined {
  const known = kept.get(text);
  if (known !== undefined || kept.has(text)) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const parsed = read(text);
  kept.set(text, parsed);
  return parsed;
}

function read(text: string): ImageReference | undefined {
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  if (digest !== undefined && !digestPattern.test(digest) && !isOnlyVariable(digest)) return undefined;

  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  if (tag !== undefined && (tag.length > longestTag || !tagPattern.test(tag))) return undefined;

  const location = locate(name);
  if (location === undefined) return undefined;
  return {
    ...location,
    familiarName: familiar(location),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    spans: {
      name: { start: 0, end: name.length },
      ...(tag === undefined ? {} : { tag: { start: colon + 1, end: named.length } }),
      ...(digest === undefined ? {} : { digest: { start: at + 1, end: text.length } }),
    },
  };
}

interface Location {
  readonly registry: string;
  readonly repository: string;
}

function locate(name: string): Location | undefined {
  if (name.length === 0 || bareIdentifier.test(name)) return undefined;
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const hasRegistry = slash !== -1 && isRegistry(first);
  const path = hasRegistry ? name.slice(slash + 1) : name;
  if (path.length > longestName || !namePattern.test(hasRegistry ? name : `docker.io/${name}`))
    return undefined;
  if (name.startsWith(variableMark)) return undefined;
  const registry = hasRegistry && first !== 'index.docker.io' ? first : 'docker.io';
  const isOfficial = registry === 'docker.io' && path.startsWith('library/') && !path.slice(8).includes('/');
  return { registry, repository: isOfficial ? path.slice(8) : path };
}

/** A first component is a registry only when it cannot be a namespace (distribution/reference, splitDockerDomain). */
function isRegistry(first: string): boolean {
  return first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
}

function familiar(location: Location): string {
  return location.registry === 'docker.io'
    ? location.repository
    : `${location.registry}/${location.repository}`;
}

function isOnlyVariable(text: string): boolean {
  return text.length > 0 && [...text].every((character) => character === variableMark);
}

/** Undefined when a brace is never closed. */
function maskVariables(text: string): string | undefined {
  let masked = '';
  let index = 0;
  while (index < text.length) {
    const end = text.charAt(index) === '$' ? endOfVariable(text, index) : index;
    if (end === undefined) return undefined;
    masked += end === index ? text.charAt(index) : variableMark.repeat(end - index);
    index = end === index ? index + 1 : end;
  }
  return masked;
}

/** The offset after the variable that starts at `start`; `start` itself when `$` starts none. */
function endOfVariable(text: string, start: number): number | undefined {
  if (text.charAt(start + 1) !== '{') {
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(start + 1));
    return name === null ? start : start + 1 + name[0].length;
  }
  let depth = 0;
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

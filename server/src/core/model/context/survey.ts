/** One bounded walk over a build context: it asks for listings, sizes and texts, and whoever drives it has the file system. */
import type { ContextSurvey, EntryKind, FoundBulk, FoundSecret } from './buildContext';
import type { IgnorePatterns } from './ignorePatterns';
import { bulkNameOf, holdsCredential, isArchiveName, secretNameOf } from './notable';

export type ContextQuestion =
  | { readonly kind: 'entries'; readonly folder: string }
  /** In bytes, in the order of the paths. */
  | { readonly kind: 'sizes'; readonly paths: readonly string[] }
  | { readonly kind: 'text'; readonly path: string };

export type ContextAnswer =
  | { readonly kind: 'entries'; readonly entries: ReadonlyMap<string, EntryKind> | undefined }
  | { readonly kind: 'sizes'; readonly sizes: readonly (number | undefined)[] }
  | { readonly kind: 'text'; readonly text: string | undefined };

export interface SurveyLimits {
  /** Files and folders that are looked at, those inside bulky folders not counted. */
  readonly entries: number;
  readonly depth: number;
  /** Files that are sized in each bulky folder. */
  readonly sized: number;
  /** True once the time is over. */
  isOver(): boolean;
}

/** What a walk of a disk may cost; half a second or two of it passes beside what the user does. */
export const SURVEY_LIMITS: Omit<SurveyLimits, 'isOver'> = { entries: 20_000, depth: 16, sized: 4_000 };

/** In bytes. A smaller archive may well be a test's input. */
const SMALLEST_ARCHIVE = 10 * 1024 * 1024;
const MOST_FINDS = 50;
/** Sizes are asked for in handfuls, which a file system answers side by side. */
const HANDFUL = 64;

/** Level by level, so that a limit cuts off what lies deep and not what lies late. */
export function* surveying(
  patterns: IgnorePatterns,
  limits: SurveyLimits,
): Generator<ContextQuestion, ContextSurvey, ContextAnswer> {
  const secrets: FoundSecret[] = [];
  const bulk: FoundBulk[] = [];
  const archives: string[] = [];
  const bulky: string[] = [];
  let isComplete = true;
  let seen = 0;
  let level = [''];
  for (let depth = 0; level.length > 0 && isComplete; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen > limits.entries || depth > limits.depth || limits.isOver()) {
        isComplete = false;
        break;
      }
      const entries = yield* entriesOf(folder);
      if (entries === undefined) continue;
      seen += entries.size;
      for (const [name, kind] of entries) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (patterns.ignores(path)) {
          if (kind === 'folder' && patterns.hasExceptions) next.push(path);
          continue;
        }
        if (kind === 'folder') {
          if (isBulky(name, entries)) bulky.push(path);
          else next.push(path);
        } else if (kind === 'file') {
          if (secrets.length < MOST_FINDS) yield* lookForSecret(path, secrets);
          if (archives.length < MOST_FINDS && isArchiveName(name)) archives.push(path);
        }
      }
    }
    level = next;
  }
  for (const [at, bytes] of (yield* sizesOf(archives)).entries())
    if (bytes !== undefined && bytes >= SMALLEST_ARCHIVE)
      bulk.push({ path: archives[at] ?? '', kind: 'archive', bytes, files: 1, isComplete: true });
  for (const path of bulky.slice(0, MOST_FINDS)) bulk.push(yield* measure(path, patterns, limits));
  bulk.sort((a, b) => b.bytes - a.bytes);
  return { secrets, bulk, isComplete };
}

function isBulky(name: string, siblings: ReadonlyMap<string, EntryKind>): boolean {
  const known = bulkNameOf(name);
  if (known === undefined) return false;
  const { beside } = known;
  return beside === undefined || [...siblings.keys()].some((sibling) => beside.test(sibling));
}

function* lookForSecret(
  path: string,
  secrets: FoundSecret[],
): Generator<ContextQuestion, void, ContextAnswer> {
  const name = secretNameOf(path);
  if (name === undefined) return;
  if (name.needsText) {
    const answer = yield { kind: 'text', path };
    if (answer.kind !== 'text' || answer.text === undefined || !holdsCredential(path, answer.text)) return;
  }
  secrets.push({ path, what: name.what });
}

function* measure(
  root: string,
  patterns: IgnorePatterns,
  limits: SurveyLimits,
): Generator<ContextQuestion, FoundBulk, ContextAnswer> {
  let bytes = 0;
  let files = 0;
  let isComplete = true;
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (files > limits.sized || limits.isOver()) {
      isComplete = false;
      break;
    }
    const paths: string[] = [];
    for (const [name, kind] of (yield* entriesOf(folder)) ?? []) {
      const path = `${folder}/${name}`;
      if (kind === 'folder') folders.push(path);
      else if (kind === 'file' && !patterns.ignores(path)) paths.push(path);
    }
    files += paths.length;
    for (const size of yield* sizesOf(paths)) bytes += size ?? 0;
  }
  return { path: root, kind: 'folder', bytes, files, isComplete };
}

function* entriesOf(
  folder: string,
): Generator<ContextQuestion, ReadonlyMap<string, EntryKind> | undefined, ContextAnswer> {
  const answer = yield { kind: 'entries', folder };
  return answer.kind === 'entries' ? answer.entries : undefined;
}

function* sizesOf(
  paths: readonly string[],
): Generator<ContextQuestion, readonly (number | undefined)[], ContextAnswer> {
  const sizes: (number | undefined)[] = [];
  for (let at = 0; at < paths.length; at += HANDFUL) {
    const answer = yield { kind: 'sizes', paths: paths.slice(at, at + HANDFUL) };
    if (answer.kind === 'sizes') sizes.push(...answer.sizes);
  }
  return sizes;
}

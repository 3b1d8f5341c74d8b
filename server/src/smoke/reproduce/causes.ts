/** The likely cause of a difference between two builds, and what helps against it. */
import type { IrreproducibleCause } from '../comparedReport';
import type { FileDifference } from './differences';

export interface Cause {
  readonly kind: IrreproducibleCause;
  /** The differing files that speak for it, at least one. */
  readonly paths: readonly string[];
  readonly advice: string;
}

/** The content of a differing file in both builds, as far as it is text and small. */
export type Texts = (path: string) => { readonly first: string; readonly second: string } | undefined;

/** The causes that the files speak for, the one with the strongest word first. Never empty for a difference. */
export function causesOf(
  files: readonly FileDifference[],
  where: 'base-image' | 'instruction',
  texts: Texts,
): readonly Cause[] {
  if (where === 'base-image')
    return [
      {
        kind: 'unpinned-base-image',
        paths: files.map(({ path }) => path),
        advice: ADVICE['unpinned-base-image'],
      },
    ];
  const byKind = new Map<IrreproducibleCause, string[]>();
  for (const { path, how } of files) {
    const kind = causeOf(path, how, texts);
    byKind.set(kind, [...(byKind.get(kind) ?? []), path]);
  }
  return ORDER.flatMap((kind) => {
    const paths = byKind.get(kind);
    return paths === undefined ? [] : [{ kind, paths, advice: ADVICE[kind] }];
  });
}

/** What a person would look at first: a cause of one's own before what follows from it, such as a cache of what was fetched. */
const ORDER: readonly IrreproducibleCause[] = [
  'unpinned-base-image',
  'package-versions',
  'time-in-content',
  'random-content',
  'archive-times',
  'file-times',
  'compiled-python',
  'package-lists',
  'log-files',
  'unknown',
];

const ADVICE: Readonly<Record<IrreproducibleCause, string>> = {
  'unpinned-base-image':
    'The tag names another image now: pin the base image by digest (FROM name:tag@sha256:…).',
  'package-versions': 'Other versions were installed: name the versions, or install from a lock file.',
  'package-lists':
    'Lists and caches of a package manager were left: remove them in the same RUN, or keep them in a cache mount.',
  'time-in-content':
    'The time of the build is written into a file: declare ARG SOURCE_DATE_EPOCH and use it in place of the clock.',
  'archive-times':
    'An archive holds the times of its files: make it with fixed ones (tar --mtime=@$SOURCE_DATE_EPOCH --sort=name, gzip -n, zip -X).',
  'file-times':
    'A file was given a time that no export can set anew, being earlier than SOURCE_DATE_EPOCH: give it a fixed one (touch -d @$SOURCE_DATE_EPOCH).',
  'compiled-python':
    'Compiled Python holds the times of its sources: set PYTHONDONTWRITEBYTECODE=1, or compile with --invalidation-mode=unchecked-hash.',
  'log-files': 'A log was left behind: remove it in the same RUN.',
  'random-content':
    'A random value or identifier is written into a file: make it when the container starts, or from a fixed seed.',
  unknown: 'Look at the files: the command writes something else each time.',
};

function causeOf(path: string, how: FileDifference['how'], texts: Texts): IrreproducibleCause {
  if (/(?:^|\/)__pycache__\/|\.py[co]$/u.test(path)) return 'compiled-python';
  if (/^var\/lib\/(?:dpkg|rpm)\/|^(?:usr\/)?lib\/apk\/db\//u.test(path)) return 'package-versions';
  if (PACKAGE_LISTS.test(path)) return 'package-lists';
  if (/^var\/log\/|\.log(?:\.\d+)?$/u.test(path)) return 'log-files';
  if (/\.(?:tar|t?gz|tgz|zip|jar|war|whl|bz2|xz|zst|deb|egg|nupkg|apk)$/u.test(path)) return 'archive-times';
  if (how === 'time') return 'file-times';
  if (how !== 'content') return /[0-9a-f]{6,}|\d{6,}/iu.test(path) ? 'random-content' : 'unknown';
  const pair = texts(path);
  if (pair === undefined) return 'unknown';
  const [first, second] = differingPart(pair.first, pair.second);
  if (isTime(first.words) && isTime(second.words)) return 'time-in-content';
  if (isRandom(first.word) && isRandom(second.word)) return 'random-content';
  return 'unknown';
}

/** Caches that package managers keep of what they asked their registries. */
const PACKAGE_LISTS =
  /^var\/(?:lib\/apt\/lists|cache\/(?:apt|debconf|ldconfig|apk|dnf|yum))\/|^(?:root|home\/[^/]+)\/\.(?:npm|cache|cargo|gradle|m2)\/|^etc\/apk\/cache\//u;

interface Part {
  /** The word that differs. */
  readonly word: string;
  /** The same with what stands around it in the line. */
  readonly words: string;
}

/** Of the first line that is not the same in both. */
function differingPart(first: string, second: string): readonly [Part, Part] {
  const [ones, others] = [first.split('\n'), second.split('\n')];
  const at = ones.findIndex((line, index) => line !== others[index]);
  const [one, other] = [ones[at] ?? '', others[at] ?? ''];
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  return [partAt(one, start), partAt(other, start)];
}

const BESIDE = 40;

function partAt(line: string, at: number): Part {
  const before = /[\w.:+-]*$/u.exec(line.slice(0, at))?.[0] ?? '';
  const after = /^[\w.:+-]*/u.exec(line.slice(at))?.[0] ?? '';
  return { word: before + after, words: line.slice(Math.max(0, at - BESIDE), at + BESIDE) };
}

/** A date, a time of day, or seconds or more since 1970 that lie in our century. */
function isTime(text: string): boolean {
  return (
    /\b20\d\d-[01]\d-[0-3]\d|\b[0-2]?\d:[0-5]\d(?::[0-5]\d)?\b/u.test(text) ||
    /(?<!\w)1[6-9]\d{8}(?:\d{3}|\d{6}|\d{9}|\.\d+)?(?!\w)/u.test(text)
  );
}

function isRandom(word: string): boolean {
  const letters = word.replace(/[-_.:]/gu, '');
  return letters.length >= 4 && /\d/u.test(letters) && /^[0-9A-Za-z+/=]+$/u.test(letters);
}

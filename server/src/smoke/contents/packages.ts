/** The operating system's packages, from the databases of dpkg, apk and rpm, with the line that installed each. */
import type { PackageReport, PackagesReport } from '../contentsReport';
import { bytesText } from '../quantity';
import { latin1 } from './bytes';
import type { ExaminedImage, Examiner } from './examiner';
import { readRpmDatabase } from './rpm/database';

/** What a database of one kind is, and how it is read. */
interface Database {
  readonly manager: PackagesReport['manager'];
  readonly isPart: (path: string) => boolean;
  /** What is installed; undefined for a file that is no such database, or is damaged. */
  readonly read: (content: Uint8Array) => readonly Package[] | undefined;
}

interface Package {
  readonly name: string;
  readonly version: string;
  readonly architecture: string | undefined;
  /** Of its installed files, as the package says. */
  readonly bytes: number | undefined;
}

/** What is known of an image's packages, and why it may be less than all. */
export interface Packages {
  readonly report: PackagesReport | undefined;
  /** Sentences for a person. */
  readonly notes: readonly string[];
}

const DATABASES: readonly Database[] = [
  {
    manager: 'dpkg',
    // Images without a package manager (distroless) have one file a package instead of one for all.
    isPart: (path) => path === 'var/lib/dpkg/status' || /^var\/lib\/dpkg\/status\.d\/[^/.]+$/u.test(path),
    read: (content) => readControl(latin1(content)),
  },
  {
    manager: 'apk',
    isPart: (path) => path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed',
    read: (content) => readApk(latin1(content)),
  },
  {
    manager: 'rpm',
    // Newer distributions keep it below /usr, with a link from the old place.
    isPart: (path) =>
      /^(?:var\/lib|usr\/lib\/sysimage)\/rpm\/(?:rpmdb\.sqlite|Packages(?:\.db)?)$/u.test(path),
    read: readRpmDatabase,
  },
];

export function packageExaminer(): Examiner<Packages> {
  const parts: Part[] = [];
  return {
    wants: ({ path }) => DATABASES.some(({ isPart }) => isPart(path)),
    read(layer, { path }, content) {
      const database = DATABASES.find(({ isPart }) => isPart(path));
      if (database === undefined) return;
      parts.push({ layer, path, manager: database.manager, packages: database.read(content) });
    },
    conclude: (image) => ({ report: concluded(parts, image), notes: notesOn(parts, image) }),
  };
}

interface Part {
  readonly layer: string;
  readonly path: string;
  readonly manager: PackagesReport['manager'];
  /** Undefined where it could not be read. */
  readonly packages: readonly Package[] | undefined;
}

/** A package is installed by the lowest layer whose database lists this version of it, as all later ones do. */
function concluded(parts: readonly Part[], image: ExaminedImage): PackagesReport | undefined {
  const seen = parts.filter((part) => part.packages !== undefined && isSeen(part, image));
  // An image may hold another manager's tools, and with them a database of nothing.
  const { manager } = seen.find(({ packages = [] }) => packages.length > 0) ?? seen[0] ?? {};
  if (manager === undefined) return undefined;
  const origin = new Map<string, number>();
  image.names.forEach((name, layer) => {
    for (const part of parts) {
      if (part.layer !== name || part.manager !== manager) continue;
      for (const one of part.packages ?? []) {
        const key = keyOf(one);
        if (!origin.has(key)) origin.set(key, layer);
      }
    }
  });
  const list = seen
    .filter((part) => part.manager === manager)
    .flatMap(({ packages = [] }) => packages)
    .map((one): PackageReport => {
      const { line, isBase = false } = image.layers[origin.get(keyOf(one)) ?? -1] ?? {};
      const { name, version, architecture, bytes } = one;
      return {
        name,
        version,
        ...(architecture === undefined ? {} : { architecture }),
        ...(bytes === undefined ? {} : { bytes }),
        line,
        isBase,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { manager, list };
}

function isSeen({ layer, path }: Pick<Part, 'layer' | 'path'>, image: ExaminedImage): boolean {
  const seen = image.fileSystem.seen.get(path);
  return seen !== undefined && image.names[seen.layer] === layer;
}

/** One name may be installed for two architectures. */
function keyOf({ name, version, architecture }: Package): string {
  return `${name} ${version} ${architecture ?? ''}`;
}

/** Where a database lies in the image that nobody has read: silence would say that there are no packages. */
function notesOn(parts: readonly Part[], image: ExaminedImage): readonly string[] {
  const notes: string[] = [];
  for (const [path, { layer, entry }] of image.fileSystem.seen) {
    const database = DATABASES.find(({ isPart }) => isPart(path));
    const name = image.names[layer];
    if (database === undefined || name === undefined || entry.kind !== 'file' || entry.bytes === 0) continue;
    const part = parts.find((one) => one.layer === name && one.path === path);
    if (part === undefined)
      notes.push(`The packages are not known: /${path} is too large to be read (${bytesText(entry.bytes)}).`);
    else if (part.packages === undefined)
      notes.push(
        `The packages are not known: /${path} is damaged, or a database of a form that cannot be read.`,
      );
  }
  const journal = [...image.fileSystem.seen].find(
    ([path, { entry }]) => path.endsWith('/rpm/rpmdb.sqlite-wal') && entry.bytes > 0,
  );
  if (journal !== undefined)
    notes.push(
      `The last changes of the packages may be missing: they lie in /${journal[0]}, outside the database.`,
    );
  return notes;
}

/** Paragraphs of `Key: value` lines (deb-control). A package that was removed is still listed, with another status. */
function readControl(text: string): readonly Package[] {
  return paragraphs(text).flatMap((paragraph) => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: *(.*)$`, 'mu').exec(paragraph)?.[1];
    const status = field('Status');
    const [name, version] = [field('Package'), field('Version')];
    if (name === undefined || version === undefined) return [];
    if (status !== undefined && !status.endsWith(' installed')) return [];
    const kilobytes = Number(field('Installed-Size') ?? Number.NaN);
    const bytes = Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
    return [{ name, version, architecture: field('Architecture'), bytes }];
  });
}

/** Paragraphs of `K:value` lines (apk's database of installed packages). */
function readApk(text: string): readonly Package[] {
  return paragraphs(text).flatMap((paragraph) => {
    const field = (letter: string): string | undefined =>
      new RegExp(`^${letter}:(.*)$`, 'mu').exec(paragraph)?.[1];
    const [name, version] = [field('P'), field('V')];
    if (name === undefined || version === undefined) return [];
    const bytes = Number(field('I') ?? Number.NaN);
    return [{ name, version, architecture: field('A'), bytes: Number.isNaN(bytes) ? undefined : bytes }];
  });
}

function paragraphs(text: string): readonly string[] {
  return text.split(/\n\n+/u).filter((paragraph) => paragraph.trim() !== '');
}

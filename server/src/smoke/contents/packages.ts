/** The operating system's packages, from the databases of dpkg, apk and rpm, with the line that installed each. */
import type { PackageReport, PackagesReport } from '../contentsReport';
import { latin1 } from './bytes';
import type { ExaminedImage, Examiner } from './examiner';

/** What a database of one kind is, and how it is read. */
interface Database {
  readonly manager: PackagesReport['manager'];
  readonly isPart: (path: string) => boolean;
  /** Name and version of each package that is installed. */
  readonly read: (text: string) => readonly Package[];
}

interface Package {
  readonly name: string;
  readonly version: string;
}

const DATABASES: readonly Database[] = [
  {
    manager: 'dpkg',
    // Images without a package manager (distroless) have one file a package instead of one for all.
    isPart: (path) => path === 'var/lib/dpkg/status' || /^var\/lib\/dpkg\/status\.d\/[^/.]+$/u.test(path),
    read: readControl,
  },
  {
    manager: 'apk',
    isPart: (path) => path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed',
    read: readApk,
  },
];

export function packageExaminer(): Examiner<PackagesReport | undefined> {
  const parts: Part[] = [];
  return {
    wants: ({ path }) => DATABASES.some(({ isPart }) => isPart(path)),
    read(layer, { path }, content) {
      const database = DATABASES.find(({ isPart }) => isPart(path));
      if (database === undefined) return;
      parts.push({ layer, path, manager: database.manager, packages: database.read(latin1(content)) });
    },
    conclude: (image) => concluded(parts, image),
  };
}

interface Part {
  readonly layer: string;
  readonly path: string;
  readonly manager: PackagesReport['manager'];
  readonly packages: readonly Package[];
}

/** A package is installed by the lowest layer whose database lists this version of it, as all later ones do. */
function concluded(parts: readonly Part[], image: ExaminedImage): PackagesReport | undefined {
  const isSeen = ({ layer, path }: Part): boolean => {
    const seen = image.fileSystem.seen.get(path);
    return seen !== undefined && image.names[seen.layer] === layer;
  };
  const seen = parts.filter(isSeen);
  const [first] = seen;
  if (first === undefined) return undefined;
  const origin = new Map<string, number>();
  image.names.forEach((name, layer) => {
    for (const part of parts) {
      if (part.layer !== name || part.manager !== first.manager) continue;
      for (const one of part.packages) {
        const key = `${one.name} ${one.version}`;
        if (!origin.has(key)) origin.set(key, layer);
      }
    }
  });
  const list = seen
    .flatMap(({ packages }) => packages)
    .map((one): PackageReport => {
      const { line, isBase = false } = image.layers[origin.get(`${one.name} ${one.version}`) ?? -1] ?? {};
      return { ...one, line, isBase };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { manager: first.manager, list };
}

/** Paragraphs of `Key: value` lines (deb-control). A package that was removed is still listed, with another status. */
function readControl(text: string): readonly Package[] {
  return paragraphs(text).flatMap((paragraph) => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}: *(.*)$`, 'mu').exec(paragraph)?.[1];
    const status = field('Status');
    const [name, version] = [field('Package'), field('Version')];
    if (name === undefined || version === undefined) return [];
    return status === undefined || status.endsWith(' installed') ? [{ name, version }] : [];
  });
}

/** Paragraphs of `K:value` lines (apk's database of installed packages). */
function readApk(text: string): readonly Package[] {
  return paragraphs(text).flatMap((paragraph) => {
    const name = /^P:(.*)$/mu.exec(paragraph)?.[1];
    const version = /^V:(.*)$/mu.exec(paragraph)?.[1];
    return name === undefined || version === undefined ? [] : [{ name, version }];
  });
}

function paragraphs(text: string): readonly string[] {
  return text.split(/\n\n+/u).filter((paragraph) => paragraph.trim() !== '');
}

/** Looks into an image's file system for what a build stage should have kept: compilers, and caches of package managers. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { docker } from './containers';

const execute = promisify(execFile);

/** Programs that only a build needs, by the last part of their path. */
const COMPILERS =
  /^(?:go|gofmt|rustc|cargo|gcc(?:-\d+)?|g\+\+(?:-\d+)?|cc|c\+\+|cc1|cc1plus|clang(?:-\d+)?|make|cmake|ninja|ld|as|x86_64-linux-gnu-(?:gcc|g\+\+|ld|as)(?:-\d+)?|javac|mvn|gradle|tsc|mix|elixirc|erlc|pkg-config)$/u;

const PROGRAM_FOLDERS = /(?:^|\/)(?:s?bin|libexec\/gcc\/[^/]+\/[^/]+|lib\/gcc\/[^/]+\/[^/]+)\/[^/]+$/u;

const CACHES = [
  /^root\/\.cache\/(?:go-build|pip|uv|yarn|pnpm|composer)\//u,
  /^root\/\.npm\/_cacache\//u,
  /^root\/\.m2\/repository\//u,
  /^root\/\.gradle\/caches\//u,
  /^root\/\.cargo\/registry\//u,
  /^usr\/local\/cargo\/registry\//u,
  /^root\/\.(?:hex|mix)\//u,
  /^root\/\.composer\/cache\//u,
  /^go\/pkg\/mod\//u,
  /^var\/lib\/apt\/lists\/[^/]*_(?:Packages|InRelease)/u,
  /^var\/cache\/apt\/archives\/[^/]+\.deb$/u,
];

/**
 * Paths of the image, without the leading slash, that a converted image must not hold. `allowed` are programs that the
 * runtime base image itself brings.
 */
export async function leftoversOf(image: string, allowed: ReadonlySet<string>): Promise<readonly string[]> {
  const paths = await pathsOf(image);
  return paths.filter((path) => isLeftover(path) && !allowed.has(path));
}

function isLeftover(path: string): boolean {
  // Every release of Erlang holds this starter, and not the compiler that it would start.
  if (/\/erts-[\d.]+\/bin\/erlc$/u.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    (PROGRAM_FOLDERS.test(`/${path}`) && COMPILERS.test(name)) || CACHES.some((cache) => cache.test(path))
  );
}

/** Every file of an image: what a container that was never started has, without the engine's own additions. */
async function pathsOf(image: string): Promise<readonly string[]> {
  // A command is asked for even where the image has none and nothing will run.
  const container = await docker('create', '--entrypoint', '/nothing', image);
  try {
    const { stdout } = await execute('sh', ['-c', 'docker export "$1" | tar -t', 'sh', container], {
      maxBuffer: 1 << 28,
    });
    return stdout.split('\n').filter((path) => path !== '');
  } finally {
    await docker('rm', container);
  }
}

/** Bytes of all layers. */
export async function sizeOf(image: string): Promise<number> {
  return Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
}

/** What a base image itself brings of compilers and caches is its own affair; it is looked at once. */
export async function broughtBy(base: string): Promise<ReadonlySet<string>> {
  const id = await docker('image', 'inspect', '--format', '{{.Id}}', base);
  let found = BROUGHT.get(id);
  if (found === undefined) {
    found = pathsOf(base).then((paths) => new Set(paths.filter(isLeftover)));
    BROUGHT.set(id, found);
  }
  return found;
}

const BROUGHT = new Map<string, Promise<ReadonlySet<string>>>();

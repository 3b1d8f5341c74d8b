/** Which paths an operating system, a base image and a package manager may have put where. */
import type { BaseImage } from '../images/baseImage';
import type { StageFacts } from '../facts';
import { isWithin } from './effects';

/**
 * True unless the image at the root of the stage certainly does not hold the path. Official images put nothing into
 * folders outside the Filesystem Hierarchy Standard but what their working directory names.
 */
export function baseMayHold(stage: StageFacts, path: string): boolean {
  const [first = '', second, third] = path.slice(1).split('/');
  if (first === '' || RUNTIME_FOLDERS.has(first)) return true;
  if (stage.rootReference === 'scratch') return false;
  const { image } = stage;
  if (image === undefined || !isPlain(stage, image)) return true;
  if (image.workdir !== undefined && image.workdir !== '/' && isWithin(path, image.workdir))
    return !(image.family === 'golang' && third !== undefined && (second === 'bin' || second === 'src'));
  switch (first) {
    case 'usr':
      return second !== 'src' || third === undefined || /^(?:linux|php|python|ruby|kernel|debug)/.test(third);
    case 'home':
      return second === undefined || image.accounts?.includes(second) !== false;
    case 'root':
      return second === undefined || second.startsWith('.');
    case 'tmp':
      return second === undefined || /^(?:hsperf|npm|node|\.)/.test(second);
    case 'mnt':
    case 'media':
      return second === undefined;
    case 'opt':
      return second === undefined || !EMPTY_OPT.has(image.family);
    default:
      return SYSTEM_FOLDERS.has(first);
  }
}

/** Packages of a system or of a language may lie there; never in a project's own folder. */
export function systemMayHold(path: string): boolean {
  const [first = '', second, third] = path.slice(1).split('/');
  if (first === 'usr') return second !== 'src' || third === undefined || !PROJECTS.has(third);
  if (first === 'root') return second === undefined || second.startsWith('.');
  return first === '' || first === 'home' || SYSTEM_FOLDERS.has(first) || RUNTIME_FOLDERS.has(first);
}

/** True unless the path looks like the output of a project in a root folder of its own. */
export function besideMayHold(path: string): boolean {
  const parts = path.slice(1).split('/');
  const [root, output] = parts[0] === 'usr' && parts[1] === 'src' ? parts.slice(2) : parts;
  if (root === undefined || output === undefined || !PROJECTS.has(root)) return true;
  // Only the folder of a build is written from beside it; the others are where a project itself lies.
  return /^build/.test(root) && !OUTPUTS.has(output);
}

function isPlain({ rootReference = '', base }: StageFacts, image: BaseImage): boolean {
  if (image.os === 'windows' || rootReference.includes('onbuild')) return false;
  if (base.kind === 'unknown' && base.possible.length > 0) return false;
  return image.kind === 'os' || image.kind === 'sdk' || image.kind === 'runtime';
}

/** Filled when a container runs, whatever the image holds. */
const RUNTIME_FOLDERS: ReadonlySet<string> = new Set(['dev', 'proc', 'sys']);

const SYSTEM_FOLDERS: ReadonlySet<string> = new Set([
  'bin',
  'boot',
  'cgroup',
  'etc',
  'lib',
  'lib32',
  'lib64',
  'libexec',
  'libx32',
  'local',
  'opt',
  'run',
  'sbin',
  'srv',
  'usr',
  'var',
]);

/** Families whose image has nothing in /opt. */
const EMPTY_OPT: ReadonlySet<string> = new Set([
  'alpine',
  'debian',
  'golang',
  'python',
  'ruby',
  'rust',
  'ubuntu',
]);

/** Names that people give to the folder of their project in an image. */
const PROJECTS: ReadonlySet<string> = new Set([
  'app',
  'application',
  'build',
  'builder',
  'code',
  'project',
  'source',
  'src',
  'work',
  'workdir',
  'workspace',
]);

const OUTPUTS: ReadonlySet<string> = new Set([
  '.next',
  '.output',
  'build',
  'dist',
  'node_modules',
  'out',
  'package.json',
  'target',
]);

/** Folders that every image with a system in it has. */
export function isStandardFolder(path: string): boolean {
  return /^\/(?:(?:usr\/(?:local\/)?)?(?:bin|sbin|lib|share)|etc|opt|srv|tmp|var|home|root|usr(?:\/(?:local|src))?|usr\/local\/(?:etc|include|src))$/.test(
    path,
  );
}

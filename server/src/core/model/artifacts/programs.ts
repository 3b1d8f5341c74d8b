/** Whether a program can be found in a stage: on its PATH by the base image, by packages, by files that are copied in. */
import type { Instruction } from '../../syntax/nodes';
import type { ShellCommand } from '../../shell/nodes';
import { packageInstallOf } from '../commands/installs';
import { toolOf } from '../commands/tools';
import type { StageFacts } from '../facts';
import { memoized } from '../../text/memoized';
import { bringersOf, isAbsent, rootOf, runEffectsOf } from './stageFiles';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** True when a program called by its bare name certainly is not on the PATH at the end of the stage. */
export function lacksProgram(stage: StageFacts, name: string): boolean {
  if (!baseLacks(stage, name)) return false;
  const { env } = stage.end;
  const path = env.has('PATH') ? env.get('PATH') : DEFAULT_PATH;
  if (path === undefined || path.includes('$')) return false;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.triggers.length > 0 || mayInstall(at, name)) return false;
  for (const folder of path.split(':')) {
    if (!folder.startsWith('/')) return false;
    for (const effect of bringersOf(stage, `${folder.replace(/\/$/, '')}/${name}`))
      if (effect.kind !== 'may-hold-system') return false;
  }
  return true;
}

/** True when a file that is named by its path certainly is not in the stage. */
export function lacksFile(stage: StageFacts, path: string): boolean {
  return hasFiles(stage) && isAbsent(stage, path);
}

/** A stage that takes in no file at all is filled when the container starts. */
const hasFiles = memoized((stage: StageFacts): boolean => {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')) return true;
  return false;
});

function baseLacks(stage: StageFacts, name: string): boolean {
  const { image } = stage;
  const root = rootOf(stage);
  if (root.base.kind === 'scratch') return true;
  if (image === undefined || (root.base.kind !== 'image' && root.base.kind !== 'unknown')) return false;
  if (root.base.kind === 'unknown' && root.base.possible.length > 0) return false;
  if (image.programs[name] !== undefined) return !image.programs[name];
  // Distroless images of no language hold no program at all.
  return image.family === 'distroless' && image.language === null && image.shell === null;
}

/** A package, or a command that is not known, may bring the program to a folder of the system. */
function mayInstall(stage: StageFacts, name: string): boolean {
  const asked = new Set<Instruction>();
  for (const effect of runEffectsOf(stage)) {
    if (effect.kind === 'may-hold' && effect.path === '/') return true;
    if (effect.kind !== 'may-hold-system' || asked.has(effect.by)) continue;
    asked.add(effect.by);
    for (const command of stage.scriptOf(effect.by)?.commands ?? [])
      if (commandMayBring(command, name)) return true;
  }
  return false;
}

function commandMayBring(command: ShellCommand, name: string): boolean {
  const install = packageInstallOf(command);
  if (install !== undefined)
    return (
      install.hasUnknownPackages ||
      install.packages.some(
        (each) => PROVIDERS.get(name)?.test(each.name) === true || packageMayBring(each.name, name),
      )
    );
  const tool = toolOf(command)?.name;
  if (tool === undefined || QUIET.has(tool)) return false;
  if (
    tool === 'pip' ||
    tool === 'npm' ||
    tool === 'gem' ||
    tool === 'yarn' ||
    tool === 'pnpm' ||
    tool === 'uv'
  )
    return !OF_THE_SYSTEM.has(name);
  return SYSTEM_TOOLS.has(tool) && !/^(?:apt|apk|dnf|yum|microdnf|tdnf|zypper)/.test(tool);
}

/** Most packages bring other packages; those of this list none that is asked for here. */
function packageMayBring(each: string, name: string): boolean {
  return each.includes(name) || name.includes(each) || !LEAVES.test(each);
}

const LEAVES =
  /^(?:ca-certificates\S*|tzdata|curl|wget|git|openssl|tini|dumb-init|su-exec|gosu|jq|gnupg2?|unzip|zip|xz\S*|bzip2|tar|gzip|libc6-compat|gcompat|procps\S*|nano|vim\S*|less|build-base|build-essential|gcc|g\+\+|make|postgresql-client\S*|\S+-dev|lib\S+|musl\S*|icu\S*|ffmpeg|openssh-client\S*|netcat\S*|sqlite\S*|file|patch|apt-transport-https|gettext|tree|htop|fontconfig|ttf-\S+|fonts-\S+|freetype|zlib\S*|locales|bash|iputils\S*|dnsutils|bind-tools|iproute2|supervisor|sudo|shadow|nginx|redis-tools|poppler-utils|tesseract-ocr\S*|gdal-bin|graphviz)$/;

const PROVIDERS: ReadonlyMap<string, RegExp> = new Map([
  ['nc', /netcat|ncat|nmap|busybox/],
  ['ps', /procps|busybox/],
  ['ping', /iputils|inetutils|busybox/],
  ['wget', /busybox/],
  ['node', /npm|yarn/],
  ['npm', /node/],
  ['npx', /npm|node/],
  ['java', /jre|jdk|java|temurin|corretto|zulu|maven|gradle/],
  ['javac', /jdk|java/],
  ['python', /py/],
  ['python3', /py|supervisor|glib|gdb|cython|software-properties|vim/],
  ['pip', /py/],
  ['perl', /git|build|automake|autoconf|dev/],
  ['useradd', /shadow|passwd/],
  ['gcc', /build|g\+\+|clang/],
  ['make', /build/],
]);

/** Programs that no package manager of a language brings. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set([
  'bash',
  'curl',
  'dumb-init',
  'git',
  'gosu',
  'java',
  'jq',
  'nc',
  'nginx',
  'perl',
  'php',
  'ping',
  'ps',
  'sh',
  'su-exec',
  'sudo',
  'tini',
  'wget',
]);

const SYSTEM_TOOLS: ReadonlySet<string> = new Set([
  'dpkg',
  'rpm',
  'rustup',
  'corepack',
  'cargo',
  'composer',
  'gem',
  'opam',
  'cpan',
  'cpanm',
  'luarocks',
  'pecl',
  'update-alternatives',
  'poetry',
  'pipenv',
  'bundle',
  'dotnet',
  'mvn',
  'gradle',
  'mix',
]);

const QUIET: ReadonlySet<string> = new Set([
  'apt-mark',
  'groupadd',
  'addgroup',
  'useradd',
  'adduser',
  'update-ca-certificates',
]);

/** What a path most likely means that a stage does not hold: a neighbour by one letter, another folder, another profile. */
import type { ShellCommand } from '../../shell/nodes';
import { commandsOf } from '../buildEvidence';
import { toolOf } from '../commands/tools';
import { nearest } from '../editDistance';
import type { StageFacts } from '../facts';
import { memoized } from '../../text/memoized';
import { baseName, type Holds } from './effects';
import { heldIn, isAbsent, runEffectsOf } from './stageFiles';

/** For a path that is certainly missing: another one that the stage holds or may hold; undefined when none suggests itself. */
export function meantInstead(stage: StageFacts, path: string): string | undefined {
  const typo = neighbourOf(stage, path);
  if (typo !== undefined) return typo;
  const name = baseName(path);
  const namesakes = new Set<string>();
  for (const held of heldIn(stage))
    if (baseName(held.path) === name && held.command !== undefined) namesakes.add(held.path);
  const [only] = namesakes;
  if (only !== undefined) return namesakes.size === 1 ? only : undefined;
  return inAnotherFolder(stage, path);
}

/**
 * For a path that the stage may hold: another one, when this one is very likely a slip. It differs by a letter from what
 * the stage certainly holds, or a build tool puts its output elsewhere.
 */
export function likelySlip(stage: StageFacts, path: string): string | undefined {
  return cargoOutput(stage, path) ?? neighbourOf(stage, path) ?? usualWord(stage, path);
}

/** A held path of which one part differs by a letter, where the part as written occurs nowhere in the stage. */
function neighbourOf(stage: StageFacts, path: string): string | undefined {
  const parts = path.slice(1).split('/');
  // A part with a slip is like a word of the stage and is none itself, which is quicker to see than what the stage holds.
  const strange = parts.map(
    (part) => /^[a-z_-]{3,}$/i.test(part) && !ORDINARY.has(part) && resemblesWord(stage, part),
  );
  if (!strange.includes(true)) return undefined;
  for (const held of heldIn(stage)) {
    const others = held.path.slice(1).split('/');
    if (others.length > parts.length) continue;
    const at = others.findIndex((part, index) => part !== parts[index]);
    const [written, meant] = [parts[at], others[at]];
    if (written === undefined || meant === undefined) continue;
    if (others.slice(at + 1).some((part, index) => part !== parts[at + 1 + index])) continue;
    if (strange[at] !== true || !isSlip(written, meant)) continue;
    if (!isMade(held) && others.length < 2 && written.length < 3) continue;
    return `/${[...parts.slice(0, at), meant, ...parts.slice(at + 1)].join('/')}`;
  }
  return undefined;
}

/** Words that are no slip, whether the stage writes them or not. */
const ORDINARY: ReadonlySet<string> = new Set(
  'app assets bin bundle build certs client config data dist etc frontend html lib libs local node_modules opt out output public publish release root server site-packages src ssl standalone static target templates usr var vendor venv web'.split(
    ' ',
  ),
);

function isMade(held: Holds): boolean {
  return held.command !== undefined;
}

/** `server1` and `server2`, `lib` and `libs` are two names, not a name and a slip. */
function isSlip(written: string, meant: string): boolean {
  if (written.length < 3 || meant.length < 3 || nearest(written, [meant]) === undefined) return false;
  const shapes = [written, meant].map((word) =>
    word
      .toLowerCase()
      .replace(/[\d._-]+/g, '')
      .replace(/s$/, ''),
  );
  return shapes[0] !== shapes[1];
}

function resemblesWord(stage: StageFacts, part: string): boolean {
  if (isWritten(stage, part)) return false;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const word of wordsOf(at))
      if (
        Math.abs(word.length - part.length) < 2 &&
        word[0] === part[0] &&
        nearest(part, [word]) !== undefined
      )
        return true;
  return false;
}

/** The parts of paths that the stage's own text is made of. */
const wordsOf = memoized((stage: StageFacts): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const { keyword, source } of stage.instructions)
    if (keyword === 'RUN' || keyword === 'COPY' || keyword === 'WORKDIR')
      for (const word of source.split(/[^\w.@-]+/)) if (word.length > 2) words.add(word);
  return words;
});

function isWritten(stage: StageFacts, word: string): boolean {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    if (at.instructions.some(({ source }) => source.includes(word))) return true;
  return false;
}

/** Names of output folders whose letters got mixed up: `dits`, `node_module`, `relase`. */
function usualWord(stage: StageFacts, path: string): string | undefined {
  const parts = path.slice(1).split('/');
  for (const [at, part] of parts.entries()) {
    const meant = USUAL.find((word) => isMisspelt(part, word));
    if (meant === undefined || isWritten(stage, part)) continue;
    return `/${[...parts.slice(0, at), meant, ...parts.slice(at + 1)].join('/')}`;
  }
  return undefined;
}

/** Parts of paths that nearly everybody knows, of outputs and of the system; none is another one with a letter changed. */
const USUAL: readonly string[] = (
  'dist build target release debug output node_modules standalone static public publish server browser client vendor bundle ' +
  'site-packages dist-packages frontend backend generated resources workspace application local share passwd group certs ' +
  'ca-certificates.crt zoneinfo nginx html package.json package-lock.json requirements.txt'
).split(' ');

/** Two neighbours swapped, a letter doubled, or one left out of a long word; other changes may make another real word. */
function isMisspelt(part: string, word: string): boolean {
  const difference = part.length - word.length;
  if (part === word || difference < -1 || difference > 1 || part[0] !== word[0]) return false;
  let at = 0;
  while (at < word.length && part[at] === word[at]) at++;
  if (difference === 0)
    return (
      part[at] === word[at + 1] && part[at + 1] === word[at] && part.slice(at + 2) === word.slice(at + 2)
    );
  if (difference === 1) return part[at] === part[at - 1] && part.slice(at + 1) === word.slice(at);
  // Without its last letter a word most often is another one: `asset`, `resource`.
  return word.length >= 6 && at < part.length && part.slice(at) === word.slice(at + 1);
}

/** The same output below the folder in which the stage works. */
function inAnotherFolder(stage: StageFacts, path: string): string | undefined {
  const { workdir } = stage.end;
  if (workdir === undefined || workdir === '/') return undefined;
  const parts = path.slice(1).split('/');
  for (let cut = Math.min(1, parts.length - 1); cut < parts.length; cut++) {
    const moved = `${workdir}/${parts.slice(cut).join('/')}`;
    if (moved !== path && !isAbsent(stage, moved)) return moved;
  }
  return undefined;
}

/** Cargo puts its output below target/, then a folder for `--target`, then one for the profile. */
function cargoOutput(stage: StageFacts, path: string): string | undefined {
  if (!path.includes('/target/')) return undefined;
  const match = /^(.*\/target\/)(?:(\w+-[\w.-]+)\/)?(release|debug)(\/.+)$/.exec(path);
  if (match === null) return undefined;
  const [, start = '', triple, profile = '', rest = ''] = match;
  const builds = cargoBuilds(stage);
  const [first] = builds ?? [];
  if (builds === undefined || first === undefined) return undefined;
  if (builds.some((build) => build.profile === profile && build.triple === triple)) return undefined;
  // A configuration file of the project may name the target.
  if (triple !== undefined && builds.every((build) => build.triple === undefined)) return undefined;
  return `${start}${first.triple === undefined ? '' : `${first.triple}/`}${first.profile}${rest}`;
}

interface CargoBuild {
  readonly profile: string;
  readonly triple: string | undefined;
}

/** The builds of the stage and what it is built from; undefined when one of them, or its output, cannot be told. */
function cargoBuilds(stage: StageFacts): readonly CargoBuild[] | undefined {
  const builds: CargoBuild[] = [];
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent) {
    for (const effect of runEffectsOf(at))
      if (effect.kind === 'may-hold' && effect.path === '/') return undefined;
    if (at.end.env.has('CARGO_TARGET_DIR') || at.end.env.has('CARGO_BUILD_TARGET')) return undefined;
    for (const command of commandsOf(at)) {
      const build = cargoBuild(command);
      if (build === 'unknown') return undefined;
      if (build !== undefined) builds.push(build);
    }
  }
  return builds;
}

function cargoBuild(command: ShellCommand): CargoBuild | 'unknown' | undefined {
  const tool = toolOf(command);
  if (tool?.name !== 'cargo') return undefined;
  const verb = tool.args.find((word) => !/^[-+]/.test(word.text))?.value;
  if (
    verb === 'fetch' ||
    verb === 'install' ||
    verb === 'init' ||
    verb === 'new' ||
    verb === 'chef' ||
    verb === 'clean'
  )
    return undefined;
  if ((verb !== 'build' && verb !== 'b') || command.assignments.length > 0) return 'unknown';
  let profile = 'debug';
  let triple: string | undefined;
  for (const [at, word] of tool.args.entries()) {
    const { value } = word;
    if (value === undefined) return 'unknown';
    if (value === '--release' || value === '-r') profile = 'release';
    else if (/^--(?:profile|target-dir|manifest-path|config|artifact-dir|out-dir)/.test(value))
      return 'unknown';
    else if (value === '--target') triple = tool.args[at + 1]?.value;
    else if (value.startsWith('--target=')) triple = value.slice(9);
    if (value === '--target' && triple === undefined) return 'unknown';
  }
  return { profile, triple };
}

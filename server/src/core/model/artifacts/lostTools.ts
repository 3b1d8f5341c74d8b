/** Tools that are copied out of an image which has them in a folder of its own, and are called where that folder is on no PATH. */
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction } from '../../syntax/nodes';
import { compileOf } from '../commands/compiles';
import { packageInstallOf } from '../commands/installs';
import type { StageFacts } from '../facts';
import { isWithin } from './effects';
import { effectsAt, heldIn } from './stageFiles';

export interface LostTool {
  /** Where the programs arrive. */
  readonly folder: string;
  readonly program: string;
}

interface Arrival {
  readonly producer: StageFacts;
  /** Absolute and clean, in the producer. */
  readonly path: string;
  readonly destination: string;
  readonly by: Instruction;
}

/** `started` is what the container runs in the end; undefined where that is not known. */
export function lostTool(
  stage: StageFacts,
  { producer, path, destination, by }: Arrival,
  started: ShellCommand | undefined,
): LostTool | undefined {
  const folders = toolFolders(producer, path);
  if (folders.length === 0) return undefined;
  for (const { command, path: onPath } of callsBehind(stage, by, started)) {
    const program = command.words[0]?.value;
    if (program === undefined || program.includes('/') || onPath === undefined) continue;
    // What is not certain to be missing may be there some other way.
    if (stage.image?.programs[program] !== false || isBrought(stage, program)) continue;
    const held = folders.find(({ holds }) => holds(program));
    if (held === undefined) continue;
    const folder = `${destination === '/' ? '' : destination}${held.folder.slice(path.length)}`;
    if (!isOnPath(onPath, folder)) return { folder, program };
  }
  return undefined;
}

export function isOnPath(path: string, folder: string): boolean {
  return path.split(':').some((each) => each.replace(/\/$/, '') === folder);
}

interface ToolFolder {
  readonly folder: string;
  readonly holds: (program: string) => boolean;
}

/** Of the image that the producer stands on, by its PATH; and of a Java runtime that is linked there. */
function toolFolders(producer: StageFacts, path: string): readonly ToolFolder[] {
  const { image } = producer;
  const ofImage = (image?.env['PATH'] ?? '')
    .split(':')
    // What users of Go install lies beside Go.
    .filter((folder) => isWithin(folder, path) && !/^\/(?:usr\/(?:local\/)?)?s?bin$|^\/go\/bin$/.test(folder))
    .map((folder) => ({ folder, holds: (program: string) => image?.programs[program] === true }));
  const [folder] = ofImage;
  const linked = linksJava(producer, path)
    ? [{ folder: `${path}/bin`, holds: (program: string) => program === 'java' }]
    : [];
  return folder === undefined ? linked : [folder, ...linked];
}

function linksJava(producer: StageFacts, path: string): boolean {
  return producer.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      instruction.source.includes('jlink') &&
      effectsAt(producer, instruction).some(
        (effect) =>
          effect.kind === 'ran' &&
          compileOf(effect.command)?.tool === 'jlink' &&
          leaves(effect.command, path),
      ),
  );
}

function leaves(command: ShellCommand, path: string): boolean {
  return compileOf(command)?.output === path;
}

interface Call {
  readonly command: ShellCommand;
  /** The PATH at that time; undefined when it is not known. */
  readonly path: string | undefined;
}

function* callsBehind(
  stage: StageFacts,
  by: Instruction,
  started: ShellCommand | undefined,
): Generator<Call> {
  for (const instruction of stage.instructions.slice(stage.instructions.indexOf(by) + 1)) {
    if (instruction.keyword !== 'RUN') continue;
    const script = stage.scriptOf(instruction);
    if (script === undefined || script.assigned.has('PATH')) continue;
    const path = stage.stateBefore(instruction).env.get('PATH');
    for (const command of script.commands)
      if (!command.assignments.some(({ name }) => name === 'PATH')) yield { command, path };
  }
  if (started !== undefined && !started.assignments.some(({ name }) => name === 'PATH'))
    yield { command: started, path: stage.end.env.get('PATH') };
}

/** Installed, copied in under another path, or linked to where it is found. */
function isBrought(stage: StageFacts, program: string): boolean {
  const packages = PACKAGES.get(program) ?? new RegExp(`^${program}`);
  for (const held of heldIn(stage)) if (held.path.endsWith(`/bin/${program}`)) return true;
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      stage.scriptOf(instruction)?.commands.some((command) => {
        const install = packageInstallOf(command);
        const isNamed = install?.packages.some(({ name }) => packages.test(name)) === true;
        return isNamed || install?.hasUnknownPackages === true || links(command, program);
      }) === true,
  );
}

/** `ln -s /opt/x/bin/* /usr/local/bin/`, a copy to where it is found, and what chooses between alternatives. */
function links({ name, args }: ShellCommand, program: string): boolean {
  if (name === 'update-alternatives') return true;
  return (
    /^(?:ln|cp|mv|install)$/.test(name ?? '') &&
    args.some(({ text }) => text.endsWith('/bin/*') || text.endsWith(`/${program}`))
  );
}

const JAVA = /jre|jdk|java|temurin|corretto|zulu/;

/** What packages are called that bring a program of another name. */
const PACKAGES: ReadonlyMap<string, RegExp> = new Map([
  ['java', JAVA],
  ['javac', JAVA],
  ['go', /^go(?:lang|$)/],
  ['cargo', /^(?:cargo|rust)/],
  ['rustc', /^(?:rustc|rust)/],
  ['node', /^node/],
  ['npm', /^(?:npm|node)/],
]);

/** Which variables of a builder a copied folder needs to be of use, and the stage that it is copied to does not set. */
import type { ShellCommand } from '../../shell/nodes';
import { toolOf } from '../commands/tools';
import type { StageFacts } from '../facts';
import { memoized } from '../../text/memoized';
import { runtimeCommands } from '../runtimeCommand';
import { isWithin } from './effects';
import { isOnPath, lostTool } from './lostTools';
import { destinationOf, heldIn, pathOf } from './stageFiles';
import type { TakenPath } from './taken';

export interface LostVariable {
  readonly name: string;
  /** What ENV would have to say; for PATH the folder to put in front. */
  readonly value: string;
  /** What it is in the builder, where that is something else, for the files arrive elsewhere. */
  readonly was?: string;
  /** The program that is then not found, or found elsewhere; undefined where no program shows the loss. */
  readonly program: string | undefined;
}

export function lostVariable(stage: StageFacts, taken: TakenPath): LostVariable | undefined {
  const { edge, producer, source } = taken;
  if (edge.kind !== 'copy' || edge.instruction.keyword !== 'COPY') return undefined;
  // Few builders set a variable or make a virtual environment.
  if (!bringsEnvironment(producer)) return undefined;
  const path = pathOf(stage, edge.instruction, source.value);
  const to = destinationOf(stage, edge.instruction);
  if (path === undefined || path === '/' || to === undefined) return undefined;
  const command = startedProgram(stage);
  const arrival = { producer, path, destination: to.path, by: edge.instruction };
  const tool = lostTool(stage, arrival, command);
  if (tool !== undefined) return { name: 'PATH', value: tool.folder, program: tool.program };
  if (command === undefined) return undefined;
  return lostPath(stage, producer, path, to.path, command) ?? lostSetting(stage, producer, path, to.path);
}

/**
 * What stays running when all before it has run. Undefined where nothing is started, or a script may set whatever it needs;
 * the text of `sh -c` is known.
 */
function startedProgram(stage: StageFacts): ShellCommand | undefined {
  const commands = runtimeCommands(stage);
  const programs = commands.filter(
    (command, index) => !(isShell(command) && commands.length > index + 1 && isGivenText(command)),
  );
  return programs.some(isScript) ? undefined : programs.at(-1);
}

function isShell({ name }: ShellCommand): boolean {
  return name !== undefined && /^(?:ba|da|a|z)?sh$/.test(name);
}

function isGivenText({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /^-[a-z]*c$/.test(text));
}

const bringsEnvironment = memoized((stage: StageFacts): boolean => {
  if (/\/(?:go|java|cargo)\//.test(stage.image?.env['PATH'] ?? '')) return true;
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { keyword, source } of at.instructions)
      if (
        keyword === 'ENV' ||
        (keyword === 'RUN' && /venv|virtualenv|--user\b|uv sync|poetry|jlink/.test(source))
      )
        return true;
  return false;
});

function isScript({ name, words }: ShellCommand): boolean {
  return (
    name === undefined ||
    /\.(?:sh|bash)$|entrypoint|^(?:ba|da|a|z)?sh$|^(?:\.|source|export|eval)$/.test(words[0]?.value ?? name)
  );
}

/** The folder of programs below the copied one is on the PATH of the builder, or is that of a virtual environment. */
function lostPath(
  stage: StageFacts,
  producer: StageFacts,
  path: string,
  destination: string,
  command: ShellCommand,
): LostVariable | undefined {
  const program = command.words[0]?.value;
  if (program === undefined || program.includes('/') || isActivated(stage)) return undefined;
  if (command.assignments.some(({ name }) => name === 'PATH')) return undefined;
  const isPython = /^python[\d.]*$/.test(program);
  if (!isPython && stage.image?.programs[program] === true) return undefined;
  const own = stage.end.env.get('PATH');
  if (stage.end.env.has('PATH') && own === undefined) return undefined;
  const folder = programFolder(producer, path, destination, isPython);
  if (folder === undefined || isOnPath(own ?? '', folder)) return undefined;
  // Copied in under another name too, or linked to where it is found.
  if ((!isPython && bringsProgram(stage, program)) || isLinked(stage, folder)) return undefined;
  return { name: 'PATH', value: folder, program };
}

/** `. venv/bin/activate && …`, or a tool that looks for the environment itself. */
function isActivated(stage: StageFacts): boolean {
  return runtimeCommands(stage).some(
    ({ name, words }) =>
      /^(?:\.|source|uv|poetry|pipenv|pdm|hatch|conda|micromamba)$/.test(name ?? '') ||
      words.some((word) => /activate/.test(word.text)),
  );
}

function programFolder(
  producer: StageFacts,
  path: string,
  destination: string,
  isPython: boolean,
): string | undefined {
  if (isVirtualEnvironment(producer, path)) return `${destination}/bin`;
  if (/^\/(?:root|home\/[^/]+)\/\.local$/.test(path) && !isPython) return `${destination}/bin`;
  if (isPython) return undefined;
  const theirs = producer.end.env.get('PATH')?.split(':') ?? [];
  const given = producer.image?.env['PATH']?.split(':') ?? [];
  const folder = theirs.find(
    (candidate) => isWithin(candidate, path) && !given.includes(candidate) && !SYSTEM_FOLDER.test(candidate),
  );
  return folder === undefined ? undefined : `${destination}${folder.slice(path.length)}`;
}

/** On every PATH. */
const SYSTEM_FOLDER = /^\/(?:usr\/(?:local\/)?)?s?bin$/;

/** By its usual name on an image of Python, or made here by a tool that makes such. */
function isVirtualEnvironment(producer: StageFacts, path: string): boolean {
  if (producer.image?.language?.name === 'python' && /\/(?:\.?venv|virtualenv|env)$/.test(path)) return true;
  for (const held of heldIn(producer))
    if (held.path === path && held.command !== undefined) {
      const tool = toolOf(held.command)?.name;
      return tool === 'venv' || tool === 'virtualenv' || tool === 'uv';
    }
  return false;
}

function isLinked(stage: StageFacts, folder: string): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      stage
        .scriptOf(instruction)
        ?.commands.some(
          ({ name, args }) => name === 'ln' && args.some(({ text }) => text.startsWith(`${folder}/`)),
        ) === true,
  );
}

function bringsProgram(stage: StageFacts, program: string): boolean {
  for (const held of heldIn(stage)) if (held.path.endsWith(`/bin/${program}`)) return true;
  return false;
}

/** Variables by which programs find their folders; ENV of the builder names one inside what is copied. */
const SETTINGS: readonly string[] = [
  'LD_LIBRARY_PATH',
  'JAVA_HOME',
  'PYTHONPATH',
  'PYTHONUSERBASE',
  'NODE_PATH',
  'GEM_HOME',
  'BUNDLE_PATH',
  'PERL5LIB',
];

function lostSetting(
  stage: StageFacts,
  producer: StageFacts,
  path: string,
  destination: string,
): LostVariable | undefined {
  for (const name of SETTINGS) {
    const value = producer.end.env.get(name);
    if (value === undefined || !value.startsWith('/') || stage.end.env.has(name)) continue;
    if (producer.image?.env[name] === value || /^\/usr\/(?:local\/)?lib$/.test(value)) continue;
    const [theirs = ''] = value.split(':').filter((folder) => isWithin(folder, path));
    if (theirs === '') continue;
    const mentions = stage.instructions.some(
      ({ keyword, source }) => keyword === 'RUN' && (source.includes('ldconfig') || source.includes(name)),
    );
    if (mentions) continue;
    return { name, value: `${destination}${theirs.slice(path.length)}`, was: value, program: undefined };
  }
  return undefined;
}

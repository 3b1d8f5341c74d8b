/** Which variables of a builder a copied folder needs to be of use, and the stage that it is copied to does not set. */
import type { ShellCommand } from '../../shell/nodes';
import { toolOf } from '../commands/tools';
import type { StageFacts } from '../facts';
import { memoized } from '../../text/memoized';
import { runtimeCommands } from '../runtimeCommand';
import { isWithin } from './effects';
import { destinationOf, heldIn, pathOf } from './stageFiles';
import type { TakenPath } from './taken';

export interface LostVariable {
  readonly name: string;
  /** What ENV would have to say; for PATH the folder to put in front. */
  readonly value: string;
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
  const [command] = runtimeCommands(stage);
  // A script may set whatever it needs.
  if (command === undefined || isScript(command)) return undefined;
  return lostPath(stage, producer, path, to.path, command) ?? lostSetting(stage, producer, path, to.path);
}

const bringsEnvironment = memoized((stage: StageFacts): boolean => {
  for (let at: StageFacts | undefined = stage; at !== undefined; at = at.parent)
    for (const { keyword, source } of at.instructions)
      if (keyword === 'ENV' || (keyword === 'RUN' && /venv|virtualenv|--user\b|uv sync|poetry/.test(source)))
        return true;
  return false;
});

function isScript({ name, words }: ShellCommand): boolean {
  return (
    name === undefined ||
    /\.(?:sh|bash)$|entrypoint|^(?:ba|da|a|z)?sh$|^\.$|^source$/.test(words[0]?.value ?? name)
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
  const isPython = /^python[\d.]*$/.test(program);
  if (!isPython && stage.image?.programs[program] === true) return undefined;
  const own = stage.end.env.get('PATH');
  if (stage.end.env.has('PATH') && own === undefined) return undefined;
  const folder = programFolder(producer, path, destination, isPython);
  if (folder === undefined || (own ?? '').split(':').includes(folder)) return undefined;
  // Copied in under another name too, or linked to where it is found.
  if (!isPython && bringsProgram(stage, program)) return undefined;
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
  if (path === '/root/.local' && !isPython) return `${destination}/bin`;
  if (isPython || path !== destination) return undefined;
  const theirs = producer.end.env.get('PATH')?.split(':') ?? [];
  const given = producer.image?.env['PATH']?.split(':') ?? [];
  return theirs.find(
    (folder) => isWithin(folder, path) && !given.includes(folder) && !/^\/(?:usr|bin|sbin)/.test(folder),
  );
}

function isVirtualEnvironment(producer: StageFacts, path: string): boolean {
  if (!/\/(?:\.?venv|virtualenv|env)$/.test(path)) {
    if (producer.image?.language?.name !== 'python') return false;
    for (const held of heldIn(producer))
      if (held.path === path && held.command !== undefined) {
        const tool = toolOf(held.command)?.name;
        return tool === 'venv' || tool === 'virtualenv' || tool === 'uv';
      }
    return false;
  }
  return producer.image?.language?.name === 'python';
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
  if (path !== destination) return undefined;
  for (const name of SETTINGS) {
    const value = producer.end.env.get(name);
    if (value === undefined || !value.startsWith('/') || stage.end.env.has(name)) continue;
    if (producer.image?.env[name] === value || /^\/usr\/(?:local\/)?lib$/.test(value)) continue;
    if (!isWithin(value.split(':')[0] ?? '', path)) continue;
    const mentions = stage.instructions.some(
      ({ keyword, source }) => keyword === 'RUN' && (source.includes('ldconfig') || source.includes(name)),
    );
    if (!mentions) return { name, value, program: undefined };
  }
  return undefined;
}

/** COPY and ADD: what comes from where, where it lands, and who works on it. */
import { dependencyInstallOf } from '../../model/commands/dependencyInstalls';
import { broadSource } from '../../model/contextCopies';
import type { Edge } from '../../model/facts';
import type { Word } from '../../syntax/nodes';
import { misspeltStage } from '../../model/misspeltStage';
import { copyView, flagOf } from '../../syntax/views';
import type { LineLesson, Place } from '../context';
import { PRACTICES } from '../tables/practices';
import { broughtBy } from '../words/brought';
import { fateOfFiles } from '../words/fate';
import { resolved } from '../words/path';
import { stageName } from '../words/stages';
import { alternatives, code, codes, lines } from '../words/text';

export function copyLesson(place: Place): LineLesson {
  const { instruction, written, stage } = place;
  const { destination, sources } = copyView(instruction);
  if (destination === undefined)
    return { does: `${instruction.keyword} needs at least a source and a destination.` };
  const to = code(pathOf(destination, place));
  const edge = stage?.edges.find((each) => each.instruction === written);
  const common = {
    result: fateOfFiles(place, edge === undefined ? madeBy(place) : undefined),
    usedBy: nextUser(place),
  };
  if (edge !== undefined) return { ...common, ...fromElsewhere(place, edge, to) };
  if (sources.length === 0 && instruction.heredocs.length > 0)
    return {
      ...common,
      does: `Writes ${to} from the text in this Dockerfile.${owner(place)}`,
      cache: 'made again when that text or an earlier line changes.',
      practice: 'Good for short configuration; programs and long scripts belong in files of their own.',
    };
  return { ...common, ...fromContext(place, to) };
}

function fromElsewhere(place: Place, edge: Edge, to: string): LineLesson {
  const it = copyView(place.instruction).sources.length > 1 ? 'them' : 'it';
  const { stage, instruction, context } = place;
  const paths = codes(
    copyView(instruction).sources.map(({ value }) => value),
    3,
  );
  const producer = stage?.producer(edge);
  if (producer !== undefined)
    return {
      does: `Takes ${paths} out of ${stageName(producer)} (${lines([context.lineOf(producer.from)])}) and puts ${it} ${at(to)}; nothing else of that stage comes along.${owner(place)}${broughtBy(place, edge)}`,
      cache: `made again only when ${paths} comes out different or an earlier line of this stage changes.`,
      practice: PRACTICES.copyArtifact,
    };
  const reference = code(edge.reference.value);
  switch (edge.to.kind) {
    case 'image': {
      const slip = meant(place, edge);
      const question = slip === undefined ? '' : ` Did you mean ${code(slip)}?`;
      return {
        does: `Takes ${paths} out of the image ${reference} and puts ${it} ${at(to)}; no stage of this file has that name.${question}${owner(place)}`,
        cache: 'made again when the tag names a newer image and these files differ there.',
        practice:
          slip === undefined
            ? 'Name a version or digest of the image you copy from, as in FROM.'
            : PRACTICES.copyArtifact,
      };
    }
    case 'named-context':
      return {
        does: `Takes ${paths} out of the named context ${reference}, given when the image is built, and puts ${it} ${at(to)}.${owner(place)}`,
        practice: PRACTICES.copyFiles,
      };
    case 'forward':
      return {
        does: `Cannot work: ${reference} is a stage further down, and a stage can only copy from those above it.`,
      };
    case 'self':
      return { does: 'Cannot work: a stage cannot copy from itself. Use `RUN cp` or `mv`.' };
    case 'out-of-range':
      return {
        does: `Cannot work: there is no stage ${reference}; the file has ${edge.to.count.toString()}, counted from 0.`,
      };
    case 'variable':
      return {
        does: `Cannot work: \`--from\` takes no variables. Give the name to a stage instead: \`FROM ${edge.reference.value.replaceAll('`', '')} AS name\`.`,
      };
    default:
      return { does: `Takes ${paths} out of ${reference} and puts ${it} ${at(to)}.${owner(place)}` };
  }
}

function unpacked({ instruction }: Place): string {
  const unpack = flagOf(instruction, 'unpack');
  return unpack !== undefined && unpack.value !== 'false'
    ? ', and unpacks it'
    : '; an archive from an address is not unpacked';
}

/** `into` a folder, `at` a path. */
function at(to: string): string {
  return to.endsWith('/`') ? `into ${to}` : `at ${to}`;
}

/** The stage whose name was probably meant. */
function meant({ context }: Place, { reference }: Edge): string | undefined {
  const names = context.facts.stages
    .slice(0, MOST_STAGES)
    .flatMap(({ name }) => (name === undefined ? [] : [name]));
  return misspeltStage(reference.value, names);
}

const MOST_STAGES = 200;

function fromContext(place: Place, to: string): LineLesson {
  const { instruction, context } = place;
  const sources = copyView(instruction).sources.map(({ value }) => value);
  const isAdd = instruction.keyword === 'ADD';
  if (isAdd && sources.some((source) => REMOTE.test(source)))
    return {
      does: `Downloads ${codes(sources, 2)} to ${to}${sources.some((source) => GIT.test(source)) ? ' (a Git repository is checked out there)' : unpacked(place)}.${owner(place)}`,
      cache: 'made again when the address serves other content, which every build asks for.',
      practice: PRACTICES.add,
    };
  if (broadSource(instruction) !== undefined)
    return {
      does: `Copies the whole build context to ${to}, ${ignoreState(context.surroundings.ignoreFile)}.${owner(place)}`,
      cache:
        'made again when any of these files changes (content or mode, not the time); then every line below runs again.',
      practice: isAdd ? PRACTICES.add : PRACTICES.copyEverything,
    };
  const isArchive = isAdd && sources.some((source) => ARCHIVE.test(source));
  return {
    does: `Copies ${codes(sources, 4)} from the build context ${place.state?.workdir !== undefined || to.startsWith('`/') ? 'to' : 'into'} ${to}${isArchive ? ', and unpacks archives on the way' : ''}.${owner(place)}`,
    cache: `made again when the content of ${alternatives([...sources.slice(0, 3).map(code), 'an earlier line'])} changes.`,
    practice: isAdd
      ? PRACTICES.add
      : readersOf(place)?.isInstall === true
        ? PRACTICES.copyManifests
        : PRACTICES.copyFiles,
  };
}

/** A JSON array has escapes of its own, which are taken off already. */
function pathOf(destination: Word, { instruction, state }: Place): string {
  const word = instruction.exec === undefined ? destination : { ...destination, text: destination.value };
  return resolved(word, instruction.escape, state);
}

/** The files it certainly makes; undefined where a source can be a folder, whose content would be copied. */
function madeBy(place: Place): readonly string[] | undefined {
  const { sources, destination } = copyView(place.instruction);
  if (destination === undefined || sources.length === 0) return undefined;
  const path = pathOf(destination, place);
  if (!path.startsWith('/') || !sources.every(({ value }) => FILE.test(value))) return undefined;
  return sources.map(({ value }) => (path.endsWith('/') ? `${path}${value.split('/').at(-1) ?? ''}` : path));
}

const FILE = /^[^$]*\.[a-z]{2,6}$/i;

const REMOTE = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i;
const GIT = /(?:\.git(?:#|$)|^git@|^git:)/;
const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tar\.\w+)$/;

function ignoreState(ignoreFile: Place['context']['surroundings']['ignoreFile']): string {
  switch (ignoreFile.kind) {
    case 'present':
      return `without what ${code(ignoreFile.path)} leaves out`;
    case 'absent':
      return `with everything in it, as there is no ${code(ignoreFile.path)}: \`.git\`, local builds and secrets too`;
    case 'unknown':
      return 'without what an ignore file leaves out';
  }
}

function owner({ instruction }: Place): string {
  const chown = flagOf(instruction, 'chown')?.value;
  const chmod = flagOf(instruction, 'chmod')?.value;
  const parts = [
    ...(chown === undefined ? [] : [`owned by ${code(chown)}`]),
    ...(chmod === undefined ? [] : [`with mode ${code(chmod)}`]),
  ];
  return parts.length === 0 ? '' : ` The files are ${parts.join(' ')}.`;
}

/** The next RUN works on what was copied; looking further than a few lines would be a guess. */
const NEAR = 4;

function readersOf({
  stage,
  written,
}: Place): { readonly run: Place['written']; readonly isInstall: boolean } | undefined {
  if (stage === undefined) return undefined;
  const start = stage.instructions.indexOf(written) + 1;
  for (const next of stage.instructions.slice(start, start + NEAR)) {
    if (next.keyword !== 'RUN') continue;
    const commands = stage.scriptOf(next)?.commands ?? [];
    return { run: next, isInstall: commands.some((command) => dependencyInstallOf(command) !== undefined) };
  }
  return undefined;
}

function nextUser(place: Place): string | undefined {
  const reader = readersOf(place);
  if (reader === undefined) return undefined;
  const line = lines([place.context.lineOf(reader.run)]);
  const { start, end } = reader.run.body;
  const command = code(reader.run.source.slice(start, end).split(/\\?\n/, 1)[0] ?? '');
  return `${line} (${command}) runs next on what is here.`;
}

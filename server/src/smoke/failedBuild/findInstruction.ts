/** Finds the instruction that a log is about in the Dockerfile as it is now, which need not be the one that was built. */
import type { Analysis, Instruction, StageFacts } from '../../core/index';
import { placeOfStep } from '../stageMap';
import type { SmokeStage } from '../input';
import { smokeStages } from '../stages';
import type { FailedLog, LoggedFrame, LoggedStep } from './failedLog';
import { likeness } from './sameText';

export interface FoundInstruction {
  readonly instruction: Instruction;
  /** Undefined before the first FROM. */
  readonly stage: StageFacts | undefined;
  readonly certainty: 'certain' | 'likely';
  /** False when the log shows another text than the file has now: then it was built from another version. */
  readonly isAsLogged: boolean;
  /** The line that it had when it was built, zero-based, where that was another one. */
  readonly lineThen: number | undefined;
}

export function findInstruction(analysis: Analysis, log: FailedLog): FoundInstruction | undefined {
  const { frame, step } = log;
  return (
    (frame === undefined ? undefined : byFrame(analysis, frame)) ??
    (step === undefined ? undefined : byStep(analysis, step)) ??
    byMessage(analysis, log) ??
    (log.command === undefined ? undefined : byCommand(analysis, log.command)) ??
    (frame === undefined ? undefined : byLine(analysis, frame.line))
  );
}

/** The excerpt is the file itself, so it decides: its lines are looked for where they were, then anywhere. */
function byFrame(analysis: Analysis, frame: LoggedFrame): FoundInstruction | undefined {
  const lines = analysis.text.split(/\r?\n/u).map((line) => line.trimEnd());
  const texts = frame.texts.map((line) => line.trimEnd());
  const places = lines.flatMap((_line, at) =>
    texts.every((text, by) => lines[at + by] === text) ? [at] : [],
  );
  const nearest = places.toSorted((a, b) => Math.abs(a - frame.line) - Math.abs(b - frame.line))[0];
  if (nearest === undefined || texts.join('').trim() === '') return undefined;
  const instruction = instructionAt(analysis, nearest);
  if (instruction === undefined) return undefined;
  const isThere = nearest === frame.line;
  return {
    instruction,
    stage: analysis.facts.stageOf(instruction),
    certainty: isThere || places.length === 1 ? 'certain' : 'likely',
    isAsLogged: true,
    lineThen: isThere ? undefined : frame.line,
  };
}

/** What the number says counts when the words agree; else the words alone, wherever they stand now. */
function byStep(analysis: Analysis, step: LoggedStep): FoundInstruction | undefined {
  const counted = byNumber(analysis, step);
  if (counted !== undefined && likeness(counted.source, step.text).isSame)
    return found(analysis, counted, 'certain', true);
  const keyword = /^\w+/u.exec(step.text)?.[0].toUpperCase() ?? '';
  const candidates = analysis.dockerfile.instructions
    .filter((instruction) => instruction.keyword === keyword)
    .map((instruction) => ({ instruction, ...likeness(instruction.source, step.text) }));
  const same = candidates.filter(({ isSame }) => isSame);
  const [only] = same;
  if (only !== undefined) {
    const isUnique = same.length === 1;
    return found(analysis, only.instruction, isUnique ? 'certain' : 'likely', true);
  }
  const best = candidates.toSorted((a, b) => b.alike - a.alike)[0];
  if (best !== undefined && best.alike >= LIKE_ENOUGH)
    return found(analysis, best.instruction, 'likely', false);
  return counted?.keyword === keyword ? found(analysis, counted, 'likely', false) : undefined;
}

/** Half of the words: an edited command keeps its program and most of its arguments. */
const LIKE_ENOUGH = 0.5;

function byNumber(analysis: Analysis, { text, counted }: LoggedStep): Instruction | undefined {
  const { instructions } = analysis.dockerfile;
  switch (counted.kind) {
    case 'buildkit': {
      const place = placeOfStep(stagesOf(analysis), counted.name);
      return place === undefined ? undefined : instructionAt(analysis, place.instruction.line);
    }
    case 'in-file':
      return instructions[counted.number - 1];
    case 'in-stage': {
      const stage = analysis.facts.stages[counted.stage];
      return stage === undefined ? undefined : [stage.from, ...stage.instructions][counted.number - 1];
    }
    case 'stage-only':
      return analysis.facts.stages[counted.stage]?.instructions.find(
        (instruction) => likeness(instruction.source, text).isSame,
      );
    case 'not-counted':
      return undefined;
  }
}

const known = new WeakMap<Analysis, readonly SmokeStage[]>();

function stagesOf(analysis: Analysis): readonly SmokeStage[] {
  const stages = known.get(analysis) ?? smokeStages(analysis);
  known.set(analysis, stages);
  return stages;
}

/** A line of a parse error, the path of a COPY, the stage or the image that is named: what a message says without a step. */
function byMessage(analysis: Analysis, { message }: FailedLog): FoundInstruction | undefined {
  const line = /\bon line (\d{1,6})\b|\bline (\d{1,6}):/u.exec(message);
  const number = line?.[1] ?? line?.[2];
  if (number !== undefined) {
    const instruction = instructionAt(analysis, Number(number) - 1);
    const unknown = /unknown instruction: "?([^"\s]+)/iu.exec(message)?.[1];
    const isAsLogged = unknown === undefined || instruction?.keyword === unknown.toUpperCase();
    if (instruction !== undefined)
      return found(analysis, instruction, isAsLogged ? 'certain' : 'likely', isAsLogged);
  }
  const word = /unknown instruction: "?([^"\s]+)/iu.exec(message)?.[1];
  const withHeredoc = word === undefined ? undefined : byHeredoc(analysis, word);
  if (withHeredoc !== undefined) return withHeredoc;
  const path = /"\/?([^"]+)": not found|(?:stat|lstat) (\S+): (?:file does not exist|no such file)/u.exec(
    message,
  );
  const source = (path?.[1] ?? path?.[2])?.split('/').at(-1);
  if (source !== undefined) return only(analysis, ['COPY', 'ADD', 'RUN'], source);
  const image = /(?:docker\.io\/(?:library\/)?|^pull access denied for |^manifest for )([\w./-]+)/u.exec(
    message,
  )?.[1];
  if (image === undefined) return undefined;
  return only(analysis, ['FROM'], image) ?? only(analysis, ['COPY', 'RUN'], image);
}

/** A builder that knows no heredocs takes the lines of one for instructions. */
function byHeredoc(analysis: Analysis, word: string): FoundInstruction | undefined {
  const instruction = analysis.dockerfile.instructions.find((each) => heredocWith(each, word) !== undefined);
  return instruction === undefined ? undefined : found(analysis, instruction, 'likely', true);
}

/** The name of the instruction's heredoc that has a line which begins with the word, in any capitals. */
export function heredocWith({ heredocs, text }: Instruction, word: string): string | undefined {
  const wanted = word.toUpperCase();
  return heredocs.find(
    ({ name, body }) =>
      name.toUpperCase() === wanted ||
      text
        .slice(body.start, body.end)
        .split('\n')
        .some((line) => /^\s*(\S+)/u.exec(line)?.[1]?.toUpperCase() === wanted),
  )?.name;
}

/** The only instruction of those that has the word; with several it cannot be known which one is meant. */
function only(analysis: Analysis, keywords: readonly string[], word: string): FoundInstruction | undefined {
  const named = analysis.dockerfile.instructions.filter(
    ({ keyword, source }) => keywords.includes(keyword) && source.includes(word),
  );
  const [first] = named;
  return first === undefined || named.length > 1 ? undefined : found(analysis, first, 'likely', true);
}

function byCommand(analysis: Analysis, command: string): FoundInstruction | undefined {
  const text = command.replace(/^\S+ (?:-\w+ )*-\w*c /u, '').replace(/^# \(nop\) /u, '');
  const step: LoggedStep = { text: `RUN ${text}`, counted: { kind: 'not-counted' } };
  return byStep(analysis, step);
}

/** The file has changed so much that only the number is left. */
function byLine(analysis: Analysis, line: number): FoundInstruction | undefined {
  const instruction = instructionAt(analysis, line);
  return instruction === undefined ? undefined : found(analysis, instruction, 'likely', false);
}

function instructionAt(analysis: Analysis, line: number): Instruction | undefined {
  const { lines, dockerfile } = analysis;
  return dockerfile.instructions.find((instruction) => {
    const place = dockerfile.absolute(instruction, instruction.span);
    return lines.lineAt(place.start) <= line && line <= lines.lineAt(place.end);
  });
}

function found(
  analysis: Analysis,
  instruction: Instruction,
  certainty: FoundInstruction['certainty'],
  isAsLogged: boolean,
): FoundInstruction {
  const stage = analysis.facts.stageOf(instruction);
  return { instruction, stage, certainty, isAsLogged, lineThen: undefined };
}

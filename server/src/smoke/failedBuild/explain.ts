/** Explains a failed build from its log: which instruction, what happened, what to do, which rule would have told. */
import { analyze, type Analysis, type Finding, type Instruction, ruleById } from '../../core/index';
import { causes, type Cause, type Hit, type Telling } from './causes/index';
import type { Evidence } from './evidence';
import type {
  ExplainedCause,
  ExplainedInstruction,
  ExplainedRule,
  FailedBuildExplanation,
} from './explanation';
import { exitCodeIn, type FailedLog } from './failedLog';
import { findInstruction, type FoundInstruction } from './findInstruction';
import { logText } from './logText';
import { type GivenToBuild, mountNotGiven } from './causes/secrets';
import { readLog } from './readLog';
import { type Redact, redactAll, redactorOf } from '../redact';

/** Lines of the log that are shown. */
const SHOWN_LINES = 12;

/** `raw` is the log as it was copied, of any length; secrets in it do not get into the answer. */
export function explainFailedBuild(analysis: Analysis, raw: string): FailedBuildExplanation {
  const { lines, isCut } = logText(raw);
  const log = readLog(lines);
  const redact: Redact = redactorOf({ text: analysis.text, buildArgs: {} }, []);
  return redactAll(explained(analysis, log, isCut), redact);
}

interface Failure {
  /** Zero-based. */
  readonly line: number | undefined;
  readonly message: string;
  readonly log: readonly string[];
}

/**
 * Tells the likely cause of what a smoke build of this very text ran into; its log is redacted already.
 */
export function causeFinder(
  analysis: Analysis,
  given: GivenToBuild = { secrets: [], ssh: [] },
): (failure: Failure) => ExplainedCause | undefined {
  return ({ line, message, log }) => {
    const found = line === undefined ? undefined : instructionOfLine(analysis, line);
    // BuildKit runs the command without them, and what it then says is seldom about them.
    const missing = found === undefined ? undefined : mountNotGiven(analysis, found.instruction, given);
    if (missing !== undefined) return missing;
    const read: FailedLog = {
      builder: 'buildkit',
      step: undefined,
      frame: undefined,
      command: undefined,
      message,
      exitCode: exitCodeIn(message),
      output: log,
    };
    return causeOf({ log: read, analysis, found })?.explained;
  };
}

function explained(analysis: Analysis, log: FailedLog, isCut: boolean): FailedBuildExplanation {
  const told = findInstruction(analysis, log);
  const evidence: Evidence = { log, analysis, found: told };
  const first = causeOf(evidence);
  const hasFailed = log.message !== '' || log.exitCode !== undefined;
  // A piece of a log may name no instruction; the program that speaks in it may be called by one only.
  const found =
    told === undefined && first !== undefined
      ? byProgram(analysis, first.cause)
      : hasFailed || first !== undefined
        ? told
        : undefined;
  const answer = found === told ? first : causeOf({ ...evidence, found });
  return {
    builder: log.builder,
    logged: log.step?.text,
    instruction: found === undefined ? undefined : instructionOf(analysis, found),
    exitCode: log.exitCode,
    message: log.message,
    cause: answer?.explained,
    log: hasFailed || answer !== undefined || log.builder === undefined ? lastLines(log) : [],
    notes: notesOn(log, told ?? found, isCut),
  };
}

function lastLines({ output }: FailedLog): readonly string[] {
  return output.filter((line) => line.trim() !== '').slice(-SHOWN_LINES);
}

interface Found {
  readonly cause: Cause;
  readonly explained: ExplainedCause;
}

function causeOf(evidence: Evidence): Found | undefined {
  for (const cause of causes) {
    const hit = hitOf(cause, evidence.log);
    const telling = hit === undefined ? undefined : cause.tell(hit, evidence);
    if (hit === undefined || telling === undefined) continue;
    return { cause, explained: explainedCause(cause, hit, telling, evidence) };
  }
  return undefined;
}

function hitOf(cause: Cause, log: FailedLog): Hit | undefined {
  const { exitCodes, message = [], output = [] } = cause;
  if (exitCodes !== undefined && log.exitCode !== undefined && !exitCodes.includes(log.exitCode))
    return undefined;
  if (message.length === 0 && output.length === 0)
    return log.exitCode === undefined ? undefined : { line: '', groups: {} };
  for (const pattern of message) {
    const match = pattern.exec(log.message);
    if (match !== null) return { line: log.message, groups: match.groups ?? {} };
  }
  const lines = cause.takes === 'last' ? log.output.toReversed() : log.output;
  for (const line of lines)
    for (const pattern of output) {
      const match = pattern.exec(line);
      if (match !== null) return { line, groups: match.groups ?? {} };
    }
  return undefined;
}

function explainedCause(cause: Cause, hit: Hit, telling: Telling, evidence: Evidence): ExplainedCause {
  return {
    id: cause.id,
    happened: telling.happened.replace(/ {2,}/gu, ' '),
    remedy: telling.remedy,
    line: hit.line === '' || hit.line === evidence.log.message ? undefined : hit.line.trim(),
    rule: telling.rules === undefined ? undefined : ruleOf(telling.rules, evidence),
  };
}

/**
 * The first of the rules that finds it in this very instruction, or that would if it were let. A rule that looks and does not
 * find it is no rule that would have told.
 */
function ruleOf(ids: readonly string[], evidence: Evidence): ExplainedRule | undefined {
  const { analysis, found } = evidence;
  for (const id of ids) {
    const isHere = ({ rule, at }: Finding): boolean =>
      (rule === id || rule.startsWith(`${id}/`)) && (found === undefined || at.node === found.instruction);
    const reported = analysis.findings.find(isHere);
    if (reported !== undefined) return ruleWith(id, 'reported', reported);
    const silenced = analysis.suppressed.find(isHere);
    if (silenced !== undefined) return ruleWith(id, 'silenced', silenced);
    const byDefault = analyze(analysis.text, { surroundings: analysis.surroundings }).findings.find(isHere);
    if (byDefault !== undefined) return ruleWith(id, 'off', byDefault);
  }
  const isOther = found === undefined || !found.isAsLogged || found.lineThen !== undefined;
  const { context } = analysis.surroundings;
  const isBlind = context === undefined || context.isAssumed;
  const unseen = ids.find((id) => isOther || (isBlind && ruleById.get(id)?.meta.readsContext === true));
  return unseen === undefined ? undefined : ruleWith(unseen, 'unseen', undefined);
}

function ruleWith(id: string, state: ExplainedRule['state'], finding: Finding | undefined): ExplainedRule {
  return { id, state, level: finding?.level, message: finding?.message };
}

function byProgram(analysis: Analysis, { programs = [] }: Cause): FoundInstruction | undefined {
  const callers = analysis.facts.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction) =>
      instruction.keyword === 'RUN' &&
      stage
        .scriptOf(instruction)
        ?.commands.some(({ name }) => name !== undefined && programs.includes(name)) === true
        ? [{ stage, instruction }]
        : [],
    ),
  );
  const [only] = callers;
  return only === undefined || callers.length > 1
    ? undefined
    : { ...only, certainty: 'likely', isAsLogged: true, lineThen: undefined };
}

function instructionOfLine(analysis: Analysis, line: number): FoundInstruction | undefined {
  const node = analysis.dockerfile.nodeAt(analysis.lines.startOfLine(line));
  if (node?.kind !== 'instruction') return undefined;
  return {
    instruction: node,
    stage: analysis.facts.stageOf(node),
    certainty: 'certain',
    isAsLogged: true,
    lineThen: undefined,
  };
}

function instructionOf(analysis: Analysis, found: FoundInstruction): ExplainedInstruction {
  const { instruction, stage, certainty } = found;
  const place = analysis.dockerfile.absolute(instruction, instruction.span);
  const range = analysis.lines.rangeOf(place);
  return {
    line: range.start.line,
    range,
    keyword: instruction.keyword,
    text: firstLineOf(instruction),
    stage: stage === undefined ? undefined : { index: stage.index, name: stage.name },
    certainty,
  };
}

function firstLineOf({ text, span }: Instruction): string {
  const whole = text.slice(span.start, span.end);
  const [line = ''] = whole.split(/\r?\n/u);
  return line === whole ? line : `${line.replace(/\s*[\\`]\s*$/u, '')} \u2026`;
}

function notesOn(log: FailedLog, found: FoundInstruction | undefined, isCut: boolean): readonly string[] {
  const notes: string[] = [];
  if (log.builder === undefined)
    notes.push('The log shows no builder: it is taken for what the failing command printed.');
  else if (log.message === '' && log.exitCode === undefined)
    notes.push(
      'The log shows no error of the builder; it may be a part of a log, or of a build that succeeded.',
    );
  if (found === undefined && log.step !== undefined)
    notes.push(
      `The Dockerfile has no instruction like "${log.step.text}": the log is of another file, or of another version of it.`,
    );
  else if (found?.isAsLogged === false)
    notes.push('The log is of another version of the file: the instruction reads otherwise now.');
  else if (found?.lineThen !== undefined)
    notes.push(
      `The log is of another version of the file: the instruction stood in line ${String(found.lineThen + 1)} then.`,
    );
  if (isCut) notes.push('Only the end of the log was read.');
  return notes;
}

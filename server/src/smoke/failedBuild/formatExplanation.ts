/** The explanation as people read it: 80 columns for a terminal, Markdown for an editor. Lines count from one. */
import { fit, type Paint, painter, WIDTH, wrap } from '../textLayout';
import type { ExplainedInstruction, ExplainedRule, FailedBuildExplanation } from './explanation';

export interface ExplanationStyle {
  readonly isColored: boolean;
}

/** Ends with a line feed. `dockerfile` is the path as the user named it. */
export function explanationText(
  explanation: FailedBuildExplanation,
  dockerfile: string,
  { isColored }: ExplanationStyle,
): string {
  const paint = painter(isColored ? 'colored' : 'plain');
  const { cause } = explanation;
  const sections = [
    headRows(explanation, dockerfile, paint),
    cause === undefined
      ? wrap(unknownCause(explanation), WIDTH)
      : [
          ...labelled('Cause', cause.happened, paint),
          ...labelled('Do', cause.remedy, paint),
          ...(cause.rule === undefined ? [] : labelled('Rule', ruleSentence(cause.rule), paint)),
        ],
    logRows(explanation, paint),
    explanation.notes.flatMap((note) => labelled('Note', note, paint)),
  ];
  return `${sections
    .filter((rows) => rows.length > 0)
    .map((rows) => rows.join('\n'))
    .join('\n\n')}\n`;
}

function headRows(
  { instruction, message }: FailedBuildExplanation,
  dockerfile: string,
  paint: Paint,
): readonly string[] {
  const words = wrap(message, WIDTH).slice(0, MESSAGE_LINES);
  if (instruction === undefined)
    return [paint(`${dockerfile}: the failing instruction is not known`, 'bold'), ...words];
  const place = `${dockerfile}:${String(instruction.line + 1)}`;
  return [
    paint(fit(`${place}  ${instruction.text}`, WIDTH), 'bold'),
    ...wrap(instructionSentence(instruction), WIDTH),
    ...words,
  ];
}

const MESSAGE_LINES = 4;
const LABEL = 7;

function labelled(label: string, text: string, paint: Paint): readonly string[] {
  return wrap(text, WIDTH - LABEL).map(
    (line, at) => `${at === 0 ? paint(label.padEnd(LABEL), 'bold') : ' '.repeat(LABEL)}${line}`,
  );
}

function logRows({ log, cause }: FailedBuildExplanation, paint: Paint): readonly string[] {
  const telling = cause?.line;
  const shown =
    telling === undefined || log.some((line) => line.trim() === telling) ? log : [telling, ...log];
  if (shown.length === 0) return [];
  return [
    'Log',
    ...shown.map((line) => {
      const row = fit(`  | ${line}`, WIDTH);
      return line.trim() === telling ? paint(row, 'red') : paint(row, 'dim');
    }),
  ];
}

function instructionSentence({ certainty, stage }: ExplainedInstruction): string {
  const where = stage === undefined ? '' : ` It is in stage ${stage.name ?? String(stage.index)}.`;
  return `${certainty === 'certain' ? 'This instruction failed.' : 'This is likely the instruction that failed.'}${where}`;
}

function unknownCause({ exitCode }: FailedBuildExplanation): string {
  const code = exitCode === undefined ? '' : ` It ended with exit code ${String(exitCode)}.`;
  return `The log shows no cause that is known here.${code} What it printed last says most.`;
}

function ruleSentence({ id, state, level, message }: ExplainedRule): string {
  switch (state) {
    case 'reported':
      return `${id} reports it before anything is built (${level ?? ''}): ${message ?? ''}`;
    case 'silenced':
      return `${id} would have told, and a comment silences it here: ${message ?? ''}`;
    case 'off':
      return `${id} would have told, and the configuration switches it off: ${message ?? ''}`;
    case 'unseen':
      return `${id} looks for this before anything is built.`;
  }
}

/** `linkTo` gives the address of a zero-based line; `pageOf` the one of a rule's page. */
export interface ExplanationLinks {
  readonly linkTo: (line: number) => string | undefined;
  readonly pageOf: (rule: string) => string | undefined;
}

/** Nothing from the log or the file becomes Markdown: it stands in code. */
export function explanationMarkdown(
  explanation: FailedBuildExplanation,
  dockerfile: string,
  { linkTo, pageOf }: ExplanationLinks,
): string {
  const { instruction, cause, message, log, notes } = explanation;
  const parts: string[] = ['# Why the build failed'];
  if (instruction === undefined) {
    parts.push(`The failing instruction of ${code(dockerfile)} is not known.`);
  } else {
    const place = `${dockerfile}:${String(instruction.line + 1)}`;
    const address = linkTo(instruction.line);
    parts.push(
      `${address === undefined ? code(place) : `[${escaped(place)}](${address})`}: ${instructionSentence(instruction)}`,
      block([instruction.text]),
    );
  }
  if (cause === undefined) parts.push('## Cause', unknownCause(explanation));
  else {
    parts.push('## Cause', prose(cause.happened), '## What to do', prose(cause.remedy));
    if (cause.rule !== undefined) {
      const page = pageOf(cause.rule.id);
      const sentence = prose(ruleSentence(cause.rule));
      parts.push(
        '## The rule that would have told',
        page === undefined ? sentence : `${sentence} ([page](${page}))`,
      );
    }
  }
  if (notes.length > 0) parts.push('## Note', notes.map((note) => `- ${prose(note)}`).join('\n'));
  if (message !== '') parts.push('## What the builder says', block([message]));
  if (cause?.line !== undefined && !log.some((line) => line.trim() === cause.line))
    parts.push('## Log', block([cause.line, ...log]));
  else if (log.length > 0) parts.push('## Log', block(log));
  return `${parts.join('\n\n')}\n`;
}

function code(text: string): string {
  return text.includes('`') ? escaped(text) : `\`${text}\``;
}

/** A fence longer than any in the text. */
function block(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/gu)].map(([ticks]) => ticks.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${lines.join('\n')}\n${fence}`;
}

/** Sentences of ours hold names out of the log, which may look like Markdown or HTML. */
function prose(text: string): string {
  return escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|~]/gu, String.raw`\$&`);
}

/** Conversion tests as examples of Dockerfiles: what comes out, or the reason why nothing does. */
import assert from 'node:assert/strict';
import {
  convertToMultiStage,
  listedContext,
  type Conversion,
  type ConversionAnswers,
  type ListedFile,
  type RefusalReason,
} from '../../server/src/core';
import { analyzed, readMarks } from './checkRule';

export interface ConversionOptions {
  readonly answers?: ConversionAnswers;
  readonly stage?: string;
  /** Files of the build context by path; nothing is known of a context when left out. */
  readonly files?: Readonly<Record<string, ListedFile>>;
}

/** Fails unless the conversion gives exactly this text; returns it for what else is asked of it. */
export function checkConversion(before: string, after: string, options: ConversionOptions = {}): Conversion {
  const result = conversionOf(before, options);
  if (result.kind === 'refused') assert.fail(`refused as ${result.reason}: ${result.message}`);
  assert.equal(result.text, after);
  return result;
}

/** Fails unless the conversion is refused for this reason at the marked place (« and »; none for no place). */
export function checkRefusal(reason: RefusalReason, marked: string, options: ConversionOptions = {}): void {
  const { text, spans } = readMarks(marked);
  const analysis = analyzed(text, surroundingsOf(options));
  const result = convertToMultiStage(analysis, chosenIn(options));
  if (result.kind === 'converted') assert.fail(`converted:\n${result.text}`);
  assert.equal(result.reason, reason, result.message);
  const found = result.at === undefined ? undefined : analysis.locate(result.at);
  const shown = found === undefined ? undefined : text.slice(found.start, found.end);
  const [wanted] = spans;
  assert.equal(shown, wanted === undefined ? shown : text.slice(wanted.start, wanted.end));
}

export function conversionOf(
  text: string,
  options: ConversionOptions,
): ReturnType<typeof convertToMultiStage> {
  return convertToMultiStage(analyzed(text, surroundingsOf(options)), chosenIn(options));
}

function surroundingsOf({ files }: ConversionOptions): Parameters<typeof analyzed>[1] {
  return { surroundings: files === undefined ? {} : { context: listedContext(files) } };
}

function chosenIn({ answers = {}, stage }: ConversionOptions): Parameters<typeof convertToMultiStage>[1] {
  return { stage, answers };
}

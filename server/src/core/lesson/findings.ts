/** The lesson of a finding: what is wrong here, why, and how to silence it. */
import type { Finding } from '../lint/finding';
import type { Level, Rule } from '../lint/rule';
import type { Span } from '../text/span';
import type { LessonContext } from './context';
import type { WordLesson } from './places/word';
import { capital, code, codes, sentence, unwrapped } from './words/text';

export interface FindingHere {
  readonly finding: Finding;
  /** Relative to the node's text. */
  readonly span: Span;
}

/** The worst of the findings in full, the others by name; undefined when there is none. */
export function findingLesson(_context: LessonContext, here: readonly FindingHere[]): WordLesson | undefined {
  const [worst, ...others] = [...here].sort(
    (a, b) =>
      SEVERITY[a.finding.level] - SEVERITY[b.finding.level] ||
      a.span.end - a.span.start - (b.span.end - b.span.start),
  );
  if (worst === undefined) return undefined;
  const { finding, span } = worst;
  const names = [...new Set(others.map(({ finding: { rule } }) => rule))].filter(
    (rule) => rule !== finding.rule,
  );
  const silence = `Silence it here: ${code(`# stagewright ignore=${finding.rule}`)}.`;
  return {
    span,
    blocks: [
      `**${capital(finding.level)}** · ${code(finding.rule)}`,
      unwrapped(finding.message),
      firstParagraph(finding.source.rule.docs.lesson),
      names.length === 0 ? silence : `${silence} Also here: ${codes(names, 5)}.`,
    ],
  };
}

const SEVERITY: Readonly<Record<Level, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Summary and reason of a rule, for where its name stands. */
export function ruleSummary({ docs }: Rule): readonly string[] {
  return [sentence(docs.summary), firstParagraph(docs.lesson)];
}

/** The rule as a page of Markdown: summary, the whole lesson, when not to use it, how to silence it. */
export function ruleLesson({ id, docs }: Rule): string {
  return [
    `**${id}**`,
    sentence(docs.summary),
    docs.lesson,
    `**When not to use it:** ${docs.whenNotToUse}`,
    `Silence it for one instruction: ${code(`# stagewright ignore=${id} reason=…`)}`,
  ].join('\n\n');
}

function firstParagraph(lesson: string): string {
  return unwrapped(lesson.trim().split(/\n\s*\n/, 1)[0] ?? '');
}

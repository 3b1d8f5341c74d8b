/** The lesson of a finding: what is wrong here, why, and how to silence it. */
import type { Level, Rule } from '../lint/rule';
import type { FindingHere, FindingMessages } from './context';
import type { Piece } from './piece';
import { capital, code, codes, escaped, sentence, unwrapped } from './words/text';

/** The worst of the findings in full, the others by name; undefined when there is none. */
export function findingLesson(here: readonly FindingHere[], messages: FindingMessages): Piece | undefined {
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
  // Nothing stands in front of a comment or a directive.
  const form = finding.at.node?.kind === 'instruction' ? 'ignore' : 'file-ignore';
  const silence = `Silence it here: ${code(`# stagewright ${form}=${finding.rule}`)}.`;
  return {
    span,
    blocks: [
      ...(messages === 'shown'
        ? [`**Why** · ${code(finding.rule)}`]
        : [`**${capital(finding.level)}** · ${code(finding.rule)}`, escaped(unwrapped(finding.message))]),
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

function firstParagraph(lesson: string): string {
  return unwrapped(lesson.trim().split(/\n\s*\n/, 1)[0] ?? '');
}

/** What a rule teaches, as one text for the services that show it beside a finding. */
import type { Example, Rule } from '../../core/index';
import { markdownText } from './markdownText';
import { paintFor } from './terminalText';

/** Plain text; `why` is the lesson alone. */
export function ruleHelp(rule: Rule): { readonly why: string; readonly all: string } {
  const style = { paint: paintFor({ isColored: false }), columns: Infinity };
  const plain = (markdown: string): string => markdownText(markdown, style).join('\n').trim();
  return { why: plain(rule.docs.lesson), all: plain(ruleHelpMarkdown(rule)) };
}

export function ruleHelpMarkdown({ docs }: Rule): string {
  return [
    `**${docs.summary}.**`,
    docs.lesson,
    ...examples('Instead of', docs.examples.bad),
    ...examples('Write', docs.examples.good),
    `When not to use it: ${docs.whenNotToUse}`,
    ...(docs.references.length === 0 ? [] : [docs.references.map((each) => `- <${each}>`).join('\n')]),
  ].join('\n\n');
}

function examples(title: string, all: readonly Example[]): readonly string[] {
  const [first] = all;
  return first === undefined ? [] : [`${title}:`, `\`\`\`dockerfile\n${exampleText(first)}\n\`\`\``];
}

/** Without the line end at its end. */
export function exampleText(example: Example): string {
  return (typeof example === 'string' ? example : example.dockerfile).replace(/\n+$/, '');
}

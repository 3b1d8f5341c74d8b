/** A rule's page for the terminal, made of what the rule says of itself. */
import { type LevelByRole, type Rule, ROLES } from '../../core/index';
import { markdownText, type PageStyle } from './markdownText';
import { wrap } from './terminalText';

export function rulePage(rule: Rule, style: PageStyle): string {
  const { paint } = style;
  const section = (title: string, body: readonly string[]): string[] =>
    body.length === 0 ? [] : ['', paint('bold', title), '', ...body];

  return [
    paint('bold', rule.id),
    ...markdownText(rule.docs.summary, style),
    '',
    ...wrap(`Category: ${rule.meta.category}`, style.columns),
    ...wrap(`Level: ${levelText(rule.meta.level)}`, style.columns, '  '),
    `Fix: ${FIXES[rule.meta.fix]}`,
    ...(rule.meta.equivalents.length === 0
      ? []
      : wrap(`Same as: ${rule.meta.equivalents.join(', ')}`, style.columns, '  ')),
    ...section('Why', markdownText(rule.docs.lesson, style)),
    ...section(
      'Instead of',
      rule.docs.examples.bad.slice(0, 1).flatMap((each) => exampleText(each, style)),
    ),
    ...section(
      'Write',
      rule.docs.examples.good.slice(0, 1).flatMap((each) => exampleText(each, style)),
    ),
    ...section('When not to use it', markdownText(rule.docs.whenNotToUse, style)),
    ...section(
      'References',
      rule.docs.references.map((address) => `  ${address}`),
    ),
    ...section('To ignore it once', [`    # stagewright ignore=${rule.id} reason=…`]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const FIXES: Readonly<Record<Rule['meta']['fix'], string>> = {
  none: 'none',
  sometimes: 'sometimes',
  always: 'always',
};

function levelText(level: LevelByRole): string {
  if (typeof level === 'string') return level;
  return ROLES.flatMap((role) => (role === 'unreachable' ? [] : [`${level[role]} in ${NAMES[role]}`])).join(
    ', ',
  );
}

const NAMES = {
  final: 'the final stage',
  base: 'a base of it',
  target: 'a target',
  builder: 'a builder',
} as const;

function exampleText(example: Rule['docs']['examples']['good'][number], style: PageStyle): string[] {
  const text = typeof example === 'string' ? example : example.dockerfile;
  return markdownText(`\`\`\`\n${text.replace(/\n+$/, '')}\n\`\`\``, style);
}

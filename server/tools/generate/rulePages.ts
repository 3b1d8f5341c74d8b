/** Writes a page of documentation for every rule from the rule itself, so that page, hover and message never differ. */
import type { Rule, Surroundings } from '../../src/core/index';
import type { Generator } from './generator';
import { levelInWords } from './levels';

const FOLDER = 'server/docs/rules';

export function rulePages(rules: readonly Rule[]): Generator {
  return {
    name: 'rule pages',
    folder: FOLDER,
    generate: () => new Map(rules.map((rule) => [`${FOLDER}/${rule.id}.md`, page(rule)])),
  };
}

function page(rule: Rule): string {
  const { docs, meta } = rule;
  return [
    `# ${rule.id}`,
    `${docs.summary}.`,
    [
      `- **Category:** ${meta.category}`,
      `- **Level:** ${levelInWords(meta.level)}`,
      `- **Fix:** ${fixInWords(meta.fix)}`,
      `- **Since:** ${meta.since}`,
      ...(meta.equivalents.length > 0 ? [`- **Same as:** ${meta.equivalents.join(', ')}`] : []),
    ].join('\n'),
    '## Why',
    docs.lesson.trim(),
    '## Wrong',
    ...docs.examples.bad.map(example),
    '## Right',
    ...docs.examples.good.map(example),
    '## When not to use it',
    docs.whenNotToUse.trim(),
    'Leave it out for one instruction with a comment above it, or everywhere with a setting:',
    fenced('dockerfile', `# stagewright ignore=${rule.id} reason=…`),
    fenced('json', `"stagewright.rules": { "${rule.id}": "off" }`),
    ...(docs.references.length > 0
      ? ['## References', docs.references.map((address) => `- <${address}>`).join('\n')]
      : []),
  ]
    .join('\n\n')
    .concat('\n');
}

function fixInWords(fix: Rule['meta']['fix']): string {
  switch (fix) {
    case 'none':
      return 'none';
    case 'sometimes':
      return 'for some findings';
    case 'always':
      return 'for every finding';
  }
}

function example(given: Rule['docs']['examples']['bad'][number]): string {
  if (typeof given === 'string') return fenced('dockerfile', shortened(given));
  const around = surroundingsInWords(given.surroundings);
  return [...(around === '' ? [] : [around]), fenced('dockerfile', shortened(given.dockerfile))].join('\n\n');
}

/** An example may be long because that is what it is an example of. */
function shortened(dockerfile: string): string {
  const lines = dockerfile.split('\n');
  return lines.length <= LONGEST_EXAMPLE
    ? dockerfile
    : [...lines.slice(0, 3), `# … and ${String(lines.length - 3)} more lines`, ''].join('\n');
}

/** In lines. */
const LONGEST_EXAMPLE = 100;

/** What lies around the example, as one paragraph; empty when nothing is said of it. */
function surroundingsInWords(surroundings: Partial<Surroundings>): string {
  const { ignoreFile, contextEntries, namedContexts, buildArguments, target } = surroundings;
  const sentences: string[] = [];
  if (ignoreFile?.kind === 'absent') sentences.push('There is no ignore file.');
  if (ignoreFile?.kind === 'present')
    sentences.push(`\`${ignoreFile.path}\` holds ${list(ignoreFile.text.trim().split('\n'))}.`);
  if (contextEntries !== undefined) sentences.push(`The build context holds ${list([...contextEntries])}.`);
  if (namedContexts !== undefined && namedContexts.size > 0)
    sentences.push(`There is a named context ${list([...namedContexts])}.`);
  if (buildArguments !== undefined && buildArguments.size > 0)
    sentences.push(
      `It is built with ${list([...buildArguments].map(([name, value]) => `${name}=${value}`))}.`,
    );
  if (target !== undefined) sentences.push(`The target is \`${target}\`.`);
  return sentences.join(' ');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.map((name) => `\`${name}\``).join(', ');
}

/** The fence is longer than any run of backticks in the text. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

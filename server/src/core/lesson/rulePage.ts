/** A rule's page in Markdown, made of what the rule says of itself: for the documentation, the terminal and reports alike. */
import type { LevelByRole, Rule } from '../lint/rule';
import type { Surroundings } from '../model/surroundings';

/** Ends with a line end. */
export function rulePageText(rule: Rule): string {
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
      `It is built with ${list([...buildArguments].map(([name, value]) => `${name}=${value ?? '…'}`))}.`,
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

/** The roles that a level is given for, in the order of the rule catalogue. */
const GRADED_ROLES = ['final', 'base', 'target', 'builder'] as const;

/** `warning`, or `warning in a final stage, hint in a builder stage`. */
export function levelInWords(level: LevelByRole): string {
  if (typeof level === 'string') return level;
  const byLevel = new Map<string, string[]>();
  for (const role of GRADED_ROLES) byLevel.set(level[role], [...(byLevel.get(level[role]) ?? []), role]);
  const [only, ...others] = byLevel.keys();
  if (only !== undefined && others.length === 0) return only;
  return [...byLevel].map(([name, roles]) => `${name} in a ${roles.join(' or ')} stage`).join(', ');
}

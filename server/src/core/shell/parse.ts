/** Reads a shell script into a flat list of commands with exact spans; the door to the shell parser. */
import {
  forEachChild,
  parse,
  type Command,
  type CompoundList,
  type CommandNode,
  type ParsedScript,
  type PipelineNode,
  type AndOr,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { span, type Span } from '../text/span';
import type {
  ShellAssignment,
  ShellCommand,
  ShellConnector,
  ShellPlace,
  ShellRedirect,
  ShellScript,
  ShellStatement,
  ShellVariable,
  ShellWord,
} from './nodes';
import { readPlainScript, type PlainScript } from './plainScript';
import { variableUse, type VariableUse } from './variables';
import { literalWord, spanIn, withoutContinuations, wordOf, wordOfAssignment, type Region } from './words';
import { programName, stringBodyOf, takeOffWrappers } from './wrappers';

/** In UTF-16 units. Far beyond any script that a person wrote, and few enough for whatever a parser does twice. */
const LONGEST_SCRIPT = 131_072;

/**
 * Parses a POSIX-like script. A longer one than `LONGEST_SCRIPT` is an error and no commands. Never throws: what cannot be read gives `errors` and the commands that could be.
 * The work is done when a field of the script is first read.
 * Spans count from `origin`, the zero-based UTF-16 offset of the text's first character.
 */
export function parseShell(text: string, origin = 0): ShellScript {
  return new LazyScript(() => flattenText(text, origin));
}

/** The command of an exec form. A word's span may cover its JSON string with or without the quotes. */
export function commandFromWords(
  words: readonly { readonly value: string; readonly span: Span }[],
): ShellScript {
  return new LazyScript(() => flattenWords(words));
}

class LazyScript implements ShellScript {
  private flattened: Flattened | undefined;

  constructor(private readonly flatten: () => Flattened) {}

  get statements(): readonly ShellStatement[] {
    return this.flat.statements;
  }

  get commands(): readonly ShellCommand[] {
    return this.flat.commands;
  }

  get errors(): ShellScript['errors'] {
    return this.flat.errors;
  }

  get assigned(): ReadonlySet<string> {
    return this.flat.use.assigned;
  }

  get variables(): readonly ShellVariable[] {
    return this.flat.use.variables;
  }

  private get flat(): Flattened {
    this.flattened ??= this.flatten();
    return this.flattened;
  }
}

interface ScriptPiece {
  readonly script: ParsedScript;
  readonly region: Region;
}

export interface Flattened {
  readonly statements: readonly ShellStatement[];
  readonly commands: readonly ShellCommand[];
  readonly errors: ShellScript['errors'];
  readonly use: VariableUse;
}

/** A list of simple commands: each statement is one command or a pipeline of them. */
function flattenPlain(plain: PlainScript, origin: number): Flattened {
  const collected: Collected = { statements: [], commands: [], errors: [], scripts: [], depth: 0 };
  const region: Region = { origin, frozen: undefined, isExpandedOutside: false };
  let from = 0;
  let start = 0;
  let opening: ShellStatement['connector'];
  plain.commands.forEach(({ assignments, words, connector }, index) => {
    const own = (assignments[0] ?? words[0])?.span.start ?? origin;
    if (connector !== '|') {
      from = collected.commands.length;
      start = own;
      opening = connector;
    }
    const end = words.at(-1)?.span.end ?? start;
    emit(
      { words, assignments, redirects: NONE, span: { start: own, end } },
      { region, place: 'top', connector },
      collected,
    );
    if (plain.commands[index + 1]?.connector === '|') return;
    collected.statements.push({
      span: { start, end },
      connector: opening,
      commands: collected.commands.slice(from),
    });
  });
  const { statements, commands, errors, scripts } = collected;
  if (scripts.length === 0) return { statements, commands, errors, use: plain };
  const inner = readVariables(scripts);
  const variables = [...plain.variables, ...inner.variables].sort((a, b) => a.span.start - b.span.start);
  return {
    statements,
    commands,
    errors,
    use: { assigned: new Set([...plain.assigned, ...inner.assigned]), variables },
  };
}

const NONE: readonly never[] = [];

/** At once, since the parser's trees would else be kept for as long as the script: they take most of its memory. */
function flattened({ statements, commands, errors, scripts }: Collected): Flattened {
  return { statements, commands, errors, use: readVariables(scripts) };
}

function readVariables(scripts: readonly ScriptPiece[]): VariableUse {
  try {
    return variableUse(scripts);
  } catch {
    // The parser resolves words on demand, so a text that it cannot bear may show only here.
    return { assigned: new Set(), variables: [] };
  }
}

/** Strings in strings end here; nobody nests shells deeper. */
const maximumStringDepth = 4;

/** Everything that one flattening collects; `depth` counts how many `sh -c` strings are open. */
interface Collected {
  readonly statements: ShellStatement[];
  readonly commands: ShellCommand[];
  readonly errors: { readonly span: Span; readonly message: string }[];
  /** The text itself and every string body in it, for the search for variables. */
  readonly scripts: ScriptPiece[];
  depth: number;
}

function flattenText(text: string, origin: number): Flattened {
  const plain = text.length > LONGEST_SCRIPT ? undefined : readPlainScript(text, origin);
  return plain === undefined ? flattenParsed(text, origin) : flattenPlain(plain, origin);
}

/** Exported to be compared with. */
export function flattenParsed(text: string, origin: number): Flattened {
  const collected: Collected = { statements: [], commands: [], errors: [], scripts: [], depth: 0 };
  try {
    const region: Region = { origin, frozen: undefined, isExpandedOutside: false };
    const script = parsePiece(text, region, collected);
    let isBackground = false;
    for (const statement of script.commands) {
      const connector = collected.statements.length === 0 ? undefined : isBackground ? '&' : ';';
      flattenTopStatement(statement, { region, place: 'top', connector }, collected);
      isBackground = statement.background === true;
    }
  } catch (error) {
    collected.errors.push({ span: span(origin, origin + text.length), message: messageOf(error) });
  }
  sortBySpan(collected.commands);
  return flattened(collected);
}

function flattenWords(words: readonly { readonly value: string; readonly span: Span }[]): Flattened {
  const collected: Collected = { statements: [], commands: [], errors: [], scripts: [], depth: 0 };
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return flattened(collected);
  const own = span(first.span.start, last.span.end);
  try {
    const literals = words.map((word) => literalWord(word.value, word.span, true));
    const outer: Simple = { words: literals, assignments: [], redirects: [], span: own };
    emit(
      outer,
      {
        region: { origin: 0, frozen: undefined, isExpandedOutside: false },
        place: 'top',
        connector: undefined,
      },
      collected,
    );
  } catch (error) {
    collected.errors.push({ span: own, message: messageOf(error) });
  }
  collected.statements.push({ span: own, connector: undefined, commands: [...collected.commands] });
  return flattened(collected);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the script cannot be read';
}

/** Heredoc bodies come after commands that stand behind them on the same line. */
function sortBySpan(commands: ShellCommand[]): void {
  let last = -1;
  for (const command of commands) {
    if (command.span.start < last) {
      commands.sort((a, b) => a.span.start - b.span.start);
      return;
    }
    last = command.span.start;
  }
}

function parsePiece(text: string, region: Region, collected: Collected): ParsedScript {
  if (text.length > LONGEST_SCRIPT) throw new Error('The script is too long to be read.');
  // The parser knows no carriage return; the blank keeps every offset and moves the backslash to its line feed.
  const script = parse(
    text.includes('\r') ? text.replaceAll('\\\r\n', ' \\\n').replaceAll('\r\n', ' \n') : text,
  );
  collected.scripts.push({ script, region });
  for (const { message, pos } of script.errors ?? []) {
    const at = Math.min(pos, text.length);
    collected.errors.push({ span: spanIn(region, at, at), message });
  }
  return script;
}

/** What a node inherits from where it stands. */
interface Setting {
  readonly region: Region;
  readonly place: ShellPlace;
  readonly connector: ShellConnector | undefined;
}

function flattenTopStatement(
  statement: Statement,
  setting: Setting & { readonly connector: ShellStatement['connector'] },
  collected: Collected,
): void {
  const { command } = statement;
  const items = command.type === 'AndOr' ? command.commands : [command];
  const operators = command.type === 'AndOr' ? command.operators : [];
  for (const [index, item] of items.entries()) {
    const connector = index === 0 ? setting.connector : operators[index - 1];
    const from = collected.commands.length;
    flattenNode(item, { ...setting, connector }, collected);
    const commands = collected.commands.slice(from);
    collected.statements.push({ span: statementSpan(item, setting.region, commands), connector, commands });
  }
}

/** A simple command's own span leaves out continuations that touch its words; a compound left open has no end of its own. */
function statementSpan(node: PipelineNode, region: Region, commands: readonly ShellCommand[]): Span {
  const first = commands[0];
  if (node.type === 'Command' && first !== undefined) return first.span;
  const whole = spanIn(region, node.pos, node.end);
  const last = commands.reduce((end, command) => Math.max(end, command.span.end), 0);
  if (
    node.type === 'Pipeline' &&
    first !== undefined &&
    node.commands.every(({ type }) => type === 'Command')
  )
    return span(node.prefixes.length === 0 ? first.span.start : whole.start, last);
  return whole.end > whole.start ? whole : span(whole.start, Math.max(whole.end, last));
}

function flattenStatements(statements: readonly Statement[], setting: Setting, collected: Collected): void {
  let { connector } = setting;
  for (const statement of statements) {
    flattenNode(statement.command, { ...setting, connector }, collected);
    connector = statement.background === true ? '&' : ';';
  }
}

function flattenNode(
  node: PipelineNode | AndOr | CompoundList,
  setting: Setting,
  collected: Collected,
): void {
  switch (node.type) {
    case 'AndOr':
    case 'Pipeline':
      flattenJoined(node, setting, collected);
      return;
    case 'Command':
      flattenCommand(node, setting, collected);
      return;
    case 'Redirected':
      flattenRedirected(node.command, node.redirects, setting, collected);
      return;
    case 'CompoundList':
      flattenStatements(node.commands, setting, collected);
      return;
    case 'BraceGroup':
      flattenStatements(node.body.commands, setting, collected);
      return;
    case 'Subshell':
      flattenStatements(
        node.body.commands,
        { ...setting, place: innermost(setting.place, 'subshell') },
        collected,
      );
      return;
    case 'If':
      flattenList(node.clause, setting, 'condition', collected);
      flattenList(node.then, setting, 'branch', collected);
      for (const branch of node.elif) {
        flattenList(branch.clause, setting, 'condition', collected);
        flattenList(branch.then, setting, 'branch', collected);
      }
      if (node.else !== undefined) flattenList(node.else, setting, 'branch', collected);
      return;
    case 'While':
      flattenList(node.clause, setting, 'condition', collected);
      flattenList(node.body, setting, 'loop', collected);
      return;
    case 'For':
    case 'Select':
      for (const word of node.wordlist ?? []) flattenSubstitutions(word, setting, collected);
      flattenList(node.body, setting, 'loop', collected);
      return;
    case 'ArithmeticFor':
      flattenList(node.body, setting, 'loop', collected);
      return;
    case 'Case':
      flattenSubstitutions(node.word, setting, collected);
      for (const item of node.items) flattenList(item.body, setting, 'branch', collected);
      return;
    case 'Function':
      flattenNode(node.body, { ...setting, connector: undefined, place: 'function' }, collected);
      return;
    case 'Coproc':
      flattenNode(node.body, { ...setting, place: innermost(setting.place, 'subshell') }, collected);
      return;
    case 'TestCommand':
    case 'ArithmeticCommand':
      emitTest(node, setting, collected);
      return;
  }
}

function flattenJoined(
  node: Extract<PipelineNode | AndOr, { type: 'AndOr' | 'Pipeline' }>,
  setting: Setting,
  collected: Collected,
): void {
  const isTimed = node.type === 'Pipeline' && node.prefixes.some((prefix) => prefix.type === 'Time');
  for (const [index, item] of node.commands.entries()) {
    const joined = { ...setting, connector: index === 0 ? setting.connector : node.operators[index - 1] };
    const at = collected.commands.length;
    flattenNode(item, joined, collected);
    const command = collected.commands[at];
    // The shell's own word `time` stands before a pipeline and is no part of a command.
    if (isTimed && index === 0 && command !== undefined) {
      collected.commands[at] = { ...command, wrappers: ['time', ...command.wrappers] };
    }
  }
}

const placesByCertainty: readonly ShellPlace[] = [
  'top',
  'subshell',
  'condition',
  'substitution',
  'loop',
  'branch',
  'function',
];

/** The place that says least about whether a command runs. */
function innermost(outer: ShellPlace, inner: ShellPlace): ShellPlace {
  return placesByCertainty.indexOf(inner) > placesByCertainty.indexOf(outer) ? inner : outer;
}

function flattenList(list: CompoundList, setting: Setting, place: ShellPlace, collected: Collected): void {
  const inside = { ...setting, connector: undefined, place: innermost(setting.place, place) };
  flattenStatements(list.commands, inside, collected);
}

function flattenRedirected(
  node: CommandNode,
  redirects: readonly Redirection[],
  setting: Setting,
  collected: Collected,
): void {
  const at = collected.commands.length;
  flattenNode(node, setting, collected);
  const first = collected.commands[at];
  if (first !== undefined) {
    const own = redirects.map((redirect) => redirectOf(redirect, setting.region));
    collected.commands[at] = { ...first, redirects: [...first.redirects, ...own] };
  }
  for (const redirect of redirects) flattenRedirect(redirect, setting, collected);
}

/** A simple command before its wrappers are taken off. */
interface Simple {
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
}

function flattenCommand(node: Command, setting: Setting, collected: Collected): void {
  const { region } = setting;
  const words: ShellWord[] = node.name === undefined ? [] : [wordOf(node.name, region)];
  const assignments: ShellAssignment[] = [];
  const redirects: ShellRedirect[] = [];
  for (const part of node.prefix) {
    if (part.type !== 'Assignment') {
      redirects.push(redirectOf(part, region));
      continue;
    }
    const value = part.value.type === 'Word' ? wordOf(part.value, region) : undefined;
    const { start, end } = withoutContinuations(part);
    assignments.push({ name: part.name, value, span: spanIn(region, start, end) });
  }
  for (const part of node.suffix) {
    if (part.type === 'Word') words.push(wordOf(part, region));
    else if (part.type === 'Assignment') words.push(wordOfAssignment(part, region));
    else redirects.push(redirectOf(part, region));
  }
  emit({ words, assignments, redirects, span: commandSpan(node, words, region) }, setting, collected);

  if (region.isExpandedOutside) return;
  if (node.name !== undefined) flattenSubstitutions(node.name, setting, collected);
  for (const part of node.prefix) flattenPart(part, setting, collected);
  for (const part of node.suffix) flattenPart(part, setting, collected);
}

/** The parser counts continuations before and behind a word as parts of the command; the words know better. */
function commandSpan(node: Command, words: readonly ShellWord[], region: Region): Span {
  const whole = spanIn(region, node.pos, node.end);
  if (region.frozen !== undefined) return whole;
  const [prefix] = node.prefix;
  const start =
    prefix === undefined
      ? (words[0]?.span.start ?? whole.start)
      : prefix.type === 'Assignment'
        ? spanIn(region, withoutContinuations(prefix).start, whole.end).start
        : whole.start;
  const isWordLast =
    node.suffix.length === 0
      ? node.prefix.length === 0 || node.name !== undefined
      : node.suffix.at(-1)?.type === 'Word';
  return span(start, isWordLast ? (words.at(-1)?.span.end ?? whole.end) : whole.end);
}

function redirectOf(node: Redirection, region: Region): ShellRedirect {
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
  const place = spanIn(region, node.pos, node.end);
  if (node.type !== 'HereDoc') {
    const target = node.target === undefined ? undefined : wordOf(node.target, region);
    return { operator: node.operator, descriptor, target, span: place, body: undefined };
  }
  const { delimiter } = node;
  return {
    operator: node.operator,
    descriptor,
    target:
      delimiter === undefined
        ? undefined
        : {
            text: delimiter.text,
            value: delimiter.value,
            span: spanIn(region, delimiter.pos, delimiter.end),
            isQuoted: delimiter.quoted,
          },
    span: place,
    body: spanIn(region, node.body.pos, node.body.end),
  };
}

function emit(simple: Simple, setting: Setting, collected: Collected): void {
  const { words, wrappers, assignments } = takeOffWrappers(simple.words);
  collected.commands.push({
    memory: [],
    name: programName(words[0]),
    words,
    args: words.slice(1),
    wrappers,
    assignments: assignments.length === 0 ? simple.assignments : [...simple.assignments, ...assignments],
    redirects: simple.redirects,
    span: simple.span,
    connector: setting.connector,
    place: setting.place,
  });
  if (setting.region.frozen === undefined) flattenStringBody(words, setting, collected);
}

function flattenStringBody(words: readonly ShellWord[], setting: Setting, collected: Collected): void {
  const body = collected.depth < maximumStringDepth ? stringBodyOf(words) : undefined;
  if (body === undefined) return;
  const region: Region = {
    origin: body.origin,
    frozen: undefined,
    isExpandedOutside: body.isExpandedOutside || setting.region.isExpandedOutside,
  };
  const place = body.isSubshell ? innermost(setting.place, 'subshell') : setting.place;
  collected.depth += 1;
  const script = parsePiece(body.text, region, collected);
  flattenStatements(script.commands, { region, place, connector: undefined }, collected);
  collected.depth -= 1;
}

function emitTest(
  node: Extract<CommandNode, { type: 'TestCommand' | 'ArithmeticCommand' }>,
  setting: Setting,
  collected: Collected,
): void {
  const { region } = setting;
  const name = node.type === 'TestCommand' ? '[[' : '((';
  collected.commands.push({
    memory: [],
    name,
    words: [literalWord(name, spanIn(region, node.pos, node.pos + name.length), false)],
    args: [],
    wrappers: [],
    assignments: [],
    redirects: [],
    span: spanIn(region, node.pos, node.end),
    connector: setting.connector,
    place: setting.place,
  });
  if (!region.isExpandedOutside) flattenScriptsBelow(node, setting, collected);
}

function flattenPart(part: Command['suffix'][number], setting: Setting, collected: Collected): void {
  switch (part.type) {
    case 'Word':
      flattenSubstitutions(part, setting, collected);
      return;
    case 'Assignment':
      if (hasSubstitution(part.text)) flattenScriptsBelow(part, setting, collected);
      return;
    case 'Redirect':
    case 'HereString':
    case 'HereDoc':
      flattenRedirect(part, setting, collected);
      return;
  }
}

function flattenRedirect(redirect: Redirection, setting: Setting, collected: Collected): void {
  const text = redirect.type === 'HereDoc' ? redirect.body.text : (redirect.target?.text ?? '');
  if (!hasSubstitution(text)) return;
  flattenScriptsBelow(redirect.type === 'HereDoc' ? redirect.body : redirect, setting, collected);
}

function flattenSubstitutions(word: Word, setting: Setting, collected: Collected): void {
  if (hasSubstitution(word.text)) flattenScriptsBelow(word, setting, collected);
}

/** Spares resolving a word that cannot hold a command of its own. */
function hasSubstitution(text: string): boolean {
  return text.includes('`') || (text.includes('(') && /[$<>](?:\\\n)*\(/.test(text));
}

function flattenScriptsBelow(node: SyntaxNode, setting: Setting, collected: Collected): void {
  if (setting.region.isExpandedOutside) return;
  forEachChild(node, (child) => {
    const isSubstitution =
      child.type === 'CommandExpansion' ||
      child.type === 'ProcessSubstitution' ||
      child.type === 'ArithmeticCommandExpansion';
    if (!isSubstitution) {
      flattenScriptsBelow(child, setting, collected);
      return;
    }
    if (child.script === undefined) return;
    flattenSubstitution(child.script, spanIn(setting.region, child.pos, child.end), setting, collected);
  });
}

function flattenSubstitution(
  script: ParsedScript,
  whole: Span,
  setting: Setting,
  collected: Collected,
): void {
  const region = script.source === undefined ? setting.region : { ...setting.region, frozen: whole };
  for (const { message, pos } of script.errors ?? []) {
    collected.errors.push({ span: spanIn(region, pos, pos), message });
  }
  const place = innermost(setting.place, 'substitution');
  flattenStatements(script.commands, { region, place, connector: undefined }, collected);
}

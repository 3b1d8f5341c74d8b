/** Finds parser directives that stop the build, and lines that look like one but are only comments. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import { nearest } from '../../model/editDistance';
import type { FileFacts } from '../../model/facts';
import type { Comment, Directive, Node } from '../../syntax/nodes';

export default defineRule({
  id: 'no-invalid-directive',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'error',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['tally/syntax-directive-typo'],
  },
  docs: {
    summary: 'A parser directive is spelled right, stands at the very top and occurs once',
    lesson: `\`# syntax=\`, \`# escape=\` and \`# check=\` look like comments but tell the builder how to read the file. They count only in the first
lines: as soon as anything else comes, a comment, an empty line or an instruction, the rest are comments, and no one says so.
The same happens to a misspelt name. A directive that is given twice, or with a value that cannot be, stops the build.

\`\`\`dockerfile
# syntax=docker/dockerfile:1
# check=error=true

# Your own comments come behind.
FROM alpine:3.20
\`\`\``,
    examples: {
      bad: [
        '# syntax=docker/dockerfile:1\n# syntax=docker/dockerfile:1.7\nFROM alpine:3.20\nUSER nobody\n',
        '# sytnax=docker/dockerfile:1\nFROM alpine:3.20\nUSER nobody\n',
        '# The web server\n# syntax=docker/dockerfile:1\nFROM alpine:3.20\nUSER nobody\n',
      ],
      good: [
        '# syntax=docker/dockerfile:1\n# escape=\\\n\n# The web server\nFROM alpine:3.20\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'Hardly ever; silence it where a comment only looks like a directive.',
    references: ['https://docs.docker.com/reference/dockerfile/#parser-directives'],
  },
  messages: {
    duplicate: 'The directive {name} is given a second time, which stops the build; keep one.',
    escape: 'The escape character is a backslash or a backtick; this value stops the build.',
    check:
      'A check directive takes skip=… and error=…, separated by a semicolon; "{option}" stops the build.',
    typo: 'There is no directive "{written}", so this line is a comment; did you mean {meant}?',
    form: 'This line is a comment, because a directive has the form "# {name}=value".',
    late: 'This line is a comment: a directive counts only above everything else, so move it to the top.',
  },
  check(file) {
    const found: Match[] = [];
    const seen = new Set<string>();
    let isOver = false;
    for (const node of file.dockerfile.nodes) {
      // Behind the first FROM a comment is about the stage, and only an ARG can stand before it.
      if (node.kind === 'instruction' && node.keyword === 'FROM') return found;
      if (node.kind === 'instruction') {
        isOver = true;
        continue;
      }
      const line = readLine(node);
      const isDirective = node.kind === 'directive' && KNOWN.includes(node.name);
      if (isDirective && !isOver) for (const one of directiveProblems(node, seen)) found.push(one);
      else if (line !== undefined) for (const one of lookalike(node, line, seen)) found.push(one);
      isOver ||= !isDirective;
    }
    return found;
  },
  fix(match, { file }) {
    const { node } = match.at;
    const meant = match.data?.['meant'];
    if (match.message === 'typo' && meant !== undefined)
      return [
        { title: `Change to ${meant}`, safety: 'suggestion', edits: [{ at: match.at, newText: meant }] },
      ];
    if (match.message === 'duplicate' && node?.kind === 'directive') {
      const edits = [{ at: at(node, { start: 0, end: node.text.length }), newText: '' }];
      return [{ title: 'Remove the second directive', safety: 'suggestion', edits }];
    }
    return match.message === 'late' && node !== null ? moveToTop(node, file) : [];
  },
});

const KNOWN = ['syntax', 'escape', 'check'];

/** BuildKit: parser/directives.go (once each), parser/parser.go setEscapeToken, linter/linter.go ParseLintOptions. */
function directiveProblems(directive: Directive, seen: Set<string>): readonly Match[] {
  const found: Match[] = [];
  const { name, value } = directive;
  if (seen.has(name))
    found.push({ at: at(directive, directive.nameSpan), message: 'duplicate', data: { name } });
  seen.add(name);
  if (name === 'escape' && value !== '\\' && value !== '`')
    found.push({ at: at(directive, directive.valueSpan), message: 'escape' });
  const option = name === 'check' ? value.split(';').find((part) => !isCheckOption(part)) : undefined;
  if (option !== undefined)
    found.push({ at: at(directive, directive.valueSpan), message: 'check', data: { option: option.trim() } });
  return found;
}

/** Go's strconv.ParseBool decides what a truth value is. */
function isCheckOption(text: string): boolean {
  return (
    /^\s*(?:skip=.*|error=\s*(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)\s*)$/.test(text) ||
    /^\s*experimental=/.test(text)
  );
}

interface Line {
  readonly name: string;
  readonly nameStart: number;
  /** What stands between the name and the value. */
  readonly separator: string;
  readonly value: string;
}

/** The parts of a line that has the form of a directive, or almost. */
function readLine(node: Comment | Directive): Line | undefined {
  const match = /^(\ufeff?\s*#\s*)([A-Za-z]+)(\s*[=:]\s*|\s+)(\S+)\s*$/.exec(node.text);
  if (match === null) return undefined;
  const [, hash = '', name = '', separator = '', value = ''] = match;
  return { name: name.toLowerCase(), nameStart: hash.length, separator: separator.trim(), value };
}

function lookalike(node: Comment | Directive, line: Line, seen: ReadonlySet<string>): readonly Match[] {
  const found: Match[] = [];
  const { name, nameStart, separator, value } = line;
  const meant = KNOWN.includes(name) ? name : nearest(name, KNOWN);
  // A directive that is in force already makes this line a note about it; other values are prose.
  if (meant === undefined || seen.has(meant) || !VALUES[meant]?.test(value)) return found;
  const span = { start: nameStart, end: nameStart + name.length };
  if (meant !== name) {
    if (separator !== '=') return found;
    found.push({ at: at(node, span), message: 'typo', data: { written: name, meant }, level: 'warning' });
  } else if (separator === '=')
    found.push({ at: at(node, span), message: 'late', data: { name }, level: 'warning' });
  else if (name === 'syntax')
    found.push({ at: at(node, span), message: 'form', data: { name }, level: 'warning' });
  return found;
}

/** `check=skip` in front of an instruction is for that instruction alone, and right there. */
const VALUES: Readonly<Record<string, RegExp>> = {
  syntax: /^(?:[\w.-]+\/)*[\w.-]*dockerfile[\w.-]*(?:[:@]\S*)?$/i,
  escape: /^[\\`]$/,
  check: /^error=/,
};

/** Only where nothing else reads differently then: another escape character would change every line. */
function moveToTop(node: Node, file: FileFacts): Fix[] {
  const { nodes } = file.dockerfile;
  const first = nodes[0];
  if (
    first === undefined ||
    first === node ||
    node.kind === 'instruction' ||
    !/^\s*#\s*syntax\b/i.test(node.text)
  )
    return [];
  const lineEnd = node.text.endsWith('\r\n') ? '\r\n' : '\n';
  const start = first.text.startsWith('\ufeff') ? 1 : 0;
  return [
    {
      title: 'Move the directive to the top',
      safety: 'suggestion',
      edits: [
        { at: at(first, { start, end: start }), newText: node.text.trim() + lineEnd },
        { at: at(node, { start: 0, end: node.text.length }), newText: '' },
      ],
    },
  ];
}

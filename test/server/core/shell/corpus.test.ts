/** Runs the script parser over every RUN of real Dockerfiles, to see that it never throws and never points outside. */
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseShell } from '../../../../server/src/core/shell/parse';
import type { ShellCommand } from '../../../../server/src/core/shell/nodes';
import type { Span } from '../../../../server/src/core/text/span';

const shared = process.env['STAGEWRIGHT_SHARED'] ?? resolve('..', 'shared');
const corpus = join(shared, 'corpus', 'dev', 'files');

test('every RUN of the corpus parses with spans inside its text', (context) => {
  if (!existsSync(corpus)) {
    assert.notEqual(
      process.env['STAGEWRIGHT_REQUIRE_ALL'],
      '1',
      'the corpus of Dockerfiles is required and absent',
    );
    context.skip('skipped: no corpus of Dockerfiles in the shared folder');
    return;
  }
  let scripts = 0;
  let broken = 0;
  for (const entry of readdirSync(corpus, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, 'utf8');
    // Templates are no shell, and PowerShell is not handed to this parser; both still must not make it throw.
    const isPosix = !/<%|^#\s*escape\s*=\s*`/m.test(text);
    for (const body of runBodies(text)) {
      scripts += 1;
      if (check(body, file) > 0 && isPosix) broken += 1;
    }
  }
  context.diagnostic(`${String(scripts)} scripts, ${String(broken)} with errors`);
  assert.ok(scripts > 1000);
  assert.equal(broken, 0);
});

/** Returns the number of syntax errors. */
function check(text: string, file: string): number {
  const script = parseShell(text);
  const isInside = (piece: Span): boolean =>
    piece.start >= 0 && piece.start <= piece.end && piece.end <= text.length;
  const spans = [
    ...script.commands.flatMap(spansOf),
    ...script.variables.map((variable) => variable.span),
    ...script.statements.map((statement) => statement.span),
    ...script.errors.map((error) => error.span),
  ];
  for (const piece of spans) assert.ok(isInside(piece), `${file}: ${JSON.stringify(piece)} in ${text}`);
  for (const command of script.commands) {
    for (const word of command.words) {
      const written = text.slice(word.span.start, word.span.end);
      if (!text.includes('\r'))
        assert.ok(written === word.text || written.startsWith('`'), `${file}: ${word.text} at ${written}`);
    }
  }
  for (const variable of script.variables) {
    assert.match(text.slice(variable.span.start, variable.span.end), /^[$`]/, file);
  }
  return script.errors.length;
}

function spansOf(command: ShellCommand): Span[] {
  return [
    command.span,
    ...command.words.map((word) => word.span),
    ...command.assignments.flatMap(({ span, value }) => (value === undefined ? [span] : [span, value.span])),
    ...command.redirects.flatMap(({ span, body, target }) => [
      span,
      ...(body === undefined ? [] : [body]),
      ...(target === undefined ? [] : [target.span]),
    ]),
  ];
}

/** Shell-form RUN bodies as the syntax layer hands them over: comments in continuations blanked, line feeds included. */
function* runBodies(text: string): Generator<string> {
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const start = /^\s*(?:ONBUILD\s+)?RUN\s+(?:--\S+\s+(?:\\\s*)?)*(.*)/i.exec(lines[index] ?? '');
    if (start === null) continue;
    let body = start[1] ?? '';
    while (/\\\s*$/.test(body) && index + 1 < lines.length) {
      index += 1;
      const line = lines[index] ?? '';
      const isSkipped = /^\s*(?:#.*)?$/.test(line);
      body = isSkipped
        ? `${body}${' '.repeat(line.length + 1)}`
        : `${body.replace(/\\\s*$/, (tail) => '\\\n'.padStart(tail.length + 1))}${line}`;
    }
    for (const [, closing] of body.matchAll(/(?<!<)<<-?["']?([A-Za-z_]\w*)["']?/g)) {
      do {
        index += 1;
        body += `\n${lines[index] ?? ''}`;
      } while (index < lines.length && (lines[index] ?? '').trim() !== closing);
    }
    if (!body.startsWith('[')) yield body.replace(/\\\s*$/, '');
  }
}

/** Examples of what the rest of the core is told about a script. */
import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { commandFromWords, parseShell } from '../../../../server/src/core/shell/parse';
import type { ShellCommand } from '../../../../server/src/core/shell/nodes';

/** One line a command: connector, place, wrappers, and the words by value; `‹…›` holds a word without one. */
function outline(commands: readonly ShellCommand[]): string[] {
  return commands.map((command) => {
    const words = command.words.map((word) => word.value ?? `‹${word.text}›`).join(' ');
    const wrappers = command.wrappers.map((name) => `(${name})`);
    return [command.connector ?? '-', command.place, ...wrappers, words].join(' ').trimEnd();
  });
}

function outlineOf(text: string): string[] {
  return outline(parseShell(text).commands);
}

describe('parseShell', () => {
  test('gives the commands of a chain in source order', () => {
    assert.deepEqual(outlineOf('apt-get update && apt-get install -y gcc; make | tee log || true & wait'), [
      '- top apt-get update',
      '&& top apt-get install -y gcc',
      '; top make',
      '| top tee log',
      '|| top true',
      '& top wait',
    ]);
  });

  test('says where a command stands', () => {
    const text = [
      'if test -f x; then a; elif b; then c; else d; fi',
      'for f in $(ls); do e; done',
      'while f; do g; done',
      'case $(h) in x) i;; esac',
      'j() { k; }',
      '(l && m)',
      '{ n; if o; then p; fi; }',
    ].join('\n');
    assert.deepEqual(
      parseShell(text).commands.map((command) => `${String(command.name)} ${command.place}`),
      [
        'test condition',
        'a branch',
        'b condition',
        'c branch',
        'd branch',
        'ls substitution',
        'e loop',
        'f condition',
        'g loop',
        'h substitution',
        'i branch',
        'k function',
        'l subshell',
        'm subshell',
        'n top',
        'o condition',
        'p branch',
      ],
    );
  });

  test('keeps the place that says least about whether a command runs', () => {
    const places = (text: string): string[] => parseShell(text).commands.map((command) => command.place);
    assert.deepEqual(places('if a; then (b; for x in y; do c; done); fi'), ['condition', 'branch', 'branch']);
    assert.deepEqual(places('f() { if a; then b; fi; }'), ['function', 'function']);
  });

  test('hands the operator before a group to its first command', () => {
    assert.deepEqual(outlineOf('a && (b; c) | d && { e; }'), [
      '- top a',
      '&& subshell b',
      '; subshell c',
      '| top d',
      '&& top e',
    ]);
  });

  test('joins what continuations split, and leaves them out of spans', () => {
    const text = "apt-get \\\n  install gc\\\nc 'a \\\nb'\\\n && \\\n\\\n make\\\n";
    const script = parseShell(text);
    assert.deepEqual(outline(script.commands), ['- top apt-get install gcc a b', '&& top make']);
    assert.deepEqual(
      script.commands.map((command) => text.slice(command.span.start, command.span.end)),
      ["apt-get \\\n  install gc\\\nc 'a \\\nb'", 'make'],
    );
  });

  test('reads Windows line ends', () => {
    const text = 'a \\\r\n  b && \\\r\n  c\r\nd';
    const script = parseShell(text);
    assert.deepEqual(outline(script.commands), ['- top a b', '&& top c', '; top d']);
    assert.equal(text.slice(script.commands[1]?.span.start, script.commands[1]?.span.end), 'c');
  });

  test('counts spans from the origin', () => {
    const script = parseShell("sh -c 'npm ci' $X", 100);
    assert.deepEqual(script.commands[1]?.span, { start: 107, end: 113 });
    assert.deepEqual(script.variables[0]?.span, { start: 115, end: 117 });
  });

  test('gives a value to words in which nothing is expanded', () => {
    const words = parseShell(String.raw`x 'a'"b" c\ d $'e' {} [ "f g" $h "i$j" *.k ~/l {m,n} $(o)`)
      .commands[0]?.args;
    assert.ok(words !== undefined);
    assert.deepEqual(
      words.map((word) => word.value),
      ['ab', 'c d', 'e', '{}', '[', 'f g', ...Array<undefined>(6).fill(undefined)],
    );
    assert.deepEqual(
      words.map((word) => word.isQuoted),
      [true, false, true, false, false, true, false, true, false, false, false, false],
    );
  });

  test('takes wrappers off', () => {
    assert.deepEqual(outlineOf('sudo -E -u root env -u X A=b "C=$D" nice -n 5 /usr/bin/npm ci'), [
      '- top (sudo) (env) (nice) /usr/bin/npm ci',
    ]);
    assert.deepEqual(outlineOf('time exec nohup gosu app timeout -k 5 60 eatmydata ./mvnw package'), [
      '- top (time) (exec) (nohup) (gosu) (timeout) (eatmydata) ./mvnw package',
    ]);
    assert.deepEqual(outlineOf('xargs -r -n 1 apt-get install -y < packages'), [
      '- top (xargs) apt-get install -y',
    ]);
    assert.deepEqual(outlineOf('time make | tee log'), ['- top (time) make', '| top tee log']);
  });

  test('names the program without its folder and its wrappers', () => {
    const names = (text: string): (string | undefined)[] =>
      parseShell(text).commands.map((command) => command.name);
    assert.deepEqual(names('/usr/bin/npm ci; sudo ./mvnw; $X y; A=b; [[ -n $Z ]]'), [
      'npm',
      'mvnw',
      undefined,
      undefined,
      '[[',
    ]);
  });

  test('leaves a program alone that only looks like a wrapper', () => {
    assert.deepEqual(outlineOf('command -v npm; exec > log; env; busybox --install /bin'), [
      '- top command -v npm',
      '; top exec',
      '; top env',
      '; top busybox --install /bin',
    ]);
  });

  test('keeps the assignments of the shell and of env', () => {
    const command = parseShell('A=1 B="$X" env C=3 "D=4" cmd').commands[0];
    assert.deepEqual(
      command?.assignments.map(({ name, value }) => [name, value?.value]),
      [
        ['A', '1'],
        ['B', undefined],
        ['C', '3'],
        ['D', '4'],
      ],
    );
  });

  test('reads the string of sh -c, eval and su -c at its place', () => {
    for (const text of [
      "bash -euxo pipefail -c 'cd /x && npm ci'",
      'sh -ec "cd /x && npm ci"',
      "/bin/sh -c -e 'cd /x && npm ci'",
      "su - node -c 'cd /x && npm ci'",
      "busybox sh -c 'cd /x && npm ci'",
    ]) {
      const [, cd, npm] = parseShell(text).commands;
      assert.equal(text.slice(cd?.span.start, cd?.span.end), 'cd /x', text);
      assert.equal(text.slice(npm?.span.start, npm?.span.end), 'npm ci', text);
      assert.equal(npm?.place, 'subshell', text);
      assert.equal(npm.connector, '&&', text);
    }
    assert.deepEqual(outlineOf("eval 'make all'; eval make"), [
      '- top eval make all',
      '- top make all',
      '; top (eval) make',
    ]);
  });

  test('leaves a string alone whose offsets do not map, and a script file', () => {
    assert.deepEqual(outlineOf(String.raw`sh -c "echo \"x\" && y"`), ['- top sh -c echo "x" && y']);
    assert.deepEqual(outlineOf('sh install.sh -c'), ['- top sh install.sh -c']);
  });

  test('leaves what the outer shell expands to the outer shell', () => {
    const script = parseShell('sh -c "make $X && $(ls)"');
    assert.deepEqual(outline(script.commands), [
      '- top sh -c ‹"make $X && $(ls)"›',
      '- subshell make ‹$X›',
      '&& subshell ‹$(ls)›',
      '- substitution ls',
    ]);
    assert.equal(script.variables.length, 1);
  });

  test('finds commands in substitutions of every kind', () => {
    assert.deepEqual(outlineOf('A=$(a) b "`c`" <(d) ${X:-$(e)} > $(f)'), [
      '- top b ‹"`c`"› ‹<(d)› ‹${X:-$(e)}›',
      '- substitution a',
      '- substitution c',
      '- substitution d',
      '- substitution e',
      '- substitution f',
    ]);
  });

  test('gives the whole substitution as the span where escapes were taken out', () => {
    const text = 'x `a \\`b $Y\\``';
    const script = parseShell(text);
    assert.deepEqual(
      script.commands.map((command) => text.slice(command.span.start, command.span.end)),
      [text, '`a \\`b $Y\\``', '`a \\`b $Y\\``'],
    );
    assert.equal(script.variables[0]?.name, 'Y');
  });

  test('reads redirects and heredocs', () => {
    const text = 'cat > /etc/x 2>> log <<-EOF && run\n\tA=$B $(date)\n\tEOF\nnext';
    const script = parseShell(text);
    assert.deepEqual(outline(script.commands), [
      '- top cat',
      '&& top run',
      '- substitution date',
      '; top next',
    ]);
    const redirects = script.commands[0]?.redirects ?? [];
    assert.deepEqual(
      redirects.map(({ operator, descriptor, target }) => [operator, descriptor, target?.value]),
      [
        ['>', undefined, '/etc/x'],
        ['>>', 2, 'log'],
        ['<<-', undefined, 'EOF'],
      ],
    );
    const body = redirects[2]?.body;
    assert.equal(text.slice(body?.start, body?.end), '\tA=$B $(date)\n');
    assert.deepEqual(
      script.variables.map((variable) => variable.name),
      ['B'],
    );
  });

  test('does not expand a heredoc whose word is quoted', () => {
    const script = parseShell("cat <<'EOF'\n$A $(b)\nEOF");
    assert.deepEqual(script.variables, []);
    assert.deepEqual(outline(script.commands), ['- top cat']);
  });

  test("gives a compound's redirect to its first command", () => {
    const [first, second] = parseShell('{ echo a; echo b; } > file').commands;
    assert.equal(first?.redirects[0]?.target?.value, 'file');
    assert.deepEqual(second?.redirects, []);
  });

  test('lists variables with their operators and spans', () => {
    const text = 'echo $A "${B:-$C}" ${D} ${#E} ${F%.*} ${G:?no} ${H+x} $1 $@ \\$I \'$J\' $((K + $L))';
    assert.deepEqual(
      parseShell(text).variables.map(({ name, operator, span }) => [
        name,
        operator,
        text.slice(span.start, span.end),
      ]),
      [
        ['A', undefined, '$A'],
        ['B', ':-', '${B:-$C}'],
        ['C', undefined, '$C'],
        ['D', undefined, '${D}'],
        ['E', undefined, '${#E}'],
        ['F', undefined, '${F%.*}'],
        ['G', ':?', '${G:?no}'],
        ['H', '+', '${H+x}'],
        ['L', undefined, '$L'],
      ],
    );
  });

  test('lists the names that the script gives a value itself', () => {
    const text = [
      'A=1 x; export B C=2; local D=3; readonly E',
      'read -r F G; for H in a; do :; done; echo ${I:=4}',
      'while getopts ab J; do :; done; printf -v K x; let L=1; (( M += 1 )); N+=(a)',
      "env O=5 y; sh -c 'P=6'",
    ].join('\n');
    const { assigned } = parseShell(text);
    for (const name of 'ABCDEFGHIJKLMNOP') assert.ok(assigned.has(name), name);
    assert.ok(!assigned.has('x'));
  });

  test('lists the items of the top-level list', () => {
    const text = 'set -e; if a; then b; fi && c | d\ne &\nf';
    assert.deepEqual(
      parseShell(text).statements.map(({ span, connector, commands }) => [
        connector,
        text.slice(span.start, span.end),
        commands.length,
      ]),
      [
        [undefined, 'set -e', 1],
        [';', 'if a; then b; fi', 2],
        ['&&', 'c | d', 2],
        [';', 'e', 1],
        ['&', 'f', 1],
      ],
    );
  });

  test('reports what cannot be parsed and keeps what can', () => {
    const script = parseShell('make && if foo; then');
    assert.deepEqual(outline(script.commands), ['- top make', '- condition foo']);
    assert.ok(script.errors.length > 0);
    assert.ok(script.errors.every(({ span }) => span.end <= 20));
    assert.equal(script.statements[1]?.span.end, 14);
  });

  test('bears any text', () => {
    for (const text of [
      '',
      ' ',
      '\\',
      "'",
      '"',
      '`',
      '$(',
      '${',
      '<<',
      '<<EOF',
      ')',
      'a &&',
      '{{ if .X }}',
      '('.repeat(2000),
      '$('.repeat(2000),
    ]) {
      const script = parseShell(text);
      assert.ok(
        script.commands.length >= 0 && script.variables.length >= 0 && script.assigned.size >= 0,
        text,
      );
    }
  });
});

describe('commandFromWords', () => {
  /** The words of a JSON array with their spans, quotes included. */
  function exec(json: string): { value: string; span: { start: number; end: number } }[] {
    return [...json.matchAll(/"(?:[^"\\]|\\.)*"/g)].map((match) => ({
      value: String(JSON.parse(match[0])),
      span: { start: match.index, end: match.index + match[0].length },
    }));
  }

  test('reads an exec form literally', () => {
    const script = commandFromWords(exec('["npm", "run", "$X && *"]'));
    assert.deepEqual(outline(script.commands), ['- top npm run $X && *']);
    assert.deepEqual(script.variables, []);
    assert.deepEqual(script.statements[0]?.span, { start: 1, end: 24 });
  });

  test('takes wrappers off and reads sh -c', () => {
    const json = '["tini", "--", "sh", "-c", "cd x && npm start $Y"]';
    const script = commandFromWords(exec(json));
    assert.deepEqual(outline(script.commands), [
      '- top (tini) sh -c cd x && npm start $Y',
      '- subshell cd x',
      '&& subshell npm start ‹$Y›',
    ]);
    const npm = script.commands[2];
    assert.equal(json.slice(npm?.span.start, npm?.span.end), 'npm start $Y');
    assert.deepEqual(
      script.variables.map((variable) => variable.name),
      ['Y'],
    );
  });

  test('leaves a string with escapes alone', () => {
    const script = commandFromWords(exec(String.raw`["sh", "-c", "echo \"a\""]`));
    assert.deepEqual(outline(script.commands), ['- top sh -c echo "a"']);
  });

  test('gives nothing for an empty array', () => {
    assert.deepEqual(commandFromWords([]).commands, []);
  });
});

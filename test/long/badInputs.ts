/** Texts that no person wrote on purpose but that an editor opens all the same, each with a name for the report. */

export interface BadInput {
  readonly name: string;
  readonly text: () => string;
}

const LINES = 50_000;
/** In UTF-16 units. */
const MEGABYTE = 1_000_000;

/** Every keyword, and the openings of the parts that have a reader of their own. */
const OPENINGS: readonly string[] = [
  ...[
    '',
    'ADD ',
    'ARG ',
    'CMD ',
    'COPY ',
    'ENTRYPOINT ',
    'ENV ',
    'EXPOSE ',
    'FROM ',
    'HEALTHCHECK ',
    'LABEL ',
  ],
  ...['MAINTAINER ', 'ONBUILD ', 'RUN ', 'SHELL ', 'STOPSIGNAL ', 'USER ', 'VOLUME ', 'WORKDIR '],
  ...['# ', '# syntax=', '# stagewright ignore=', 'CMD ["', 'COPY --from=', 'ENV a="', 'FROM a AS '],
  ...['HEALTHCHECK CMD ', 'LABEL a=', 'ONBUILD RUN ', 'RUN --mount=', 'RUN npm ci ', 'RUN sh -c "'],
];

const FILLINGS: readonly string[] = [
  ...['x', ' ', '\\', '\\ ', '"', "'", '`', '$', '#', '=', '/', '-', '\u{1F40B}'],
  ...[
    'a=b ',
    'a ',
    '--a=b ',
    '${',
    '${a:-',
    '$a',
    '$(',
    '(',
    '{',
    '["a",',
    '"a",',
    'type=cache,',
    'a;',
    'a|',
    'a && ',
  ],
  ...['>', '<<A ', 'if ', 'sh -c ', '{{'],
];

export function badInputs(): readonly BadInput[] {
  return [...oddFiles(), ...manyLines(), ...longLines()];
}

function oddFiles(): readonly BadInput[] {
  return [
    { name: 'an empty file', text: () => '' },
    { name: 'a byte order mark', text: () => '\ufeff' },
    { name: 'one line feed', text: () => '\n' },
    { name: 'one backslash', text: () => '\\' },
    { name: 'a binary file', text: () => binary().toString('utf8') },
    { name: 'a binary file as single bytes', text: () => binary().toString('latin1') },
    { name: 'a file of zero bytes', text: () => '\u0000'.repeat(MEGABYTE) },
  ];
}

/** The same bytes in every run, with no order that a reader could make use of. */
function binary(): Buffer {
  let state = 1;
  return Buffer.from(
    Array.from({ length: 200_000 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 255;
    }),
  );
}

/** What each line is, by its number. */
const LINE_KINDS: Readonly<Record<string, (line: number) => string>> = {
  'RUN lines': (line) => `RUN echo ${line} && npm ci`,
  'RUN lines that install': (line) => `RUN apt-get install -y package${line}`,
  'RUN lines with the same reader': () => 'RUN make && curl -o /a https://example.com/a',
  'FROM lines': (line) => `FROM a${line} AS b${line}`,
  'FROM lines without a name': (line) => `FROM a${line}`,
  'FROM lines of one name': () => 'FROM a AS b',
  'FROM lines of a variable': (line) => `FROM $a${line} AS b${line}`,
  'FROM lines of a chain': (line) => `FROM b${line - 1} AS b${line}`,
  'stages of a chain with copies': (line) =>
    line % 2 === 0 ? `FROM b${line - 2} AS b${line}` : `COPY --from=b${line - 3} / /`,
  'stages that copy from the first': (line) => (line % 2 === 0 ? `FROM a AS b${line}` : 'COPY --from=b0 / /'),
  'copies from one stage': (line) => (line === 0 ? 'FROM a AS b\nFROM c' : `COPY --from=b /${line} /`),
  'copies from nowhere': (line) => `COPY --from=nowhere${line} / /`,
  'copies by index': (line) => `COPY --from=${line} / /`,
  'copies of the context': (line) => `COPY a${line} /b`,
  'whole copies of the context': () => 'COPY . .',
  'ARG lines': (line) => `ARG a${line}=$a${line - 1}`,
  'ARG lines before a stage': (line) => (line === 49_999 ? 'FROM a' : `ARG a${line}=\${a${line - 1}}`),
  'ENV lines': (line) => `ENV a${line}=$a${line - 1}`,
  'ENV lines of one name': () => 'ENV a=$a$a',
  'undeclared arguments': (line) => `WORKDIR /$a${line}`,
  'relative folders': () => 'WORKDIR a',
  'LABEL lines': (line) => `LABEL a${line}="b"`,
  'USER lines': (line) => `USER u${line}`,
  'SHELL lines': () => 'SHELL ["/bin/bash", "-c"]',
  'CMD lines': () => 'CMD npm start',
  'HEALTHCHECK lines': () => 'HEALTHCHECK CMD curl localhost',
  'ONBUILD lines': (line) => `ONBUILD COPY --from=a${line} / /`,
  'heredocs that close': (line) => (line % 3 === 0 ? 'RUN <<A' : line % 3 === 1 ? 'echo a' : 'A'),
  'heredocs that never close': (line) => `RUN <<A${line}`,
  'heredoc bodies of one heredoc': (line) => (line === 0 ? 'RUN <<A' : `echo ${line} && \\`),
  'lines of one continuation': (line) => (line === 0 ? 'RUN a \\' : `&& echo ${line} \\`),
  'ENV pairs of one continuation': (line) => (line === 0 ? 'ENV a=b \\' : `  a${line}=b \\`),
  'COPY words of one continuation': (line) => (line === 0 ? 'COPY a \\' : `  a${line} \\`),
  'packages of one continuation': (line) => (line === 0 ? 'RUN apt-get install \\' : `  a${line} \\`),
  'comments inside a continuation': (line) => (line === 0 ? 'RUN a \\' : `# a ${line}`),
  'empty lines inside a continuation': (line) => (line === 0 ? 'RUN a \\' : ''),
  'mounts of one continuation': (line) => (line === 0 ? 'RUN \\' : `  --mount=type=cache,target=/${line} \\`),
  garbage: (line) => `x${line} y`,
  'garbage of marks': (line) => `"$(${line}\\\`<<`,
  'keywords alone': (line) => ['RUN', 'COPY', 'FROM', 'ENV', 'CMD', 'ARG', 'ONBUILD'][line % 7] ?? '',
  comments: (line) => `# a comment ${line}`,
  suppressions: (line) => `# stagewright ignore=x${line}`,
  'suppressions with something to suppress': (line) =>
    line % 2 === 0 ? '# stagewright ignore=no-latest-tag' : 'FROM node:latest',
  directives: (line) => `# syntax=a${line}`,
  'template marks': (line) => `{{ a${line} }}`,
  'empty lines': () => '',
  'blank lines': () => '  \t',
};

function manyLines(): readonly BadInput[] {
  return Object.entries(LINE_KINDS).flatMap(([kind, line]): BadInput[] => {
    const text = (): string => `FROM a\n${Array.from({ length: LINES }, (_, at) => line(at)).join('\n')}`;
    const isArguments = kind === 'ARG lines before a stage';
    return [
      { name: `${LINES} ${kind}`, text: () => (isArguments ? text().slice('FROM a\n'.length) : text()) },
    ];
  });
}

function longLines(): readonly BadInput[] {
  return OPENINGS.flatMap((opening) =>
    FILLINGS.map((filling) => ({
      name: `1 MB line ${JSON.stringify(opening)} ${JSON.stringify(filling)}`,
      text: () => `FROM a\n${opening}${filling.repeat(MEGABYTE / filling.length)}\nRUN x\n`,
    })),
  );
}

/**
 * The shapes that most instructions have and that dockerfile-utils has nothing to say about, so that it need not read them:
 * it costs more than all rules together. Saying "no" too often only costs time; a test compares the two over the corpus.
 */
import type { Instruction } from './nodes';

/** Behind this length a pattern could take long to give up. In UTF-16 units. */
const LONG = 4096;

export function isPlain(instruction: Instruction): boolean {
  const { keyword, source, body, flags } = instruction;
  // The library looks at nothing of a RUN but whether it has a body and blank lines.
  if (keyword === 'RUN') return body.end > body.start;
  if (instruction.text.length > LONG) return false;
  const text = source.slice(body.start, body.end);
  if (text === '') return false;
  if (keyword === 'ONBUILD')
    return (
      instruction.trigger !== undefined &&
      TRIGGERS.has(instruction.trigger.keyword) &&
      isPlain(instruction.trigger)
    );
  if (
    flags.length > 0 &&
    !flags.every(({ name, value }) => FLAGS[keyword]?.[name]?.test(value ?? '') === true)
  )
    return false;
  if (flags.length > 1 && new Set(flags.map((flag) => flag.name)).size < flags.length) return false;
  if (text.startsWith('[') && EXEC.has(keyword)) return (instruction.exec?.length ?? 0) > 0;
  if (text.startsWith('[') && keyword === 'COPY') return isPlainArray(instruction);
  if (instruction.heredocs.length > 0) return keyword === 'COPY' && HEREDOC.test(text);
  return SHAPES[keyword]?.test(text) === true;
}

/** Files and where they go: a folder, where there are several. */
function isPlainArray({ exec }: Instruction): boolean {
  if (exec === undefined || exec.length < 2) return false;
  return (
    exec.every(({ text }) => QUOTED_PATH.test(text)) &&
    (exec.length === 2 || exec.at(-1)?.value.endsWith('/') === true)
  );
}

const QUOTED_PATH = /^"[\w./*@+-]+"$/;

/** What ONBUILD may hold, as far as there is a shape for it here. */
const TRIGGERS: ReadonlySet<string> = new Set([
  'RUN',
  'COPY',
  'ADD',
  'ENV',
  'ARG',
  'LABEL',
  'WORKDIR',
  'USER',
  'EXPOSE',
  'CMD',
]);

/** Of these a JSON array without single quotes is fine; COPY and ADD also look at what the array holds. */
const EXEC: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'SHELL', 'VOLUME']);

/** One letter is enough: the patterns below take the rest, and could otherwise share a name in many ways. */
const VARIABLE = String.raw`\$(?:\w|\{\w+(?::[-+][\w./:,@-]*)?\})`;
const PATH = String.raw`(?:[\w./*@+-]|${VARIABLE})+`;
const URL_OR_PATH = String.raw`(?:[\w./*@+:?&=%,~-]|${VARIABLE})+`;
const BLANK = String.raw`(?:[ \t]|\\\n)+`;
/** Nothing that could be read in two ways: no escapes, no quotes inside quotes. */
const VALUE = String.raw`(?:(?:[\w./:,@%+~|!*;&?=-]|${VARIABLE})*|"(?:[^"'\\$${'`'}]|${VARIABLE}|\\\n)*"|'[^"'\\$${'`'}]*')`;
/** A word, bare or in quotes. */
const quotable = (word: string): string => `(?:${word}|"${word}")`;
const NAME = String.raw`[A-Za-z_][\w.-]*`;

const PORT = String.raw`(?:\d{1,5}(?:/tcp|/udp)?|\$(?:\w+|\{\w+\}))`;

/** Heredocs and files, and where they go. */
const HEREDOC = whole(String.raw`(?:(?:<<-?["']?\w+["']?|[\w./*@-]+)[ \t]+)+[\w./@-]+`);

const SHAPES: Readonly<Record<string, RegExp>> = {
  FROM: whole(
    String.raw`(?:[A-Za-z0-9]|${VARIABLE})(?:[\w./-]|${VARIABLE})*(?::(?:\w|${VARIABLE})(?:[\w.-]|${VARIABLE})*)?(?:@sha256:[0-9a-f]+)?(?:${BLANK}[Aa][Ss]${BLANK}[A-Za-z][\w.-]*)?`,
  ),
  COPY: copied(quotable(PATH)),
  ADD: copied(quotable(URL_OR_PATH)),
  ENV: whole(
    `${NAME}=${VALUE}(?:${BLANK}${NAME}=${VALUE})*|${NAME}[ \\t]+${quotable(`(?:[\\w./:,@%+~-]|${VARIABLE})+`)}`,
  ),
  ARG: whole(`${NAME}(?:=${VALUE})?(?:${BLANK}${NAME}(?:=${VALUE})?)*`),
  LABEL: whole(`${quotable(NAME)}=${VALUE}(?:${BLANK}${quotable(NAME)}=${VALUE})*`),
  WORKDIR: whole(quotable(String.raw`(?:[\w./-]|${VARIABLE})+`)),
  USER: whole(String.raw`(?:[\w.:-]|${VARIABLE})+`),
  EXPOSE: whole(`${PORT}(?: +${PORT})*`),
  VOLUME: whole(String.raw`(?:/|${VARIABLE})[\w./-]*(?: +/[\w./-]*)*`),
  HEALTHCHECK: /^(?:CMD[ \t]+[^[\s]|NONE$)/,
  STOPSIGNAL: /^SIG[A-Z0-9+-]+$/,
  CMD: /^[^[]/,
  ENTRYPOINT: /^[^[]/,
};

const DURATION = /^\d{1,9}(?:ms|s|m|h)$/;
const OWNER = whole(String.raw`(?:[\w.:-]|${VARIABLE})+`);
const MODE = /^[\w+=,-]+$/;
const FILES = { chown: OWNER, chmod: MODE, link: /^$/ };

const FLAGS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  FROM: { platform: whole(String.raw`(?:[\w./-]|${VARIABLE})+`) },
  COPY: { ...FILES, from: /^[A-Za-z0-9][\w./:@-]*$/ },
  ADD: { ...FILES, 'keep-git-dir': /^(?:true|false)$/ },
  HEALTHCHECK: {
    interval: DURATION,
    timeout: DURATION,
    'start-period': DURATION,
    'start-interval': DURATION,
    retries: /^[1-9]\d{0,8}$/,
  },
};

/** One source, or several before a folder. */
function copied(word: string): RegExp {
  return whole(`${word}${BLANK}${word}|(?:${word}${BLANK})+(?:/|${word}/)`);
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

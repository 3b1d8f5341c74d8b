/**
 * Reads a probe as users write it, in a comment above a stage, in `.stagewright.jsonc` or behind `--probe`:
 *
 *     http [GET|HEAD] PATH [STATUS] [on PORT] [containing TEXT]     http GET /healthz 200 on 8080
 *     tcp PORT                                                      tcp 5432
 *     run PROGRAM [ARGUMENT…] [exits CODE]                          run node --version
 *     exit CODE                                                     exit 0
 *     log TEXT                                                      log listening on
 *     file PATH                                                     file /app/dist/index.html
 *     health
 *
 * A word with spaces stands in double quotes.
 */
export type Declaration =
  | {
      readonly kind: 'http';
      readonly method: 'GET' | 'HEAD';
      readonly path: string;
      /** Undefined for any answer that is no error. */
      readonly status: number | undefined;
      /** In the container; undefined for the exposed ones. */
      readonly port: number | undefined;
      readonly containing: string | undefined;
    }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'command'; readonly words: readonly string[]; readonly exitCode: number }
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'health' };

export interface DeclaredProbe {
  /** As the user wrote it. */
  readonly text: string;
  readonly declaration: Declaration;
  /** Of the comment; undefined when it does not stand in the Dockerfile. */
  readonly line: number | undefined;
}

export type Reading =
  | { readonly kind: 'read'; readonly declaration: Declaration }
  /** One sentence that says what is expected. */
  | { readonly kind: 'problem'; readonly message: string };

export const PROBE_FORMS =
  'http [GET|HEAD] PATH [STATUS] [on PORT] [containing TEXT], tcp PORT, run PROGRAM [ARGUMENT…] [exits CODE], exit CODE, log TEXT, file PATH, health';

export function readDeclaration(text: string): Reading {
  const [kind = '', ...rest] = wordsOf(text);
  const declaration = READERS.get(kind.toLowerCase())?.(rest);
  return declaration === undefined
    ? { kind: 'problem', message: `The probe "${text.trim()}" is none of: ${PROBE_FORMS}.` }
    : { kind: 'read', declaration };
}

/** The port that has to be published for it; undefined for none, and for any of the exposed ones. */
export function portOf(declaration: Declaration): number | undefined {
  return declaration.kind === 'http' || declaration.kind === 'tcp' ? declaration.port : undefined;
}

type Reader = (words: readonly string[]) => Declaration | undefined;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['http', readHttp],
  [
    'tcp',
    ([port, ...surplus]) => {
      const number = numberOf(port, 65_535);
      return number === undefined || number === 0 || surplus.length > 0
        ? undefined
        : { kind: 'tcp', port: number };
    },
  ],
  ['run', readCommand],
  [
    'exit',
    ([code, ...surplus]) => {
      const exitCode = numberOf(code, 255);
      return exitCode === undefined || surplus.length > 0 ? undefined : { kind: 'exit', exitCode };
    },
  ],
  ['log', (words) => (words.length === 0 ? undefined : { kind: 'log', text: words.join(' ') })],
  [
    'file',
    ([path, ...surplus]) =>
      path?.startsWith('/') === true && surplus.length === 0 ? { kind: 'file', path } : undefined,
  ],
  ['health', (words) => (words.length === 0 ? { kind: 'health' } : undefined)],
]);

function readHttp(words: readonly string[]): Declaration | undefined {
  const rest = [...words];
  const method = rest[0] === 'GET' || rest[0] === 'HEAD' ? rest[0] : 'GET';
  if (rest[0] === method) rest.shift();
  const path = rest.shift();
  if (path?.startsWith('/') !== true) return undefined;
  const status = /^\d/u.test(rest[0] ?? '') ? numberOf(rest.shift(), 599) : undefined;
  let port: number | undefined;
  if (rest[0] === 'on') {
    rest.shift();
    port = numberOf(rest.shift(), 65_535);
    if (port === undefined || port === 0) return undefined;
  }
  let containing: string | undefined;
  if (rest[0] === 'containing') {
    containing = rest.splice(0).slice(1).join(' ');
    if (containing === '') return undefined;
  }
  if (rest.length > 0 || (status !== undefined && status < 100)) return undefined;
  return { kind: 'http', method, path, status, port, containing };
}

function readCommand(words: readonly string[]): Declaration | undefined {
  const hasCode = words.at(-2) === 'exits';
  const exitCode = hasCode ? numberOf(words.at(-1), 255) : 0;
  const command = hasCode ? words.slice(0, -2) : words;
  // What begins with a dash would be an option of the engine's client.
  if (exitCode === undefined || command.length === 0 || command[0]?.startsWith('-') === true)
    return undefined;
  return { kind: 'command', words: command, exitCode };
}

function numberOf(word: string | undefined, most: number): number | undefined {
  if (word === undefined || !/^\d{1,5}$/u.test(word)) return undefined;
  const number = Number(word);
  return number <= most ? number : undefined;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/gu)].map(
    ([, quoted, plain]) => quoted?.replace(/\\(.)/gu, '$1') ?? plain ?? '',
  );
}

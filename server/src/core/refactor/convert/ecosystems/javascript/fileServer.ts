/** Programs of JavaScript packages that serve a folder of files, with what they are told. */
import { readArguments, type CommandArguments } from '../../../../model/commands/options';
import type { Tool } from '../../../../model/commands/tools';

export interface FileServer {
  /** As it is called: `serve`, `http-server`. */
  readonly name: string;
  /** The folder as written, relative to where the container starts. */
  readonly folder: string;
  /** Undefined when a variable decides. */
  readonly port: number | undefined;
  /** Every path that is no file gets the page of the root, as a single-page application wants it. */
  readonly isSinglePage: boolean;
  /** `/about` is answered with about.html. */
  readonly hasCleanUrls: boolean;
  /** True when it is told anything that another web server might not do. */
  readonly isSpecial: boolean;
}

/** Undefined for anything else. Source: the help texts of `serve` 14, `http-server` 14 and `sirv-cli` 3. */
export function fileServerOf(tool: Tool): FileServer | undefined {
  switch (tool.name) {
    case 'serve':
      return serve(tool);
    case 'http-server':
      return httpServer(tool);
    default:
      return undefined;
  }
}

const SERVE_VALUES: ReadonlySet<string> = new Set([
  '-l',
  '--listen',
  '-p',
  '-c',
  '--config',
  '--ssl-cert',
  '--ssl-key',
]);
/** What changes nothing that a visitor sees. */
const SERVE_PLAIN =
  /^(?:-s|--single|-l|--listen|-p|-n|--no-clipboard|-L|--no-request-logging|-d|--debug|-u|--no-compression|--no-port-switching)$/;

function serve({ args }: Tool): FileServer {
  const read = readArguments(args, SERVE_VALUES);
  return {
    name: 'serve',
    folder: read.operands[0]?.value ?? '.',
    port: portOf(read, ['-l', '--listen', '-p'], 3000),
    isSinglePage: read.options.some(({ name }) => name === '-s' || name === '--single'),
    hasCleanUrls: true,
    isSpecial:
      read.operands.length > 1 ||
      read.operands.some(({ value }) => value === undefined) ||
      read.options.some(({ name }) => !SERVE_PLAIN.test(name)),
  };
}

const HTTP_SERVER_VALUES: ReadonlySet<string> = new Set([
  '-p',
  '--port',
  '-a',
  '-c',
  '-e',
  '--ext',
  '-P',
  '--proxy',
  '-t',
]);
const HTTP_SERVER_PLAIN = /^(?:-p|--port|-a|-s|--silent|-d|-c|-t|-U|--utc|--no-dotfiles)$/;

function httpServer({ args }: Tool): FileServer {
  const read = readArguments(args, HTTP_SERVER_VALUES);
  return {
    name: 'http-server',
    folder: read.operands[0]?.value ?? './public',
    port: portOf(read, ['-p', '--port'], 8080),
    isSinglePage: false,
    hasCleanUrls: true,
    isSpecial:
      // Without a folder it takes `public` where that exists, and else the one it stands in.
      read.operands.length !== 1 ||
      read.operands.some(({ value }) => value === undefined) ||
      read.options.some(({ name }) => !HTTP_SERVER_PLAIN.test(name)),
  };
}

/** `3000`, `:3000`, `tcp://0.0.0.0:3000`. */
function portOf({ options }: CommandArguments, names: readonly string[], usual: number): number | undefined {
  const given = options.filter(({ name }) => names.includes(name));
  if (given.length === 0) return usual;
  const port =
    given.length === 1
      ? /^(?:tcp:\/\/(?:0\.0\.0\.0)?)?:?(\d{1,5})$/.exec(given[0]?.value ?? '')?.[1]
      : undefined;
  return port === undefined ? undefined : Number(port);
}

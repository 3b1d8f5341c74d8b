/** The root of the language server as a process: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME`. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- as in lsp/library: an import would copy four hundred names
import library = require('vscode-languageserver/node');
import { createServer } from '../lsp/server';
import { nodeFiles } from './files';

const TRANSPORTS = ['--stdio', '--node-ipc', '--socket', '--pipe'];

if (!process.argv.slice(2).some((argument) => TRANSPORTS.includes(argument.split('=', 1)[0] ?? ''))) {
  process.stderr.write(`usage: server.js ${TRANSPORTS.join(' | ')}\n`);
  process.exit(2);
}

const connection = library.createConnection();

createServer(
  connection,
  {
    files: nodeFiles,
    // Loaded when there is something to run.
    smoke: async (job) => (await import('./programs.js')).smokeBuilder(job),
    smokeTwice: {
      compare: async (...given) => (await import('./programs.js')).smokeTwice.compare(...given),
      reproduce: async (job) => (await import('./programs.js')).smokeTwice.reproduce(job),
    },
    runsOnTexts: async (...given) => (await import('./programs.js')).runsOnTexts(...given),
    digests: async (...given) => (await import('./programs.js')).readDigests(...given),
    defer: (callback) => void setImmediate(callback),
    after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
  },
  () => import('../lsp/asked.js'),
);

// The library watches standard input and the parent's process id; the IPC channel is ours to watch.
process.on('disconnect', () => process.exit(1));
process.on('unhandledRejection', (reason) => {
  connection.console.error(
    `unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
});

connection.listen();

/** The browser root: the language server in a worker, with files read through the client and no engine to build with. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import * as asked from '../lsp/asked';
import { createServer } from '../lsp/server';

// The types of this project describe a worker; which kind of worker it is does not matter.
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));

createServer(
  connection,
  {
    files: undefined,
    smoke: undefined,
    smokeTwice: undefined,
    runsOnTexts: undefined,
    digests: undefined,
    defer: (callback) => void setTimeout(callback, 0),
    after: (milliseconds, callback) => void setTimeout(callback, milliseconds),
  },
  // A worker is one file: what is asked for later comes with it.
  () => Promise.resolve(asked),
);

connection.listen();

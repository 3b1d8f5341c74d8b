/** The session of the browser: the server is a worker. */
import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { Session } from '../languageClient';

export function startSession(context: vscode.ExtensionContext): Session {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/web/server.js');
  return Session.start({
    runsSmokeBuilds: false,
    connect: (options) => new LanguageClient('stagewright', 'Stagewright', () => speakTo(script), options),
  });
}

/** Transports instead of the worker itself: VS Code puts a class of its own around it, which the library does not know. */
async function speakTo(script: vscode.Uri): Promise<MessageTransports> {
  const worker = await createWorker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

/** VS Code makes no worker of a script that lies on a remote machine, but of the same script handed over as text. */
async function createWorker(script: vscode.Uri): Promise<Worker> {
  if (script.scheme !== 'vscode-remote') return new Worker(script.toString(true));
  const text = await vscode.workspace.fs.readFile(script);
  const address = URL.createObjectURL(new Blob([text.slice()], { type: 'text/javascript' }));
  return new Worker(address);
}

/** The same as untrusted, with the installed package: an extension under development runs there whatever it declares. */
import * as vscode from 'vscode';
import { match } from '../host/check';
import { EXTENSION } from '../host/editor';
import { runSuite } from '../host/suite';
import { untrustedTests } from './untrusted';

export function run(): Promise<void> {
  return runSuite('installed', { 'is the package': isThePackage, ...untrustedTests });
}

function isThePackage(): void {
  const folder = vscode.extensions.getExtension(EXTENSION)?.extensionUri.path ?? 'nowhere';
  match(folder, /stagewright\.stagewright-\d/u, 'the folder of the extension');
}

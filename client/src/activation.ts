/** What both roots do alike: register what can be done at once, and load the language client behind it. */
import type * as vscode from 'vscode';
import { registerConvert } from './commands/convert';
import { registerExplainLog } from './commands/explainLog';
import { registerFixAll } from './commands/fixAll';
import { registerOpenRulePage } from './commands/openRulePage';
import { registerRename } from './commands/rename';
import { registerRestartServer } from './commands/restartServer';
import { registerShowOutput } from './commands/showOutput';
import type { Session } from './languageClient';
import { createStatusItem } from './views/statusItem';

/** The client's library is most of what there is to load, so activation does not wait for it. */
export type LoadSession = () => Promise<Session>;

/** Resolves once there is a client; its server may still be starting. */
export function activateWith(context: vscode.ExtensionContext, load: LoadSession): Promise<Session> {
  // In the next turn of the event loop, when VS Code has been told that activation is done.
  const session = new Promise<void>((resolve) => {
    setTimeout(resolve);
  }).then(load);
  context.subscriptions.push(
    registerConvert(session),
    registerExplainLog(session),
    registerFixAll(),
    registerOpenRulePage(),
    registerRename(),
    registerRestartServer(session),
    registerShowOutput(session),
    createStatusItem(session),
  );
  return session;
}

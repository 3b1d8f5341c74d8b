/** Changes and forgets what smoke builds were given. */
import * as vscode from 'vscode';
import type { Session } from '../languageClient';
import { describeValue, type Need } from '../smoke/neededValues';
import type { ValueMemory } from '../smoke/rememberedValues';
import { ask, neededBy } from '../smoke/values';
import { chooseStage } from '../smoke/stageChoice';

export function registerSmokeValues(starting: Promise<Session>, memory: ValueMemory): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      'stagewright.changeSmokeValues',
      async (uri?: unknown, target?: unknown) => {
        const document = await documentNamed(uri);
        if (document !== undefined && vscode.workspace.isTrusted)
          await change(await starting, memory, document, typeof target === 'string' ? target : undefined);
      },
    ),
    vscode.commands.registerCommand('stagewright.forgetSmokeValues', () => forget(memory)),
  );
}

async function documentNamed(uri: unknown): Promise<vscode.TextDocument | undefined> {
  if (typeof uri === 'string') return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' ? document : undefined;
}

/** What is chosen is asked for again; nothing else changes. */
async function change(
  session: Session,
  memory: ValueMemory,
  document: vscode.TextDocument,
  target: string | undefined,
): Promise<void> {
  const stage = target ?? (await chooseStage(session, document, 'Whose values shall be changed?'));
  if (stage === undefined) return;
  const needs = await neededBy(session, document, stage);
  if (needs.length === 0) {
    void vscode.window.showInformationMessage('This build does not have to be given anything.');
    return;
  }
  const uri = document.uri.toString();
  const known = await memory.of(uri);
  const items = needs.map((need) => {
    const value = known[need.key];
    return {
      label: titleOf(need),
      description: value === undefined ? 'not asked yet' : describeValue(value),
      need,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Stagewright: Change Smoke Build Values',
    placeHolder: 'Which of them shall be asked for again?',
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) return;
  const answers = await ask(
    chosen.map(({ need }) => need),
    document,
  );
  if (answers !== undefined) await memory.remember(uri, answers);
}

function titleOf({ kind, name }: Need): string {
  return kind === 'ssh' ? `SSH agent ${name}` : `${kind} ${name}`;
}

/** All Dockerfiles of the workspace, since one that was renamed or deleted can be chosen nowhere else. */
async function forget(memory: ValueMemory): Promise<void> {
  const items = (
    await Promise.all(
      memory.documents.map(async (uri) => {
        const path = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
        return Object.entries(await memory.of(uri)).map(([key, value]) => ({
          label: key.replace(/^ssh /u, 'SSH agent '),
          description: `${path}: ${describeValue(value)}`,
          picked: true,
          uri,
          key,
        }));
      }),
    )
  ).flat();
  if (items.length === 0) {
    void vscode.window.showInformationMessage('No smoke build of this workspace has been given anything.');
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Stagewright: Forget Smoke Build Values',
    placeHolder: 'What shall be forgotten?',
    canPickMany: true,
    matchOnDescription: true,
  });
  for (const uri of new Set(chosen?.map((item) => item.uri)))
    await memory.forget(
      uri,
      (chosen ?? []).filter((item) => item.uri === uri).map(({ key }) => key),
    );
}

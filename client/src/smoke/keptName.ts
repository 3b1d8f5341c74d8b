/** Asks under which name an image is kept. */
import * as vscode from 'vscode';
import type { SmokeResult } from '../../../server/src/protocol';
import { nameProblem, suggestedName } from './imageNames';
import type { BuiltText } from './run';

/** Undefined when the person changed their mind, and when the token fires. */
export async function askForName(
  { name }: BuiltText,
  { stage }: Pick<SmokeResult, 'stage'>,
  problem: string | undefined,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const suggested = suggestedName(name, stage?.name, vscode.workspace.name);
  const answer = await vscode.window.showInputBox(
    {
      title: 'Stagewright: Keep the Image As',
      prompt: problem ?? 'A name that is in use is not taken: no image of yours is ever replaced.',
      value: suggested,
      valueSelection: [0, suggested.length],
      ignoreFocusOut: true,
      validateInput: (text) => nameProblem(text.trim()),
    },
    token,
  );
  return answer?.trim();
}

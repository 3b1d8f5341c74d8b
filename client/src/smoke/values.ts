/** Asks for what a build has to be given, once: the answers are remembered until they are changed or forgotten. */
import * as vscode from 'vscode';
import {
  SMOKE_VALUES_REQUEST,
  type SmokeGivenValues,
  type SmokeValues,
  type SmokeValuesParams,
} from '../../../server/src/protocol';
import type { Session } from '../languageClient';
import { givenValues, type Need, needsOf } from './neededValues';
import type { RememberedValue, ValueMemory } from './rememberedValues';

/** Undefined when the person changed their mind. */
export async function askForValues(
  session: Session,
  memory: ValueMemory,
  document: vscode.TextDocument,
  target: string,
): Promise<SmokeGivenValues | undefined> {
  const needs = await neededBy(session, document, target);
  if (needs.length === 0) return {};
  const uri = document.uri.toString();
  const known = await memory.of(uri);
  const open = needs.filter(({ key }) => known[key] === undefined);
  const answers = await ask(open, document);
  if (answers === undefined) return undefined;
  if (open.length > 0) await memory.remember(uri, answers);
  return givenValues(needs, { ...known, ...answers });
}

/** For a build that nobody waits for with a keyboard: what was answered before, and nothing else. */
export async function rememberedValues(
  session: Session,
  memory: ValueMemory,
  document: vscode.TextDocument,
  target: string | undefined,
): Promise<SmokeGivenValues> {
  const needs = await neededBy(session, document, target);
  return needs.length === 0 ? {} : givenValues(needs, await memory.of(document.uri.toString()));
}

export async function neededBy(
  session: Session,
  document: vscode.TextDocument,
  target: string | undefined,
): Promise<readonly Need[]> {
  const params: SmokeValuesParams = {
    uri: session.uriOf(document),
    ...(target === undefined ? {} : { target }),
  };
  const values = await session.request<SmokeValues | null>(SMOKE_VALUES_REQUEST, params);
  return values === null ? [] : needsOf(values);
}

/** One after the other; undefined as soon as one is dismissed, and then nothing is remembered. */
export async function ask(
  needs: readonly Need[],
  document: vscode.TextDocument,
): Promise<Readonly<Record<string, RememberedValue>> | undefined> {
  const answers: Record<string, RememberedValue> = {};
  for (const [at, need] of needs.entries()) {
    const step = { at: at + 1, of: needs.length, path: vscode.workspace.asRelativePath(document.uri) };
    const answer = need.kind === 'ssh' ? await askForAgent(need, step) : await askForText(need, step);
    if (answer === undefined) return undefined;
    answers[need.key] = answer;
  }
  return answers;
}

interface Step {
  readonly at: number;
  readonly of: number;
  readonly path: string;
}

const FILE_BUTTON: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('file'),
  tooltip: 'Use a file instead…',
};

const WHAT = { argument: 'build argument', secret: 'build secret', ssh: 'SSH agent' } as const;

/** Enter on an empty box builds without it; a secret can also be a file, whose path is remembered and not its content. */
function askForText(need: Need, step: Step): Promise<RememberedValue | undefined> {
  const box = vscode.window.createInputBox();
  box.title = `Smoke build of ${step.path}: ${WHAT[need.kind]} ${need.name}`;
  box.step = step.at;
  box.totalSteps = step.of;
  box.password = need.isHidden;
  box.ignoreFocusOut = true;
  box.placeholder = need.isRequired ? 'The build fails without it' : 'Leave it empty to build without it';
  box.prompt = `Line ${String(need.line + 1)} asks for it. It is kept in the editor’s secret storage, and shown nowhere.`;
  if (need.kind === 'secret') box.buttons = [FILE_BUTTON];
  return new Promise((resolve) => {
    let isChoosing = false;
    const end = (answer: RememberedValue | undefined): void => {
      resolve(answer);
      box.dispose();
    };
    box.onDidAccept(() => {
      end(box.value === '' ? { kind: 'none' } : { kind: 'value', value: box.value });
    });
    box.onDidHide(() => {
      if (!isChoosing) end(undefined);
    });
    box.onDidTriggerButton(() => {
      isChoosing = true;
      void vscode.window
        .showOpenDialog({ title: `The file that is the secret ${need.name}`, openLabel: 'Use as Secret' })
        .then((files) => {
          isChoosing = false;
          const path = files?.[0]?.fsPath;
          if (path === undefined) box.show();
          else end({ kind: 'file', path });
        });
    });
    box.show();
  });
}

async function askForAgent(need: Need, step: Step): Promise<RememberedValue | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly answer: RememberedValue })[] = [
    {
      label: 'Lend my SSH agent to the build',
      detail: 'The instruction can use the keys, and does not see them.',
      answer: { kind: 'value', value: '' },
    },
    {
      label: 'Build without it',
      ...(need.isRequired ? { detail: 'The build fails without it.' } : {}),
      answer: { kind: 'none' },
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Smoke build of ${step.path}: line ${String(need.line + 1)} asks for the SSH agent “${need.name}”`,
    ignoreFocusOut: true,
  });
  return chosen?.answer;
}

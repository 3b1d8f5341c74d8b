/** Asks what becomes of an image, without standing in the way: in the report and in a notification, until the time is over. */
import * as vscode from 'vscode';
import type { SmokeDecideParams, SmokeDecision } from '../../../server/src/protocol';
import type { BuiltText } from './run';
import { askForName } from './keptName';

/** Named by the report's links. */
export const DECIDE_COMMAND = 'stagewright.decideSmokeBuild';

export type Choice = 'keep' | 'shell' | 'remove';

/** Shows the question with the evidence; the answer takes the question away again. */
export type ShowQuestion = (built: BuiltText, question: SmokeDecideParams) => void;

const TITLES: Readonly<Record<Choice, string>> = {
  keep: 'Keep As…',
  shell: 'Open a Shell',
  remove: 'Remove',
};

export class Decisions implements vscode.Disposable {
  readonly #show: ShowQuestion;
  readonly #command: vscode.Disposable;
  /** By the token of the smoke build: where the next choice goes. */
  readonly #open = new Map<string, (choice: Choice) => void>();
  readonly #terminals = new Map<string, vscode.Terminal>();

  constructor(show: ShowQuestion) {
    this.#show = show;
    this.#command = vscode.commands.registerCommand(DECIDE_COMMAND, (token?: unknown, choice?: unknown) => {
      if (typeof token === 'string' && isChoice(choice)) this.#open.get(token)?.(choice);
    });
  }

  dispose(): void {
    this.#command.dispose();
    for (const terminal of this.#terminals.values()) terminal.dispose();
  }

  /** Never rejects; a cancelled question is answered with `remove`. */
  async decide(
    built: BuiltText,
    question: SmokeDecideParams,
    token: vscode.CancellationToken,
  ): Promise<SmokeDecision> {
    this.#show(built, question);
    // A name that cannot be had is asked for again at once; who gives up then has the choice again.
    let choice: Choice | undefined = question.problem === undefined ? undefined : 'keep';
    let problem = question.problem;
    for (;;) {
      choice ??= await this.#nextChoice(question, token);
      switch (choice) {
        case 'remove':
          this.#end(question.token);
          return { kind: 'remove' };
        case 'shell':
          if (this.#startShell(built, question)) return { kind: 'shell' };
          break;
        case 'keep': {
          const name = await askForName(built, question.report, problem, token);
          if (name !== undefined) {
            this.#end(question.token);
            return { kind: 'keep', name };
          }
        }
      }
      choice = undefined;
      problem = undefined;
    }
  }

  #end(token: string): void {
    this.#terminals.get(token)?.dispose();
    this.#terminals.delete(token);
  }

  /** Of the report's links, the notification's buttons, the end of the shell, and the end of the time, what comes first. */
  #nextChoice(question: SmokeDecideParams, token: vscode.CancellationToken): Promise<Choice> {
    const key = question.token;
    return new Promise<Choice>((resolve) => {
      const listeners: vscode.Disposable[] = [];
      const choose = (choice: Choice): void => {
        this.#open.delete(key);
        for (const listener of listeners) listener.dispose();
        resolve(choice);
      };
      this.#open.set(key, choose);
      if (token.isCancellationRequested) {
        choose('remove');
        return;
      }
      listeners.push(
        token.onCancellationRequested(() => {
          choose('remove');
        }),
      );
      const terminal = this.#terminals.get(key);
      if (terminal === undefined) {
        this.#notify(question, choose);
        return;
      }
      // Whoever leaves the shell has seen enough.
      if (terminal.exitStatus !== undefined) choose('remove');
      listeners.push(
        vscode.window.onDidCloseTerminal((closed) => {
          if (closed === terminal) choose('remove');
        }),
      );
    });
  }

  #notify({ report, shell, limitMs, token }: SmokeDecideParams, choose: (choice: Choice) => void): void {
    const choices: readonly Choice[] = ['keep', ...(shell === undefined ? [] : ['shell' as const]), 'remove'];
    const minutes = Math.max(1, Math.round(limitMs / 60_000));
    const message = `${report.summary} The image is removed in ${String(minutes)} min unless you keep it.`;
    const titles = choices.map((choice) => TITLES[choice]);
    void vscode.window.showInformationMessage(message, ...titles).then((title) => {
      // A notification that outlived its question says nothing any more; one that is closed says no.
      if (this.#open.get(token) !== choose) return;
      choose(choices.find((choice) => TITLES[choice] === title) ?? 'remove');
    });
  }

  /** A terminal without a shell of this machine: the engine's client is its program. */
  #startShell({ name }: BuiltText, { shell, token }: SmokeDecideParams): boolean {
    if (shell === undefined) return false;
    const terminal = vscode.window.createTerminal({
      name: `Image of ${name}`,
      shellPath: shell.program,
      shellArgs: [...shell.args],
      isTransient: true,
      message:
        'A shell in a container of the image, within its limits and without a network. The image is removed when it ends.',
    });
    this.#terminals.set(token, terminal);
    terminal.show();
    return true;
  }
}

function isChoice(choice: unknown): choice is Choice {
  return typeof choice === 'string' && Object.hasOwn(TITLES, choice);
}

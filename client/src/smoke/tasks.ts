/** Tasks that run the command line in a terminal: `stagewright: smoke …` and `stagewright: lint`, with a problem matcher. */
import * as vscode from 'vscode';
import { findDockerfiles } from './dockerfiles';

const TYPE = 'stagewright';

/** A list of tasks that is longer is a search, not a choice. */
const MOST_DOCKERFILES = 50;

/** The language server tells the findings of open documents, but it knows nothing of what a task has built. */
const MATCHERS = { lint: '$stagewright', smoke: '$stagewright-smoke' } as const;

/** What `package.json` describes under `taskDefinitions`. */
interface Definition {
  readonly command: 'lint' | 'smoke';
  /** Relative to the workspace's folder. */
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
}

export function registerTasks(cli: string): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TYPE, {
    provideTasks: () => detected(cli),
    resolveTask: ({ definition, scope }) => {
      const folder = isFolder(scope) ? scope : vscode.workspace.workspaceFolders?.[0];
      const read = readDefinition(definition);
      return folder === undefined || read === undefined || !vscode.workspace.isTrusted
        ? undefined
        : taskOf(cli, folder, read, definition);
    },
  });
}

async function detected(cli: string): Promise<vscode.Task[]> {
  if (!vscode.workspace.isTrusted) return [];
  const tasks = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map((folder) =>
      detectedTask(cli, folder, { command: 'lint', dockerfile: undefined, target: undefined }),
    );
  const { uris } = await findDockerfiles(MOST_DOCKERFILES);
  for (const uri of uris) {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (folder?.uri.scheme !== 'file') continue;
    const dockerfile = vscode.workspace.asRelativePath(uri, false);
    tasks.push(detectedTask(cli, folder, { command: 'smoke', dockerfile, target: undefined }));
  }
  return tasks;
}

function detectedTask(cli: string, folder: vscode.WorkspaceFolder, definition: Definition): vscode.Task {
  const { command, dockerfile } = definition;
  return taskOf(cli, folder, definition, {
    type: TYPE,
    command,
    ...(dockerfile === undefined ? {} : { dockerfile }),
  });
}

/** The task is told by the very object that VS Code asked about, else it would not know it again. */
function taskOf(
  cli: string,
  folder: vscode.WorkspaceFolder,
  definition: Definition,
  identity: vscode.TaskDefinition,
): vscode.Task {
  const { command, dockerfile, target } = definition;
  const name = [command, dockerfile, target].filter((word) => word !== undefined).join(' ');
  // No shell reads this, so no name of a file can be taken for a command.
  const execution = new vscode.ProcessExecution(process.execPath, [cli, ...argumentsOf(definition, folder)], {
    cwd: folder.uri.fsPath,
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const task = new vscode.Task(identity, folder, name, TYPE, execution, [MATCHERS[command]]);
  task.detail =
    command === 'lint'
      ? `Lints ${dockerfile ?? 'every Dockerfile'}`
      : `Builds, inspects, runs and probes ${target === undefined ? 'the last stage' : `stage ${target}`}, and removes it again`;
  if (command === 'smoke') task.group = vscode.TaskGroup.Test;
  return task;
}

function argumentsOf(
  { command, dockerfile, target }: Definition,
  folder: vscode.WorkspaceFolder,
): readonly string[] {
  const path = dockerfile ?? (command === 'lint' ? '.' : 'Dockerfile');
  if (command === 'lint') return ['lint', '--matchable', '--', path];
  const settings = vscode.workspace.getConfiguration('stagewright', vscode.Uri.joinPath(folder.uri, path));
  return [
    'smoke',
    '--matchable',
    ...option('target', target ?? chosen(settings, 'target')),
    ...option('engine', chosen(settings, 'smoke.engine')),
    ...option('timeout', chosen(settings, 'smoke.timeout')),
    '--',
    path,
  ];
}

function option(name: string, value: unknown): readonly string[] {
  const isGiven = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isGiven ? [`--${name}=${String(value)}`] : [];
}

/** Only what somebody has set: a default would come before the project's own configuration file. */
function chosen(settings: vscode.WorkspaceConfiguration, name: string): unknown {
  const values = settings.inspect(name);
  return values?.workspaceFolderValue ?? values?.workspaceValue ?? values?.globalValue;
}

function readDefinition(written: vscode.TaskDefinition): Definition | undefined {
  const { command, dockerfile, target }: Readonly<Record<string, unknown>> = written;
  if (command !== 'lint' && command !== 'smoke') return undefined;
  return { command, dockerfile: textOf(dockerfile), target: textOf(target) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isFolder(scope: vscode.Task['scope']): scope is vscode.WorkspaceFolder {
  return typeof scope === 'object';
}

/** The tasks, run in VS Code's terminal, and the problems that are read from what they write there. */
import * as vscode from 'vscode';
import { equal, eventually, match, ok } from '../host/check';
import { expectFinding, open } from '../host/editor';
import { runSuite, workspaceFolder } from '../host/suite';

export function run(): Promise<void> {
  return runSuite('tasks', {
    'are offered for every Dockerfile of the workspace': areOffered,
    'smoke: the instruction that fails is a problem': marksFailure,
    'lint: findings of files that are not open are problems': marksFindings,
    'smoke: the stage of tasks.json is built': buildsChosenStage,
  });
}

async function areOffered(): Promise<void> {
  const names = (await offered()).map(({ name }) => name);
  for (const name of ['lint', 'smoke failing/Dockerfile', 'smoke lesson/Dockerfile'])
    ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
  equal(
    names.filter((name) => name.includes('node_modules')),
    [],
    'tasks of installed packages',
  );
}

async function marksFailure(): Promise<void> {
  equal(await runTask(await taskNamed('smoke failing/Dockerfile')), 1, 'the exit code');
  await eventually(() => {
    equal(problemsOf('failing/Dockerfile', 'smoke-build'), ['3:1 Error'], 'the problems');
  });
}

async function marksFindings(): Promise<void> {
  const { document } = await open('failing/Dockerfile');
  await expectFinding(document, 'require-non-root-user');
  const code = await runTask(await taskNamed('lint'));
  ok(code === 0 || code === 1, `the exit code is ${String(code)}`);
  await eventually(() => {
    const levels = problemsOf('slow/Dockerfile', 'require-non-root-user');
    equal(levels.length, 1, 'problems of a file with a known finding');
    match(levels[0] ?? '', /^\d+:\d+ (?:Warning|Error|Information)$/u, 'the problem');
  });
  equal(problemsOf('failing/Dockerfile', 'require-non-root-user'), [], 'what the server tells, told again');
}

async function buildsChosenStage(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  ok(folder !== undefined, 'no folder');
  await vscode.workspace.getConfiguration('tasks', folder.uri).update(
    'tasks',
    [
      {
        label: 'mine',
        type: 'stagewright',
        command: 'smoke',
        dockerfile: 'lesson/Dockerfile',
        target: 'build',
      },
    ],
    vscode.ConfigurationTarget.WorkspaceFolder,
  );
  const task = await eventually(async () => {
    const found = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'mine');
    ok(found !== undefined, 'the task of tasks.json is not there');
    return found;
  });
  equal(await runTask(task), 0, 'the exit code');
}

function offered(): Thenable<vscode.Task[]> {
  return vscode.tasks.fetchTasks({ type: 'stagewright' });
}

async function taskNamed(name: string): Promise<vscode.Task> {
  const task = (await offered()).find((each) => each.name === name);
  ok(task !== undefined, `there is no task ${name}`);
  return task;
}

/** Its exit code. */
function runTask(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode);
    });
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}

/** `line:column level`, counted from one, of the problems with that code. The code of a diagnostic of the server is a link. */
function problemsOf(path: string, code: string): readonly string[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.joinPath(workspaceFolder(), path))
    .filter((problem) => problem.code === code)
    .map(({ range: { start }, severity }) => {
      return `${String(start.line + 1)}:${String(start.character + 1)} ${vscode.DiagnosticSeverity[severity]}`;
    });
}

/** Runs the command line as a process of its own in a folder made for one test. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { TestContext } from 'node:test';

/** In milliseconds. Far above any run: it turns an endless loop into a failed test. */
const LONGEST_RUN = 60_000;

export const PROGRAM = resolve(__dirname, '../../../server/src/node/cli.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** Added to the environment; NO_COLOR, FORCE_COLOR and COLUMNS are never those of the test's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export function stagewright(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return new Promise((fulfill, reject) => {
    // What the machine has on PATH must not decide; whoever means ShellCheck names it.
    const isOpen = args[0] === 'lint' && !args.some((arg) => arg.includes('shellcheck'));
    const child = spawn(process.execPath, [PROGRAM, ...args, ...(isOpen ? ['--no-shellcheck'] : [])], {
      cwd: options.cwd ?? tmpdir(),
      env: { ...quietEnvironment(), ...options.env },
      timeout: LONGEST_RUN,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      fulfill({ code, stdout, stderr });
    });
    child.stdin.end(options.stdin ?? '');
  });
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const decisive = new Set(['NO_COLOR', 'FORCE_COLOR', 'COLUMNS']);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !decisive.has(name)));
}

/** The folder goes when the test ends. Keys are paths with forward slashes. */
export function folderWith(test: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-cli-'));
  test.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

/** JSON as a lint run writes it; checked piece by piece in the tests that read it. */
export interface LintJson {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly level: string;
      readonly message: string;
      readonly range: JsonRange;
      readonly stage: { readonly index: number; readonly name: string | null; readonly role: string } | null;
      readonly fixes: readonly {
        readonly title: string;
        readonly safety: string;
        readonly edits: readonly { readonly range: JsonRange; readonly newText: string }[];
        readonly newFiles: readonly { readonly path: string; readonly text: string }[];
      }[];
    }[];
    readonly fixed?: readonly string[];
    readonly error?: string;
  }[];
  readonly summary: {
    readonly files: number;
    readonly findings: Readonly<Record<string, number>>;
    readonly fixable: number;
    readonly fixed: number;
    readonly unreadable: number;
    readonly durationMs: number;
  };
}

export interface JsonRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export function lintJsonOf(run: Run): LintJson {
  return JSON.parse(run.stdout) as LintJson;
}

export function rulesIn(report: LintJson, path: string): readonly string[] {
  return report.files.find((file) => file.path === path)?.findings.map(({ rule }) => rule) ?? [];
}

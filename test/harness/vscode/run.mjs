// Runs one suite inside VS Code through `@vscode/test-electron`, in folders of its own that are thrown away afterwards.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { runTests } from '@vscode/test-electron';

/**
 * @typedef {object} Suite
 * @property {string} tests The compiled file whose `run()` are the tests; for the web host inside an extension's folder.
 * @property {readonly string[]} [extensions] Folders of extensions under development; an empty helper when none.
 * @property {readonly string[]} [packages] .vsix files to install first.
 * @property {string} [workspace] The folder or `.code-workspace` file to open; an empty window when left out.
 * @property {'node' | 'web'} [host] Where the extensions run.
 * @property {'trusted' | 'untrusted'} [trust]
 * @property {'dark' | 'light' | 'contrast' | 'contrast-light'} [theme]
 * @property {Readonly<Record<string, unknown>>} [settings] User settings.
 * @property {string} [pictures] A folder for the tests' requests and the launcher's pictures.
 * @property {string} [window] The window's size, such as `1400x900`.
 * @property {number} [scale] Picture elements a CSS pixel; 2 for a picture that is shown large.
 * @property {Readonly<Record<string, string>>} [env] More for the environment of the extension host.
 * @property {number} [timeoutMs] The launcher gives up after this time (default: five minutes).
 */

/**
 * @param {import('../provision/vscode.mjs').VSCode} vscode
 * @param {Suite} suite
 * @returns {Promise<void>}
 * @throws {Error} When a test fails or VS Code does not come up.
 */
export async function runInVSCode(vscode, suite) {
  const scratch = mkdtempSync(join(tmpdir(), 'stagewright-vscode-'));
  try {
    const web = suite.host === 'web';
    await runTests({
      vscodeExecutablePath: vscode.vscodeExecutablePath,
      extensionDevelopmentPath:
        suite.extensions === undefined ? [emptyExtension(scratch)] : [...suite.extensions],
      extensionTestsPath: suite.tests,
      launchArgs: [
        ...(suite.workspace === undefined ? [] : [suite.workspace]),
        ...(web ? ['--extensionDevelopmentKind=web'] : []),
        `--user-data-dir=${join(scratch, 'data')}`,
        `--extensions-dir=${join(scratch, 'extensions')}`,
      ],
      extensionTestsEnv: {
        ...suite.env,
        STAGEWRIGHT_HOST: suite.host ?? 'node',
        STAGEWRIGHT_UNTRUSTED: suite.trust === 'untrusted' ? '1' : '0',
        STAGEWRIGHT_THEME: suite.theme ?? 'dark',
        STAGEWRIGHT_SETTINGS: JSON.stringify(suite.settings ?? {}),
        STAGEWRIGHT_VSIX: (suite.packages ?? []).join(delimiter),
        STAGEWRIGHT_SCREENSHOTS: vscode.hasPictures ? (suite.pictures ?? '') : '',
        STAGEWRIGHT_WINDOW: suite.window ?? '1400x900',
        STAGEWRIGHT_SCALE: String(suite.scale ?? 1),
        STAGEWRIGHT_VSCODE_TIMEOUT: String(suite.timeoutMs ?? 300_000),
      },
    });
  } finally {
    // The server may be writing its last lines still.
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * VS Code starts tests only beside an extension under development, so an installed package gets an empty one.
 *
 * @param {string} scratch
 * @returns {string}
 */
function emptyExtension(scratch) {
  const folder = join(scratch, 'empty-extension');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'empty',
    publisher: 'stagewright-tests',
    version: '0.0.0',
    engines: { vscode: '^1.91.0' },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** Reads the configuration files that apply to a Dockerfile, and tells the client what is wrong with them. */
import type { Connection, Diagnostic, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CONFIGURATION_FILE,
  HADOLINT_FILES,
  LineIndex,
  type Problem,
  readConfigurationFile,
  type ReadConfiguration,
  readHadolintFile,
  type Settings,
  settingsForPath,
} from '../core/index';
import type { Guests } from './guests';
import type { Files } from './platform';
import { unawaited } from './requests';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { folderOf, isSame, join, nameOf, pathOf } from './uris';
import { DiagnosticSeverity } from './library';

const NAMES: readonly string[] = [CONFIGURATION_FILE, ...HADOLINT_FILES];

export function isConfigurationFile(uri: string): boolean {
  return NAMES.includes(nameOf(uri));
}

export class ConfigurationFiles implements Guests {
  readonly pattern = '**/{.stagewright.jsonc,.hadolint.yaml,.hadolint.yml}';
  /** What the client shows now, by file. */
  private readonly shown = new Map<string, string>();
  /** Those in an editor: what is told of them is told of their text there, while what is saved is what counts. */
  private readonly open = new Map<string, TextDocument>();

  constructor(
    private readonly connection: Connection,
    private readonly files: Files,
    /** URIs of the open folders. */
    private readonly roots: () => readonly string[],
  ) {}

  /**
   * What the nearest `.stagewright.jsonc` above the document says, and below it what a hadolint file beside that leaves it to
   * say; without one of ours, what the nearest hadolint file says. The weakest first.
   */
  async settingsFor(uri: string): Promise<readonly Settings[]> {
    const folders = foldersAbove(uri, this.roots());
    const found = await Promise.all(folders.map((folder) => this.filesIn(folder)));
    const own = found.find((files) => files.own !== undefined);
    const beside = own ?? found.find((files) => files.hadolint !== undefined);
    const { hadolint } = beside ?? {};
    return [
      ...(hadolint === undefined ? [] : [this.read(hadolint, await hadolintReader()).settings]),
      ...(own?.own === undefined
        ? []
        : settingsForPath(
            this.read(own.own, readConfigurationFile).settings,
            pathBelow(uri, folderOf(own.own.uri)),
          )),
    ];
  }

  takes(uri: string): boolean {
    return isConfigurationFile(uri);
  }

  opened(document: TextDocument): void {
    this.open.set(document.uri, document);
    this.judge(document);
  }

  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    const document = this.open.get(uri);
    if (document !== undefined) this.judge(TextDocument.update(document, [...changes], version));
  }

  closed(uri: string): void {
    if (this.open.delete(uri)) unawaited(this.connection, 'reading a configuration file', this.reread(uri));
  }

  /** To be called when a file changed: what was said of it may no longer be true, and no Dockerfile may be open that needs it. */
  async refresh(uri: string): Promise<void> {
    if (this.shown.has(uri)) await this.reread(uri);
  }

  private judge(document: TextDocument): void {
    const { uri, version } = document;
    const judging = readerFor(uri).then((reading) => {
      // The YAML parser may have come too late for this version.
      if (this.open.get(uri)?.version === version) this.tell(uri, document.getText(), reading);
    });
    unawaited(this.connection, 'judging a configuration file', judging);
  }

  private async reread(uri: string): Promise<void> {
    const file = await this.textIn(uri);
    if (file !== undefined) this.read(file, await readerFor(uri));
  }

  private async filesIn(folder: string): Promise<FolderFiles> {
    const [own, ...hadolint] = await Promise.all(NAMES.map((name) => this.textIn(join(folder, name))));
    return { own, hadolint: hadolint.find((file) => file !== undefined) };
  }

  private async textIn(uri: string): Promise<FileText | undefined> {
    // Nearly none of these files is there, and to find that out costs least so.
    const isThere = await this.files.stat(uri).then(
      (facts) => facts !== undefined,
      // A client may know how to read files and nothing more.
      () => undefined,
    );
    const text = isThere === false ? undefined : await this.files.readText(uri);
    if (text !== undefined || isThere === true) return { uri, text };
    if (!this.open.has(uri)) this.show(uri, []);
    return undefined;
  }

  private read({ uri, text }: FileText, reading: (text: string) => ReadConfiguration): ReadConfiguration {
    if (text === undefined) {
      if (!this.open.has(uri)) this.show(uri, [toDiagnostic(UNREADABLE, new LineIndex(''))]);
      return { settings: {}, problems: [] };
    }
    return this.open.has(uri) ? reading(text) : this.tell(uri, text, reading);
  }

  private tell(uri: string, text: string, reading: (text: string) => ReadConfiguration): ReadConfiguration {
    const configuration = reading(text);
    const lines = new LineIndex(text);
    this.show(
      uri,
      configuration.problems.map((problem) => toDiagnostic(problem, lines)),
    );
    return configuration;
  }

  private show(uri: string, diagnostics: Diagnostic[]): void {
    const key = JSON.stringify(diagnostics);
    if ((this.shown.get(uri) ?? '[]') === key) return;
    if (diagnostics.length === 0) this.shown.delete(uri);
    else this.shown.set(uri, key);
    unawaited(
      this.connection,
      'publishing what is wrong with a configuration file',
      Promise.resolve().then(() => this.connection.sendDiagnostics({ uri, diagnostics })),
    );
  }
}

async function readerFor(uri: string): Promise<(text: string) => ReadConfiguration> {
  return nameOf(uri) === CONFIGURATION_FILE ? readConfigurationFile : hadolintReader();
}

/** The YAML parser is loaded with the first file that needs it. */
async function hadolintReader(): Promise<(text: string) => ReadConfiguration> {
  const yaml = await import('./yaml.js');
  return (text) => readHadolintFile(text, yaml);
}

interface FileText {
  readonly uri: string;
  /** Undefined for a file that is there and cannot be read. */
  readonly text: string | undefined;
}

interface FolderFiles {
  readonly own: FileText | undefined;
  readonly hadolint: FileText | undefined;
}

const UNREADABLE: Problem = {
  span: { start: 0, end: 0 },
  message: 'This file cannot be read, so that nothing in it counts.',
  level: 'error',
};

/** Deeper folders are no project's. */
const MOST_FOLDERS = 40;

/** The nearest first. A file system that is not this machine's may be slow, so there only what is open is looked at. */
function foldersAbove(uri: string, roots: readonly string[]): readonly string[] {
  const isLocal = uri.startsWith('file:');
  const folders: string[] = [];
  for (
    let folder = folderOf(uri);
    folder !== undefined && folders.length < MOST_FOLDERS;
    folder = folderOf(folder)
  ) {
    folders.push(folder);
    if (!isLocal && roots.some((root) => isSame(root, folder))) break;
  }
  return folders;
}

function pathBelow(uri: string, folder: string | undefined): string | undefined {
  const path = pathOf(uri);
  const above = folder === undefined ? undefined : pathOf(folder);
  if (path === undefined || above === undefined) return undefined;
  const prefix = above.endsWith('/') ? above : `${above}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

function toDiagnostic({ span, message, level }: Problem, lines: LineIndex): Diagnostic {
  return {
    range: lines.rangeOf(span),
    severity: level === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code: 'configuration',
    source: DIAGNOSTIC_SOURCE,
    message,
  };
}

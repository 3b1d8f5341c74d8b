/** Follows Compose files in an editor, for the Dockerfiles inside of them; what is said of these is loaded with the first one. */
import type {
  CodeAction,
  CodeActionParams,
  Connection,
  Diagnostic,
  Hover,
  HoverParams,
  TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isComposeName, mayHoldInlineDockerfile } from '../project/index';
import type { ClientFeatures } from './clientFeatures';
import type { JudgedCompose } from './composeJudging';
import type { SettingsSource } from './configuration';
import type { Guests } from './guests';
import { CodeActionKind, CodeActionRequest, HoverRequest } from './library';
import type { LoadAsked } from './loadAsked';
import type { Platform } from './platform';
import { unawaited } from './requests';
import { nameOf } from './uris';

/** Typing goes on within this time; nobody waits for a Compose file as for a Dockerfile. */
const PAUSE_MS = 200;

export class ComposeDocuments implements Guests {
  readonly pattern = '**/{docker-compose,compose}*.{yml,yaml}';
  private readonly open = new Map<string, TextDocument>();
  private readonly judged = new Map<string, JudgedCompose>();

  constructor(
    private readonly connection: Connection,
    private readonly platform: Pick<Platform, 'after'>,
    private readonly load: LoadAsked,
    private readonly features: ClientFeatures,
    private readonly settings: Pick<SettingsSource, 'settingsFor'>,
  ) {}

  takes(uri: string): boolean {
    return isComposeName(nameOf(uri));
  }

  opened(document: TextDocument): void {
    this.open.set(document.uri, document);
    this.judgeSoon(document.uri, 0);
  }

  changed(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    const document = this.open.get(uri);
    if (document === undefined) return;
    TextDocument.update(document, [...changes], version);
    this.judgeSoon(uri, PAUSE_MS);
  }

  closed(uri: string): void {
    this.open.delete(uri);
    if (this.judged.delete(uri)) this.publish(uri, []);
  }

  /** To be called once the client is initialized: only for these documents, whatever else is YAML. */
  register(): void {
    const documentSelector = [{ pattern: this.pattern }];
    const { client } = this.connection;
    if (this.features.registersHovers)
      unawaited(this.connection, 'registering', client.register(HoverRequest.type, { documentSelector }));
    if (this.features.registersCodeActions && this.features.codeActionLiterals) {
      const options = { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] };
      unawaited(this.connection, 'registering', client.register(CodeActionRequest.type, options));
    }
  }

  hover({ textDocument: { uri }, position }: HoverParams): Hover | null {
    return this.current(uri)?.hover(position) ?? null;
  }

  quickFixes({ textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] {
    if (context.only?.every((kind) => !kind.startsWith(CodeActionKind.QuickFix)) === true) return [];
    return this.current(uri)?.quickFixes(range) ?? [];
  }

  private judgeSoon(uri: string, delay: number): void {
    const version = this.open.get(uri)?.version;
    this.platform.after(delay, () => {
      const document = this.open.get(uri);
      if (document === undefined || document.version !== version) return;
      unawaited(this.connection, 'judging a Compose file', this.judge(document));
    });
  }

  private async judge(document: TextDocument): Promise<void> {
    const { uri, version } = document;
    if (!mayHoldInlineDockerfile(document.getText())) {
      if (this.judged.delete(uri)) this.publish(uri, []);
      return;
    }
    const [asked, yaml, settings] = await Promise.all([
      this.load(),
      import('./yaml.js'),
      this.settings.settingsFor(uri),
    ]);
    if (this.open.get(uri)?.version !== version) return;
    const judged = asked.judgedCompose(document, yaml, settings, this.features);
    // While the YAML is half-typed, what was told before stays.
    if (judged === undefined) return;
    this.judged.set(uri, judged);
    this.publish(uri, judged.diagnostics.slice(0, settings.maxFindings));
  }

  /** Undefined while the text is newer than what was judged: places would be wrong. */
  private current(uri: string): JudgedCompose | undefined {
    const judged = this.judged.get(uri);
    return judged?.version === this.open.get(uri)?.version ? judged : undefined;
  }

  private publish(uri: string, diagnostics: Diagnostic[]): void {
    unawaited(
      this.connection,
      'publishing diagnostics of a Compose file',
      Promise.resolve().then(() => this.connection.sendDiagnostics({ uri, diagnostics })),
    );
  }
}

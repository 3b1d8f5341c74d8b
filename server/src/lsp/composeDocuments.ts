/** Dockerfiles inside of Compose files in an editor: their findings, lessons and fixes, at their places in the YAML. */
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
import {
  analyze,
  type Analysis,
  type Finding,
  fixesOfFinding,
  hover,
  LineIndex,
  NO_SURROUNDINGS,
  type Range,
  type Span,
  surroundingsWith,
} from '../core/index';
import {
  type InlineDockerfile,
  inlineDockerfiles,
  type InlinePlace,
  inlinePlace,
  isComposeName,
  mayHoldInlineDockerfile,
} from '../project/index';
import type { ClientFeatures } from './clientFeatures';
import type { ServerSettings, SettingsSource } from './configuration';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import type { Guests } from './guests';
import { CodeActionKind, CodeActionRequest, HoverRequest, MarkupKind } from './library';
import type { Platform } from './platform';
import { unawaited } from './requests';
import { rulePage, toSeverity } from './toLsp';
import { nameOf, pathOf } from './uris';

/** Typing goes on within this time; nobody waits for a Compose file as for a Dockerfile. */
const PAUSE_MS = 200;

/** A Dockerfile that stands in a document, analysed. */
interface Inside {
  readonly inline: InlineDockerfile;
  readonly place: InlinePlace;
  readonly analysis: Analysis;
}

export class ComposeDocuments implements Guests {
  readonly pattern = '**/{docker-compose,compose}*.{yml,yaml}';
  private readonly open = new Map<string, TextDocument>();
  private readonly judged = new Map<
    string,
    { readonly version: number; readonly insides: readonly Inside[] }
  >();

  constructor(
    private readonly connection: Connection,
    private readonly platform: Pick<Platform, 'after'>,
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
    if (this.features.registersCodeActions && this.features.codeActionLiterals)
      unawaited(
        this.connection,
        'registering',
        client.register(CodeActionRequest.type, {
          documentSelector,
          codeActionKinds: [CodeActionKind.QuickFix],
        }),
      );
  }

  hover({ textDocument: { uri }, position }: HoverParams): Hover | null {
    for (const { analysis, place } of this.current(uri)) {
      const inner = place.innerOf(position);
      const lesson =
        inner === undefined ? undefined : hover(analysis, analysis.lines.offsetAt(inner), 'shown');
      if (lesson === undefined) continue;
      const kind = this.features.markdownHovers ? MarkupKind.Markdown : MarkupKind.PlainText;
      return {
        contents: { kind, value: lesson.markdown },
        range: this.rangeOf(uri, place.outerOf(lesson.span)),
      };
    }
    return null;
  }

  quickFixes({ textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] {
    if (context.only?.every((kind) => !kind.startsWith(CodeActionKind.QuickFix)) === true) return [];
    return this.current(uri).flatMap((inside) =>
      inside.analysis.findings.flatMap((finding) => {
        const place = this.rangeOf(uri, spanOf(finding, inside));
        if (place.end.line < range.start.line || place.start.line > range.end.line) return [];
        return this.fixesOf(uri, finding, inside);
      }),
    );
  }

  /** Those that can be said in the YAML: what lies behind the last line is outside of the block's indentation. */
  private fixesOf(uri: string, finding: Finding, { inline, place, analysis }: Inside): readonly CodeAction[] {
    const { block, openLines } = inline;
    if (block === undefined || openLines.size > 0) return [];
    return fixesOfFinding(analysis, finding).flatMap(({ title, edits, newFiles, safety }) => {
      const isOutside = edits.some(({ span }) => span.start >= place.text.length);
      if (isOutside || newFiles.length > 0 || edits.length === 0) return [];
      const changes = edits.map(({ span, newText }) => ({
        range: this.rangeOf(uri, place.outerOf(span)),
        newText: block.written(newText),
      }));
      return [
        {
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: safety === 'safe',
          diagnostics: [this.diagnosticOf(uri, finding, { inline, place, analysis })],
          edit: { changes: { [uri]: changes } },
        },
      ];
    });
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
    const text = document.getText();
    if (!mayHoldInlineDockerfile(text)) {
      if (this.judged.delete(uri)) this.publish(uri, []);
      return;
    }
    const [yaml, settings] = await Promise.all([import('yaml'), this.settings.settingsFor(uri)]);
    if (this.open.get(uri)?.version !== version) return;
    // While the YAML is half-typed, what was told before stays.
    const found = inlineDockerfiles(pathOf(uri) ?? '/compose.yaml', text, yaml);
    if (found === undefined) return;
    const lines = new LineIndex(text);
    const insides = found.flatMap((inline) => {
      const place = inlinePlace(inline, lines);
      return place === undefined ? [] : [{ inline, place, analysis: analysisOf(inline, place, settings) }];
    });
    this.judged.set(uri, { version, insides });
    const diagnostics = insides.flatMap((inside) =>
      inside.analysis.findings
        .filter((finding) => !touchesOpenLine(finding, inside))
        .map((finding) => this.diagnosticOf(uri, finding, inside)),
    );
    this.publish(uri, diagnostics.slice(0, settings.maxFindings));
  }

  /** Nothing while the text is newer than what was judged: places would be wrong. */
  private current(uri: string): readonly Inside[] {
    const judged = this.judged.get(uri);
    return judged !== undefined && judged.version === this.open.get(uri)?.version ? judged.insides : [];
  }

  private diagnosticOf(uri: string, finding: Finding, inside: Inside): Diagnostic {
    return {
      range: this.rangeOf(uri, spanOf(finding, inside)),
      severity: toSeverity(finding.level),
      code: finding.rule,
      source: DIAGNOSTIC_SOURCE,
      message: finding.message,
      ...(this.features.codeDescription
        ? { codeDescription: { href: rulePage(finding.source.rule.id) } }
        : {}),
    };
  }

  private rangeOf(uri: string, { start, end }: Span): Range {
    const document = this.open.get(uri);
    const zero = { line: 0, character: 0 };
    return document === undefined
      ? { start: zero, end: zero }
      : { start: document.positionAt(start), end: document.positionAt(end) };
  }

  private publish(uri: string, diagnostics: Diagnostic[]): void {
    unawaited(
      this.connection,
      'publishing diagnostics of a Compose file',
      Promise.resolve().then(() => this.connection.sendDiagnostics({ uri, diagnostics })),
    );
  }
}

/** The build context is not looked into; a service's target and arguments count. */
function analysisOf(
  { builds }: InlineDockerfile,
  { text }: InlinePlace,
  { chosen }: ServerSettings,
): Analysis {
  const [only] = builds;
  const given = builds.length === 1 && only !== undefined ? only : undefined;
  const surroundings = {
    ...NO_SURROUNDINGS,
    ...(given === undefined ? {} : { target: given.target, buildArguments: given.args }),
    namedContexts: new Set(builds.flatMap(({ namedContexts }) => [...namedContexts.keys()])),
  };
  return analyze(text, {
    surroundings: surroundingsWith(surroundings, chosen),
    configuration: chosen.configuration,
  });
}

function spanOf(finding: Finding, { analysis, place }: Inside): Span {
  return place.outerOf(analysis.locate(finding.at));
}

/** Compose fills in a variable there, so nobody knows what the line says. */
function touchesOpenLine(finding: Finding, { analysis, inline, place }: Inside): boolean {
  const { start, end } = analysis.lines.rangeOf(analysis.locate(finding.at));
  for (const line of inline.openLines)
    if (start.line <= line + place.firstLine && line + place.firstLine <= end.line) return true;
  return false;
}

/** Tells the client what was found: by pull where it asks for diagnostics, else by push; never both, never for an old version. */
import type {
  Connection,
  Diagnostic,
  DiagnosticServerCancellationData,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  PublishDiagnosticsParams,
  Range,
} from 'vscode-languageserver';
import type { Dockerfile, Finding, Level, Node } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import type { DocumentListener, Documents, Edited, OpenDocument } from './documents';
import type { Platform } from './platform';
import { describe, unawaited } from './requests';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { toDiagnostic } from './toLsp';
import { DiagnosticSeverity, LSPErrorCodes, ResponseError } from './library';

export function provideDiagnostics(
  connection: Connection,
  platform: Platform,
  features: ClientFeatures,
  documents: Documents,
): void {
  const channel = features.pullsDiagnostics ? answerPulls : push;
  documents.listen(channel(connection, platform, features, documents));
}

function answerPulls(
  connection: Connection,
  platform: Platform,
  features: ClientFeatures,
  documents: Documents,
): DocumentListener {
  const reports = new Reports(features, documents);
  connection.languages.diagnostics.on(async (params, token) => {
    const document = documents.get(params.textDocument.uri);
    if (document === undefined)
      return refused(LSPErrorCodes.ServerCancelled, 'The document is not open.', { retriggerRequest: false });
    const asked = document.version;
    await document.ready;
    if (token.isCancellationRequested) {
      // VS Code's client cancels a pull to ask anew, and takes `false` as "never ask again".
      return refused(LSPErrorCodes.RequestCancelled, 'The request was cancelled.', {
        retriggerRequest: true,
      });
    }
    const current = documents.get(params.textDocument.uri);
    // The client takes a report as one of the version that it has when the report arrives.
    if (current !== document)
      return refused(LSPErrorCodes.ServerCancelled, 'The document was closed.', { retriggerRequest: false });
    if (document.version !== asked)
      return refused(LSPErrorCodes.ServerCancelled, 'The document has changed.', { retriggerRequest: true });
    return reports.answer(document, params);
  });

  let isWaiting = false;
  function refresh(): void {
    isWaiting = false;
    // A connection that is gone by now throws at once.
    Promise.resolve()
      .then(() => connection.languages.diagnostics.refresh())
      .catch((error: unknown) => documents.logOnce(`diagnostics refresh failed: ${describe(error)}`));
  }
  return {
    changed(_document, cause) {
      // The client pulls by itself when it opens a document or changes its text.
      if (cause === 'opened' || cause === 'text' || !features.refreshesDiagnostics || isWaiting) return;
      isWaiting = true;
      platform.defer(refresh);
    },
    closed() {
      // A client that pulls clears what it has pulled.
    },
  };
}

function refused(
  code: number,
  message: string,
  data: DiagnosticServerCancellationData,
): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(code, message, data);
}

/**
 * What each document was last said to contain. Most keystrokes change no finding and move none, and then the answer is that
 * nothing has changed: on a long file the diagnostics' way to the client is what an edit costs.
 */
class Reports {
  private readonly last = new WeakMap<OpenDocument, Report>();

  constructor(
    private readonly features: ClientFeatures,
    private readonly documents: Documents,
  ) {}

  answer(document: OpenDocument, { previousResultId }: DocumentDiagnosticParams): DocumentDiagnosticReport {
    const { resultId, items } = this.current(document);
    return previousResultId === resultId
      ? { kind: 'unchanged', resultId }
      : { kind: 'full', resultId, items: [...items] };
  }

  private current(document: OpenDocument): Report {
    const known = this.last.get(document);
    if (known?.revision === document.revision) return known;
    const { revision, basis } = document;
    const edited = document.takeEdited();
    const findings = findingsOf(document, this.documents);
    if (known?.basis === basis && isUntouched(known, findings, edited, document)) {
      const same = { ...known, revision };
      this.last.set(document, same);
      return same;
    }
    const items = diagnosticsOf(document, this.features, this.documents);
    const report = { revision, resultId: String(revision), items, basis, findings };
    this.last.set(document, report);
    return report;
  }
}

interface Report {
  readonly revision: number;
  readonly basis: object;
  readonly findings: readonly Finding[];
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/**
 * True when it is plain, without any diagnostic being made, that they are the same: the very same findings, and edits inside
 * lines that have none. Most keystrokes are of that kind.
 */
function isUntouched(
  known: Report,
  findings: readonly Finding[],
  edited: readonly (Edited | undefined)[],
  document: OpenDocument,
): boolean {
  if (document.smokeFailure !== undefined || findings.length !== known.findings.length) return false;
  const areInLines = edited.every(
    (edit) =>
      edit !== undefined && edit.range.start.line === edit.range.end.line && !/[\r\n]/.test(edit.text),
  );
  if (!areInLines || !findings.every((finding, index) => isSameFinding(finding, known.findings[index])))
    return false;
  const lines = [...new Set(edited.flatMap((edit) => edit?.range.start.line ?? []))];
  return !known.items.some(
    ({ range, relatedInformation }) =>
      reaches(range, lines) || relatedInformation?.some(({ location }) => reaches(location.range, lines)),
  );
}

/** At the same place of the same node; a rule that sees the whole file finds it anew each time. */
function isSameFinding(one: Finding, other: Finding | undefined): boolean {
  if (one === other) return true;
  return (
    one.at.node === other?.at.node &&
    one.at.span.start === other.at.span.start &&
    one.at.span.end === other.at.span.end &&
    one.rule === other.rule &&
    one.level === other.level &&
    one.message === other.message &&
    one.tag === other.tag &&
    one.related.length === 0 &&
    other.related.length === 0
  );
}

function reaches({ start, end }: Range, lines: readonly number[]): boolean {
  return lines.some((line) => start.line <= line && line <= end.line);
}

function findingsOf(document: OpenDocument, documents: Documents): readonly Finding[] {
  try {
    return document.analysis.findings;
  } catch (error) {
    documents.logOnce(`diagnostics failed: ${describe(error)}`);
    return [];
  }
}

function push(
  connection: Connection,
  platform: Platform,
  features: ClientFeatures,
  documents: Documents,
): DocumentListener {
  const waiting = new Set<string>();

  // Changes that wait in the queue already come first: whoever types fast gets one answer, for the newest version.
  function publishWhenQuiet(uri: string, seen: number): void {
    platform.defer(() => {
      const document = documents.get(uri);
      if (document === undefined) {
        waiting.delete(uri);
      } else if (document.revision !== seen) {
        publishWhenQuiet(uri, document.revision);
      } else {
        waiting.delete(uri);
        publish(document);
      }
    });
  }

  function publish(document: OpenDocument): void {
    send({
      uri: document.uri,
      ...(features.diagnosticVersions ? { version: document.version } : {}),
      diagnostics: diagnosticsOf(document, features, documents),
    });
  }

  function send(params: PublishDiagnosticsParams): void {
    unawaited(connection, 'publishing diagnostics', connection.sendDiagnostics(params));
  }

  return {
    changed(document) {
      if (!document.isReady || waiting.has(document.uri)) return;
      waiting.add(document.uri);
      publishWhenQuiet(document.uri, -1);
    },
    closed(uri) {
      send({ uri, diagnostics: [] });
    },
  };
}

function diagnosticsOf(document: OpenDocument, features: ClientFeatures, documents: Documents): Diagnostic[] {
  try {
    return collect(document, features, documents);
  } catch (error) {
    documents.logOnce(`diagnostics failed: ${describe(error)}`);
    return [];
  }
}

function collect(document: OpenDocument, features: ClientFeatures, documents: Documents): Diagnostic[] {
  const { analysis, settings } = document;
  const { findings } = analysis;
  const shown = worst(findings, settings.maxFindings);
  const diagnostics = shown.map((finding) => toDiagnostic(document, analysis, finding, features));
  if (shown.length < findings.length)
    diagnostics.push(toNote(findings.length - shown.length, settings.maxFindings));
  documents.complete(document);
  const failure = toSmokeDiagnostic(document);
  if (failure !== undefined) diagnostics.push(failure);
  for (const { rule, error } of analysis.failures)
    documents.logOnce(`rule ${rule} failed: ${describe(error)}`);
  return diagnostics;
}

const WORST_FIRST: readonly Level[] = ['error', 'warning', 'information', 'hint'];

/** All of them, or the `limit` worst, worst first; those of one level in the order of the text. */
function worst(findings: readonly Finding[], limit: number): readonly Finding[] {
  if (findings.length <= limit) return findings;
  const chosen: Finding[] = [];
  for (const level of WORST_FIRST) {
    for (const finding of findings) {
      if (chosen.length === limit) return chosen;
      if (finding.level === level) chosen.push(finding);
    }
  }
  return chosen;
}

function toNote(hidden: number, limit: number): Diagnostic {
  const what = hidden === 1 ? '1 more finding is' : `${String(hidden)} more findings are`;
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: DiagnosticSeverity.Information,
    code: 'max-findings',
    source: DIAGNOSTIC_SOURCE,
    message: `${what} not shown: stagewright.maxFindings is ${String(limit)}, and the worst come first.`,
  };
}

/** Undefined, and forgotten, once the text that failed is no longer there. */
function toSmokeDiagnostic(document: OpenDocument): Diagnostic | undefined {
  const { smokeFailure: failure, analysis } = document;
  if (failure === undefined) return undefined;
  const node = failure.node === undefined ? undefined : presentNode(failure.node, analysis.dockerfile);
  if (failure.node !== undefined && node === undefined) {
    document.smokeFailure = undefined;
    return undefined;
  }
  return {
    range: document.rangeOf(
      node === undefined ? { start: 0, end: 0 } : analysis.locate({ node, span: node.span }),
    ),
    severity: DiagnosticSeverity.Error,
    code: 'smoke-build',
    source: DIAGNOSTIC_SOURCE,
    message: failure.message,
  };
}

/** The same node, or, in a file that was read anew from its first line on, the only one with the same text. */
function presentNode(node: Node, dockerfile: Dockerfile): Node | undefined {
  if (dockerfile.indexOf(node) !== -1) return node;
  const [twin, ...others] = dockerfile.nodes.filter(({ text }) => text === node.text);
  return others.length === 0 ? twin : undefined;
}

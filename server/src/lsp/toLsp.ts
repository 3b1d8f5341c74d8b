/** Our own types in, LSP's types out: the one place that knows how the two correspond. */
import type { Diagnostic, TextEdit as LspTextEdit } from 'vscode-languageserver';
import type { Analysis, Finding, Level, TextEdit } from '../core/index';
import type { ClientFeatures } from './clientFeatures';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import type { OpenDocument } from './documents';
import { DiagnosticSeverity, DiagnosticTag, SymbolKind } from './library';

/** Where the pages of the rules are read. */
const RULE_PAGES = 'https://github.com/stagewright/stagewright/blob/main/server/docs/rules';

export function rulePage(rule: string): string {
  return `${RULE_PAGES}/${rule}.md`;
}

export function toDiagnostic(
  document: OpenDocument,
  analysis: Analysis,
  finding: Finding,
  features: ClientFeatures,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: document.rangeOf(analysis.locate(finding.at)),
    severity: toSeverity(finding.level),
    code: finding.rule,
    source: DIAGNOSTIC_SOURCE,
    message: finding.message,
  };
  // Assigned one by one: on a large file these literals are what publishing costs.
  if (features.codeDescription) diagnostic.codeDescription = { href: rulePage(finding.source.rule.id) };
  if (features.diagnosticTags && finding.tag !== undefined) diagnostic.tags = [toTag(finding.tag)];
  if (features.relatedInformation && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(({ at, message }) => ({
      location: { uri: document.uri, range: document.rangeOf(analysis.locate(at)) },
      message,
    }));
  }
  return diagnostic;
}

export function toSeverity(level: Level): DiagnosticSeverity {
  switch (level) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'information':
      return DiagnosticSeverity.Information;
    case 'hint':
      return DiagnosticSeverity.Hint;
  }
}

function toTag(tag: NonNullable<Finding['tag']>): DiagnosticTag {
  switch (tag) {
    case 'unnecessary':
      return DiagnosticTag.Unnecessary;
    case 'deprecated':
      return DiagnosticTag.Deprecated;
  }
}

export function toTextEdit(document: OpenDocument, edit: TextEdit): LspTextEdit {
  return { range: document.rangeOf(edit.span), newText: edit.newText };
}

/** The icon beside an instruction in an outline. */
export function toSymbolKind(keyword: string): SymbolKind {
  switch (keyword) {
    case 'ARG':
      return SymbolKind.Variable;
    case 'ENV':
    case 'LABEL':
      return SymbolKind.Constant;
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
      return SymbolKind.Function;
    case 'COPY':
    case 'ADD':
      return SymbolKind.File;
    case 'HEALTHCHECK':
    case 'ONBUILD':
      return SymbolKind.Event;
    default:
      return SymbolKind.Property;
  }
}

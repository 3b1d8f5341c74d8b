/** What is said of the Dockerfiles inside of a Compose file: findings, lessons and fixes, at their places in the YAML. */
import type { CodeAction, Diagnostic, Hover } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  analyze,
  type Analysis,
  type Finding,
  fixesOfFinding,
  hover,
  LineIndex,
  NO_SURROUNDINGS,
  type Position,
  type Range,
  type Span,
  surroundingsWith,
  type YamlParser,
} from '../core/index';
import { type InlineDockerfile, inlineDockerfiles, type InlinePlace, inlinePlace } from '../project/index';
import type { ClientFeatures } from './clientFeatures';
import type { ServerSettings } from './configuration';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { CodeActionKind, MarkupKind } from './library';
import { rulePage, toSeverity } from './toLsp';
import { pathOf } from './uris';

/** One version of a Compose file. */
export interface JudgedCompose {
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
  hover(position: Position): Hover | undefined;
  quickFixes(range: Range): CodeAction[];
}

/** A Dockerfile that stands in a document, analysed. */
interface Inside {
  readonly inline: InlineDockerfile;
  readonly place: InlinePlace;
  readonly analysis: Analysis;
}

/** Undefined for what is no YAML. Dockerfiles in quotes are passed over: their lines are not those of the file. */
export function judgedCompose(
  document: TextDocument,
  yaml: YamlParser,
  settings: ServerSettings,
  features: ClientFeatures,
): JudgedCompose | undefined {
  const { uri, version } = document;
  const text = document.getText();
  const lines = new LineIndex(text);
  const found = inlineDockerfiles(pathOf(uri) ?? '/compose.yaml', text, yaml);
  const insides = found?.flatMap((inline): readonly Inside[] => {
    const place = inlinePlace(inline, lines);
    return place === undefined ? [] : [{ inline, place, analysis: analysisOf(inline, place, settings) }];
  });
  if (insides === undefined) return undefined;

  const rangeOf = (finding: Finding, { analysis, place }: Inside): Range =>
    lines.rangeOf(place.outerOf(analysis.locate(finding.at)));
  const diagnosticOf = (finding: Finding, inside: Inside): Diagnostic => ({
    range: rangeOf(finding, inside),
    severity: toSeverity(finding.level),
    code: finding.rule,
    source: DIAGNOSTIC_SOURCE,
    message: finding.message,
    ...(features.codeDescription ? { codeDescription: { href: rulePage(finding.source.rule.id) } } : {}),
  });
  const fixesOf = (finding: Finding, inside: Inside): readonly CodeAction[] =>
    placedFixes(finding, inside, lines).map(({ title, isPreferred, edits }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      isPreferred,
      diagnostics: [diagnosticOf(finding, inside)],
      edit: { changes: { [uri]: edits } },
    }));

  return {
    version,
    diagnostics: insides.flatMap((inside) =>
      inside.analysis.findings
        .filter((finding) => !touchesOpenLine(finding, inside))
        .map((finding) => diagnosticOf(finding, inside)),
    ),
    hover: (position) => hoverIn(insides, position, lines, features),
    quickFixes: (range) =>
      insides.flatMap((inside) =>
        inside.analysis.findings.flatMap((finding) =>
          overlaps(rangeOf(finding, inside), range) ? fixesOf(finding, inside) : [],
        ),
      ),
  };
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

function hoverIn(
  insides: readonly Inside[],
  position: Position,
  lines: LineIndex,
  { markdownHovers }: ClientFeatures,
): Hover | undefined {
  for (const { analysis, place } of insides) {
    const inner = place.innerOf(position);
    const lesson = inner === undefined ? undefined : hover(analysis, analysis.lines.offsetAt(inner), 'shown');
    if (lesson === undefined) continue;
    const kind = markdownHovers ? MarkupKind.Markdown : MarkupKind.PlainText;
    return { contents: { kind, value: lesson.markdown }, range: lines.rangeOf(place.outerOf(lesson.span)) };
  }
  return undefined;
}

interface PlacedFix {
  readonly title: string;
  readonly isPreferred: boolean;
  readonly edits: { readonly range: Range; readonly newText: string }[];
}

/** Those that can be said in the YAML: what lies behind the last line is outside of the block's indentation. */
function placedFixes(
  finding: Finding,
  { inline: { block, openLines }, place, analysis }: Inside,
  lines: LineIndex,
): readonly PlacedFix[] {
  if (block === undefined || openLines.size > 0) return [];
  return fixesOfFinding(analysis, finding).flatMap(({ title, edits, newFiles, safety }) => {
    const isOutside = edits.some(({ span }) => span.start >= place.text.length);
    if (isOutside || newFiles.length > 0 || edits.length === 0) return [];
    const placed = edits.map(({ span, newText }) => ({
      range: lines.rangeOf(place.outerOf(span)),
      newText: block.written(newText),
    }));
    return [{ title, isPreferred: safety === 'safe', edits: placed }];
  });
}

function overlaps(one: Range, other: Range): boolean {
  return one.end.line >= other.start.line && one.start.line <= other.end.line;
}

/** Compose fills in a variable there, so nobody knows what the line says. */
function touchesOpenLine(finding: Finding, { analysis, inline, place }: Inside): boolean {
  const span: Span = analysis.locate(finding.at);
  const { start, end } = analysis.lines.rangeOf(span);
  for (const line of inline.openLines)
    if (start.line <= line + place.firstLine && line + place.firstLine <= end.line) return true;
  return false;
}

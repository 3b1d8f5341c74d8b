/** The lint report as SARIF 2.1.0, which code scanning services and editors read (OASIS, SARIF v2.1.0 errata 01). */
import {
  type Category,
  type Level,
  type LevelByRole,
  type Range,
  type Rule,
  ruleById,
  rulePageText,
} from '../../core/index';
import { distinctFingerprints } from '../fingerprint';
import type { FileReport, LintReport, PlacedFinding, ReportedFix } from '../lintReport';
import type { OutputSetting } from './outputSetting';
import { markdownText } from './markdownText';
import { paintFor } from './terminalText';

/** One log with one run. Lines and columns start at 1, and columns count UTF-16 units. */
export function lintSarif(
  report: LintReport,
  { version, hostPath }: Pick<OutputSetting, 'version' | 'hostPath'>,
): string {
  const rules = new RuleList();
  const results = report.files.flatMap((file) => resultsOf(file, hostPath(file.path), rules));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Stagewright', version, semanticVersion: version, rules: rules.descriptors },
        },
        invocations: [
          {
            executionSuccessful: report.summary.unreadable === 0,
            toolExecutionNotifications: report.files.flatMap((file) =>
              notifications(file, hostPath(file.path)),
            ),
          },
        ],
        columnKind: 'utf16CodeUnits',
        artifacts: report.files.map((file) => ({
          location: artifact(hostPath(file.path)),
          sourceLanguage: 'dockerfile',
        })),
        results,
      },
    ],
  };
  return `${JSON.stringify(log)}\n`;
}

/** The rules that results name, each described once. */
class RuleList {
  readonly descriptors: object[] = [];
  private readonly indexes = new Map<string, number>();

  indexOf({ rule, source }: PlacedFinding): number {
    let index = this.indexes.get(rule);
    if (index === undefined) {
      index = this.descriptors.push(descriptor(rule, ruleById.get(source))) - 1;
      this.indexes.set(rule, index);
    }
    return index;
  }
}

function descriptor(id: string, rule: Rule | undefined): object {
  if (rule === undefined) return { id };
  const { docs, meta } = rule;
  const page = rulePageText(rule);
  return {
    id,
    // Rules of a family and codes of other tools share a page, and are not called by its name.
    ...(id === rule.id ? {} : { name: rule.id }),
    shortDescription: { text: docs.summary },
    fullDescription: { text: plain(docs.lesson) },
    help: { text: plain(page), markdown: page },
    ...(docs.references[0] === undefined ? {} : { helpUri: docs.references[0] }),
    defaultConfiguration: {
      level: LEVELS[worstLevel(meta.level)],
      enabled: worstLevel(meta.level) !== 'off',
    },
    properties: { tags: [meta.category, ...(TAGS[meta.category] ?? [])], equivalents: meta.equivalents },
  };
}

/** Services wrap text themselves. */
function plain(markdown: string): string {
  return markdownText(markdown, { paint: paintFor({ isColored: false }), columns: Infinity }).join('\n');
}

const TAGS: Readonly<Partial<Record<Category, readonly string[]>>> = { secrets: ['security'] };

const LEVELS: Readonly<Record<Level | 'off', string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
};

function worstLevel(level: LevelByRole): Level | 'off' {
  if (typeof level === 'string') return level;
  const all = new Set<Level | 'off'>(Object.values(level));
  const order = ['error', 'warning', 'information', 'hint'] as const;
  return order.find((each) => all.has(each)) ?? 'off';
}

/** A result and what it is but a finding that counts. */
interface Entry {
  readonly finding: PlacedFinding;
  readonly fixes: readonly ReportedFix[];
  readonly state: object;
}

function resultsOf(file: FileReport, path: string, rules: RuleList): readonly object[] {
  // All are counted together, so that a result keeps its fingerprint when it gets into the baseline.
  const entries = entriesOf(file).sort((a, b) => byPlace(a.finding.range, b.finding.range));
  const fingerprints = distinctFingerprints(
    entries.map(({ finding }) => finding),
    file.text.split('\n'),
  );
  return entries.map(({ finding, fixes, state }, at) => ({
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding),
    level: LEVELS[finding.level],
    message: { text: finding.message },
    locations: [location(path, finding.range)],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map(({ message, range }, id) => ({
            id: id + 1,
            ...location(path, range),
            message: { text: message },
          })),
        }),
    partialFingerprints: { primaryLocationLineHash: primaryHash(fingerprints[at] ?? '') },
    ...state,
    ...fixesOf(fixes, path),
    properties: finding.stage === null ? {} : { stage: finding.stage },
  }));
}

/** A result without suppressions counts only where every result has the property (SARIF 3.27.23). */
function entriesOf({ findings, known, suppressed }: FileReport): Entry[] {
  const isNew = known === undefined ? {} : { baselineState: 'new' };
  const isOld = { baselineState: 'unchanged' };
  return [
    ...findings.map((finding) => ({
      finding,
      fixes: finding.fixes,
      state: { ...isNew, suppressions: [] },
    })),
    ...(known ?? []).map((finding) => ({
      finding,
      fixes: finding.fixes,
      state: { ...isOld, suppressions: [{ kind: 'external', justification: 'It is in the baseline.' }] },
    })),
    ...suppressed.map(({ finding, reason }) => ({
      finding,
      fixes: [],
      state: {
        suppressions: [{ kind: 'inSource', ...(reason === undefined ? {} : { justification: reason }) }],
      },
    })),
  ];
}

/** Code scanning services have the form `hash:count`. */
function primaryHash(fingerprint: string): string {
  return fingerprint.includes(':') ? fingerprint : `${fingerprint}:1`;
}

function fixesOf(fixes: readonly ReportedFix[], path: string): object {
  // A fix that writes a file beside the Dockerfile cannot be said in replacements.
  const sayable = fixes.filter(({ edits, newFiles }) => edits.length > 0 && newFiles.length === 0);
  return sayable.length === 0 ? {} : { fixes: sayable.map((fix) => sarifFix(fix, path)) };
}

function sarifFix({ title, edits }: ReportedFix, path: string): object {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: artifact(path),
        replacements: edits.map(({ range, newText }) => ({
          deletedRegion: region(range),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}

function notifications({ error, notes }: FileReport, path: string): readonly object[] {
  const at = { locations: [{ physicalLocation: { artifactLocation: artifact(path) } }] };
  return [
    ...(error === undefined ? [] : [{ level: 'error', message: { text: error }, ...at }]),
    ...notes.map((note) => ({ level: 'warning', message: { text: note }, ...at })),
  ];
}

function location(path: string, range: Range): { readonly physicalLocation: object } {
  return { physicalLocation: { artifactLocation: artifact(path), region: region(range) } };
}

/** `%SRCROOT%` is what services take for the root of the repository; a path outside of it is said in full. */
function artifact(path: string): object {
  const uri = encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  // A first part with a colon would be read as a scheme (RFC 3986, 4.2).
  return { uri: /^[^/]*:/.test(uri) ? `./${uri}` : uri, uriBaseId: '%SRCROOT%' };
}

/** The end is the first column that is not meant. */
function region({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function byPlace(a: Range, b: Range): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}

/** A Compose file as a source of Dockerfiles: each that stands in it is judged by itself, and told at its place in the file. */
import { LineIndex, type Range, type Surroundings, type YamlParser } from '../../core/index';
import { type InlineDockerfile, inlineDockerfiles } from '../../project/index';
import type { FileContent } from '../io';
import { type FileJudge, fixContent, lintContent, type LintedFile, unreadable } from '../lintFile';
import type {
  FileReport,
  PlacedFinding,
  ReportedFinding,
  ReportedFix,
  SuppressedFinding,
} from '../lintReport';
import { hearing } from './judging';
import { type Source, withText } from './source';

/** How the Dockerfiles of one Compose file are judged. */
export interface ComposeJudging {
  /** Absolute. */
  readonly path: string;
  readonly yaml: YamlParser;
  surroundingsOf(dockerfile: InlineDockerfile): Surroundings;
  /** The judge of a file with this content; its `select` is asked about the content, or later texts of it. */
  judgeIn(surroundings: Surroundings, content: FileContent): FileJudge;
}

const BYTE_ORDER_MARK = '\ufeff';

export function composeSource(path: string, content: FileContent, judging: ComposeJudging): Source {
  return new ComposeSource(path, content, content, judging);
}

class ComposeSource implements Source {
  private readonly mark: string;
  private readonly text: string;
  private readonly isYaml: boolean;
  private readonly inlines: readonly InlineDockerfile[];
  readonly dockerfiles: readonly { readonly content: FileContent; readonly judge: FileJudge }[];

  /** @param original as the file was when the run began */
  constructor(
    readonly path: string,
    readonly content: FileContent,
    private readonly original: FileContent,
    private readonly judging: ComposeJudging,
  ) {
    const whole = content.kind === 'text' ? content.text : '';
    this.mark = whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    this.text = whole.slice(this.mark.length);
    const found = inlineDockerfiles(judging.path, this.text, judging.yaml);
    this.isYaml = found !== undefined;
    this.inlines = found ?? [];
    this.dockerfiles = this.inlines.map((inline, index) => ({
      content: withText(content, inline.text),
      judge: this.judgeOf(inline, index),
    }));
  }

  lint(answers: Parameters<Source['lint']>[0]): FileReport {
    if (this.content.kind === 'unreadable') return unreadable(this.path, this.content.reason);
    const reports = this.dockerfiles.map(({ content, judge }) =>
      lintContent(this.path, content, hearing(judge, answers)),
    );
    const told = reports.map((report, index) => this.told(report, this.inlines[index]));
    const targets = reports.map(({ missingTarget }) => missingTarget);
    return {
      path: this.path,
      text: this.text,
      findings: told.flatMap(({ findings }) => findings),
      known: told.some(({ known }) => known !== undefined)
        ? told.flatMap(({ known }) => known ?? [])
        : undefined,
      suppressed: told.flatMap(({ suppressed }) => suppressed),
      fixed: undefined,
      error: undefined,
      missingTarget: targets.includes(undefined) ? undefined : targets[0],
      notes: [...this.notes(), ...reports.flatMap(({ notes }) => notes)],
    };
  }

  fix(answers: Parameters<Source['fix']>[0], upTo: Parameters<Source['fix']>[1]): LintedFile {
    const report = this.lint(answers);
    const fixed: string[] = [];
    const notes: string[] = [];
    let { text } = this;
    // From the last to the first: what stands above keeps its place.
    for (const [index, inline] of [...this.inlines.entries()].reverse()) {
      const part = this.dockerfiles[index];
      if (part === undefined) continue;
      const made = fixContent(this.path, part.content, hearing(part.judge, answers), upTo);
      notes.push(...made.report.notes);
      if (made.fixedContent === undefined) continue;
      const replaced = inline.block?.replacedBy(made.fixedContent, text);
      if (replaced === undefined) {
        notes.push(inline.block === undefined ? NOT_LITERAL : HAS_VARIABLES);
        continue;
      }
      text = replaced;
      fixed.unshift(...(made.report.fixed ?? []));
    }
    const after = text === this.text ? report : this.rewritten(this.mark + text).lint(answers);
    return {
      report: { ...after, fixed, notes: [...new Set([...after.notes, ...notes])] },
      fixedContent: text === this.text ? undefined : this.mark + text,
    };
  }

  rewritten(text: string): Source {
    return new ComposeSource(this.path, withText(this.content, text), this.original, this.judging);
  }

  private notes(): readonly string[] {
    if (!this.isYaml) return ['its YAML cannot be read, so the Dockerfiles in it were not judged'];
    return this.inlines.length === 0
      ? ['no service has a dockerfile_inline, so there is nothing in it to judge']
      : [];
  }

  /** Findings are chosen by their lines in the Compose file, those of this version or, between fixes, of a later one. */
  private judgeOf(inline: InlineDockerfile, index: number): FileJudge {
    const { yaml, path } = this.judging;
    const judge = this.judging.judgeIn(this.judging.surroundingsOf(inline), this.original);
    const placeIn = (text: string): Placement => {
      if (text === inline.text) return new Placement(inline, this.text);
      const outer = inline.block?.replacedBy(text, this.text) ?? this.text;
      return new Placement(inlineDockerfiles(path, outer, yaml)?.[index] ?? inline, outer);
    };
    return {
      ...judge,
      select(findings, text) {
        const sure = findings.filter(({ range }) => !touchesOpenLine(range, inline));
        const placement = placeIn(text);
        const inner = new Map(sure.map((finding) => [placement.placed(finding), finding]));
        const { fresh, known } = judge.select([...inner.keys()], placement.outer);
        const back = (chosen: readonly PlacedFinding[]): readonly PlacedFinding[] =>
          chosen.flatMap((finding) => inner.get(finding) ?? []);
        return { fresh: back(fresh), known: known === undefined ? undefined : back(known) };
      },
    };
  }

  private told(
    { findings, known, suppressed }: FileReport,
    inline: InlineDockerfile | undefined,
  ): Pick<FileReport, 'findings' | 'known' | 'suppressed'> {
    if (inline === undefined) return { findings, known, suppressed };
    const placement = new Placement(inline, this.text);
    const reported = (finding: ReportedFinding): ReportedFinding => ({
      ...placement.placed(finding),
      fixes: finding.fixes.flatMap((fix) => placement.fixed(fix) ?? []),
    });
    return {
      findings: findings.map(reported),
      known: known?.map(reported),
      suppressed: suppressed.map((each): SuppressedFinding => ({
        ...each,
        finding: placement.placed(each.finding),
      })),
    };
  }
}

const NOT_LITERAL =
  'a Dockerfile in it is no literal block ("dockerfile_inline: |"), so that it cannot be fixed in place';
const HAS_VARIABLES =
  'a Dockerfile in it has variables that Compose fills in, so that it cannot be fixed in place';

function touchesOpenLine({ start, end }: Range, { openLines }: InlineDockerfile): boolean {
  for (const line of openLines) if (start.line <= line && line <= end.line) return true;
  return false;
}

/** From places in a Dockerfile to those in the Compose file around it. */
class Placement {
  private readonly inner: LineIndex;
  private readonly lines: LineIndex;

  constructor(
    private readonly inline: InlineDockerfile,
    readonly outer: string,
  ) {
    this.inner = new LineIndex(inline.text);
    this.lines = new LineIndex(outer);
  }

  placed<T extends PlacedFinding>(finding: T): T {
    return {
      ...finding,
      range: this.rangeOf(finding.range),
      related: finding.related.map((each) => ({ ...each, range: this.rangeOf(each.range) })),
    };
  }

  /** Undefined for a fix that cannot be said in the Compose file. */
  fixed(fix: ReportedFix): ReportedFix | undefined {
    const { block, openLines, text } = this.inline;
    if (block === undefined || openLines.size > 0) return undefined;
    // What is added behind the last line stands outside of the block's indentation.
    if (fix.edits.some(({ range }) => this.inner.offsetAt(range.start) >= text.length)) return undefined;
    return {
      ...fix,
      edits: fix.edits.map(({ range, newText }) => ({
        range: this.rangeOf(range),
        newText: block.written(newText),
      })),
    };
  }

  private rangeOf(range: Range): Range {
    const { block, span } = this.inline;
    if (block === undefined) {
      // Lines in quotes or folded ones are not those of the Dockerfile: the first line of all of it stands for each.
      const { line, character } = this.lines.positionAt(span.start);
      const next = this.lines.startOfLine(line + 1);
      const end = Math.min(span.end, next === this.outer.length ? next : next - 1);
      return { start: { line, character }, end: this.lines.positionAt(Math.max(span.start, end)) };
    }
    return this.lines.rangeOf({
      start: block.outerOf(this.inner.offsetAt(range.start)),
      end: block.outerOf(this.inner.offsetAt(range.end)),
    });
  }
}

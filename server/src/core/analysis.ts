/** The façade over the core: text and surroundings in, findings, fixes and facts out. */
import { DEFAULT_CONFIGURATION, type Configuration } from './lint/configuration';
import type { Finding, LocatedFix } from './lint/finding';
import type { Failure } from './lint/check';
import { Linter, type LintResult } from './lint/linter';
import type { Anchor, Fix } from './lint/rule';
import type { FileFacts } from './model/facts';
import { buildFacts } from './model/file';
import { NO_SURROUNDINGS, type Surroundings } from './model/surroundings';
import { rules } from './rules/index';
import { parseDockerfile, type Dockerfile } from './syntax/dockerfile';
import { LineIndex } from './text/lineIndex';
import type { Span } from './text/span';

export interface AnalyzeOptions {
  readonly surroundings?: Surroundings;
  readonly configuration?: Configuration;
  /** The analysis of an earlier version of the same document: what did not change is taken over. */
  readonly previous?: Analysis | undefined;
}

export interface Analysis {
  readonly text: string;
  readonly lines: LineIndex;
  readonly dockerfile: Dockerfile;
  readonly facts: FileFacts;
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
  /** Suppressed ones left out; in the order of the text. Computed on first use and kept. */
  readonly findings: readonly Finding[];
  /** Findings that comments of the file silence. */
  readonly suppressed: readonly Finding[];
  /** Rules that threw, with what they threw; the other rules' findings are complete. */
  readonly failures: readonly Failure[];
  /** Offsets in `text`. */
  locate(anchor: Anchor): Span;
  /** Computed anew on each call; a fix that throws is no fix. */
  fixesOf(finding: Finding): readonly LocatedFix[];
}

/** Reads and judges any text. Never throws. */
export function analyze(text: string, options: AnalyzeOptions = {}): Analysis {
  const { surroundings = NO_SURROUNDINGS, configuration = DEFAULT_CONFIGURATION, previous } = options;
  const dockerfile = parseDockerfile(text, previous?.dockerfile);
  return new LazyAnalysis(text, dockerfile, surroundings, configuration, previous?.facts);
}

/** One for the process: its memory of what was found hangs on nodes and goes with them. */
const linter = new Linter(rules);

class LazyAnalysis implements Analysis {
  private knownLines: LineIndex | undefined;
  private knownFacts: FileFacts | undefined;
  private knownResult: LintResult | undefined;
  private knownReturns: boolean | undefined;

  constructor(
    readonly text: string,
    readonly dockerfile: Dockerfile,
    readonly surroundings: Surroundings,
    readonly configuration: Configuration,
    private previousFacts: FileFacts | undefined,
  ) {}

  get lines(): LineIndex {
    this.knownLines ??= new LineIndex(this.text);
    return this.knownLines;
  }

  get facts(): FileFacts {
    this.knownFacts ??= buildFacts(this.dockerfile, this.surroundings, this.previousFacts);
    // Versions must not keep one another alive.
    this.previousFacts = undefined;
    return this.knownFacts;
  }

  get findings(): readonly Finding[] {
    return this.result.findings;
  }

  get suppressed(): readonly Finding[] {
    return this.result.suppressed;
  }

  get failures(): readonly Failure[] {
    return this.result.failures;
  }

  locate(anchor: Anchor): Span {
    return anchor.node === null ? anchor.span : this.dockerfile.absolute(anchor.node, anchor.span);
  }

  fixesOf(finding: Finding): readonly LocatedFix[] {
    return this.fixes(finding).map((fix) => ({
      title: fix.title,
      safety: fix.safety,
      edits: fix.edits.map((edit) => ({ span: this.locate(edit.at), newText: this.dressed(edit.newText) })),
      newFiles: fix.newFiles ?? [],
    }));
  }

  /** With the line ends of the file. A rule that looks at one instruction may see none: the last line need not have one. */
  private dressed(newText: string): string {
    if (!newText.includes('\n') || !this.hasCarriageReturns) return newText;
    return newText.replace(/\r?\n/g, '\r\n');
  }

  /** True when every line ends with one. */
  private get hasCarriageReturns(): boolean {
    this.knownReturns ??= this.text.includes('\r\n') && !/(?:^|[^\r])\n/.test(this.text);
    return this.knownReturns;
  }

  private get result(): LintResult {
    this.knownResult ??= linter.lint(this.facts, this.surroundings, this.configuration);
    return this.knownResult;
  }

  private fixes({ source: { rule, match }, stage }: Finding): readonly Fix[] {
    try {
      return rule.fix?.(match, { file: this.facts, stage, surroundings: this.surroundings }) ?? [];
    } catch {
      return [];
    }
  }
}

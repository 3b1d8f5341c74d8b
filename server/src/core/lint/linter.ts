/** Runs the rules and grades what they find; what a keystroke did not touch is taken from the last run. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import { Slot } from '../text/memoized';
import type { Configuration, RuleSetting } from './configuration';
import type { Finding } from './finding';
import type { FileRule, InstructionRule, Level, Match, Rule, StageRule } from './rule';
import { withoutSuppressed } from './suppression';

export interface Failure {
  readonly rule: string;
  readonly error: unknown;
}

export interface LintResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** What a set of rules found in nodes that may still be there after the next edit. */
export class Linter {
  private readonly instructionRules: readonly InstructionRule[];
  private readonly stageRules: readonly StageRule[];
  private readonly fileRules: readonly FileRule[];
  private readonly byKeyword = new Map<string, readonly InstructionRule[]>();
  private readonly ofInstruction = new Slot<Checked>();
  private readonly ofStage = new Slot<StageResult>();
  private readonly ofMatch = new WeakMap<
    Match,
    { stage: StageFacts | undefined; configuration: Configuration; findings: readonly Finding[] }
  >();

  constructor(rules: readonly Rule[]) {
    this.instructionRules = rules.filter((rule) => rule.scope === 'instruction');
    this.stageRules = rules.filter((rule) => rule.scope === 'stage');
    this.fileRules = rules.filter((rule) => rule.scope === 'file');
  }

  lint(file: FileFacts, surroundings: Surroundings, configuration: Configuration): LintResult {
    const isTemplate = file.templateMark !== undefined;
    const fileRules = this.fileRules.filter((rule) => (rule.meta.judgesTemplates === true) === isTemplate);
    const whole = runAll(fileRules, (rule) => rule.check(file, surroundings));
    const failures: Failure[] = [...whole.failures];
    const early: Finding[] = [];
    const byStage = new Map<StageFacts, Finding[]>();
    for (const { rule, match } of whole.matches) {
      const stage = match.at.node === null ? undefined : file.stageOf(match.at.node);
      const found = this.gradedOfFile(rule, match, stage, configuration);
      const collected = stage === undefined ? early : (byStage.get(stage) ?? []);
      for (const finding of found) collected.push(finding);
      if (stage !== undefined) byStage.set(stage, collected);
    }
    for (const instruction of isTemplate ? [] : file.preamble) {
      const checked = this.checkInstruction(instruction);
      for (const finding of graded(checked.matches, undefined, configuration)) early.push(finding);
      for (const failure of checked.failures) failures.push(failure);
    }

    const findings: Finding[] = inTextOrder(early, file);
    for (const stage of file.stages) {
      const own = isTemplate ? undefined : this.checkStage(stage, surroundings, configuration, file);
      const others = byStage.get(stage);
      // Nearly every stage is as it was, so its findings are in order already.
      const all =
        others === undefined
          ? (own?.findings ?? [])
          : inTextOrder([...(own?.findings ?? []), ...others], file);
      for (const finding of all) findings.push(finding);
      for (const failure of own?.failures ?? []) failures.push(failure);
    }
    return { findings: withoutSuppressed(findings, file), failures };
  }

  /** A file rule that keeps its matches by stage hands over the same objects after an edit elsewhere. */
  private gradedOfFile(
    rule: Rule,
    match: Match,
    stage: StageFacts | undefined,
    configuration: Configuration,
  ): readonly Finding[] {
    const known = this.ofMatch.get(match);
    if (known !== undefined && known.stage === stage && known.configuration === configuration)
      return known.findings;
    const findings = graded([{ rule, match }], stage, configuration);
    this.ofMatch.set(match, { stage, configuration, findings });
    return findings;
  }

  private checkStage(
    stage: StageFacts,
    surroundings: Surroundings,
    configuration: Configuration,
    file: FileFacts,
  ): StageResult {
    const known = this.ofStage.get(stage);
    if (known?.surroundings === surroundings && known.configuration === configuration) return known;
    const own = runAll(this.stageRules, (rule) => rule.check(stage, surroundings));
    const matches = [...own.matches];
    const failures = [...own.failures];
    for (const instruction of [stage.from, ...stage.instructions]) {
      const checked = this.checkInstruction(instruction);
      for (const match of checked.matches) matches.push(match);
      for (const failure of checked.failures) failures.push(failure);
    }
    const result = {
      surroundings,
      configuration,
      findings: inTextOrder(graded(matches, stage, configuration), file),
      failures,
    };
    this.ofStage.set(stage, result);
    return result;
  }

  private checkInstruction(instruction: Instruction): Checked {
    const known = this.ofInstruction.get(instruction);
    if (known !== undefined) return known;
    const checked = runAll(this.rulesFor(instruction.keyword), (rule) => rule.check(instruction));
    this.ofInstruction.set(instruction, checked);
    return checked;
  }

  private rulesFor(keyword: string): readonly InstructionRule[] {
    let found = this.byKeyword.get(keyword);
    if (found === undefined) {
      found = this.instructionRules.filter(
        (rule) => rule.keywords === undefined || rule.keywords.includes(keyword),
      );
      this.byKeyword.set(keyword, found);
    }
    return found;
  }
}

interface RuleMatch {
  readonly rule: Rule;
  readonly match: Match;
}

interface Checked {
  readonly matches: readonly RuleMatch[];
  readonly failures: readonly Failure[];
}

interface StageResult {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** A rule that throws loses its own matches of this run and nothing else. */
function runAll<R extends Rule>(rules: readonly R[], check: (rule: R) => Iterable<Match>): Checked {
  const matches: RuleMatch[] = [];
  const failures: Failure[] = [];
  for (const rule of rules) {
    try {
      const found: RuleMatch[] = [];
      for (const match of check(rule)) found.push({ rule, match });
      for (const match of found) matches.push(match);
    } catch (error) {
      failures.push({ rule: rule.id, error });
    }
  }
  return { matches, failures };
}

function graded(
  matches: readonly RuleMatch[],
  stage: StageFacts | undefined,
  configuration: Configuration,
): Finding[] {
  return matches.flatMap(({ rule, match }) => {
    const id = match.code === undefined ? rule.id : `${rule.id}/${match.code}`;
    const level = levelOf(rule, id, match, stage, configuration);
    if (level === 'off') return [];
    return [
      {
        rule: id,
        level,
        message: filled(rule.messages[match.message] ?? match.message, match.data),
        at: match.at,
        related: match.related ?? [],
        tag: match.tag,
        stage,
        source: { rule, match },
      },
    ];
  });
}

function levelOf(
  rule: Rule,
  id: string,
  match: Match,
  stage: StageFacts | undefined,
  configuration: Configuration,
): Level | 'off' {
  // The global scope belongs to every stage, so it is judged as strictly as the shipped one.
  const role = stage === undefined ? 'final' : stage.role === 'unreachable' ? 'builder' : stage.role;
  const configured =
    settingFor(configuration.rules[id], role) ?? settingFor(configuration.rules[rule.id], role);
  if (configured !== undefined) return configured;
  const usual = typeof rule.meta.level === 'string' ? rule.meta.level : rule.meta.level[role];
  if (usual === 'off') return 'off';
  const level = match.level ?? usual;
  return rule.meta.concern !== undefined && stage?.isDevelopment === true ? 'hint' : level;
}

function settingFor(
  setting: RuleSetting | undefined,
  role: 'final' | 'base' | 'target' | 'builder',
): Level | 'off' | undefined {
  const level = typeof setting === 'object' ? setting[role] : setting;
  return level === 'default' ? undefined : level;
}

function filled(template: string, data: Readonly<Record<string, string>> | undefined): string {
  return data === undefined
    ? template
    : template.replace(/\{(\w+)\}/g, (hole, name: string) => data[name] ?? hole);
}

function inTextOrder(findings: readonly Finding[], file: FileFacts): Finding[] {
  if (findings.length < 2) return [...findings];
  const { dockerfile } = file;
  return findings
    .map((finding) => {
      const { node, span } = finding.at;
      return { finding, offset: (node === null ? 0 : dockerfile.startOf(node)) + span.start };
    })
    .sort((a, b) => a.offset - b.offset)
    .map(({ finding }) => finding);
}

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
    const failures: Failure[] = [];
    const concerned = this.fileRules.map((): StageFacts[] => []);
    const results: StageResult[] = [];
    for (const stage of isTemplate ? [] : file.stages) {
      const result = this.checkStage(stage, surroundings, configuration, file);
      results.push(result);
      for (const rule of result.concerned) concerned[rule]?.push(stage);
      for (const failure of result.failures) failures.push(failure);
    }

    const early: Finding[] = [];
    for (const instruction of isTemplate ? [] : file.preamble) {
      const checked = this.checkInstruction(instruction);
      for (const finding of graded(checked.matches, undefined, configuration)) early.push(finding);
      for (const failure of checked.failures) failures.push(failure);
    }
    const byStage = new Map<StageFacts, Finding[]>();
    this.fileRules.forEach((rule, index) => {
      if ((rule.meta.judgesTemplates === true) !== isTemplate) return;
      const stages = rule.concerns === undefined ? file.stages : (concerned[index] ?? []);
      const checked = runAll([rule], () => rule.check(file, surroundings, stages));
      for (const failure of checked.failures) failures.push(failure);
      for (const { match } of checked.matches) {
        const stage = match.at.node === null ? undefined : file.stageOf(match.at.node);
        const collected = stage === undefined ? early : (byStage.get(stage) ?? []);
        for (const finding of this.gradedOfFile(rule, match, stage, configuration)) collected.push(finding);
        if (stage !== undefined) byStage.set(stage, collected);
      }
    });

    const findings: Finding[] = inTextOrder(early, file);
    file.stages.forEach((stage, index) => {
      const own = results[index]?.findings ?? [];
      const others = byStage.get(stage);
      // Nearly every stage is as it was, so its findings are in order already.
      for (const finding of others === undefined ? own : inTextOrder([...own, ...others], file))
        findings.push(finding);
    });
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
    const concerned = this.fileRules.flatMap((rule, index) => {
      try {
        return rule.concerns?.(stage) === true ? [index] : [];
      } catch (error) {
        failures.push({ rule: rule.id, error });
        return [];
      }
    });
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
      concerned,
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
  /** The file rules that this stage concerns, by their place. */
  readonly concerned: readonly number[];
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
        message: shortened(filled(rule.messages[match.message] ?? match.message, match.data)),
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

/** In UTF-16 units. A message quotes what is written in the file, and a word there may be a megabyte long. */
const LONGEST_MESSAGE = 1000;

function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE - 1)}…`;
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

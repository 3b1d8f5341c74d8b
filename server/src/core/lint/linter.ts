/** Runs the rules; what a keystroke did not touch is taken from the last run. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import { Slot } from '../text/memoized';
import { Check, type Failure, type Outcome, type RuleMatch } from './check';
import type { Configuration } from './configuration';
import type { Finding } from './finding';
import { Gates, nextIn } from './gates';
import { addGraded, inTextOrder } from './grading';
import { isOnFor, roleIn, ROLES_OF_RULES } from './levels';
import type { Match, Rule } from './rule';
import { type Checked, type RuleSet, RuleSets } from './ruleSet';
import { judgeSuppressions, type Silencer } from './suppression';
import { SuppressionVerdicts } from './suppressionVerdicts';

export interface LintResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** Those that comments silence. */
  readonly suppressed: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** What a set of rules found in nodes that may still be there after the next edit. */
export class Linter {
  private readonly gates: Gates;
  private readonly sets: RuleSets;
  private readonly checks: readonly Check[];
  private readonly verdicts: SuppressionVerdicts;
  private readonly ofInstruction = new Slot<Checked>();
  private readonly ofStage = new Slot<StageResult>();
  /** Filled and emptied by each instruction: most leave nothing, and thousands of empty lists would be thrown away. */
  private readonly found: Outcome = { matches: [], failures: [] };
  /** Of the file that was judged last, which is mostly the one that is judged next. */
  private last: LastRun = { stages: [], results: [], whole: new Map() };

  constructor(rules: readonly Rule[]) {
    this.checks = rules.map((rule) => new Check(rule));
    this.gates = new Gates(rules);
    this.sets = new RuleSets(rules, this.gates);
    this.verdicts = new SuppressionVerdicts(rules);
  }

  lint(file: FileFacts, surroundings: Surroundings, configuration: Configuration): LintResult {
    const isUnreadable = file.templateMark !== undefined || file.firstUnjudged !== undefined;
    const rules = this.sets.of(configuration, surroundings);
    const judge: Judge = { rules, surroundings, configuration };
    const failures: Failure[] = [];
    const results = this.checkStages(isUnreadable ? [] : file.stages, judge, file);
    for (const result of results) if (result.failures.length > 0) failures.push(...result.failures);

    const early: Finding[] = [];
    for (const instruction of isUnreadable ? [] : file.preamble) {
      const checked = this.checkInstruction(instruction, rules);
      for (const { rule, match } of checked.matches) addGraded(early, rule, match, undefined, judge);
      for (const failure of checked.failures) failures.push(failure);
    }
    const ofFile = this.checkFile(file, isUnreadable, results, judge, { early, failures });

    const findings: Finding[] = [...inTextOrder(early, file)];
    const whole = new Map<StageFacts, WholeStage>();
    file.stages.forEach((stage, index) => {
      const own = results[index];
      const matches = ofFile.get(stage);
      const merged = matches && this.withMatches(stage, own, matches, judge, file);
      if (merged !== undefined) whole.set(stage, merged);
      for (const finding of merged?.findings ?? own?.findings ?? []) findings.push(finding);
    });
    this.last = { stages: isUnreadable ? [] : file.stages, results, whole };
    const {
      findings: heard,
      silenced: suppressed,
      silencer,
    } = judgeSuppressions(findings, file, surroundings);
    if (silencer === undefined || isUnreadable || rules.suppressionRules.length === 0)
      return { findings: heard, suppressed, failures };
    const others = this.checkSuppressions(file, silencer, judge, failures);
    return {
      findings: others.length === 0 ? heard : inTextOrder([...heard, ...others], file),
      suppressed,
      failures,
    };
  }

  private checkStages(stages: readonly StageFacts[], judge: Judge, file: FileFacts): readonly StageResult[] {
    const { surroundings, configuration } = judge;
    const { last } = this;
    const results = stages.map((stage, index) => {
      // Nearly every stage of a long file stands where it stood, and asking its memory for each would take a while.
      const known = last.stages[index] === stage ? last.results[index] : this.ofStage.get(stage);
      if (known?.surroundings === surroundings && known.configuration === configuration) return known;
      const result = this.checkStage(stage, judge, file);
      this.ofStage.set(stage, result);
      return result;
    });
    return results;
  }

  private checkStage(stage: StageFacts, judge: Judge, file: FileFacts): StageResult {
    const { rules, surroundings, configuration } = judge;
    const outcome: Outcome = { matches: [], failures: [] };
    const woken = this.gates.ofAll(stage.instructions, stage.triggers);
    const role = surroundings.parity === undefined ? stage.role : 'final';
    const own = rules.forStage(role, stage.edges.length > 0);
    for (let place = nextIn(woken, own, -1); place !== -1; place = nextIn(woken, own, place))
      this.checks[place]?.ofStage(stage, surroundings, outcome);
    const asking = rules.askingForStages;
    const concerned: number[] = [];
    for (let place = nextIn(woken, asking, -1); place !== -1; place = nextIn(woken, asking, place))
      if (this.checks[place]?.concerns(stage, outcome) === true) concerned.push(place);
    this.addChecked(stage.from, rules, outcome);
    for (const instruction of stage.instructions) this.addChecked(instruction, rules, outcome);
    const findings: Finding[] = [];
    for (const { rule, match } of outcome.matches) addGraded(findings, rule, match, stage, judge);
    return {
      surroundings,
      configuration,
      findings: inTextOrder(findings, file),
      failures: outcome.failures,
      concerned,
    };
  }

  private addChecked(instruction: Instruction, rules: RuleSet, outcome: Outcome): void {
    const checked = this.checkInstruction(instruction, rules);
    if (checked === rules.nothing) return;
    for (const match of checked.matches) outcome.matches.push(match);
    for (const failure of checked.failures) outcome.failures.push(failure);
  }

  private checkInstruction(instruction: Instruction, rules: RuleSet): Checked {
    const known = this.ofInstruction.get(instruction);
    if (known?.rules === rules) return known;
    const woken = this.gates.of(instruction);
    const own = rules.ofInstruction;
    const { matches, failures } = this.found;
    for (let place = nextIn(woken, own, -1); place !== -1; place = nextIn(woken, own, place))
      this.checks[place]?.ofInstruction(instruction, this.found);
    let checked = rules.nothing;
    if (matches.length > 0 || failures.length > 0) {
      checked = { rules, matches: matches.splice(0), failures: failures.splice(0) };
    }
    this.ofInstruction.set(instruction, checked);
    return checked;
  }

  /** The matches of file rules by stage; the findings of those in none are added to `early`. */
  private checkFile(
    file: FileFacts,
    isUnreadable: boolean,
    results: readonly StageResult[],
    judge: Judge,
    { early, failures }: { readonly early: Finding[]; readonly failures: Failure[] },
  ): ReadonlyMap<StageFacts, readonly RuleMatch[]> {
    const concerned = new Map<number, StageFacts[]>();
    results.forEach((result, index) => {
      const stage = file.stages[index];
      if (stage === undefined) return;
      for (const place of result.concerned) {
        const stages = concerned.get(place);
        if (stages === undefined) concerned.set(place, [stage]);
        else stages.push(stage);
      }
    });
    const outcome: Outcome = { matches: [], failures };
    for (const { place, judgesUnreadable, asksForStages } of judge.rules.fileRules) {
      if (judgesUnreadable !== isUnreadable) continue;
      const stages = asksForStages ? (concerned.get(place) ?? NONE) : file.stages;
      if (asksForStages && stages.length === 0 && file.preamble.length === 0) continue;
      this.checks[place]?.ofFile(file, judge.surroundings, stages, outcome);
    }
    const byStage = new Map<StageFacts, RuleMatch[]>();
    for (const found of outcome.matches) {
      const stage = stageAt(found.match, file);
      const collected = stage === undefined ? undefined : byStage.get(stage);
      if (stage === undefined) addGraded(early, found.rule, found.match, undefined, judge);
      else if (collected === undefined) byStage.set(stage, [found]);
      else collected.push(found);
    }
    return byStage;
  }

  /** A file rule that keeps its matches by stage hands over the same objects after an edit elsewhere. */
  private withMatches(
    stage: StageFacts,
    own: StageResult | undefined,
    matches: readonly RuleMatch[],
    judge: Judge,
    file: FileFacts,
  ): WholeStage {
    const known = own === undefined ? undefined : this.last.whole.get(stage);
    if (
      known?.own === own &&
      known?.matches.length === matches.length &&
      known.matches.every(({ match }, index) => match === matches[index]?.match)
    )
      return known;
    const findings = own === undefined ? [] : [...own.findings];
    for (const { rule, match } of matches) addGraded(findings, rule, match, stage, judge);
    return { own, matches, findings: inTextOrder(findings, file) };
  }

  /** What the rules about comments find that no comment silences. */
  private checkSuppressions(
    file: FileFacts,
    silencer: Silencer,
    judge: Judge,
    failures: Failure[],
  ): readonly Finding[] {
    const { rules, surroundings, configuration } = judge;
    const comments = this.verdicts.of(silencer, {
      surroundings,
      failures,
      isOn(rule, id, target) {
        if (!rules.has(rule)) return false;
        // Where a rule is off for the role, the next change of a role may switch it on.
        if (target !== undefined) return isOnFor(rule, configuration, roleIn(file.stageOf(target)), id);
        return ROLES_OF_RULES.some((role) => isOnFor(rule, configuration, role, id));
      },
    });
    const outcome: Outcome = { matches: [], failures };
    for (const place of rules.suppressionRules) this.checks[place]?.ofSuppressions(comments, outcome);
    const findings: Finding[] = [];
    for (const { rule, match } of outcome.matches)
      addGraded(findings, rule, match, stageAt(match, file), judge);
    return findings.filter((finding) => !silencer.silences(finding));
  }
}

/** What a text is judged with. */
interface Judge {
  readonly rules: RuleSet;
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
}

interface StageResult {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  /** The file rules that this stage concerns, by their place. */
  readonly concerned: readonly number[];
}

/** What was found last, of which most is found again. */
interface LastRun {
  readonly stages: readonly StageFacts[];
  readonly results: readonly StageResult[];
  /** Of stages with findings of file rules. A weak map of these kept every file alive until the next full collection. */
  readonly whole: ReadonlyMap<StageFacts, WholeStage>;
}

interface WholeStage {
  readonly own: StageResult | undefined;
  /** Of file rules. */
  readonly matches: readonly RuleMatch[];
  /** Of all rules, in the order of the text. */
  readonly findings: readonly Finding[];
}

const NONE: readonly never[] = [];

function stageAt({ at: { node } }: Match, file: FileFacts): StageFacts | undefined {
  return node === null ? undefined : file.stageOf(node);
}

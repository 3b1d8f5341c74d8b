/** Calls the check of one rule, whatever its scope, so that a rule that throws loses its own matches of this run and nothing else. */
import type { FileFacts, StageFacts } from '../model/facts';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import type { JudgedSuppression, Match, Rule } from './rule';

export interface Failure {
  readonly rule: string;
  readonly error: unknown;
}

/** Where checks put what they find. */
export interface Outcome {
  readonly matches: RuleMatch[];
  readonly failures: Failure[];
}

export interface RuleMatch {
  readonly rule: Rule;
  readonly match: Match;
}

/** Every rule is an object of a shape of its own, and to call a hundred of those costs more than most of them do: this has one. */
export class Check {
  private readonly instruction: (instruction: Instruction) => Iterable<Match>;
  private readonly stage: (stage: StageFacts, surroundings: Surroundings) => Iterable<Match>;
  private readonly file: (
    file: FileFacts,
    surroundings: Surroundings,
    stages: readonly StageFacts[],
  ) => Iterable<Match>;
  private readonly suppressions: (suppressions: readonly JudgedSuppression[]) => Iterable<Match>;
  private readonly concernedBy: (stage: StageFacts) => boolean;

  constructor(private readonly rule: Rule) {
    this.instruction = rule.scope === 'instruction' ? rule.check.bind(rule) : nothing;
    this.stage = rule.scope === 'stage' ? rule.check.bind(rule) : nothing;
    this.file = rule.scope === 'file' ? rule.check.bind(rule) : nothing;
    this.suppressions = rule.scope === 'suppression' ? rule.check.bind(rule) : nothing;
    this.concernedBy = (rule.scope === 'file' ? rule.concerns?.bind(rule) : undefined) ?? (() => false);
  }

  ofInstruction(instruction: Instruction, outcome: Outcome): void {
    const before = outcome.matches.length;
    try {
      this.add(this.instruction(instruction), outcome);
    } catch (error) {
      this.fail(error, before, outcome);
    }
  }

  ofStage(stage: StageFacts, surroundings: Surroundings, outcome: Outcome): void {
    const before = outcome.matches.length;
    try {
      this.add(this.stage(stage, surroundings), outcome);
    } catch (error) {
      this.fail(error, before, outcome);
    }
  }

  ofFile(file: FileFacts, surroundings: Surroundings, stages: readonly StageFacts[], outcome: Outcome): void {
    const before = outcome.matches.length;
    try {
      this.add(this.file(file, surroundings, stages), outcome);
    } catch (error) {
      this.fail(error, before, outcome);
    }
  }

  ofSuppressions(suppressions: readonly JudgedSuppression[], outcome: Outcome): void {
    const before = outcome.matches.length;
    try {
      this.add(this.suppressions(suppressions), outcome);
    } catch (error) {
      this.fail(error, before, outcome);
    }
  }

  /** Of a file rule: whether it wants to be handed the stage. */
  concerns(stage: StageFacts, outcome: Outcome): boolean {
    try {
      return this.concernedBy(stage);
    } catch (error) {
      this.fail(error, outcome.matches.length, outcome);
      return false;
    }
  }

  private add(found: Iterable<Match>, { matches }: Outcome): void {
    const { rule } = this;
    // An array costs less to walk through than whatever yields, and most of those that are given are empty.
    if (isArray(found)) {
      if (found.length > 0) for (const match of found) matches.push({ rule, match });
    } else for (const match of found) matches.push({ rule, match });
  }

  private fail(error: unknown, before: number, { matches, failures }: Outcome): void {
    matches.length = before;
    failures.push({ rule: this.rule.id, error });
  }
}

function nothing(): readonly Match[] {
  return NONE;
}

const NONE: readonly Match[] = [];

function isArray(found: Iterable<Match>): found is readonly Match[] {
  return Array.isArray(found);
}

/** The rules that are switched on, ready to be asked which of them a stage or an instruction concerns. */
import type { Role } from '../model/roles';
import { ROLES } from '../model/roles';
import type { ParityTool, Surroundings } from '../model/surroundings';
import type { Failure, RuleMatch } from './check';
import type { Configuration } from './configuration';
import type { Gates, RuleBits } from './gates';
import { isOnFor, ROLES_OF_RULES, ruleRole, type RuleRole } from './levels';
import type { FileRule, Rule } from './rule';

/** What a set of rules found in one instruction. */
export interface Checked {
  readonly rules: RuleSet;
  readonly matches: readonly RuleMatch[];
  readonly failures: readonly Failure[];
}

export class RuleSet {
  /** For all instructions in which nothing is found, as in most. */
  readonly nothing: Checked = { rules: this, matches: [], failures: [] };
  /** With their places among all rules. */
  readonly fileRules: readonly FileRuleInPlace[];
  /** Likewise, by their places. */
  readonly suppressionRules: readonly number[];
  readonly ofInstruction: RuleBits;
  /** File rules that want to know which stages concern them. */
  readonly askingForStages: RuleBits;
  private readonly ofStage: ReadonlyMap<Role, readonly [withEdges: RuleBits, withoutEdges: RuleBits]>;
  private readonly all: ReadonlySet<Rule>;

  constructor(active: readonly ActiveRule[], gates: Gates) {
    this.all = new Set(active.map(({ rule }) => rule));
    this.fileRules = active.flatMap(({ rule, place }) =>
      rule.scope === 'file' ? [inPlace(rule, place)] : [],
    );
    this.suppressionRules = active.flatMap(({ rule, place }) =>
      rule.scope === 'suppression' ? [place] : [],
    );
    this.ofInstruction = gates.bitsOf(
      active.flatMap(({ rule, place }) => (rule.scope === 'instruction' ? [place] : [])),
    );
    this.askingForStages = gates.bitsOf(
      this.fileRules.flatMap(({ asksForStages, place }) => (asksForStages ? [place] : [])),
    );
    const byRole = new Map(
      ROLES_OF_RULES.map((role) => {
        const own = active.filter(({ rule, roles }) => rule.scope === 'stage' && roles.includes(role));
        const withoutEdges = own.filter(({ rule }) => rule.scope === 'stage' && rule.withEdges !== true);
        const [all, some] = [own, withoutEdges].map((rules) => gates.bitsOf(rules.map(({ place }) => place)));
        return [role, [all ?? NONE, some ?? NONE] as const];
      }),
    );
    this.ofStage = new Map(ROLES.map((role) => [role, byRole.get(ruleRole(role)) ?? [NONE, NONE]]));
  }

  /** The rules for a stage that plays a part, by whether it takes something from another one. */
  forStage(role: Role, hasEdges: boolean): RuleBits {
    return this.ofStage.get(role)?.[hasEdges ? 0 : 1] ?? NONE;
  }

  has(rule: Rule): boolean {
    return this.all.has(rule);
  }
}

const NONE: RuleBits = [];

/** Of one shape, unlike the rules themselves. */
interface FileRuleInPlace {
  readonly place: number;
  readonly judgesUnreadable: boolean;
  readonly asksForStages: boolean;
}

function inPlace(rule: FileRule, place: number): FileRuleInPlace {
  return {
    place,
    judgesUnreadable: rule.meta.judgesUnreadable === true,
    asksForStages: rule.concerns !== undefined,
  };
}

interface ActiveRule {
  readonly rule: Rule;
  /** Among all rules there are. */
  readonly place: number;
  /** In stages of other roles it is off. */
  readonly roles: readonly RuleRole[];
}

/** Chooses rules by configuration. Rules that are off everywhere do not run; configurations that switch the same ones share one set. */
export class RuleSets {
  private readonly sets = new Map<string, RuleSet>();
  private readonly setOf = new WeakMap<Configuration, RuleSet>();

  constructor(
    private readonly rules: readonly Rule[],
    private readonly gates: Gates,
  ) {}

  of(configuration: Configuration, { parity }: Surroundings): RuleSet {
    const known = parity === undefined ? this.setOf.get(configuration) : undefined;
    if (known !== undefined) return known;
    const active = this.rules.flatMap((rule, place) => {
      const roles = rolesOf(rule, configuration, parity);
      return roles.length === 0 ? [] : [{ rule, place, roles }];
    });
    const key = active.map(({ rule, roles }) => `${rule.id} ${roles.join('')}`).join();
    const set = this.sets.get(key) ?? new RuleSet(active, this.gates);
    this.sets.set(key, set);
    if (parity === undefined) this.setOf.set(configuration, set);
    return set;
  }
}

function rolesOf(
  rule: Rule,
  configuration: Configuration,
  parity: ParityTool | undefined,
): readonly RuleRole[] {
  if (parity === undefined) return ROLES_OF_RULES.filter((role) => isOnFor(rule, configuration, role));
  return rule.meta.equivalents.some((code) => code.startsWith(`${parity}/`)) ? ROLES_OF_RULES : [];
}

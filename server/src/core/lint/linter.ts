/** Runs the rules and grades what they find; what a keystroke did not touch is taken from the last run. */
import type { FileFacts, StageFacts } from '../model/facts';
import { ROLES, type Role } from '../model/roles';
import type { ParityTool, Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import { Slot } from '../text/memoized';
import type { Configuration, RuleSetting } from './configuration';
import type { Finding } from './finding';
import { parityVerdicts } from './parity';
import type { FileRule, InstructionRule, Level, Match, Rule, StageRule, SuppressionRule } from './rule';
import { judgeSuppressions } from './suppression';
import { SuppressionVerdicts } from './suppressionVerdicts';

export interface Failure {
  readonly rule: string;
  readonly error: unknown;
}

export interface LintResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  /** Those that comments silence. */
  readonly suppressed: readonly Finding[];
  readonly failures: readonly Failure[];
}

/** What a set of rules found in nodes that may still be there after the next edit. */
export class Linter {
  private readonly sets = new Map<string, RuleSet>();
  private readonly setOf = new WeakMap<Configuration, RuleSet>();
  private readonly ofInstruction = new Slot<Checked>();
  private readonly ofStage = new Slot<StageResult>();
  private readonly ofMatch = new WeakMap<
    Match,
    {
      stage: StageFacts | undefined;
      configuration: Configuration;
      parity: ParityTool | undefined;
      findings: readonly Finding[];
    }
  >();

  private readonly verdicts: SuppressionVerdicts;
  /** Of the file that was judged last, which is mostly the one that is judged next. */
  private last: { readonly stages: readonly StageFacts[]; readonly results: readonly StageResult[] } = {
    stages: [],
    results: [],
  };

  constructor(private readonly rules: readonly Rule[]) {
    this.verdicts = new SuppressionVerdicts(rules);
  }

  lint(file: FileFacts, surroundings: Surroundings, configuration: Configuration): LintResult {
    const isUnreadable = file.templateMark !== undefined || file.firstUnjudged !== undefined;
    const judge: Judge = { rules: this.rulesOf(configuration, surroundings), surroundings, configuration };
    const { fileRules } = judge.rules;
    const failures: Failure[] = [];
    const concerned = fileRules.map((): StageFacts[] => []);
    const results: StageResult[] = [];
    const { last } = this;
    const stages = isUnreadable ? [] : file.stages;
    for (const [index, stage] of stages.entries()) {
      // Nearly every stage of a long file stands where it stood, and asking its memory for each would take a while.
      const known = last.stages[index] === stage ? last.results[index] : undefined;
      const isKnown = known?.surroundings === surroundings && known.configuration === configuration;
      const result = isKnown ? known : this.checkStage(stage, judge, file);
      results.push(result);
      for (const rule of result.concerned) concerned[rule]?.push(stage);
      for (const failure of result.failures) failures.push(failure);
    }
    this.last = { stages, results };

    const early: Finding[] = [];
    for (const instruction of isUnreadable ? [] : file.preamble) {
      const checked = this.checkInstruction(instruction, judge.rules);
      for (const finding of graded(checked.matches, undefined, judge)) early.push(finding);
      for (const failure of checked.failures) failures.push(failure);
    }
    const byStage = new Map<StageFacts, Finding[]>();
    fileRules.forEach((rule, index) => {
      if ((rule.meta.judgesUnreadable === true) !== isUnreadable) return;
      const stages = rule.concerns === undefined ? file.stages : (concerned[index] ?? []);
      const checked = runAll([rule], () => rule.check(file, surroundings, stages));
      for (const failure of checked.failures) failures.push(failure);
      for (const { match } of checked.matches) {
        const stage = stageAt(match, file);
        const collected = stage === undefined ? early : (byStage.get(stage) ?? []);
        for (const finding of this.gradedOfFile(rule, match, stage, judge)) collected.push(finding);
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
    const judged = judgeSuppressions(findings, file, surroundings);
    const { silencer } = judged;
    if (silencer === undefined || isUnreadable || judge.rules.suppressionRules.length === 0)
      return { findings: judged.findings, suppressed: judged.silenced, failures };
    const comments = this.verdicts.of(silencer, {
      surroundings,
      failures,
      isOn(rule, id, target) {
        if (!judge.rules.has(rule)) return false;
        // Where a rule is off for the role, the next change of a role may switch it on.
        if (target !== undefined) return isOnFor(rule, configuration, roleIn(file.stageOf(target)), id);
        return ROLES_OF_RULES.some((role) => isOnFor(rule, configuration, role, id));
      },
    });
    const about = runAll(judge.rules.suppressionRules, (rule) => rule.check(comments));
    failures.push(...about.failures);
    const others = about.matches
      .flatMap((found) => graded([found], stageAt(found.match, file), judge))
      .filter((finding) => !silencer.silences(finding));
    return {
      findings: others.length === 0 ? judged.findings : inTextOrder([...judged.findings, ...others], file),
      suppressed: judged.silenced,
      failures,
    };
  }

  /** A file rule that keeps its matches by stage hands over the same objects after an edit elsewhere. */
  private gradedOfFile(
    rule: Rule,
    match: Match,
    stage: StageFacts | undefined,
    judge: Judge,
  ): readonly Finding[] {
    const { configuration, surroundings } = judge;
    const known = this.ofMatch.get(match);
    if (
      known !== undefined &&
      known.stage === stage &&
      known.configuration === configuration &&
      known.parity === surroundings.parity
    )
      return known.findings;
    const findings = graded([{ rule, match }], stage, judge);
    this.ofMatch.set(match, { stage, configuration, parity: surroundings.parity, findings });
    return findings;
  }

  private checkStage(stage: StageFacts, judge: Judge, file: FileFacts): StageResult {
    const { rules, surroundings, configuration } = judge;
    const known = this.ofStage.get(stage);
    if (known?.surroundings === surroundings && known.configuration === configuration) return known;
    const { matches, failures }: Outcome = { matches: [], failures: [] };
    const present = keywordsIn(stage);
    for (const { rule, keywords } of rules.forRole(surroundings.parity === undefined ? stage.role : 'final'))
      if (
        (keywords === 0 || (keywords & present) !== 0) &&
        (rule.withEdges !== true || stage.edges.length > 0)
      )
        run(rule, () => rule.check(stage, surroundings), matches, failures);
    const concerned: number[] = [];
    rules.fileRules.forEach((rule, index) => {
      try {
        if (rule.concerns?.(stage) === true) concerned.push(index);
      } catch (error) {
        failures.push({ rule: rule.id, error });
      }
    });
    this.addChecked(stage.from, rules, matches, failures);
    for (const instruction of stage.instructions) this.addChecked(instruction, rules, matches, failures);
    const result = {
      surroundings,
      configuration,
      findings: inTextOrder(graded(matches, stage, judge), file),
      failures,
      concerned,
    };
    this.ofStage.set(stage, result);
    return result;
  }

  private addChecked(
    instruction: Instruction,
    rules: RuleSet,
    matches: RuleMatch[],
    failures: Failure[],
  ): void {
    const checked = this.checkInstruction(instruction, rules);
    for (const match of checked.matches) matches.push(match);
    for (const failure of checked.failures) failures.push(failure);
  }

  private checkInstruction(instruction: Instruction, rules: RuleSet): Checked {
    const known = this.ofInstruction.get(instruction);
    if (known?.rules === rules) return known;
    const checked: Checked = { matches: [], failures: [], rules };
    for (const rule of rules.forKeyword(instruction.keyword))
      run(rule, () => rule.check(instruction), checked.matches, checked.failures);
    this.ofInstruction.set(instruction, checked);
    return checked;
  }

  /** Rules that are off everywhere do not run. Configurations that switch the same ones share one set. */
  private rulesOf(configuration: Configuration, { parity }: Surroundings): RuleSet {
    const known = parity === undefined ? this.setOf.get(configuration) : undefined;
    if (known !== undefined) return known;
    const active = this.rules.flatMap((rule) => {
      const roles =
        parity === undefined
          ? ROLES_OF_RULES.filter((role) => isOnFor(rule, configuration, role))
          : hasEquivalent(rule, parity)
            ? ROLES_OF_RULES
            : [];
      return roles.length === 0 ? [] : [{ rule, roles }];
    });
    const key = active.map(({ rule, roles }) => `${rule.id} ${roles.join('')}`).join();
    const set = this.sets.get(key) ?? new RuleSet(active);
    this.sets.set(key, set);
    if (parity === undefined) this.setOf.set(configuration, set);
    return set;
  }
}

type RuleRole = (typeof ROLES_OF_RULES)[number];

interface ActiveRule<R extends Rule = Rule> {
  readonly rule: R;
  /** In stages of other roles it is off. */
  readonly roles: readonly RuleRole[];
}

class RuleSet {
  readonly fileRules: readonly FileRule[];
  readonly suppressionRules: readonly SuppressionRule[];
  private readonly all: ReadonlySet<Rule>;
  private readonly instructionRules: readonly InstructionRule[];
  private readonly byKeyword = new Map<string, readonly InstructionRule[]>();
  private readonly byRole: ReadonlyMap<Role, readonly PlacedRule[]>;

  constructor(active: readonly ActiveRule[]) {
    const rules = active.map(({ rule }) => rule);
    this.instructionRules = rules.filter((rule) => rule.scope === 'instruction');
    this.fileRules = rules.filter((rule) => rule.scope === 'file');
    this.suppressionRules = rules.filter((rule) => rule.scope === 'suppression');
    this.all = new Set(rules);
    this.byRole = new Map(
      ROLES.map((role) => [
        role,
        active.flatMap(({ rule, roles }): PlacedRule[] =>
          rule.scope === 'stage' && roles.includes(ruleRole(role))
            ? [{ rule, keywords: maskOf(rule.keywords ?? []) }]
            : [],
        ),
      ]),
    );
  }

  forRole(role: Role): readonly PlacedRule[] {
    return this.byRole.get(role) ?? [];
  }

  has(rule: Rule): boolean {
    return this.all.has(rule);
  }

  forKeyword(keyword: string): readonly InstructionRule[] {
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

interface PlacedRule {
  readonly rule: StageRule;
  /** The keywords that it looks at, as bits; 0 for all. */
  readonly keywords: number;
}

/** A bit for each keyword that a rule may ask for; the few others share none. */
const BITS: ReadonlyMap<string, number> = new Map(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'
    .split(' ')
    .map((keyword, index) => [keyword, 1 << index]),
);

function maskOf(keywords: readonly string[]): number {
  return keywords.reduce((mask, keyword) => mask | (BITS.get(keyword) ?? 0), 0);
}

function keywordsIn(stage: StageFacts): number {
  let mask = 0;
  for (const { keyword, trigger } of stage.instructions) {
    mask |= BITS.get(keyword) ?? 0;
    if (trigger !== undefined) mask |= BITS.get(trigger.keyword) ?? 0;
  }
  for (const { trigger } of stage.triggers) if (trigger !== undefined) mask |= BITS.get(trigger.keyword) ?? 0;
  return mask;
}

/** What a text is judged with. */
interface Judge {
  readonly rules: RuleSet;
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
}

const ROLES_OF_RULES = ['final', 'base', 'target', 'builder'] as const;

/** `id` is the rule's own, or that of a member of its family. */
function isOnFor(rule: Rule, configuration: Configuration, role: RuleRole, id = rule.id): boolean {
  // Codes of a family are configured one by one, and matches may carry any of them.
  if (rule.meta.isFamily === true && id === rule.id) return true;
  const { equivalents } = rule.meta;
  const configured = configuredLevel(rule, id, role, configuration);
  if (configured !== undefined) return configured !== 'off';
  const byCode = levelByCode(rule, equivalents, role, configuration);
  // A match may have fewer codes than its rule.
  const isPartlyOff = byCode === 'off' && equivalents.length > 1;
  return (isPartlyOff ? usualLevel(rule, role) : (byCode ?? usualLevel(rule, role))) !== 'off';
}

/** What the configuration says of the other tools' codes of a rule or match. */
function levelByCode(
  rule: Rule,
  codes: readonly string[],
  role: (typeof ROLES_OF_RULES)[number],
  { equivalents }: Configuration,
): Level | 'off' | undefined {
  if (equivalents === undefined) return undefined;
  for (const code of codes) {
    const level = settingFor(equivalents[code], role);
    if (level === undefined) continue;
    const isOffHere = usualLevel(rule, role) === 'off';
    return isOffHere && ROLES_OF_RULES.some((other) => usualLevel(rule, other) !== 'off') ? 'off' : level;
  }
  return undefined;
}

/** What the configuration says of a rule in stages of a role; undefined when it leaves that to the rule. */
function configuredLevel(
  rule: Rule,
  id: string,
  role: (typeof ROLES_OF_RULES)[number],
  { rules, categories }: Configuration,
): Level | 'off' | undefined {
  return (
    settingFor(rules[id], role) ??
    settingFor(rules[rule.id], role) ??
    settingFor(categories?.[rule.meta.category], role)
  );
}

function usualLevel(rule: Rule, role: (typeof ROLES_OF_RULES)[number]): Level | 'off' {
  return typeof rule.meta.level === 'string' ? rule.meta.level : rule.meta.level[role];
}

function hasEquivalent(rule: Rule, tool: ParityTool): boolean {
  return rule.meta.equivalents.some((code) => code.startsWith(`${tool}/`));
}

interface RuleMatch {
  readonly rule: Rule;
  readonly match: Match;
}

interface Outcome {
  readonly matches: RuleMatch[];
  readonly failures: Failure[];
}

interface Checked extends Outcome {
  readonly rules: RuleSet;
}

interface StageResult {
  readonly surroundings: Surroundings;
  readonly configuration: Configuration;
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  /** The file rules that this stage concerns, by their place. */
  readonly concerned: readonly number[];
}

function stageAt({ at: { node } }: Match, file: FileFacts): StageFacts | undefined {
  return node === null ? undefined : file.stageOf(node);
}

/** A rule that throws loses its own matches of this run and nothing else. */
function run(rule: Rule, check: () => Iterable<Match>, matches: RuleMatch[], failures: Failure[]): void {
  const before = matches.length;
  try {
    for (const match of check()) matches.push({ rule, match });
  } catch (error) {
    matches.length = before;
    failures.push({ rule: rule.id, error });
  }
}

function runAll<R extends Rule>(rules: readonly R[], check: (rule: R) => Iterable<Match>): Outcome {
  const outcome: Outcome = { matches: [], failures: [] };
  for (const rule of rules) run(rule, () => check(rule), outcome.matches, outcome.failures);
  return outcome;
}

function graded(
  matches: readonly RuleMatch[],
  stage: StageFacts | undefined,
  { configuration, surroundings: { parity } }: Judge,
): Finding[] {
  return matches.flatMap(({ rule, match }) => {
    if (match.onlyIn !== undefined && match.onlyIn !== parity) return [];
    const own = match.code === undefined ? rule.id : `${rule.id}/${match.code}`;
    const verdicts =
      parity === undefined
        ? [{ id: own, level: levelOf(rule, own, match, stage, configuration) }]
        : parityVerdicts(match.equivalents ?? rule.meta.equivalents, parity).map(({ id, level }) => ({
            id,
            // The other tool reads its own configuration file.
            level:
              settingFor(configuration.equivalents?.[`${parity}/${id}`], 'final') ??
              // What both take from a third tool has that tool's level.
              (id === match.code ? match.level : undefined) ??
              level,
          }));
    return verdicts.flatMap(({ id, level }) =>
      level === 'off'
        ? []
        : [
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
          ],
    );
  });
}

/** The global scope belongs to every stage, so it is judged as strictly as the shipped one. */
function roleIn(stage: StageFacts | undefined): RuleRole {
  return stage === undefined ? 'final' : ruleRole(stage.role);
}

/** An unreachable stage is judged as a builder. */
function ruleRole(role: Role): RuleRole {
  return role === 'unreachable' ? 'builder' : role;
}

function levelOf(
  rule: Rule,
  id: string,
  match: Match,
  stage: StageFacts | undefined,
  configuration: Configuration,
): Level | 'off' {
  const role = roleIn(stage);
  const configured =
    configuredLevel(rule, id, role, configuration) ??
    levelByCode(rule, match.equivalents ?? rule.meta.equivalents, role, configuration);
  if (configured !== undefined) return configured;
  const usual = usualLevel(rule, role);
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

/** Says of every word in a suppression whether it silenced something, could have, or names nothing at all. */
import { nearest } from '../model/editDistance';
import type { Surroundings } from '../model/surroundings';
import type { Instruction } from '../syntax/nodes';
import type { JudgedSuppression, JudgedWord, Rule } from './rule';
import { TOOL_CODE, type Silencer, type Suppression } from './suppression';
import type { SuppressionWord } from './suppressionComment';

/** What was judged with. */
interface Run {
  readonly surroundings: Surroundings;
  readonly failures: readonly { readonly rule: string }[];
  /** Of a rule, by its own id or that of a member of its family; in the stage of an instruction, or anywhere in the file. */
  isOn(rule: Rule, id: string, target: Instruction | undefined): boolean;
}

/** Knows the rules there are, and keeps what it found out about names that are none. */
export class SuppressionVerdicts {
  private readonly byId: ReadonlyMap<string, Rule>;
  private readonly checks: ReadonlySet<string>;
  private readonly meantBy = new Map<string, string | undefined>();

  constructor(rules: readonly Rule[]) {
    this.byId = new Map(rules.map((rule) => [rule.id, rule]));
    const named = rules
      .flatMap(({ meta }) => meta.equivalents)
      .flatMap((code) => (code.startsWith('buildkit/') ? [code.slice('buildkit/'.length)] : []));
    this.checks = new Set([...BUILD_CHECKS, ...named]);
  }

  of({ suppressions, used }: Silencer, run: Run): readonly JudgedSuppression[] {
    return suppressions.map((suppression) => {
      const { tool, reach, comment, rules } = suppression;
      const words = rules.map((word): JudgedWord => {
        if (used.has(word)) return { word, verdict: 'used', meant: undefined };
        return tool === 'stagewright'
          ? this.ownWord(word, suppression, run)
          : this.foreignWord(word, suppression);
      });
      return { tool, reach, comment, words };
    });
  }

  private ownWord(word: SuppressionWord, { reach, target }: Suppression, run: Run): JudgedWord {
    const { id } = word;
    const reachesNothing = reach !== 'file' && target === undefined;
    const seesAll = run.surroundings.contextEntries !== undefined;
    const verdict = (isSure: boolean): JudgedWord => ({
      word,
      verdict: reachesNothing || isSure ? 'unused' : 'undecided',
      meant: undefined,
    });
    if (id === 'all') return verdict(seesAll && run.failures.length === 0);
    const rule = this.ruleOf(id);
    if (rule === undefined) {
      const meant = this.nearest(id, this.byId.keys());
      // Nobody knows all codes of all tools.
      const isForeign = TOOL_CODE.test(id) && meant?.toLowerCase() !== id.toLowerCase();
      return { word, verdict: isForeign ? 'undecided' : 'unknown', meant: isForeign ? undefined : meant };
    }
    if (rule.scope === 'suppression' || rule.id === PROGRAM) return verdict(false);
    return verdict(
      run.isOn(rule, id, target) &&
        // Without the build context a rule that looks at it has nothing to say, and that says nothing.
        (seesAll || rule.meta.readsContext !== true) &&
        run.failures.every((failure) => failure.rule !== rule.id),
    );
  }

  /**
   * Other tools report where we do not, so that a comment of theirs which silences nothing of ours may still be needed. Only
   * a slip in the name of a build check is certain: BuildKit compares the names letter by letter, and passes over others.
   */
  private foreignWord(word: SuppressionWord, { tool }: Suppression): JudgedWord {
    const { id } = word;
    const isSlip = tool === 'buildkit' && id !== 'all' && !this.checks.has(id);
    const meant = isSlip ? this.nearest(id, this.checks) : undefined;
    return { word, verdict: meant === undefined ? 'undecided' : 'unknown', meant };
  }

  private ruleOf(id: string): Rule | undefined {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const slash = id.indexOf('/');
    const family = slash === -1 ? undefined : this.byId.get(id.slice(0, slash));
    return family?.meta.isFamily === true ? family : undefined;
  }

  /** Kept, since it is asked with every keystroke, and comparing with all rules takes its time. */
  private nearest(written: string, names: Iterable<string>): string | undefined {
    if (this.meantBy.has(written)) return this.meantBy.get(written);
    const meant = nearest(written, names);
    if (this.meantBy.size >= MOST_KEPT) this.meantBy.clear();
    this.meantBy.set(written, meant);
    return meant;
  }
}

/** Whoever types a name makes one of each of its beginnings. */
const MOST_KEPT = 1000;

/** Its findings come from a program that may not be there, or not be done yet. */
const PROGRAM = 'shellcheck';

/** BuildKit's checks (frontend/dockerfile/linter/ruleset.go), those included that no rule stands for. */
const BUILD_CHECKS: readonly string[] = [
  'StageNameCasing',
  'FromAsCasing',
  'NoEmptyContinuation',
  'ConsistentInstructionCasing',
  'FileConsistentCommandCasing',
  'DuplicateStageName',
  'ReservedStageName',
  'JSONArgsRecommended',
  'MaintainerDeprecated',
  'UndefinedArgInFrom',
  'WorkdirRelativePath',
  'UndefinedVar',
  'MultipleInstructionsDisallowed',
  'LegacyKeyValueFormat',
  'InvalidBaseImagePlatform',
  'RedundantTargetPlatform',
  'SecretsUsedInArgOrEnv',
  'InvalidDefaultArgInFrom',
  'FromPlatformFlagConstDisallowed',
  'CopyIgnoredFile',
  'InvalidDefinitionDescription',
  'ExposeProtoCasing',
  'ExposeInvalidFormat',
];

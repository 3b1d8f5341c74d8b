/** Finds the comments that silence findings, and takes away the findings that they silence. */
import type { FileFacts } from '../model/facts';
import type { ParityTool, Surroundings } from '../model/surroundings';
import type { Comment, Directive, Instruction } from '../syntax/nodes';
import type { Finding } from './finding';
import {
  failsOnChecks,
  skippedByArgument,
  suppressionComment,
  type SuppressionComment,
  type SuppressionReach,
  type SuppressionTool,
  type SuppressionWord,
} from './suppressionComment';

export interface Suppression extends SuppressionComment {
  readonly comment: Comment | Directive;
  /** The instruction it reaches, or the FROM of the stage it reaches. */
  readonly target: Instruction | undefined;
}

export interface Judged {
  readonly findings: readonly Finding[];
  readonly silenced: readonly Finding[];
  /** Undefined when nothing in the file silences anything. */
  readonly silencer: Silencer | undefined;
}

/** In the order of the text. */
export function suppressionsOf(file: FileFacts): readonly Suppression[] {
  const { dockerfile } = file;
  const { nodes, pragmas } = dockerfile;
  const found: Suppression[] = [];
  // From the end, so that each comment finds what it stands in front of where the search of the next one began.
  let searched = nodes.length;
  let following: Instruction | undefined;
  for (let index = pragmas.length - 1; index >= 0; index--) {
    const comment = pragmas[index];
    const parsed = comment === undefined ? undefined : suppressionComment(comment);
    if (comment === undefined || parsed === undefined) continue;
    const place = dockerfile.indexOf(comment);
    for (let at = searched - 1; at > place; at--) {
      const node = nodes[at];
      if (node?.kind === 'instruction') following = node;
      // An empty comment detaches what stands above it.
      if (node?.kind === 'comment' && node.content === '') following = undefined;
    }
    searched = place + 1;
    const target = targetOf(parsed, comment, following, file);
    // Spread costs more than it says on files with many of them.
    const { tool, reach, rules, reason } = parsed;
    found.push({ tool, reach, rules, reason, comment, target });
  }
  const directive = checkDirective(file);
  const parsed = directive === undefined ? undefined : suppressionComment(directive);
  if (directive !== undefined && parsed !== undefined)
    found.push({ ...parsed, comment: directive, target: undefined });
  return found.reverse();
}

/** The findings that no comment silences, and what became of the comments. */
export function judgeSuppressions(
  findings: readonly Finding[],
  file: FileFacts,
  { buildArguments, parity }: Surroundings,
): Judged {
  const { pragmas, nodes } = file.dockerfile;
  // Every keystroke comes by here, and hardly a file has anything to say.
  if (pragmas.length === 0 && nodes[0]?.kind !== 'directive' && !buildArguments.has(CHECK_ARGUMENT))
    return { findings, silenced: [], silencer: undefined };
  const given = buildArguments.get(CHECK_ARGUMENT);
  const suppressions = suppressionsOf(file).filter(
    ({ tool, comment }) =>
      (parity === undefined || tool === parity) && (comment.kind === 'comment' || given === undefined),
  );
  const isStrict = failsOnChecks(given ?? checkDirective(file)?.value ?? '');
  if (suppressions.length === 0 && given === undefined && !isStrict)
    return { findings, silenced: [], silencer: undefined };

  const silencer = new Silencer(suppressions, given === undefined ? [] : skippedByArgument(given), parity);
  const kept: Finding[] = [];
  const silenced: Finding[] = [];
  for (const finding of findings) (silencer.silences(finding) ? silenced : kept).push(finding);
  return { findings: isStrict ? kept.map(asError) : kept, silenced, silencer };
}

/** What the comment says that silences a finding; undefined when none that does gives a reason. */
export function suppressionReason(
  file: FileFacts,
  finding: Finding,
  { parity }: Surroundings,
): string | undefined {
  return suppressionsOf(file).find(
    (each) => each.reason !== undefined && new Silencer([each], [], parity).silences(finding),
  )?.reason;
}

/** BuildKit: dockerfile2llb/convert.go asks this build argument before the directive. */
const CHECK_ARGUMENT = 'BUILDKIT_DOCKERFILE_CHECK';

/** Remembers which word silenced something. */
export class Silencer {
  /** Grows with every finding that `silences` is asked about. */
  readonly used = new Set<SuppressionWord>();
  private readonly ofFile = new Words();
  private readonly byTarget = {
    instruction: new Map<Instruction, Words>(),
    stage: new Map<Instruction, Words>(),
  };

  constructor(
    readonly suppressions: readonly Suppression[],
    given: readonly SuppressionWord[],
    private readonly parity: ParityTool | undefined,
  ) {
    this.ofFile.add(given, parity);
    for (const { reach, target, rules } of suppressions) {
      if (reach === 'file') this.ofFile.add(rules, parity);
      else if (target !== undefined) {
        const known = this.byTarget[reach].get(target) ?? new Words();
        known.add(rules, parity);
        this.byTarget[reach].set(target, known);
      }
    }
  }

  /** Every word that names it counts as used, for each alone would do. */
  silences(finding: Finding): boolean {
    const { at, stage } = finding;
    const ofStage = stage === undefined ? undefined : this.byTarget.stage.get(stage.from);
    // A file rule may point at a comment or directive; nothing stands in front of those.
    const ofInstruction =
      at.node?.kind === 'instruction' ? this.byTarget.instruction.get(at.node) : undefined;
    let found = false;
    for (const key of keysOf(finding, this.parity)) {
      found = this.ofFile.use(key, this.used) || found;
      found = ofStage?.use(key, this.used) === true || found;
      found = ofInstruction?.use(key, this.used) === true || found;
    }
    return found;
  }
}

/** The words of one reach by what they name, so that a finding asks for its own few names, however many words there are. */
class Words {
  private readonly byKey = new Map<string, { readonly words: SuppressionWord[]; isUsed: boolean }>();

  /** Under parity the other tool's bare codes are the ids of findings. */
  add(words: readonly SuppressionWord[], parity: ParityTool | undefined): void {
    for (const word of words) {
      const key = parity === undefined ? word.code : word.id;
      const known = this.byKey.get(key);
      if (known === undefined) this.byKey.set(key, { words: [word], isUsed: false });
      else known.words.push(word);
    }
  }

  /** True when there are words of that key; they are then among `used`. */
  use(key: string, used: Set<SuppressionWord>): boolean {
    const found = this.byKey.get(key);
    if (found === undefined) return false;
    if (!found.isUsed) for (const word of found.words) used.add(word);
    found.isUsed = true;
    return true;
  }
}

/** Everything that a word may say to name the finding. */
function keysOf(finding: Finding, parity: ParityTool | undefined): readonly string[] {
  const { rule } = finding;
  if (parity !== undefined) return ['all', rule];
  const keys = ['all', rule];
  const slash = rule.indexOf('/');
  if (slash !== -1) keys.push(rule.slice(0, slash));
  // hadolint's SC codes are shellcheck's.
  if (rule.startsWith('shellcheck/')) keys.push(`hadolint/${rule.slice(slash + 1)}`, rule.slice(slash + 1));
  let isBuildCheck = false;
  for (const code of equivalentsOf(finding)) {
    // A comment of our own may hold the bare code of any tool.
    keys.push(code, code.slice(code.indexOf('/') + 1));
    isBuildCheck ||= code.startsWith('buildkit/');
  }
  if (isBuildCheck) keys.push('buildkit/all');
  return keys;
}

/** `DL3006`, `JSONArgsRecommended`: no id of ours has capitals. */
export const TOOL_CODE = /[A-Z]/;

function equivalentsOf({ source: { match, rule } }: Finding): readonly string[] {
  return match.equivalents ?? rule.meta.equivalents;
}

/** What stops the build is an error, whatever we think of it. The same finding gives the same object. */
function asError(finding: Finding): Finding {
  if (finding.level === 'error' || !equivalentsOf(finding).some((code) => code.startsWith('buildkit/')))
    return finding;
  let raised = RAISED.get(finding);
  if (raised === undefined) {
    raised = { ...finding, level: 'error' };
    RAISED.set(finding, raised);
  }
  return raised;
}

const RAISED = new WeakMap<Finding, Finding>();

function checkDirective({ dockerfile: { nodes } }: FileFacts): Directive | undefined {
  for (const node of nodes) {
    if (node.kind !== 'directive') return undefined;
    if (node.name === 'check') return node;
  }
  return undefined;
}

/** `following` is the next instruction below the comment, unless an empty `#` line detaches it. */
function targetOf(
  { tool, reach }: { readonly tool: SuppressionTool; readonly reach: SuppressionReach },
  comment: Comment,
  following: Instruction | undefined,
  file: FileFacts,
): Instruction | undefined {
  if (reach === 'instruction') return following;
  if (reach === 'file') return undefined;
  // In front of a FROM the comment belongs to the stage that begins there; elsewhere to the stage it stands in.
  if (following?.keyword === 'FROM') return following;
  // hadolint knows only the first of the two (its pull request 1195).
  return tool === 'hadolint' ? undefined : file.stageOf(comment)?.from;
}

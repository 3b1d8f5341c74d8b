/** What a comment silences, in Stagewright's own words and in those of other tools. */
import type { Comment, Directive } from '../syntax/nodes';
import { memoized } from '../text/memoized';
import type { Span } from '../text/span';

export type SuppressionTool =
  'stagewright' | 'hadolint' | 'buildkit' | 'tally' | 'checkov' | 'trivy' | 'dockerfile-utils';

export type SuppressionReach = 'instruction' | 'stage' | 'file';

/** A comment's own words, before it is known what it stands in front of. */
export interface SuppressionComment {
  readonly tool: SuppressionTool;
  readonly reach: SuppressionReach;
  readonly rules: readonly SuppressionWord[];
  /** Why; undefined when the comment does not say. */
  readonly reason: string | undefined;
}

/** A comment that speaks to us, and says nothing that is understood. */
export interface MalformedSuppression {
  /** What stands in place of `ignore=` or `target=`, relative to the comment's text. */
  readonly span: Span;
  /** How it was probably meant, in place of the span; undefined when nobody can tell. */
  readonly meant: string | undefined;
}

export interface SuppressionWord {
  /** As written; `all` silences everything the tool finds. */
  readonly id: string;
  /** The id as rules name their equivalents, `hadolint/DL3006`; for a comment of our own the id itself. */
  readonly code: string;
  /** Relative to the comment's text. */
  readonly span: Span;
}

/** Undefined for a comment or directive that silences nothing. */
export const suppressionComment = memoized((comment: Comment | Directive): SuppressionComment | undefined => {
  if (comment.kind === 'directive')
    return comment.name === 'check' ? checkDirective(comment.value, comment.valueSpan.start) : undefined;
  if (!comment.isPragma) return undefined;
  const { content } = comment;
  const { start } = comment.contentSpan;
  for (const read of READERS) {
    const found = read(content, start);
    if (found !== undefined) return found;
  }
  return undefined;
});

/**
 * `stagewright ignore a`, `stagewright ignored=a`: such a comment silences nothing, and nobody would say so. Only what is followed by one of our words, or a near miss of it, speaks to us: others are sentences about us.
 */
export const malformedSuppression = memoized((comment: Comment): MalformedSuppression | undefined => {
  const { content } = comment;
  const match = /^stagewright(\s+)([a-z]+(?:[-_][a-z]+)?)(\s*[=: ]\s*|$)(.*)$/i.exec(content);
  if (match === null || /^stagewright\s+(?:(?:stage-|file-)?ignore|target)\s*=/.test(content))
    return undefined;
  const [, gap = '', word = '', sign = '', list = ''] = match;
  const verb = VERBS.get(word.toLowerCase().replace(/[-_ ]/g, ''));
  if (verb === undefined) return undefined;
  // A sentence goes on with words; what is meant as a list is one word, or words between commas.
  const names = list.replace(/\s+reason=.*$/, '').trim();
  if (!/=/.test(sign) && !/^[\w/-]+(?:\s*,\s*[\w/-]+)*$/.test(names)) return undefined;
  const start = comment.contentSpan.start + 'stagewright'.length;
  const end = start + gap.length + word.length + sign.length;
  return {
    span: { start, end },
    meant: names === '' ? undefined : `stagewright ${verb}=`,
  };
});

const VERBS: ReadonlyMap<string, string> = new Map([
  ['ignore', 'ignore'],
  ['ignored', 'ignore'],
  ['ignores', 'ignore'],
  ['disable', 'ignore'],
  ['skip', 'ignore'],
  ['stageignore', 'stage-ignore'],
  ['ignorestage', 'stage-ignore'],
  ['fileignore', 'file-ignore'],
  ['ignorefile', 'file-ignore'],
  ['globalignore', 'file-ignore'],
  ['target', 'target'],
]);

/** What `BUILDKIT_DOCKERFILE_CHECK=…`, which stands in for the directive, silences. */
export function skippedByArgument(value: string): readonly SuppressionWord[] {
  return checkDirective(value, 0)?.rules ?? [];
}

/** `check=error=true`: BuildKit stops the build where one of its checks fails (linter/linter.go, ReturnAsError). */
export function failsOnChecks(value: string): boolean {
  return value
    .split(';')
    .some((option) => /^\s*error\s*=\s*(?:1|t|T|TRUE|true|True)\s*(?:\s.*)?$/.test(option));
}

type Reader = (content: string, start: number) => SuppressionComment | undefined;

/** `stagewright ignore=a,b reason=…`, also `stage-ignore` and `file-ignore`. */
const own: Reader = (content, start) => {
  const match = /^stagewright\s+(ignore|stage-ignore|file-ignore)\s*=\s*/.exec(content);
  if (match === null) return undefined;
  const rest = content.slice(match[0].length);
  const reason = /(?:^|\s)reason=(.*)$/.exec(rest);
  const list = reason === null ? rest : rest.slice(0, reason.index);
  const reach = match[1] === 'ignore' ? 'instruction' : match[1] === 'stage-ignore' ? 'stage' : 'file';
  return {
    tool: 'stagewright',
    reach,
    rules: wordsIn(list, start + match[0].length, (id) => id),
    reason: reason?.[1],
  };
};

/**
 * hadolint's README, "Inline ignores". A list with anything but its codes is no such comment there, and so not here; what
 * follows the list is a remark.
 */
const hadolint: Reader = (content, start) => {
  const match =
    /^(hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*)((?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*)(?![^\s#])/.exec(
      content,
    );
  if (match === null) return undefined;
  const [whole, head = '', scope, list = ''] = match;
  return {
    tool: 'hadolint',
    reach: scope === 'global' ? 'file' : scope === 'stage' ? 'stage' : 'instruction',
    rules: wordsIn(list, start + head.length, (id) => `hadolint/${id}`),
    reason: remark(content.slice(whole.length)),
  };
};

/** BuildKit: linter/linter.go, WithMergedConfigFromComments. The value ends at the first space, for what follows is a remark. */
const check: Reader = (content, start) => {
  const match = /^(check\s*=\s*)(\S+)/i.exec(content);
  if (match === null) return undefined;
  const [whole, head = '', value = ''] = match;
  const options = checkOptions(value, start + head.length);
  if (options === undefined) return undefined;
  return {
    tool: 'buildkit',
    reach: 'instruction',
    rules: options,
    reason: remark(content.slice(whole.length)),
  };
};

/**
 * tally 0.45, by what the program itself takes: codes of its own and of the tools that it stands in for, with their name before
 * them or without, and a reason behind a semicolon. Anything else behind the list, and it is no such comment.
 */
const tally: Reader = (content, start) => {
  const match =
    /^(tally\s+(global\s+)?ignore\s*=\s*)([\w/-]+(?:\s*,\s*[\w/-]+)*)\s*(?:;\s*reason\s*=(.*))?$/i.exec(
      content,
    );
  if (match === null) return undefined;
  const [, head = '', isGlobal, list = '', reason] = match;
  return {
    tool: 'tally',
    reach: isGlobal === undefined ? 'instruction' : 'file',
    rules: wordsIn(list, start + head.length, tallyCode),
    reason: reason?.trim(),
  };
};

function tallyCode(id: string): string {
  if (id === 'all' || /^(?:tally|hadolint|buildkit)\//.test(id)) return id;
  if (/^(?:DL|SC)\d+$/.test(id)) return `hadolint/${id}`;
  return /^[A-Z]/.test(id) ? `buildkit/${id}` : `tally/${id}`;
}

/** checkov's "Suppressing and skipping policies": the whole file, wherever the comment stands. */
const checkov: Reader = (content, start) => {
  const match = /^(checkov:skip=)(CKV2?_[A-Z]+_\d+)(?::(.*))?/i.exec(content);
  if (match === null) return undefined;
  const [, head = '', id = '', reason] = match;
  return {
    tool: 'checkov',
    reach: 'file',
    rules: wordsIn(id, start + head.length, (code) => `checkov/${code}`),
    reason,
  };
};

/** trivy's "Skipping by inline comment"; a code is written `DS-0002`, `AVD-DS-0002` or `DS002`. */
const trivy: Reader = (content, start) => {
  const match = /^(trivy:ignore:)([\w-]+)/i.exec(content);
  const [whole = '', head = '', id = ''] = match ?? [];
  const number = /^(?:AVD-)?DS-?0*(\d+)$/i.exec(id)?.[1];
  if (number === undefined) return undefined;
  const code = `trivy/DS-${number.padStart(4, '0')}`;
  return {
    tool: 'trivy',
    reach: 'instruction',
    rules: [{ id, code, span: { start: start + head.length, end: start + whole.length } }],
    reason: remark(content.slice(whole.length)),
  };
};

/** dockerfile-utils: everything that its validator, and so `syntax`, has to say about the next instruction. */
const dockerfileUtils: Reader = (content, start) =>
  content === 'dockerfile-utils: ignore'
    ? {
        tool: 'dockerfile-utils',
        reach: 'instruction',
        rules: [{ id: 'ignore', code: 'syntax', span: { start: start + 18, end: start + 24 } }],
        reason: undefined,
      }
    : undefined;

const READERS: readonly Reader[] = [own, hadolint, check, tally, checkov, trivy, dockerfileUtils];

function checkDirective(value: string, start: number): SuppressionComment | undefined {
  const rules = checkOptions(value, start);
  return rules === undefined ? undefined : { tool: 'buildkit', reach: 'file', rules, reason: undefined };
}

/** The names behind `skip=`; undefined when there is no such option, or one that BuildKit does not know. */
function checkOptions(value: string, start: number): readonly SuppressionWord[] | undefined {
  let rules: readonly SuppressionWord[] | undefined;
  let at = start;
  for (const option of value.split(';')) {
    const match = /^(\s*(skip|error|experimental)\s*=\s*)/.exec(option);
    if (match === null) return undefined;
    const [, head = '', name] = match;
    if (name === 'skip')
      rules = wordsIn(
        option.slice(head.length).replace(/([^,\s])\s.*$/, '$1'),
        at + head.length,
        (id) => `buildkit/${id}`,
      );
    at += option.length + 1;
  }
  return rules;
}

function wordsIn(list: string, start: number, codeOf: (id: string) => string): readonly SuppressionWord[] {
  const words: SuppressionWord[] = [];
  for (const { 0: id, index } of list.matchAll(/[^\s,]+/g)) {
    words.push({ id, code: codeOf(id), span: { start: start + index, end: start + index + id.length } });
    if (words.length === MOST_WORDS) break;
  }
  return words;
}

/** There are not nearly as many rules; a longer list is no list, and would only keep an editor waiting. */
const MOST_WORDS = 500;

/** What is written behind the codes, without what sets it off. */
function remark(text: string): string | undefined {
  const said = text.replace(/^\s*(?:#|\/\/|;|-+)?\s*(?:reason=)?/, '').trim();
  return said === '' ? undefined : said;
}

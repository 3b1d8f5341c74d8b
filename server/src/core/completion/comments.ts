/** Words of comments that speak to a tool: suppressions with their rules, the chosen target, parser directives. */
import type { Comment, Directive } from '../syntax/nodes';
import type { Completion, CompletionContext, Completions } from './completion';

export function commentCompletions(
  context: CompletionContext,
  node: Comment | Directive,
  offset: number,
): Completions | undefined {
  const before = node.text.slice(0, offset);
  const list = /^\s*#\s*stagewright\s+(?:stage-|file-)?ignore\s*=\s*(?:[\w/-]+\s*,\s*)*([\w/-]*)$/.exec(
    before,
  );
  if (list !== null) return replacing(list[1] ?? '', offset, ruleIds(context, before));
  const target = /^\s*#\s*stagewright\s+target=(\S*)$/.exec(before);
  if (target !== null) return replacing(target[1] ?? '', offset, targets(context));
  const checks = /^\s*#\s*check\s*=\s*(?:.*;)?skip=(?:\w+,)*(\w*)$/.exec(before);
  if (checks !== null) return replacing(checks[1] ?? '', offset, buildChecks(context));
  const start = /^\s*#\s*((?:stagewright\s+)?[\w-]*)$/.exec(before);
  if (start === null) return undefined;
  const isTop = node.kind === 'directive' || context.facts.dockerfile.nodes[0] === node;
  return replacing(start[1] ?? '', offset, isTop ? [...DIRECTIVES, ...PRAGMAS] : PRAGMAS);
}

function replacing(typed: string, offset: number, items: readonly Completion[]): Completions {
  return { replaces: { start: offset - typed.length, end: offset }, items };
}

/** Rules that found something just below come first. */
function ruleIds({ rules, rulesBelow }: CompletionContext, before: string): readonly Completion[] {
  const below = rulesBelow();
  const given = new Set(before.split(/[=,\s]+/));
  return rules.flatMap(({ id, docs }) =>
    given.has(id) && !before.endsWith(id)
      ? []
      : [{ label: id, kind: 'rule', detail: docs.summary, insert: id, rank: below.has(id) ? 0 : 1 }],
  );
}

function targets({ facts, lineOf }: CompletionContext): readonly Completion[] {
  return facts.stages.flatMap(({ name, from }): Completion[] =>
    name === undefined
      ? []
      : [
          {
            label: name,
            kind: 'stage',
            detail: `The stage of line ${lineOf(from).toString()} is what is shipped.`,
            insert: name,
            rank: 0,
          },
        ],
  );
}

/** Names of BuildKit's own checks, as far as rules stand for them. */
function buildChecks({ rules }: CompletionContext): readonly Completion[] {
  const names = new Map<string, string>();
  for (const { meta, docs } of rules)
    for (const code of meta.equivalents) {
      const name = /^buildkit\/(\w+)$/.exec(code)?.[1];
      if (name !== undefined) names.set(name, docs.summary);
    }
  return [...names].map(([label, summary]) => ({
    label,
    kind: 'rule',
    detail: `BuildKit’s own check. Here: ${summary}`,
    insert: label,
    rank: 0,
  }));
}

const PRAGMAS: readonly Completion[] = [
  pragma(
    'stagewright ignore',
    '=',
    'Silences rules for the next instruction.',
    '${1:rule} reason=${2:why}',
    2,
  ),
  pragma(
    'stagewright stage-ignore',
    '=',
    'Silences rules for the stage that begins below.',
    '${1:rule} reason=${2:why}',
    3,
  ),
  pragma(
    'stagewright file-ignore',
    '=',
    'Silences rules for the whole file.',
    '${1:rule} reason=${2:why}',
    4,
  ),
  pragma('stagewright target', '=', 'Judges this stage as the one that is shipped.', '${1:stage}', 5),
];

const DIRECTIVES: readonly Completion[] = [
  pragma(
    'syntax',
    '=docker/dockerfile:1',
    'The newest frontend of version 1 reads this file, on every engine.',
    '',
    0,
  ),
  pragma('check', '=', 'Configures BuildKit’s own build checks.', 'skip=${1:all}', 1),
];

function pragma(label: string, tail: string, detail: string, rest: string, rank: number): Completion {
  const insert = label + tail;
  return {
    label,
    kind: 'value',
    detail,
    insert,
    ...(rest === '' ? {} : { snippet: insert + rest }),
    rank,
  };
}

/** Finds a FROM that names no image unless somebody gives a build argument. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { parseImageReference } from '../../model/images/index';
import { PLATFORM_ARGUMENTS } from '../../model/scope';
import type { Pair, Word } from '../../syntax/nodes';
import { allVariables, pairsOf } from '../../syntax/views';
import { expand } from '../../syntax/words';
import { memoized, Slot } from '../../text/memoized';

export default defineRule({
  id: 'no-invalid-default-argument-in-from',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['buildkit/InvalidDefaultArgInFrom'],
  },
  docs: {
    summary: 'The defaults of the arguments in FROM make a valid image reference',
    lesson: `\`ARG TAG\` without a value is empty until somebody says \`--build-arg TAG=…\`. \`FROM busybox:$TAG\` is then \`busybox:\`, which is no
reference, and the build stops, also for editors, scanners and bots that read the file and know no arguments. Give the argument
a default that works, or write the default where it is used: \`FROM busybox:\${TAG:-1.36}\`.`,
    examples: {
      bad: [
        'ARG TAG\nFROM busybox:1.36 AS tools\nFROM busybox:$TAG\nCOPY --from=tools /bin/busybox /busybox\nUSER nobody\n',
        'ARG BASE\nFROM $BASE\nUSER nobody\n',
      ],
      good: [
        'ARG TAG=1.36\nFROM busybox:$TAG\nUSER nobody\n',
        'ARG VARIANT\nFROM busybox:stable${VARIANT}\nUSER nobody\n',
        'ARG TAG\nFROM busybox:${TAG:-1.36}\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the file is only ever built by a program that gives the argument.',
    references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  },
  messages: {
    empty: 'Without a build argument this FROM names no image; give {names} a default.',
    invalid: 'With the defaults of its arguments this is "{value}", which is no image reference.',
    reference: '"{value}" is no image reference.',
  },
  concerns: ({ baseWord }) => baseWord !== undefined && /[$A-Z]|\/\//.test(baseWord.text),
  check(file, { parity }, stages) {
    const matches: Match[] = [];
    for (const stage of stages) {
      const { baseWord, from } = stage;
      if (baseWord === undefined) continue;
      const value = wrongReference(stage, baseWord, file);
      if (value === undefined) continue;
      const where = at(from, baseWord.span);
      const names = namesIn(stage, baseWord);
      if (names.length === 0) {
        // A plain name that is wrong is found by the rules about references; BuildKit says it here.
        matches.push({ at: where, message: 'reference', data: { value }, onlyIn: 'buildkit' });
        continue;
      }
      // What is not declared at all is for no-undefined-argument-in-from.
      if (parity === undefined && names.some((name) => !file.globalScope.has(name))) continue;
      const data = { names: names.join(', ') };
      // An argument without a default is a choice: the build must make it. An empty default is one that does not work.
      if (value === '' || isRequired(names, file))
        matches.push({ at: where, message: 'empty', data, level: 'information' });
      else if (isUnset(names, file)) matches.push({ at: where, message: 'empty', data });
      else matches.push({ at: where, message: 'invalid', data: { value } });
    }
    return matches;
  },
  fix(_match, { file, stage }) {
    const { baseWord } = stage ?? {};
    if (stage === undefined || baseWord === undefined) return [];
    const [name, ...others] = namesIn(stage, baseWord);
    const tag = tagOfSibling(file, stage, baseWord, name);
    const declaration = name === undefined ? undefined : declarationOf(file, name);
    if (tag === undefined || declaration?.pair.value !== undefined || others.length > 0) return [];
    if (declaration === undefined) return [];
    const { start, end } = declaration.pair.span;
    return [
      {
        title: `Give ${name ?? ''} the tag of the other stage: ${tag}`,
        safety: 'suggestion',
        edits: [{ at: at(declaration.instruction, { start, end }), newText: `${name ?? ''}=${tag}` }],
      },
    ];
  },
});

interface Verdict {
  readonly preamble: FileFacts['preamble'];
  readonly value: string | undefined;
}

const LAST_VERDICT = new Slot<Verdict>();

/** With all defaults filled in, where that is no reference. Kept, since the rule sees the stage after every edit. */
function wrongReference(stage: StageFacts, word: Word, file: FileFacts): string | undefined {
  const known = LAST_VERDICT.get(stage.own);
  if (known?.preamble === file.preamble) return known.value;
  const filled = expand(word.text, stage.from.escape, (name) => defaultsOf(file).get(name) ?? null);
  const value = filled === undefined || parseImageReference(filled) !== undefined ? undefined : filled;
  LAST_VERDICT.set(stage.own, { preamble: file.preamble, value });
  return value;
}

/** What BuildKit takes for the values of a machine that nobody knows: any value will do, for only its form counts. */
const PLATFORM_VALUES: Readonly<Record<string, string>> = { TARGETVARIANT: '', BUILDVARIANT: '' };

/** The global scope when nobody gives a build argument (BuildKit: buildMetaArgs); what is not in it is empty. */
const defaultsOf = memoized((file: FileFacts): ReadonlyMap<string, string> => {
  const scope = new Map<string, string>();
  for (const name of PLATFORM_ARGUMENTS) scope.set(name, PLATFORM_VALUES[name] ?? 'linux');
  for (const instruction of file.globalArguments)
    for (const { name, value } of pairsOf(instruction)) {
      if (value === undefined) continue;
      const expanded = expand(value, instruction.escape, (other) => scope.get(other) ?? null);
      scope.set(name, expanded ?? UNKNOWN);
    }
  return scope;
});

/** Stands for a value that is not worked out; it is part of any valid reference. */
const UNKNOWN = 'unknown';

function namesIn({ from }: StageFacts, { span }: Word): string[] {
  return [
    ...new Set(
      allVariables(from)
        .filter((variable) => variable.span.start >= span.start && variable.span.end <= span.end)
        .map(({ name }) => name),
    ),
  ];
}

function isUnset(names: readonly string[], file: FileFacts): boolean {
  return names.some((name) => (defaultsOf(file).get(name) ?? '') === '');
}

/** What is empty here was declared by its name alone, so that a build has to give it. */
function isRequired(names: readonly string[], file: FileFacts): boolean {
  const empty = names.filter((name) => (defaultsOf(file).get(name) ?? '') === '');
  return empty.length > 0 && empty.every((name) => declarationOf(file, name)?.pair.value === undefined);
}

function declarationOf(file: FileFacts, name: string) {
  for (const instruction of file.globalArguments) {
    const pair: Pair | undefined = pairsOf(instruction).find((candidate) => candidate.name === name);
    if (pair !== undefined) return { instruction, pair };
  }
  return undefined;
}

/** The tag of another stage on the same repository, where only the tag of this one is the variable. */
function tagOfSibling(
  file: FileFacts,
  stage: StageFacts,
  { value }: Word,
  name: string | undefined,
): string | undefined {
  const repository = [`:$${name ?? ''}`, `:\${${name ?? ''}}`]
    .filter((end) => value.endsWith(end))
    .map((end) => value.slice(0, -end.length))[0];
  if (repository === undefined) return undefined;
  const tags = new Set<string>();
  for (const other of file.stages) {
    const parsed =
      other === stage || other.baseText === undefined ? undefined : parseImageReference(other.baseText);
    if (parsed?.familiarName === repository && parsed.tag !== undefined) tags.add(parsed.tag);
  }
  return tags.size === 1 ? [...tags][0] : undefined;
}

/** Finds keywords that are written in another case than most of the file. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { Instruction } from '../../syntax/nodes';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'consistent-instruction-casing',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'hint',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/ConsistentInstructionCasing'],
  },
  docs: {
    summary: 'Write all keywords in capitals, or all in small letters',
    lesson: `The builder does not care for the case of \`FROM\`, \`RUN\` or \`COPY\`; readers do. Keywords in capitals, as nearly everybody writes
them, stand apart from what they work on. A single \`run\` among them is found neither by the eye nor by a search. What most
instructions of the file do is taken for the file's own style; capitals win where it is even.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nrun echo hello > /greeting.txt\nUSER nobody\n',
        'FROM alpine:3.20\nUser nobody\nENTRYPOINT ["cat", "/greeting.txt"]\n',
      ],
      good: [
        'FROM alpine:3.20\nRUN echo hello > /greeting.txt\nUSER nobody\n',
        'from alpine:3.20\nrun echo hello > /greeting.txt\nuser nobody\n',
      ],
    },
    whenNotToUse: 'When you do not care: it is only a matter of style.',
    references: ['https://docs.docker.com/reference/build-checks/consistent-instruction-casing/'],
  },
  messages: { differs: 'Write {wanted}, as most instructions of this file are written.' },
  concerns: (stage) => countsOf(stage).notUpper > 0,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    const early = file.preamble.filter((instruction) => caseOf(instruction) !== 'upper');
    if (stages.length === 0 && early.length === 0) return found;
    const isLower = isMostlyLower(file);
    const wanted = isLower ? 'lower' : 'upper';
    // Where small letters rule, stages in capitals are what differs, and those concern nobody otherwise.
    const judged = isLower ? file.stages : stages;
    for (const instruction of isLower ? file.preamble : early)
      // BuildKit looks at the instructions of stages only.
      if (caseOf(instruction) !== wanted) found.push({ ...matchOf(instruction, isLower), equivalents: [] });
    for (const { from, instructions } of judged) {
      if (caseOf(from) !== wanted) found.push(matchOf(from, isLower));
      for (const instruction of instructions)
        if (caseOf(instruction) !== wanted) found.push(matchOf(instruction, isLower));
    }
    return found;
  },
  fix({ at: anchor, data }) {
    const wanted = data?.['wanted'];
    if (wanted === undefined) return [];
    return [{ title: `Change to ${wanted}`, safety: 'safe', edits: [{ at: anchor, newText: wanted }] }];
  },
});

function matchOf(instruction: Instruction, isLower: boolean) {
  const wanted = isLower ? instruction.keyword.toLowerCase() : instruction.keyword;
  return { at: at(instruction, instruction.keywordSpan), message: 'differs', data: { wanted } };
}

/** BuildKit: dockerfile2llb/validations.go validateCommandCasing; arguments before the first FROM do not count. */
function isMostlyLower(file: FileFacts): boolean {
  let lower = 0;
  let upper = 0;
  for (const stage of file.stages) {
    const counts = countsOf(stage);
    lower += counts.lower;
    upper += counts.upper;
  }
  return lower > upper;
}

interface Counts {
  readonly lower: number;
  readonly upper: number;
  readonly notUpper: number;
}

const countsOf = memoized(({ from, instructions }: StageFacts): Counts => {
  let lower = 0;
  let upper = 0;
  for (const instruction of instructions) {
    const own = caseOf(instruction);
    if (own === 'upper') upper++;
    else if (own === 'lower') lower++;
  }
  const own = caseOf(from);
  if (own === 'upper') upper++;
  else if (own === 'lower') lower++;
  return { lower, upper, notUpper: instructions.length + 1 - upper };
});

function caseOf({ source, keyword, keywordSpan: { start, end } }: Instruction): 'upper' | 'lower' | 'mixed' {
  // A keyword of small letters differs from its upper-cased form at the first of them.
  if (source.startsWith(keyword, start)) return 'upper';
  return source.slice(start, end) === keyword.toLowerCase() ? 'lower' : 'mixed';
}

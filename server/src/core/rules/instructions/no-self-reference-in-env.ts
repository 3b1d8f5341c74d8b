/** Finds an ENV that uses, in the value of one variable, another one that it sets itself. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import type { Instruction, Variable } from '../../syntax/nodes';
import { pairsOf, variablesOf } from '../../syntax/views';

export default defineRule({
  id: 'no-self-reference-in-env',
  scope: 'stage',
  keywords: ['ENV'],
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3044'],
  },
  docs: {
    summary: 'A variable of an ENV can be used from the next instruction on',
    lesson: `All values of an \`ENV\` are filled in with what held *before* it. In \`ENV HOME_DIR=/opt/app BIN=$HOME_DIR/bin\` the second value is
\`/bin\`: \`HOME_DIR\` did not exist yet. Write a second \`ENV\` below. A variable in its own value, as in
\`ENV PATH=/opt/bin:$PATH\`, is fine, for there the old value is just what is meant.`,
    examples: {
      bad: ['FROM alpine:3.20\nENV APP_HOME=/opt/app BIN=$APP_HOME/bin\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nENV APP_HOME=/opt/app\nENV BIN=$APP_HOME/bin PATH=$APP_HOME/bin:$PATH\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When the base image sets the variable, and its value is the one you mean.',
    references: ['https://docs.docker.com/reference/dockerfile/#environment-replacement'],
  },
  messages: {
    self: '{name} is set in this same ENV, so here it still has the value it had before; use it in an ENV of its own.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'ENV' || !instruction.source.includes('$')) continue;
      for (const variable of ownReferences(instruction, stage))
        found.push({ at: at(instruction, variable.span), message: 'self', data: { name: variable.name } });
    }
    return found;
  },
  fix({ at: { node, span } }) {
    if (node?.kind !== 'instruction') return [];
    const pairs = pairsOf(node);
    const place = pairs.findIndex((pair) => pair.span.start <= span.start && pair.span.end >= span.end);
    const before = pairs[place - 1];
    const own = pairs[place];
    // With a comment or a line end between, there is more than one way to write it.
    if (before === undefined || own === undefined) return [];
    const gap = { start: before.span.end, end: own.span.start };
    if (!/^[ \t]+$/.test(node.text.slice(gap.start, gap.end))) return [];
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const keyword = node.source.slice(node.keywordSpan.start, node.keywordSpan.end);
    return [
      {
        title: 'Begin a second ENV here',
        safety: 'suggestion',
        edits: [{ at: at(node, gap), newText: `${lineEnd}${keyword} ` }],
      },
    ];
  },
});

/** What was set before has a value here, which may be the one that is meant. */
function ownReferences(instruction: Instruction, stage: StageFacts): Variable[] {
  const pairs = pairsOf(instruction);
  if (pairs.length < 2) return [];
  const { env, args } = stage.stateBefore(instruction);
  return variablesOf(instruction).filter(({ name, span }) => {
    const setter = pairs.find((pair) => pair.name === name);
    const isOwnValue = setter !== undefined && setter.span.start <= span.start && setter.span.end >= span.end;
    return setter !== undefined && !isOwnValue && !env.has(name) && !args.has(name) && name !== 'PATH';
  });
}

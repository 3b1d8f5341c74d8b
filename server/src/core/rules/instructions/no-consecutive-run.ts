/** Finds RUN instructions in a row that could be one layer. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import type { Instruction } from '../../syntax/nodes';

export default defineRule({
  id: 'no-consecutive-run',
  scope: 'stage',
  keywords: ['RUN'],
  meta: {
    category: 'instructions',
    level: { final: 'hint', base: 'hint', target: 'off', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3059'],
    concern: 'size',
  },
  docs: {
    summary: 'Put single commands that follow one another into one RUN of a stage that is shipped',
    lesson: `Every \`RUN\` makes a layer. A file that one layer adds and the next one deletes is still shipped, and each layer costs a round trip
when the image is pulled. Commands that belong together (fetch, unpack, remove the archive) therefore belong into one \`RUN\`,
joined with \`&&\`. In a builder it is the other way round: nothing of its layers is shipped, and every step apart is a step
that the cache can keep.`,
    examples: {
      bad: ['FROM alpine:3.20\nRUN mkdir /data\nRUN chown nobody /data\nUSER nobody\n'],
      good: [
        'FROM alpine:3.20\nRUN mkdir /data && chown nobody /data\nUSER nobody\n',
        'FROM golang:1.23 AS build\nRUN go mod download\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
      ],
    },
    whenNotToUse:
      'When the first command is slow and stays the same while the second one changes: the cache keeps them apart.',
    references: ['https://docs.docker.com/build/building/best-practices/#run'],
  },
  messages: { next: 'This RUN could share a layer with the one above.' },
  check(stage) {
    const found: Match[] = [];
    let before: Instruction | undefined;
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') before = undefined;
      else {
        if (before !== undefined && canShare(before, instruction, stage))
          found.push({ at: at(instruction, instruction.keywordSpan), message: 'next' });
        before = instruction;
      }
    }
    return found;
  },
  fix({ at: { node } }, { stage }) {
    if (node?.kind !== 'instruction' || stage === undefined) return [];
    const above = stage.instructions[stage.instructions.indexOf(node) - 1];
    if (above?.keyword !== 'RUN' || !isJoinable(above, stage) || !isJoinable(node, stage)) return [];
    const lineEnd = above.text.includes('\r\n') ? '\r\n' : '\n';
    if (!above.text.endsWith(lineEnd)) return [];
    const end = { start: above.body.end, end: above.body.end };
    return [
      {
        title: 'Join it to the RUN above',
        safety: 'suggestion',
        edits: [
          { at: at(above, end), newText: ` ${node.escape}` },
          { at: at(node, { start: node.keywordSpan.start, end: node.body.start }), newText: '    && ' },
        ],
      },
    ];
  },
});

/** Only single commands with the same flags: what is chained already was grouped on purpose. */
function canShare(a: Instruction, b: Instruction, stage: StageFacts): boolean {
  return flagsOf(a) === flagsOf(b) && isSingle(a, stage) && isSingle(b, stage);
}

function flagsOf({ flags, source }: Instruction): string {
  return flags.length === 0 ? '' : flags.map(({ span }) => source.slice(span.start, span.end)).join(' ');
}

function isSingle(instruction: Instruction, stage: StageFacts): boolean {
  // Most long ones are told without reading the script.
  if (instruction.source.includes('&&') || instruction.exec !== undefined) return false;
  if (instruction.heredocs.length > 0) return false;
  const script = stage.scriptOf(instruction);
  return script?.statements.length === 1 && script.statements[0]?.commands.length === 1;
}

/** A comment behind the command would take the rest of the joined line with it. */
function isJoinable(instruction: Instruction, stage: StageFacts): boolean {
  const [statement] = stage.scriptOf(instruction)?.statements ?? [];
  return statement?.span.end === instruction.body.end && instruction.comments.length === 0;
}

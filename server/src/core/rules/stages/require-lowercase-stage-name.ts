/** Finds capitals in stage names, which the builder keeps in lower case. */
import { at, defineRule, type Match } from '../../lint/rule';
import { stageReferences } from '../../model/stageReferences';
import { fromView } from '../../syntax/views';

export default defineRule({
  id: 'require-lowercase-stage-name',
  scope: 'instruction',
  keywords: ['FROM'],
  meta: {
    category: 'stages',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['buildkit/StageNameCasing'],
  },
  docs: {
    summary: 'Write stage names in lower case',
    lesson: `The builder keeps every stage name in lower case. \`COPY --from=Builder\`, a mount and \`--target\` are lowered before they are looked
up, so they find it. \`FROM Builder\` is looked up as it is written, finds nothing, and is taken as an image.

In lower case a name means the same in every line.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS Builder\nRUN go build -o /app .\nFROM scratch\nCOPY --from=Builder /app /app\n',
      ],
      good: [
        'FROM golang:1.23 AS builder\nRUN go build -o /app .\nFROM scratch\nCOPY --from=builder /app /app\n',
      ],
    },
    whenNotToUse: 'Where other tools find the stage by its name as it is written.',
    references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  },
  messages: {
    capitals:
      'The builder knows this stage as "{lower}", and FROM finds it only by that; write the name in lower case.',
  },
  check(instruction) {
    const found: Match[] = [];
    const { name } = fromView(instruction);
    if (name === undefined) return found;
    const lower = name.value.toLowerCase();
    if (lower !== name.value)
      found.push({ at: at(instruction, name.span), message: 'capitals', data: { lower } });
    return found;
  },
  fix(match, { file, stage }) {
    const lower = match.data?.['lower'];
    if (stage === undefined || lower === undefined) return [];
    const edits = stageReferences(file, stage)
      .filter(({ instruction, span }) => instruction.text.slice(span.start, span.end) !== lower)
      .map(({ instruction, span }) => ({ at: at(instruction, span), newText: lower }));
    return [{ title: `Write "${lower}" everywhere`, safety: 'safe', edits }];
  },
});

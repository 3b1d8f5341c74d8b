/** Finds files that are stored a second time only to change their owner or mode. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { ownershipSteps, type OwnershipStep } from '../../model/ownershipSteps';
import type { StageFacts } from '../../model/facts';

export default defineRule({
  id: 'prefer-copy-chown',
  scope: 'stage',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'runtime',
    level: { final: 'warning', base: 'warning', target: 'hint', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    concern: 'size',
  },
  docs: {
    summary: 'Let COPY set owner and mode instead of a chown in a later layer',
    lesson: `A layer holds whole files. \`COPY . /app\` stores the project once, and \`RUN chown -R node /app\` stores every one of its files again,
because their owner is part of them: the layer is as large as the first, in every push and every pull. It also takes long on many files.

\`COPY --chown=node:node . /app\` and \`COPY --chmod=755\` give owner and mode as the files arrive. The account has to exist before, so make
it further up, where its layer is also cached better. A directory that \`WORKDIR\` has made keeps its owner; when the program writes into
it, give it away alone: \`RUN chown node /app\`, without \`-R\`.

Code that the program only reads may stay with root. Then not even a hole in the program can change it.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY server.js lib ./\nRUN chown -R node:node /app\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM alpine:3.20\nCOPY bin /opt/app/\nRUN chmod -R 755 /opt/app\nUSER nobody\nCMD ["/opt/app/run"]\n',
      ],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY --chown=node:node server.js lib ./\nUSER node\nCMD ["node", "server.js"]\n',
        'FROM node:20-alpine\nWORKDIR /app\nRUN chown node /app\nCOPY --chown=node server.js lib ./\nUSER node\nCMD ["node", "server.js"]\n',
      ],
    },
    whenNotToUse: 'For a few small files, where the second copy does not count.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
      'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    ],
  },
  messages: {
    twice: 'This stores every file again that COPY has just brought; write COPY --{flag}={value} instead.',
  },
  check(stage) {
    const found: Match[] = [];
    if (!stage.instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')) return found;
    for (const { run, command, flag, value, copies } of ownershipSteps(stage))
      found.push({
        at: at(run, command.span),
        message: 'twice',
        data: { flag, value },
        related: copies.map((copy) => ({ at: at(copy), message: 'The files come from here.' })),
      });
    return found;
  },
  fix(match, { stage }) {
    if (stage === undefined) return [];
    const step = ownershipSteps(stage).find(
      ({ run, command }) => run === match.at.node && command.span.start === match.at.span.start,
    );
    if (step === undefined || step.isAccountNew) return [];
    const removal = withoutStatement(stage, step);
    if (removal === undefined) return [];
    const { flag, value } = step;
    const edits = step.copies.map((copy): AnchoredEdit => ({
      at: at(copy, { start: copy.keywordSpan.end, end: copy.keywordSpan.end }),
      newText: ` --${flag}=${value}`,
    }));
    const title = `Set --${flag}=${value} in COPY and drop the ${flag}; directories that were there keep theirs`;
    return [{ title, safety: 'suggestion', edits: [...edits, removal] }];
  },
});

/** The whole RUN, or the one statement with its `&&`. */
function withoutStatement(stage: StageFacts, { run, statement }: OwnershipStep): AnchoredEdit | undefined {
  const statements = stage.scriptOf(run)?.statements ?? [];
  const index = statements.indexOf(statement);
  if (statements.length === 1) return { at: at(run, { start: 0, end: run.text.length }), newText: '' };
  const [before, after] = [statements[index - 1], statements[index + 1]];
  if (run.heredocs.length > 0 || run.comments.length > 0) return undefined;
  if (before !== undefined && statement.connector === '&&')
    return { at: at(run, { start: before.span.end, end: statement.span.end }), newText: '' };
  if (before === undefined && after?.connector === '&&')
    return { at: at(run, { start: statement.span.start, end: after.span.start }), newText: '' };
  return undefined;
}

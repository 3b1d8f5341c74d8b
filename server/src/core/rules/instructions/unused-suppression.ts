/** Finds suppressions that silence nothing, which hide the next finding at their place and mislead whoever reads them. */
import { at, defineRule, type Match } from '../../lint/rule';
import { suppressionRemoval } from '../../lint/suppressionEdits';

export default defineRule({
  id: 'unused-suppression',
  scope: 'suppression',
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'A suppression silences something',
    lesson: `A comment that silences a rule is a promise: somebody looked at a finding here and accepted it. When the line has been
mended, or the comment stands above the wrong instruction, the promise is empty. It then hides the next mistake of that kind
before anybody has seen it, and tells readers of a problem that is not there.

A word is only reported when the rule certainly looked and found nothing: not when the rule is switched off, not when the build
context could not be read, not for comments of other tools, which may find more than Stagewright does.`,
    examples: {
      bad: [
        {
          dockerfile: '# stagewright ignore=no-latest-tag\nFROM alpine:3.20\nUSER nobody\n',
          surroundings: { contextEntries: new Set(['Dockerfile']) },
        },
        'FROM alpine:3.20\nUSER nobody\n# stagewright ignore=no-latest-tag reason=the file ends here\n',
      ],
      good: [
        '# stagewright ignore=no-latest-tag reason=rebuilt every night\nFROM alpine:latest\nUSER nobody\n',
        '# hadolint ignore=DL3007\nFROM alpine:3.20\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When one Dockerfile is judged with several configurations and a comment is needed under one of them only.',
    references: [
      'https://github.com/stagewright/stagewright#readme',
      'https://docs.docker.com/build/checks/#skip-checks',
    ],
  },
  messages: {
    unused: '{rule} has nothing to report here, so this suppression silences nothing; remove it.',
  },
  check(suppressions) {
    const found: Match[] = [];
    for (const { comment, words } of suppressions)
      for (const { word, verdict } of words)
        if (verdict === 'unused')
          found.push({
            at: at(comment, word.span),
            message: 'unused',
            data: { rule: word.id },
            tag: 'unnecessary',
          });
    return found;
  },
  fix({ at: { node, span } }, { file }) {
    if (node?.kind !== 'comment') return [];
    return [{ title: 'Remove what silences nothing', ...suppressionRemoval(file, node, span) }];
  },
});

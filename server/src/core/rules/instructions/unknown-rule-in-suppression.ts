/** Finds suppressions that name a rule nobody has, and so silence nothing. */
import { at, defineRule, type Match } from '../../lint/rule';
import { suppressionRemoval } from '../../lint/suppressionEdits';

export default defineRule({
  id: 'unknown-rule-in-suppression',
  scope: 'suppression',
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL1001'],
  },
  docs: {
    summary: 'A suppression names rules that exist',
    lesson: `A misspelt name in a suppression silences nothing, and nobody says so: the finding stays, or it is not there by chance and the
comment will not help when it comes. BuildKit is as quiet: it compares the names in \`# check=skip=…\` letter by letter, so
\`jsonargsrecommended\` is no check.

Names in Stagewright's own comments must be rules, or codes of other tools such as \`DL3006\`. Of the other tools' comments only
near misses of BuildKit's checks are reported.`,
    examples: {
      bad: [
        '# stagewright ignore=no-latst-tag\nFROM alpine:3.20\nUSER nobody\n',
        '# check=skip=jsonargsrecommended\nFROM alpine:3.20\nUSER nobody\n',
      ],
      good: [
        '# stagewright ignore=no-latest-tag reason=rebuilt every night\nFROM alpine:latest\nUSER nobody\n',
        '# check=skip=JSONArgsRecommended\nFROM alpine:3.20\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When a newer version of Stagewright, which knows more rules, judges the same file elsewhere.',
    references: [
      'https://docs.docker.com/reference/build-checks/',
      'https://docs.docker.com/build/checks/#skip-checks',
    ],
  },
  messages: {
    unknown: 'There is no rule {name}, so this silences nothing.',
    meant: 'There is no rule {name}, so this silences nothing; did you mean {meant}?',
    pragma: 'An inline suppression.',
  },
  check(suppressions) {
    const found: Match[] = [];
    for (const { comment, tool, reach, words } of suppressions) {
      // hadolint can be told to forbid its own comments; we hold them for the right place to give a reason.
      if (tool === 'hadolint' && reach === 'instruction')
        found.push({ at: at(comment), message: 'pragma', onlyIn: 'hadolint' });
      for (const { word, verdict, meant } of words) {
        if (verdict !== 'unknown') continue;
        const place = { at: at(comment, word.span), equivalents: [] };
        found.push(
          meant === undefined
            ? { ...place, message: 'unknown', data: { name: word.id } }
            : { ...place, message: 'meant', data: { name: word.id, meant } },
        );
      }
    }
    return found;
  },
  fix({ at: { node, span }, data }, { file }) {
    const meant = data?.['meant'];
    if (node === null) return [];
    if (meant !== undefined)
      return [
        {
          title: `Change to ${meant}`,
          safety: 'suggestion',
          edits: [{ at: { node, span }, newText: meant }],
        },
      ];
    if (node.kind !== 'comment') return [];
    return [{ title: 'Remove the unknown rule', ...suppressionRemoval(file, node, span) }];
  },
});

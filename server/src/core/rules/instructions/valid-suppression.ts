/** Finds comments that speak to Stagewright in a form that it does not understand, and so silence nothing. */
import { at, defineRule, type Match } from '../../lint/rule';
import { malformedSuppression } from '../../lint/suppressionComment';

export default defineRule({
  id: 'valid-suppression',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'A comment for Stagewright has a form that counts',
    lesson: `A comment such as \`# stagewright ignore no-latest-tag\` reads well and does nothing: the sign between the word and the names is
missing, so it is a comment like any other, and the finding stays. There are four forms, each with an optional \`reason=…\` behind it:
\`ignore=\` for the next instruction, \`stage-ignore=\`, \`file-ignore=\`, and \`target=\` for the stage that is built.`,
    examples: {
      bad: ['# stagewright ignore no-latest-tag\nFROM alpine:3.20\nUSER nobody\n'],
      good: [
        '# stagewright ignore=no-latest-tag reason=rebuilt every night\nFROM alpine:latest\nUSER nobody\n',
        '# stagewright ignores this file in CI, see below.\nFROM alpine:3.20\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When a comment begins with our name and is meant for people.',
    references: ['https://github.com/stagewright/stagewright#readme'],
  },
  messages: {
    malformed: 'This silences nothing: it is no form that Stagewright knows.',
    meant: 'This silences nothing: it is no form that Stagewright knows; did you mean "{meant}"?',
  },
  check({ dockerfile }) {
    const matches: Match[] = [];
    for (const comment of dockerfile.pragmas) {
      const found = malformedSuppression(comment);
      if (found === undefined) continue;
      const place = { at: at(comment, found.span) };
      matches.push(
        found.meant === undefined
          ? { ...place, message: 'malformed' }
          : { ...place, message: 'meant', data: { meant: found.meant } },
      );
    }
    return matches;
  },
  fix({ at: { node, span }, data }) {
    const meant = data?.['meant'];
    if (node === null || meant === undefined) return [];
    return [
      {
        title: `Change to ${meant}`,
        safety: 'suggestion',
        edits: [{ at: { node, span }, newText: meant.replace('stagewright ', ' ') }],
      },
    ];
  },
});

/** Tells that a file is the input of a template engine, instead of calling every line of it wrong. */
import { at, defineRule, type Match } from '../../lint/rule';

export default defineRule({
  id: 'no-unrendered-template',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'none',
    equivalents: [],
    judgesUnreadable: true,
  },
  docs: {
    summary: 'A template can only be judged once it is filled in',
    lesson: `A file with \`{{ … }}\` or \`<% … %>\` among its instructions is the input of a program that writes a Dockerfile. What the builder
will read depends on the values that are filled in, so no other rule says anything here. Run the generator, and check
what it writes.`,
    examples: {
      bad: [
        'FROM golang:{{ .Version }} AS build\nRUN go build -o /app .\n',
        '<% if node %>\nFROM node:20\n<% end %>\n',
      ],
      good: ['FROM alpine:3.20\nRUN docker inspect --format "{{ .Id }}" x\nUSER nobody\n'],
    },
    whenNotToUse: 'When you do not want to be reminded: set the level to `off`.',
    references: ['https://docs.docker.com/reference/dockerfile/'],
  },
  messages: {
    template: 'This is a template, not yet a Dockerfile; its lines are judged once it is filled in.',
  },
  check(file) {
    const found: Match[] = [];
    const mark = file.templateMark;
    if (mark !== undefined) found.push({ at: at(mark), message: 'template' });
    return found;
  },
});

/** Finds two stages of one name, which FROM and COPY --from resolve differently. */
import { at, defineRule, type Match } from '../../lint/rule';
import type { FileFacts, StageFacts } from '../../model/facts';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-duplicate-stage-name',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'error',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3024', 'buildkit/DuplicateStageName'],
  },
  docs: {
    summary: 'A stage name must be used once',
    lesson: `Names are compared without regard to capitals, and two stages of one name are both right for the builder, which only warns. But
\`FROM name\` then means the nearest one *above*, while \`COPY --from=name\`, mounts and \`--target\` mean the *last one in the file*.
The same word in two lines can mean two different stages.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /a ./a\nFROM golang:1.23 AS build\nRUN go build -o /b ./b\nFROM scratch\nCOPY --from=build /b /b\n',
      ],
      good: [
        'FROM golang:1.23 AS build-a\nRUN go build -o /a ./a\nFROM golang:1.23 AS build-b\nRUN go build -o /b ./b\nFROM scratch\nCOPY --from=build-a /a /a\nCOPY --from=build-b /b /b\n',
      ],
    },
    whenNotToUse: 'Never: rename one of them.',
    references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  },
  messages: {
    duplicate:
      'Stage name "{name}" is taken: FROM {name} means the nearest stage above, COPY --from={name} the last one in the file.',
  },
  concerns: (stage) => stage.hasNamesake,
  check(_file, _surroundings, stages) {
    const found: Match[] = [];
    const first = new Map<string, StageFacts>();
    for (const stage of stages) {
      if (stage.name === undefined || stage.nameWord === undefined) continue;
      const key = stage.name.toLowerCase();
      const earlier = first.get(key);
      if (earlier?.nameWord === undefined) {
        first.set(key, stage);
        continue;
      }
      found.push({
        at: at(stage.from, stage.nameWord.span),
        message: 'duplicate',
        data: { name: stage.name },
        related: [{ at: at(earlier.from, earlier.nameWord.span), message: 'The first stage of this name.' }],
      });
    }
    return found;
  },
  fix(match, { file }) {
    const taken = takenNames(file);
    const name = match.data?.['name'] ?? '';
    for (let number = 2; ; number++) {
      const free = `${name}${number.toString()}`;
      if (!taken.has(free.toLowerCase()))
        return [
          {
            title: `Rename this stage to "${free}"`,
            safety: 'suggestion',
            edits: [{ at: match.at, newText: free }],
          },
        ];
    }
  },
});

const takenNames = memoized(
  (file: FileFacts): ReadonlySet<string | undefined> =>
    new Set(file.stages.map((stage) => stage.name?.toLowerCase())),
);

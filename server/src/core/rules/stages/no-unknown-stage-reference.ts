/** Finds references that mean no stage although they look as if one was meant. */
import { at, defineRule, type Anchor, type Match } from '../../lint/rule';
import { looksLikeStage, misspeltStage } from '../../model/misspeltStage';

export default defineRule({
  id: 'no-unknown-stage-reference',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3022'],
  },
  docs: {
    summary: 'A reference must mean a stage that exists',
    lesson: `\`FROM\`, \`COPY --from\` and \`RUN --mount=from\` look their name up among the stages; what is no stage is taken as an image and
pulled from a registry. A misspelt stage name therefore does not fail where it is written: the build stops later with
"pull access denied", or, worse, takes the files of a stranger's image of that name.

\`COPY --from\` also takes the index of a stage, counted from 0. \`RUN --mount=from\` does not: there \`0\` is the name of an image.`,
    examples: {
      bad: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=biuld /app /app\n',
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=7 /app /app\n',
        'FROM alpine:3.20 AS files\nFROM alpine:3.20\nRUN --mount=type=bind,from=0,target=/files ls /files\nUSER nobody\n',
      ],
      good: [
        'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
        'FROM alpine:3.20\nCOPY --from=busybox:1.36 /bin/busybox /bin/busybox\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When the name is that of an image or of a named build context that only your build command knows.',
    references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  },
  messages: {
    unknown: 'No stage above is called "{written}".',
    typo: 'No stage is called "{written}", so it would be pulled as an image; did you mean stage "{meant}"?',
    range: 'There is no stage {written}: this file has {count}, counted from 0.',
    mount:
      'A mount does not take a stage index: "{written}" would be pulled as an image. Name the stage instead.',
  },
  concerns: (stage) =>
    looksLikeStage(stage.base.kind === 'image' ? stage.baseWord?.value : undefined) ||
    stage.edges.some(
      ({ to, reference }) =>
        to.kind === 'out-of-range' ||
        to.kind === 'index-in-mount' ||
        (to.kind === 'image' && looksLikeStage(reference.value)),
    ),
  check(file, _surroundings, stages) {
    const matches: Match[] = [];
    if (stages.length === 0) return matches;
    const names = file.stages.map((stage) => stage.name ?? '');
    // In a file of very many stages a typo would be sought for longer than a person types.
    const isMany = names.length * stages.length > MANY;
    for (const stage of stages) {
      const { base, baseWord, baseText } = stage;
      if (base.kind === 'image' && baseWord !== undefined && baseText === baseWord.value && !isMany)
        for (const match of typo(baseText, names.slice(0, stage.index), at(stage.from, baseWord.span)))
          matches.push({ ...match, equivalents: [] });
      for (const edge of stage.edges) {
        const where = at(edge.instruction, edge.reference.span);
        const written = edge.reference.value;
        if (edge.to.kind === 'image' && !isMany) {
          const found = [...typo(written, names, where)];
          for (const one of found) matches.push(one);
          // hadolint takes every word without a tag for a stage.
          if (found.length === 0 && edge.kind === 'copy' && !/[:@/$]/.test(written))
            matches.push({ at: where, message: 'unknown', data: { written }, onlyIn: 'hadolint' });
        }
        if (edge.to.kind === 'out-of-range')
          matches.push({
            at: where,
            message: 'range',
            data: { written, count: plural(edge.to.count) },
            level: 'error',
          });
        else if (edge.to.kind === 'index-in-mount')
          matches.push({ at: where, message: 'mount', data: { written }, level: 'error' });
      }
    }
    return matches;
  },
  fix(match, { file }) {
    if (match.message === 'typo')
      return [
        {
          title: `Change to stage "${match.data?.['meant'] ?? ''}"`,
          safety: 'safe',
          edits: [{ at: match.at, newText: match.data?.['meant'] ?? '' }],
        },
      ];
    const meant = match.message === 'mount' ? file.stages[Number(match.data?.['written'])]?.name : undefined;
    if (meant === undefined) return [];
    return [
      { title: `Change to stage "${meant}"`, safety: 'safe', edits: [{ at: match.at, newText: meant }] },
    ];
  },
});

/** Comparisons of two words. */
const MANY = 1_000_000;

function typo(written: string, names: readonly string[], where: Anchor): readonly Match[] {
  const found: Match[] = [];
  const meant = misspeltStage(written, names);
  if (meant !== undefined) found.push({ at: where, message: 'typo', data: { written, meant } });
  return found;
}

function plural(count: number): string {
  return count === 1 ? 'one stage' : `${count.toString()} stages`;
}

/** Finds a FROM that looks like an image and means a stage, because a stage above has the image's name. */
import { at, defineRule, type Match } from '../../lint/rule';
import { isKnownImageName, parseImageReference } from '../../model/images/index';
import type { StageFacts } from '../../model/facts';
import { freeStageName, stageReferences } from '../../model/stageReferences';

export default defineRule({
  id: 'no-stage-name-of-an-image',
  scope: 'file',
  meta: {
    category: 'stages',
    level: 'warning',
    since: '0.1.0',
    fix: 'always',
    equivalents: [],
  },
  docs: {
    summary: 'Do not give a stage the name of an image that it is not',
    lesson: `\`FROM\` looks its name up among the stages above before it asks a registry. Below \`FROM node AS nginx\` the line \`FROM nginx\` is
therefore not the web server: it goes on from the Node stage, with all that was built there, and nothing says so.

Name a stage after what it does (\`build\`, \`assets\`). Or write the tag at the image, \`FROM nginx:1.27\`, which no stage can be
called. A stage built on the image of its own name, \`FROM nginx AS nginx\`, surprises nobody.`,
    examples: {
      bad: [
        'FROM node:22-alpine AS nginx\nRUN npm ci\nFROM nginx\nCOPY --from=nginx /app/dist /usr/share/nginx/html\nUSER nobody\n',
      ],
      good: [
        'FROM node:22-alpine AS assets\nRUN npm ci\nFROM nginx:1.27\nCOPY --from=assets /app/dist /usr/share/nginx/html\nUSER nginx\n',
        'FROM nginx:1.27 AS nginx\nUSER nginx\nFROM nginx\nCOPY conf.d /etc/nginx/conf.d\n',
      ],
    },
    whenNotToUse: 'When the stage is a drop-in for the image, and is meant to be used in its place.',
    references: ['https://docs.docker.com/build/building/multi-stage/#use-a-previous-stage-as-a-new-stage'],
  },
  messages: {
    taken:
      'Stage "{name}" has the name of an image, so "FROM {name}" below goes on from this stage and not from the image.',
  },
  concerns: isNamedLikeAnImage,
  check(file, _surroundings, stages) {
    const found: Match[] = [];
    for (const stage of stages) {
      const { nameWord } = stage;
      const child = stage.consumers
        .map(({ kind, index }) => (kind === 'from' ? file.stages[index] : undefined))
        .find((consumer) => consumer?.baseWord?.value === nameWord?.value);
      if (nameWord === undefined || child?.baseWord === undefined) continue;
      found.push({
        at: at(stage.from, nameWord.span),
        message: 'taken',
        data: { name: nameWord.value },
        related: [{ at: at(child.from, child.baseWord.span), message: 'This means the stage.' }],
      });
    }
    return found;
  },
  fix(match, { file, stage, surroundings }) {
    if (stage === undefined) return [];
    const name = freeStageName(file, `${match.data?.['name'] ?? ''}-stage`, surroundings.namedContexts);
    const references = stageReferences(file, stage);
    const renamed = (kept: readonly (typeof references)[number][]) =>
      kept.map(({ instruction, span }) => ({ at: at(instruction, span), newText: name }));
    return [
      {
        title: `Rename the stage to "${name}", and let FROM mean the image`,
        safety: 'suggestion',
        edits: renamed(references.filter(({ kind }) => kind !== 'from')),
      },
      { title: `Rename the stage to "${name}" everywhere`, safety: 'suggestion', edits: renamed(references) },
    ];
  },
});

/** By an official image's name although it is certainly built on another repository. */
function isNamedLikeAnImage({ name, rootReference, consumers }: StageFacts): boolean {
  if (name === undefined || rootReference === undefined) return false;
  if (!consumers.some(({ kind }) => kind === 'from') || !isKnownImageName(name)) return false;
  const root = parseImageReference(rootReference);
  return root !== undefined && !root.repository.includes(name);
}

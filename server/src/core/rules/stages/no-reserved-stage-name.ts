/** Finds stages called scratch or context, names that mean something else to the builder. */
import { at, defineRule, type Match } from '../../lint/rule';
import { freeStageName, RESERVED_STAGE_NAMES, stageReferences } from '../../model/stageReferences';
import { fromView } from '../../syntax/views';

export default defineRule({
  id: 'no-reserved-stage-name',
  scope: 'instruction',
  keywords: ['FROM'],
  meta: {
    category: 'stages',
    level: 'error',
    since: '0.1.0',
    fix: 'always',
    equivalents: ['hadolint/DL3063', 'buildkit/ReservedStageName'],
  },
  docs: {
    summary: 'Do not call a stage scratch or context',
    lesson: `Two names are taken. \`FROM scratch\` starts from nothing, and goes on doing so when a stage has that name: nothing can be built
FROM that stage. \`context\` is what the builder itself calls the folder it was given.

The builder only warns of such a name, and the lines that use it then do not do what they say. Name the stage after what it does.`,
    examples: {
      bad: ['FROM alpine:3.20 AS context\nCOPY . /src\nFROM scratch\nCOPY --from=context /src /src\n'],
      good: ['FROM alpine:3.20 AS sources\nCOPY . /src\nFROM scratch\nCOPY --from=sources /src /src\n'],
    },
    whenNotToUse: 'Never: rename the stage.',
    references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  },
  messages: {
    reserved: '"{name}" is a name of the builder\'s own; give this stage another one.',
  },
  check(instruction) {
    const found: Match[] = [];
    const { name } = fromView(instruction);
    if (name !== undefined && RESERVED_STAGE_NAMES.has(name.value.toLowerCase()))
      found.push({ at: at(instruction, name.span), message: 'reserved', data: { name: name.value } });
    return found;
  },
  fix(_match, { file, stage, surroundings }) {
    if (stage === undefined) return [];
    const wanted = stage.name?.toLowerCase() === 'scratch' ? 'empty' : 'sources';
    const name = freeStageName(file, wanted, surroundings.namedContexts);
    return [
      {
        title: `Rename the stage to "${name}" everywhere`,
        safety: 'suggestion',
        edits: stageReferences(file, stage).map(({ instruction, span }) => ({
          at: at(instruction, span),
          newText: name,
        })),
      },
    ];
  },
});

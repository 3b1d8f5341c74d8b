/** Finds a COPY or ADD of a path that the build context does not hold. */
import { at, defineRule, type Match } from '../../lint/rule';
import { kindAt, type BuildContext } from '../../model/context/buildContext';
import { listedContext } from '../../model/context/listedContext';
import { isMadeLater } from '../../model/context/notable';
import { contextPaths, type ContextSource } from '../../model/context/sources';
import { nearest } from '../../model/editDistance';
import type { StageFacts } from '../../model/facts';
import type { Instruction } from '../../syntax/nodes';
import { Slot } from '../../text/memoized';

export default defineRule({
  id: 'no-missing-source',
  scope: 'file',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'context',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    readsContext: true,
  },
  docs: {
    summary: 'Copy only what the build context holds',
    lesson: `The sources of \`COPY\` and \`ADD\` are looked up in the build context, the folder that is named when the build starts
(\`docker build CONTEXT\`, \`build.context\` in a Compose file), and nowhere else. It is not the Dockerfile's folder and not the
current one, and \`..\` does not lead out of it. A source that is not there stops the build with "not found".

The context is taken from the Compose and Bake files and dev containers of the workspace, else it is the Dockerfile's folder or
the folder above that holds what the file copies.`,
    examples: {
      bad: [
        {
          dockerfile: 'FROM python:3.12-slim\nCOPY requirments.txt /app/\nUSER nobody\n',
          surroundings: { context: listedContext({ 'requirements.txt': {}, Dockerfile: {} }) },
        },
      ],
      good: [
        {
          dockerfile: 'FROM python:3.12-slim\nCOPY requirements.txt /app/\nUSER nobody\n',
          surroundings: { context: listedContext({ 'requirements.txt': {}, Dockerfile: {} }) },
        },
        {
          dockerfile: 'FROM nginx:1.27-alpine\nCOPY dist /usr/share/nginx/html\n',
          surroundings: { context: listedContext({ Dockerfile: {}, 'src/index.ts': {} }) },
        },
      ],
    },
    whenNotToUse:
      'When the files are put into the build context by a step before the build, and git does not ignore them.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy',
      'https://docs.docker.com/build/concepts/context/',
    ],
  },
  messages: {
    missing: 'The build context holds no "{source}".',
    near: 'The build context holds no "{source}"; did you mean "{name}"?',
  },
  concerns: (stage) => stage.instructions.some(({ keyword }) => keyword === 'COPY' || keyword === 'ADD'),
  check(_file, { context }, stages) {
    const results: Match[] = [];
    // A root that cannot be listed, or holds nothing, says nothing.
    if (context === undefined || (context.entriesIn('')?.size ?? 0) === 0) return results;
    let found = 0;
    let missing = 0;
    const looks = stages.map((stage) => lookOf(stage, context));
    for (const look of looks) {
      found += look.found;
      missing += look.missing;
    }
    // Where hardly anything that is copied is there, the build is started elsewhere.
    const isProven = !context.isAssumed || (found > 0 && found >= missing);
    for (const look of looks) for (const one of isProven ? look.matches : look.named) results.push(one);
    return results;
  },
  fix({ at: place, data }) {
    const name = data?.['name'];
    if (name === undefined || place.node === null || /[\s"'$]/.test(name)) return [];
    const isQuoted = place.node.text.charAt(place.span.start) === '"';
    return [
      {
        title: `Copy ${name} instead of ${data?.['source'] ?? ''}`,
        safety: 'suggestion',
        edits: [{ at: place, newText: isQuoted ? `"${name}"` : name }],
      },
    ];
  },
});

interface NamedSource {
  readonly instruction: Instruction;
  readonly source: ContextSource;
}

/** What a context has of the sources of one stage. */
interface Look {
  readonly context: BuildContext;
  readonly found: number;
  readonly missing: number;
  readonly matches: readonly Match[];
  /** Those that tell what was meant. */
  readonly named: readonly Match[];
}

const LAST_LOOK = new Slot<Look>();

/** Looked up once: the rule sees every stage after every edit. */
function lookOf(stage: StageFacts, context: BuildContext): Look {
  const known = LAST_LOOK.get(stage.own);
  if (known?.context === context) return known;
  const looked = sourcesOf(stage).map((each) => ({ ...each, kind: kindAt(context, each.source.path) }));
  const missing = looked.filter(({ kind }) => kind === 'missing');
  const matches = missing.flatMap(({ instruction, source }) =>
    // Git leaves out what comes into being before the build.
    isMadeLater(source.path) || context.isGitIgnored(source.path)
      ? []
      : [toMatch(instruction, source, nearName(source.path, context))],
  );
  const look = {
    context,
    found: looked.filter(({ kind }) => kind === 'file' || kind === 'folder').length,
    missing: missing.length,
    matches,
    named: matches.filter(({ message }) => message === 'near'),
  };
  LAST_LOOK.set(stage.own, look);
  return look;
}

function sourcesOf(stage: StageFacts): NamedSource[] {
  return stage.instructions.flatMap((instruction) =>
    contextPaths(instruction).flatMap((source) =>
      source.isGlob || source.path === '' ? [] : [{ instruction, source }],
    ),
  );
}

/** The path with its first wrong part mended. */
function nearName(path: string, context: BuildContext): string | undefined {
  const parts = path.split('/');
  for (const [index, part] of parts.entries()) {
    const folder = parts.slice(0, index).join('/');
    if (kindAt(context, folder) !== 'folder') return undefined;
    const entries = context.entriesIn(folder);
    if (entries === undefined) return undefined;
    if (entries.has(part)) continue;
    const near = nearest(part, entries.keys());
    if (near === undefined) return undefined;
    const mended = [...parts.slice(0, index), near, ...parts.slice(index + 1)].join('/');
    const kind = kindAt(context, mended);
    return kind === 'missing' || kind === undefined ? undefined : mended;
  }
  return undefined;
}

function toMatch(instruction: Instruction, { word }: ContextSource, name: string | undefined): Match {
  const where = { at: at(instruction, word.span) };
  return name === undefined
    ? { ...where, message: 'missing', data: { source: word.value } }
    : { ...where, message: 'near', data: { source: word.value, name } };
}

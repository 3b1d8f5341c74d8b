/** Finds keys and files with logins that are copied into a layer by their name. */
import { at, defineRule, type AnchoredEdit, type Match } from '../../lint/rule';
import { dependencyInstallOf } from '../../model/commands/dependencyInstalls';
import { kindAt, type BuildContext } from '../../model/context/buildContext';
import { cleanPath } from '../../model/context/ignorePatterns';
import { secretNameOf } from '../../model/context/notable';
import type { StageFacts } from '../../model/facts';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-secret-file-copy',
  scope: 'stage',
  keywords: ['COPY', 'ADD'],
  meta: {
    category: 'secrets',
    level: { final: 'warning', base: 'warning', target: 'warning', builder: 'information' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
    readsContext: true,
  },
  docs: {
    summary: 'Mount a file with credentials instead of copying it',
    lesson: `A file that is copied is in a layer, and a layer is never changed: \`RUN rm .npmrc\` in a later line hides the file and leaves it
where everybody who can pull the image finds it. In a builder it does not ship, but it stays in the build cache, which is often
exported or shared.

A secret mount puts the file in its place for one \`RUN\` only, and into no layer and no cache:

\`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\`, built with \`docker build --secret id=npmrc,src=.npmrc .\`

An SSH key is not copied at all: \`RUN --mount=type=ssh\` lends the agent of whoever builds.`,
    examples: {
      bad: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY .npmrc package.json package-lock.json ./\nRUN npm ci\nCOPY src src\nUSER node\nCMD ["node", "src/index.js"]\n',
        'FROM alpine:3.20\nRUN apk add --no-cache openssh-client\nCOPY id_rsa /root/.ssh/id_rsa\nUSER nobody\nCMD ["ssh", "-V"]\n',
      ],
      good: [
        'FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc npm ci\nCOPY src src\nUSER node\nCMD ["node", "src/index.js"]\n',
      ],
    },
    whenNotToUse: 'When the file holds no credential, as an `.npmrc` that only names a registry.',
    references: [
      'https://docs.docker.com/build/building/secrets/',
      'https://docs.docker.com/build/building/secrets/#ssh-mounts',
    ],
  },
  messages: {
    shipped:
      '"{source}" usually holds {what}; a copy stays in the image even if a later line deletes it. Use a secret mount.',
    cached:
      '"{source}" usually holds {what}; a copy stays in the build cache of this stage. Use a secret mount.',
  },
  check(stage, { context }) {
    const found: Match[] = [];
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
      const { from, sources, destination } = copyView(instruction);
      for (const word of sources) {
        const what =
          from === undefined ? secretIn(word, destination, context) : secretOfStage(word, destination);
        if (what === undefined) continue;
        const isThrownAway = stage.role === 'builder' || stage.role === 'unreachable';
        found.push({
          at: at(instruction, word.span),
          message: isThrownAway ? 'cached' : 'shipped',
          data: { source: word.value, what },
        });
      }
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    if (stage === undefined || node?.kind !== 'instruction') return [];
    const mount = mountFor(node, match.data?.['source'] ?? '', stage);
    return mount === undefined ? [] : [{ ...mount, safety: 'suggestion' }];
  },
});

/** Folders that hold nothing but logins and keys. */
const SECRET_FOLDER = /(?:^|\/)\.(aws|ssh|docker|kube|gnupg)\/?$/;
const FOLDER_SECRETS: Readonly<Record<string, string>> = {
  aws: 'AWS credentials',
  ssh: 'SSH private keys',
  docker: 'logins of image registries',
  kube: 'the login of a Kubernetes cluster',
  gnupg: 'private keys',
};

/** A stage makes folders of such a name without a login in them, but keys only on purpose. */
function secretOfStage(word: Word, destination: Word | undefined): string | undefined {
  return /\.(?:docker|kube)\/?$/.test(word.value) ? undefined : secretIn(word, destination, undefined);
}

/** What the source holds, with its article; undefined when it is no secret, or when its name alone does not say so. */
function secretIn(
  { value }: Word,
  destination: Word | undefined,
  context: BuildContext | undefined,
): string | undefined {
  const folder = SECRET_FOLDER.exec(value)?.[1];
  if (folder !== undefined) return FOLDER_SECRETS[folder];
  const name = secretNameOf(value);
  if (name === undefined || PUBLIC_KEYS.test(value) || PUBLIC_KEYS.test(destination?.value ?? ''))
    return undefined;
  if (!name.needsText) return name.what;
  return holdsCredential(value, context) ? name.what : undefined;
}

/** Package sources and certificate stores are checked with public keys. */
const PUBLIC_KEYS =
  /keyrings?|trusted|apt[./-]|rpm-gpg|ca-certificates|\bgpg\b|public|\.pub$|(?:^|\/)(?:ca|root|chain|fullchain|cert)[\w-]*\.pem$/i;

/** The text decides where the context is known, else a name that is seldom harmless. */
function holdsCredential(value: string, context: BuildContext | undefined): boolean {
  const path = cleanPath(`/${value}`).slice(1);
  if (context !== undefined && !value.includes('$') && kindAt(context, path) === 'file') {
    const known = context.fileAt(path)?.holdsCredential;
    if (known !== undefined) return known;
  }
  return MOSTLY_SECRET.test(value);
}

const MOSTLY_SECRET =
  /(?:^|\/)(?:\.npmrc|\.pypirc|\.docker\/config\.json|[^/]*\.key|[^/]*(?:key|private|priv)[^/]*\.pem|(?:application_default_)?credentials\.json|service[-_]?account[\w-]*\.json)$/i;

interface MountFix {
  readonly title: string;
  readonly edits: readonly AnchoredEdit[];
}

/** Where one RUN below installs dependencies, and so is the one that needs the file. */
function mountFor(copy: Instruction, source: string, stage: StageFacts): MountFix | undefined {
  const { from, sources, destination } = copyView(copy);
  const file = source.slice(source.lastIndexOf('/') + 1);
  const index = sources.findIndex(({ value }) => value === source);
  const word = sources[index];
  if (from !== undefined || word === undefined || destination === undefined || copy.exec !== undefined)
    return undefined;
  if (!INSTALLERS_OWN.test(file) || /["'$\\]/.test(destination.text + source)) return undefined;
  const later = stage.instructions.slice(stage.instructions.indexOf(copy) + 1);
  const installs = later.filter((other) =>
    stage.scriptOf(other)?.commands.some((command) => dependencyInstallOf(command) !== undefined),
  );
  const [run] = installs;
  if (installs.length !== 1 || run === undefined) return undefined;
  const target = targetOf(destination.value, file, sources.length, stage.stateBefore(copy).workdir);
  if (target === undefined) return undefined;
  const id = file.replace(/^\./, '');
  const next = sources[index + 1] ?? destination;
  const removed =
    sources.length === 1
      ? { start: 0, end: copy.text.length }
      : { start: word.span.start, end: next.span.start };
  const place = { start: run.keywordSpan.end, end: run.keywordSpan.end };
  return {
    title: `Mount ${file} as a secret in the RUN that installs, instead of copying it`,
    edits: [
      { at: at(copy, removed), newText: '' },
      { at: at(run, place), newText: ` --mount=type=secret,id=${id},target=${target}` },
    ],
  };
}

const INSTALLERS_OWN = /^\.(?:npmrc|pypirc|netrc|yarnrc|yarnrc\.yml)$/;

function targetOf(
  destination: string,
  file: string,
  sources: number,
  workdir: string | undefined,
): string | undefined {
  const isFolder = sources > 1 || destination.endsWith('/') || /^\.\.?$/.test(destination);
  const path = isFolder ? `${destination}/${file}` : destination;
  if (path.startsWith('/')) return cleanPath(path);
  return workdir === undefined ? undefined : cleanPath(`${workdir}/${path}`);
}

/** Finds built parts that are copied between stages whose language has another version. */
import { at, defineRule, type Match } from '../../lint/rule';
import { heldIn, pathOf } from '../../model/artifacts/stageFiles';
import { ofTaken, takenPaths, type TakenPath } from '../../model/artifacts/taken';
import { commandsOf } from '../../model/buildEvidence';
import { compileOf } from '../../model/commands/compiles';
import { toolOf } from '../../model/commands/tools';
import type { StageFacts } from '../../model/facts';
import { stageLabel, stageWithRole } from '../../model/naming';

export default defineRule({
  id: 'no-runtime-version-skew',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: { final: 'warning', base: 'off', target: 'information', builder: 'off' },
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Build with the version of the language that the image runs',
    lesson: `Installed packages belong to one version of their language. Python looks into \`lib/python3.12/site-packages\` and nowhere else,
and its compiled modules are named after the version; Ruby and PHP keep extensions in a folder of the version too; native
modules of Node.js are built for the ABI of one major version; and a class file of Java 21 stops on Java 17 with
"UnsupportedClassVersionError".

A virtual environment also names the place of the Python that made it: the official image has its own in \`/usr/local/bin\`,
distroless that of Debian in \`/usr/bin\`, so its programs do not start there even when the versions are equal.

The two tags are often raised one at a time. A global \`ARG PYTHON_VERSION=3.12\`, used in both \`FROM\` lines, keeps them
together.`,
    examples: {
      bad: [
        'FROM python:3.11 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nUSER nobody\nCMD ["flask", "run"]\n',
        'FROM python:3.11-slim-bookworm AS build\nRUN python -m venv /venv && /venv/bin/pip install flask\nFROM gcr.io/distroless/python3-debian12:nonroot\nCOPY --from=build /venv /venv\nENTRYPOINT ["/venv/bin/flask", "run"]\n',
      ],
      good: [
        'ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION} AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nFROM python:${PYTHON_VERSION}-slim\nCOPY --from=build /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nUSER nobody\nCMD ["flask", "run"]\n',
      ],
    },
    whenNotToUse: 'When everything that is copied is plain source without a compiled part.',
    references: [
      'https://docs.python.org/3/library/venv.html',
      'https://nodejs.org/en/learn/modules/abi-stability',
      'https://docs.oracle.com/en/java/javase/21/docs/specs/man/javac.html',
    ],
  },
  messages: {
    skew: '{source} was built with {language} {theirs} in {from}, and {to} runs {language} {own}.',
    interpreter:
      '{source} is a virtual environment of {theirs} in {from}, and the Python of {to} is {own}: its programs will not start.',
    newer:
      '{source} was compiled by Java {theirs} in {from}, and {to} runs Java {own}: unless the project sets an older release, it will not start.',
  },
  check(stage) {
    const found: Match[] = [];
    if (stage.edges.length === 0 || stage.role === 'builder') return found;
    for (const taken of takenPaths(stage)) {
      const skew = skewOf(stage, taken);
      const moved = skew === undefined ? movedInterpreter(stage, taken) : undefined;
      if (moved !== undefined)
        found.push({
          at: at(taken.edge.instruction, taken.source.span),
          message: 'interpreter',
          data: {
            ...moved,
            source: taken.source.value,
            from: stageLabel(taken.producer),
            to: stageWithRole(stage),
          },
        });
      if (skew === undefined) continue;
      const isJava = skew.language === 'Java';
      const match = {
        at: at(taken.edge.instruction, taken.source.span),
        message: isJava ? 'newer' : 'skew',
        data: {
          ...skew,
          source: taken.source.value,
          from: stageLabel(taken.producer),
          to: stageWithRole(stage),
        },
      };
      found.push(isJava ? { ...match, level: 'information' } : match);
    }
    return found;
  },
  fix(match, { stage }) {
    const theirs = match.data?.['theirs'];
    const own = match.data?.['own'];
    const word = stage?.baseWord;
    if (stage === undefined || theirs === undefined || own === undefined || word === undefined) return [];
    if (stage.parent !== undefined || word.text !== word.value || word.text.includes('@')) return [];
    const colon = word.text.lastIndexOf(':');
    const rest = word.text.slice(colon + 1);
    if (colon === -1 || !(rest === own || rest.startsWith(`${own}-`))) return [];
    const start = word.span.start + colon + 1;
    return [
      {
        title: `Run version ${theirs}, as ${match.data?.['from'] ?? 'the builder'} does`,
        safety: 'suggestion',
        edits: [{ at: at(stage.from, { start, end: start + own.length }), newText: theirs }],
      },
    ];
  },
});

interface Skew {
  readonly language: string;
  readonly theirs: string;
  readonly own: string;
}

const skewOf = ofTaken((stage: StageFacts, { edge, producer, source }: TakenPath): Skew | undefined => {
  if (edge.kind !== 'copy' || !BUILT.test(source.value)) return undefined;
  const language = stage.image?.language;
  const abi = language?.version === undefined ? undefined : ABIS.get(language.name);
  if (abi === undefined || language?.version === undefined) return undefined;
  const path = pathOf(stage, edge.instruction, source.value);
  if (path === undefined || !abi.holds.test(path)) return undefined;
  const own = versionOf(language.version, abi.numbers);
  const named = abi.named?.exec(path)?.[1];
  const builder = producer.image?.language;
  const theirs =
    named ?? (builder?.name === language.name ? versionOf(builder.version, abi.numbers) : undefined);
  if (own === undefined || theirs === undefined || own === theirs) return undefined;
  if (language.name !== 'java') return { language: abi.label, theirs, own };
  return Number(theirs) > Number(own) && compilesForItself(producer)
    ? { language: abi.label, theirs, own }
    : undefined;
});

interface MovedInterpreter {
  /** Absolute paths of the two programs. */
  readonly theirs: string;
  readonly own: string;
}

/** `bin/python` of a virtual environment is a link to the Python that made it, and its scripts name that link. */
const movedInterpreter = ofTaken(
  (stage: StageFacts, { edge, producer, source }: TakenPath): MovedInterpreter | undefined => {
    if (edge.kind !== 'copy' || !/venv|virtualenv|env\/?$/.test(source.value)) return undefined;
    const theirs = interpreterOf(producer);
    const own = interpreterOf(stage);
    if (theirs === undefined || own === undefined || theirs === own) return undefined;
    const path = pathOf(stage, edge.instruction, source.value);
    if (path === undefined || isRemade(stage)) return undefined;
    return madeByVenv(producer, path) ? { theirs, own } : undefined;
  },
);

/** Where the image's own Python lies; undefined where it is not known, or a line may have installed another. */
function interpreterOf(stage: StageFacts): string | undefined {
  const { image } = stage;
  if (image?.language?.name !== 'python') return undefined;
  // Distroless has Debian's package; the official image builds its own below /usr/local.
  if (image.family === 'distroless') return '/usr/bin/python3';
  return image.family === 'python' ? '/usr/local/bin/python3' : undefined;
}

/** An interpreter is copied along, linked to the other place, or the environment is made anew. */
function isRemade(stage: StageFacts): boolean {
  return stage.instructions.some(
    ({ keyword, source }) =>
      (keyword === 'RUN' && /python|venv/.test(source)) ||
      (keyword === 'COPY' && /\/(?:usr\/local(?:\/bin(?:\/python[\d.]*)?)?)\/?\s/.test(source)),
  );
}

function madeByVenv(stage: StageFacts, path: string): boolean {
  for (const held of heldIn(stage))
    if (held.path === path && held.command !== undefined) {
      const tool = toolOf(held.command)?.name;
      // `/usr/bin/python -m venv` makes one for another place, if only a link leads from there to the image's own.
      return (
        (tool === 'venv' || tool === 'virtualenv') &&
        !held.command.words.some(({ text }) => /^-p|python=|^\/usr\/bin\//.test(text))
      );
    }
  return false;
}

/** Most sources are told apart at sight. */
const BUILT = /\$|packages|env|\.local|python|bundle|extensions|node_modules|\.[jw]ar$|target|libs|install/;

/** `3.12` of `3.12.1` for two numbers; undefined when the tag gives fewer. */
function versionOf(version: string | undefined, numbers: number): string | undefined {
  const parts = version?.split('.') ?? [];
  return parts.length < numbers ? undefined : parts.slice(0, numbers).join('.');
}

interface Abi {
  readonly label: string;
  /** How many numbers of a version decide. */
  readonly numbers: 1 | 2;
  /** Paths with parts that are built for one version. */
  readonly holds: RegExp;
  /** The version as the path itself tells it. */
  readonly named?: RegExp;
}

const ABIS: ReadonlyMap<string, Abi> = new Map<string, Abi>([
  [
    'python',
    {
      label: 'Python',
      numbers: 2,
      holds: /\/site-packages$|\/(?:\.?venv|virtualenv)$|^\/root\/\.local$|\/lib\/python3\.\d+$/,
      named: /\/python(3\.\d+)(?:\/|$)/,
    },
  ],
  ['ruby', { label: 'Ruby', numbers: 2, holds: /\/vendor\/bundle$|^\/usr\/local\/bundle$/ }],
  ['php', { label: 'PHP', numbers: 2, holds: /\/php\/extensions(?:\/|$)/ }],
  ['node', { label: 'Node.js', numbers: 1, holds: /\/node_modules$/ }],
  ['java', { label: 'Java', numbers: 1, holds: /\.[jw]ar$|\/(?:target|build\/(?:libs|install))(?:\/|$)/ }],
]);

/** No option of the commands asks for an older release. */
function compilesForItself(stage: StageFacts): boolean {
  const commands = commandsOf(stage);
  return (
    commands.some((command) => compileOf(command)?.ecosystem === 'java') &&
    !commands.some(({ args }) => args.some((word) => /release|target=|source=|^-target$/.test(word.text)))
  );
}

/** Finds an archive that is copied into one layer and unpacked into the next. */
import { at, defineRule, type Fix, type Match } from '../../lint/rule';
import type { StageFacts } from '../../model/facts';
import type { ShellCommand } from '../../shell/nodes';
import type { Instruction, Word } from '../../syntax/nodes';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'prefer-add-for-archives',
  scope: 'stage',
  keywords: ['COPY'],
  meta: {
    category: 'instructions',
    level: 'information',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['hadolint/DL3010', 'tally/prefer-add-unpack'],
    concern: 'size',
  },
  docs: {
    summary: 'Unpack a local archive with ADD instead of COPY and tar',
    lesson: `\`COPY\` puts the archive into a layer, \`RUN tar\` puts its content into the next one, and both are shipped: deleting the archive
afterwards does not make the first layer smaller. \`ADD app.tar.gz /opt/app/\` unpacks while it copies, in one layer, without the
archive, and needs no \`tar\` in the image. It knows tar files, plain or compressed with gzip, bzip2, xz or zstd; not zip.
A bind mount does the same where more than unpacking is to be done: \`RUN --mount=type=bind,source=app.tgz,target=/tmp/app.tgz tar …\`.`,
    examples: {
      bad: [
        'FROM debian:12-slim\nCOPY app.tar.gz /tmp/app.tar.gz\nRUN tar -xzf /tmp/app.tar.gz -C /opt\nUSER nobody\n',
      ],
      good: [
        'FROM debian:12-slim\nADD app.tar.gz /opt/\nUSER nobody\n',
        'FROM debian:12-slim\nRUN --mount=type=bind,source=app.tgz,target=/tmp/app.tgz tar -xzf /tmp/app.tgz --strip-components=1 -C /opt\nUSER nobody\n',
      ],
    },
    whenNotToUse: 'When only a part of the archive is taken, or names are changed on the way.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives',
      'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    ],
  },
  messages: {
    unpacked: '{archive} is unpacked by a later RUN, so both are shipped; ADD unpacks it while it copies.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const [place, instruction] of stage.instructions.entries()) {
      if (instruction.keyword !== 'COPY') continue;
      const archive = copiedArchive(instruction);
      if (archive === undefined) continue;
      const names = namesOf(archive, instruction);
      const later = stage.instructions.slice(place + 1);
      const unpacker = later.find((candidate) => unpackCommand(candidate, names, stage) !== undefined);
      if (unpacker === undefined) continue;
      const command = unpackCommand(unpacker, names, stage);
      found.push({
        // ADD unpacks tar files only; a single compressed file stays as it is.
        ...(command?.name === 'tar' || command?.name === 'bsdtar' ? {} : { onlyIn: 'hadolint' as const }),
        at: at(instruction, archive.span),
        message: 'unpacked',
        data: { archive: baseName(archive.value) },
        related: [{ at: at(unpacker), message: 'It is unpacked here.' }],
      });
    }
    return found;
  },
  fix({ at: { node } }, { stage }) {
    return node?.kind === 'instruction' && stage !== undefined ? withAdd(node, stage) : [];
  },
});

const ARCHIVE = /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst|Z)$/i;

function copiedArchive(instruction: Instruction): Word | undefined {
  const { from, sources } = copyView(instruction);
  return from === undefined ? sources.find((source) => ARCHIVE.test(source.value)) : undefined;
}

/** What a later command may call it: the source's own name, or the one it was copied to. */
function namesOf(archive: Word, instruction: Instruction): string[] {
  const { destination } = copyView(instruction);
  return [archive.value, destination?.value ?? ''].map(baseName).filter((name) => ARCHIVE.test(name));
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function unpackCommand(
  instruction: Instruction,
  names: readonly string[],
  stage: StageFacts,
): ShellCommand | undefined {
  if (instruction.keyword !== 'RUN' || !names.some((name) => instruction.source.includes(name)))
    return undefined;
  return stage
    .scriptOf(instruction)
    ?.commands.find(
      (command) =>
        isUnpacking(command) &&
        command.args.some((argument) =>
          names.includes(baseName(argument.value ?? argument.text).replace(/["']$/, '')),
        ),
    );
}

function isUnpacking({ name, args }: ShellCommand): boolean {
  if (name !== 'tar' && name !== 'bsdtar') return name !== undefined && UNPACKERS.has(name);
  return args.some(({ text }, place) =>
    text.startsWith('--')
      ? /^--(?:extract|get)$/.test(text)
      : /^-?[A-Za-z]*x/.test(text) && (place === 0 || text.startsWith('-')),
  );
}

const UNPACKERS: ReadonlySet<string> = new Set(['gunzip', 'bunzip2', 'unxz', 'unzstd', 'uncompress']);

/** Where the RUN does nothing but unpack the whole archive into a folder that it names. */
function withAdd(copy: Instruction, stage: StageFacts): Fix[] {
  const archive = copiedArchive(copy);
  const { sources, destination } = copyView(copy);
  if (archive === undefined || destination === undefined || sources.length !== 1) return [];
  const names = namesOf(archive, copy);
  const later = stage.instructions.slice(stage.instructions.indexOf(copy) + 1);
  const run = later.find((instruction) => unpackCommand(instruction, names, stage) !== undefined);
  const script = run === undefined ? undefined : stage.scriptOf(run);
  const [command] = script?.commands ?? [];
  if (run === undefined || command?.name !== 'tar' || script?.commands.length !== 1) return [];
  const folder = /^tar\s+-?[xzvjJf]+\s+\S+\s+-C\s+(\/[\w./-]*)$/.exec(
    command.words.map(({ text }) => text).join(' '),
  )?.[1];
  if (folder === undefined) return [];
  const target = folder.endsWith('/') ? folder : `${folder}/`;
  return [
    {
      title: `Change to ADD ${archive.value} ${target}`,
      safety: 'suggestion',
      edits: [
        { at: at(copy, copy.keywordSpan), newText: 'ADD' },
        { at: at(copy, destination.span), newText: target },
        { at: at(run, { start: 0, end: run.text.length }), newText: '' },
      ],
    },
  ];
}

/** `stagewright pin`: puts digests beside the tags of the images that a Dockerfile names, as the registries tell them now. */
import {
  analyze,
  type Analysis,
  applyEdits,
  type ImageToPin,
  NO_SURROUNDINGS,
  pinEdits,
  pinPlan,
  type UnpinnedImage,
} from '../../core/index';
import { type CancelSignal, type DigestAnswer, imageDigests, type SmokePort } from '../../smoke/index';
import { type Command, type ExitCode, type Invocation, UsageError } from '../command';
import { chosenForOne } from '../configuration';
import { harmless, paintFor, plural } from '../formats/terminalText';
import { unifiedDiff } from '../formats/unifiedDiff';
import type { CliIo } from '../io';
import { tidy } from '../paths';
import { progressOn } from '../progress';

/** What only a root can hand in. */
export interface PinWorld {
  readonly port: Pick<SmokePort, 'run'>;
  /** Fires when the user interrupts the program. */
  readonly interrupt: CancelSignal;
}

const BYTE_ORDER_MARK = '\ufeff';

export function pinCommand(world: PinWorld): Command {
  return {
    usage: 'pin FILE [--diff | --write] [--engine PROGRAM] [--format text|json]',
    description: [
      'Puts the digest behind the tag of every image that FROM, COPY --from and mounts of the Dockerfile name, so that a build takes ' +
        'exactly that image or fails. Prints the new Dockerfile, and on the error output each image with its digest.',
      'The digests are those that the registries give to your engine\'s client ("docker buildx imagetools inspect"), with its sign-ins, ' +
        'and hold for all platforms. Where a registry does not answer, the digest of the image that the engine has pulled is taken, and ' +
        'that is said. Images that have a digest keep it.',
      'Exit codes: 0 pinned, or there is nothing to pin; 1 an image has no digest, and the others are pinned; 2 wrong use, no engine, or ' +
        'the file could not be read or written.',
    ].join('\n\n'),
    options: {
      diff: { type: 'boolean', help: 'Print a diff for "git apply" instead of the new Dockerfile.' },
      write: { type: 'boolean', help: 'Write the result into FILE.' },
      engine: {
        type: 'string',
        placeholder: 'PROGRAM',
        help: "The container engine's client; docker when left out.",
      },
      format: { type: 'string', choices: ['text', 'json'], help: 'How to report; text is the default.' },
    },
    run: (invocation, io) => runPin(invocation, io, world),
  };
}

interface Pinned {
  readonly analysis: Analysis;
  readonly text: string;
  readonly images: readonly (ImageToPin & { readonly answer: DigestAnswer })[];
  readonly left: readonly UnpinnedImage[];
}

async function runPin(invocation: Invocation, io: CliIo, world: PinWorld): Promise<ExitCode> {
  const { path, content } = input(invocation, io);
  const shown = tidy(path);
  const chosen = chosenForOne('pin', shown, io);
  const mark = content.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const analysis = analyze(content.slice(mark.length), { surroundings: NO_SURROUNDINGS });
  const program = invocation.value('engine') ?? chosen.smoke.engine ?? 'docker';
  const pinned = await pin(analysis, program, io, world);

  const isJson = invocation.value('format') === 'json';
  if (isJson) io.print(pinJson(shown, pinned));
  else io.printError(pinText(shown, pinned));
  const failed = pinned.images.filter(({ answer }) => answer.kind !== 'found').length;
  if (failed > 0 && failed === pinned.images.length) return 2;
  if (invocation.has('write')) {
    const obstacle =
      pinned.text === analysis.text ? undefined : io.files.replace(path, content, mark + pinned.text);
    if (obstacle !== undefined) {
      io.printError(`stagewright pin: ${harmless(path)} was not written: ${obstacle}\n`);
      return 2;
    }
  } else if (!isJson) {
    const style = { paint: paintFor(io.terminal), isForTerminal: io.terminal.columns !== undefined };
    io.print(invocation.has('diff') ? unifiedDiff(shown, analysis.text, pinned.text, style) : pinned.text);
  }
  return failed > 0 ? 1 : 0;
}

function input(invocation: Invocation, io: CliIo): { readonly path: string; readonly content: string } {
  const [path, surplus] = invocation.positionals;
  if (path === undefined) throw new UsageError('name a Dockerfile: stagewright pin FILE');
  if (surplus !== undefined) throw new UsageError(`one Dockerfile at a time: leave out "${surplus}"`);
  if (invocation.has('diff') && invocation.has('write'))
    throw new UsageError('--diff writes nothing: leave out --diff or --write');
  if (invocation.has('diff') && invocation.value('format') === 'json')
    throw new UsageError('--format json holds the new text: leave out --diff');
  const content = io.files.read(path);
  if (content.kind === 'unreadable') throw new UsageError(`${path} cannot be read: ${content.reason}`);
  if (!content.isUtf8) throw new UsageError(`${path} is not valid UTF-8, so it would not survive a rewrite`);
  return { path, content: content.text };
}

async function pin(analysis: Analysis, program: string, io: CliIo, world: PinWorld): Promise<Pinned> {
  const { images, left } = pinPlan(analysis.facts);
  const progress = progressOn(io);
  const answers = await imageDigests(world.port, {
    program,
    references: images.map(({ reference }) => reference),
    signal: world.interrupt,
    onAsk: (reference, index) =>
      progress.tell(`Asking for ${String(index + 1)} of ${String(images.length)}: ${harmless(reference)}`),
  });
  progress.clear();
  const answerOf = (reference: string): DigestAnswer => answers.get(reference) ?? { kind: 'cancelled' };
  const digests = new Map(
    images.flatMap(({ reference }) => {
      const answer = answerOf(reference);
      return answer.kind === 'found' ? [[reference, answer.digest] as const] : [];
    }),
  );
  return {
    analysis,
    text: applyEdits(analysis.text, pinEdits(images, digests)),
    images: images.map((image) => ({ ...image, answer: answerOf(image.reference) })),
    left,
  };
}

const REASONS: Readonly<Record<UnpinnedImage['reason'], string>> = {
  variable: 'the name holds a variable, and a digest would stay the same for all its values',
  local: 'it is on no registry, as far as its name tells',
};

/** For the error output, so that the new Dockerfile stays alone. */
function pinText(path: string, { analysis, images, left }: Pinned): string {
  const lines = images.map(({ reference, places, answer }) => {
    const where = places.map(({ start }) => String(analysis.lines.lineAt(start) + 1)).join(', ');
    return `${harmless(path)}:${where} ${harmless(reference)}: ${told(answer)}`;
  });
  for (const { text, place, reason } of left)
    lines.push(
      `${harmless(path)}:${String(analysis.lines.lineAt(place.start) + 1)} ${harmless(text)}: left as it is, ${REASONS[reason]}`,
    );
  const pinned = images.filter(({ answer }) => answer.kind === 'found').length;
  lines.push(images.length === 0 ? 'There is nothing to pin.' : `${plural(pinned, 'image')} pinned.`);
  return `${lines.join('\n')}\n`;
}

function told(answer: DigestAnswer): string {
  switch (answer.kind) {
    case 'found':
      return answer.from === 'registry'
        ? answer.digest
        : `${answer.digest}, of the image that the engine has: the registry did not answer (${harmless(answer.complaint ?? '')})`;
    case 'failed':
      return harmless(answer.message);
    case 'cancelled':
      return 'not asked, as it was cancelled';
  }
}

/** Lines are zero-based. */
function pinJson(path: string, { analysis, text, images, left }: Pinned): string {
  const line = (start: number): number => analysis.lines.lineAt(start);
  return `${JSON.stringify({
    path,
    text,
    images: images.map(({ reference, places, answer }) => ({
      reference,
      lines: places.map(({ start }) => line(start)),
      ...answer,
    })),
    left: left.map(({ text: name, place, reason }) => ({ text: name, line: line(place.start), reason })),
  })}\n`;
}

/** Builds twice without the cache, and tells whether both builds made the same files; if not, where, and what is to blame. */
import type { ArchiveOutcome } from '../contents/archive';
import { examination } from '../contents/examination';
import type { Layer } from '../contents/layers';
import { saveCommand } from '../engines/engine';
import type { SmokeInput } from '../input';
import type { SmokePort } from '../port';
import type { DifferenceReport, ReproductionReport } from '../comparedReport';
import { smokeRun, type SmokeOptions } from '../run';
import { cancelled, failure, type Session, SmokeStop } from '../session';
import { listContext } from '../steps/context';
import { haveSameLayers } from '../steps/keep';
import { causesOf, type Texts } from './causes';
import { firstDifference, type LayerDifference } from './differences';
import { buildTwice, type TwoBuilds } from './twoBuilds';

/** How many of the differing files are told, and how many are read to find the cause. */
const SHOWN = 20;
const READ = 8;
/** A larger file is not read to find the cause, in bytes. */
const TEXT_LIMIT = 256 * 1024;

/** Never rejects: what goes wrong is in the report. */
export async function smokeReproduce(
  input: SmokeInput,
  port: SmokePort,
  options: SmokeOptions = {},
): Promise<ReproductionReport> {
  let result: Result | undefined;
  const epoch = epochOf(input);
  const report = await smokeRun(
    {
      ...input,
      buildArgs: { ...input.buildArgs, [EPOCH]: String(epoch) },
      cache: input.cache === 'none-and-pull' ? 'none-and-pull' : 'none',
      keep: undefined,
    },
    port,
    options,
    async (session, folder, draft, timed) => {
      draft.context = await timed('context', () => listContext(session));
      const room = await port.openFolder(session.run, 'layers');
      try {
        const two = await buildTwice(session, { texts: folder, archives: room }, timed, epoch);
        result = await timed('inspect', () => compared(session, two));
      } finally {
        await room.remove();
      }
    },
  );
  if (result === undefined) {
    const verdict = report.verdict === 'passed' ? 'error' : report.verdict;
    const nothing = { difference: undefined, layers: 0, compared: 'contents', digests: undefined } as const;
    return { verdict, summary: report.summary, ...nothing, build: report };
  }
  const verdict = result.isSame ? 'passed' : 'failed';
  return { verdict, summary: summaryOf(result), ...result.told, build: report };
}

const EPOCH = 'SOURCE_DATE_EPOCH';

/** The start of 1980, before which archives of some kinds know no time; a user who sets another one is heard. */
const DEFAULT_EPOCH = 315_532_800;

function epochOf({ buildArgs }: SmokeInput): number {
  const given = buildArgs[EPOCH] ?? '';
  return /^\d{1,11}$/u.test(given) ? Number(given) : DEFAULT_EPOCH;
}

interface Result {
  readonly isSame: boolean;
  readonly told: Pick<ReproductionReport, 'difference' | 'layers' | 'compared' | 'digests'>;
}

async function compared(session: Session, { method, first, second }: TwoBuilds): Promise<Result> {
  const [one, other] = [await layersOf(session, first), await layersOf(session, second)];
  const digests = method === 'digest' ? { first: one.digest ?? '', second: other.digest ?? '' } : undefined;
  const layers = one.layers.length;
  const told = { difference: undefined, layers, compared: method, digests };
  if (digests !== undefined && digests.first === digests.second) return { isSame: true, told };
  if (method === 'layers' && (await haveSameLayers(session, first, second))) return { isSame: true, told };
  const times = method === 'contents' ? 'left-out' : 'compared';
  const found = firstDifference(one.layers, other.layers, times);
  if (found === undefined) return { isSame: method === 'contents', told };
  const texts = await textsOf(session, first, second, found);
  const causes = causesOf(found.files, found.isBase ? 'base-image' : 'instruction', texts);
  const { layer, line, isBase, files } = found;
  const difference: DifferenceReport = {
    layer,
    line,
    isBase,
    files: files.slice(0, SHOWN).map(({ path, how }) => ({ path: `/${path}`, how })),
    count: files.length,
    causes: causes.map((cause) => ({
      ...cause,
      paths: cause.paths.slice(0, SHOWN).map((path) => `/${path}`),
    })),
  };
  return { isSame: false, told: { ...told, difference } };
}

function summaryOf({ isSame, told }: Result): string {
  const { difference, layers, compared: method, digests } = told;
  if (difference !== undefined) return sentence(difference);
  const count = `${layers} layer${layers === 1 ? '' : 's'}`;
  if (!isSame)
    return 'Two clean builds made the same files, and images that differ all the same: in their configuration, their history, or the order of the files.';
  switch (method) {
    case 'digest':
      return `Two clean builds made the same image, bit for bit: ${digests?.first ?? ''}, with the times of files set to ${EPOCH}.`;
    case 'layers':
      return `Two clean builds made the same layers, bit for bit, ${layers} of them, with the times of files set to ${EPOCH}.`;
    case 'contents':
      return `Two clean builds made the same files, in ${count}; times of files were left out.`;
  }
}

interface ReadImage {
  readonly layers: readonly Layer[];
  readonly digest: string | undefined;
}

async function layersOf(session: Session, image: string): Promise<ReadImage> {
  const { stages } = session.input;
  const examined = examination(() => Promise.resolve([]));
  const request: Request = { ...examined.request, wants: () => 'hash' };
  const outcome = readable(await archive(session, image, request));
  const { image: read } = await examined.conclude(outcome, { stages, stage: session.stage });
  return { layers: read.layers, digest: outcome.digest };
}

type Request = Pick<Parameters<SmokePort['readArchive']>[0], 'wants' | 'onEntry'>;

function archive(session: Session, image: string, request: Request): Promise<ArchiveOutcome> {
  const { engine, signal, input } = session;
  // An archive is known by its path, an image by its id.
  const source = image.startsWith('sha256:') ? saveCommand(engine, image) : image;
  return session.port.readArchive({ source, signal, timeoutMs: input.limits.timeoutMs, ...request });
}

function readable(outcome: ArchiveOutcome): Extract<ArchiveOutcome, { kind: 'read' }> {
  switch (outcome.kind) {
    case 'read':
      return outcome;
    case 'cancelled':
      throw cancelled('inspect');
    case 'unreadable':
      throw new SmokeStop('error', failure('inspect', `The layers cannot be read: ${outcome.message}.`));
  }
}

/** Reads the first of the differing files of both images, for their words tell why they differ. */
async function textsOf(
  session: Session,
  one: string,
  other: string,
  { files, layer }: LayerDifference,
): Promise<Texts> {
  const paths = new Set(
    files
      .filter(({ how }) => how === 'content')
      .slice(0, READ)
      .map(({ path }) => path),
  );
  if (paths.size === 0) return () => undefined;
  const read = async (image: string): Promise<ReadonlyMap<string, string>> => {
    const found = new Map<string, string>();
    const outcome = readable(
      await archive(session, image, {
        wants: ({ path, bytes }) => (paths.has(path) && bytes <= TEXT_LIMIT ? 'content' : 'nothing'),
        onEntry(name, { path }, _hash, content) {
          if (content?.includes(0) === false) found.set(`${name} ${path}`, letters(content));
          return undefined;
        },
      }),
    );
    const name = outcome.layers[layer] ?? '';
    return new Map([...paths].map((path) => [path, found.get(`${name} ${path}`) ?? '']));
  };
  const [first, second] = [await read(one), await read(other)];
  return (path) => {
    const [a, b] = [first.get(path), second.get(path)];
    return a === undefined || b === undefined ? undefined : { first: a, second: b };
  };
}

function letters(content: Uint8Array): string {
  let text = '';
  for (const byte of content) text += String.fromCharCode(byte);
  return text;
}

function sentence({ line, isBase, count, causes }: DifferenceReport): string {
  const where = line === undefined ? 'A layer' : `Line ${line + 1}${isBase ? ' (the base image)' : ''}`;
  const [cause] = causes;
  const example = cause?.paths[0] ?? '';
  return `${where} makes ${count === 1 ? 'a file' : `${count} files`} that ${count === 1 ? 'differs' : 'differ'} from build to build, ${example} among them. ${cause?.advice ?? ''}`.trim();
}

/** Builds twice without the cache, and tells whether both builds made the same files; if not, where, and what is to blame. */
import type { ArchiveOutcome } from '../contents/archive';
import { examination } from '../contents/examination';
import type { Layer } from '../contents/layers';
import { saveCommand } from '../engines/engine';
import type { SmokeInput } from '../input';
import type { RunFolder, SmokePort } from '../port';
import type { DifferenceReport, ReproductionReport } from '../comparedReport';
import { smokeRun, type SmokeOptions } from '../run';
import { cancelled, failure, type Session, SmokeStop } from '../session';
import { build } from '../steps/build';
import { listContext } from '../steps/context';
import { causesOf, type Texts } from './causes';
import { firstDifference, type LayerDifference } from './differences';

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
  const report = await smokeRun(
    { ...input, cache: input.cache === 'none-and-pull' ? 'none-and-pull' : 'none', keep: undefined },
    port,
    options,
    async (session, folder, draft, timed) => {
      draft.context = await timed('context', () => listContext(session));
      const image = (): Promise<string> => timed('build', () => builtImage(session, folder));
      const first = await image();
      const second = await image();
      result = await timed('inspect', () => compared(session, first, second));
    },
  );
  if (result === undefined) {
    const verdict = report.verdict === 'passed' ? 'error' : report.verdict;
    return { verdict, summary: report.summary, difference: undefined, layers: 0, build: report };
  }
  const { difference, layers } = result;
  if (difference === undefined)
    return {
      verdict: 'passed',
      summary: `Two clean builds made the same files, in ${layers} layer${layers === 1 ? '' : 's'}; times of files were left out.`,
      difference,
      layers,
      build: report,
    };
  return { verdict: 'failed', summary: sentence(difference), difference, layers, build: report };
}

interface Result {
  readonly difference: DifferenceReport | undefined;
  readonly layers: number;
}

async function builtImage(session: Session, folder: RunFolder): Promise<string> {
  const { image } = await build(session, folder, () => undefined);
  return image;
}

async function compared(session: Session, one: string, other: string): Promise<Result> {
  const first = await layersOf(session, one);
  const second = await layersOf(session, other);
  const found = firstDifference(first, second);
  if (found === undefined) return { difference: undefined, layers: first.length };
  const texts = await textsOf(session, one, other, found);
  const causes = causesOf(found.files, found.isBase ? 'base-image' : 'instruction', texts);
  const { layer, line, isBase, files } = found;
  return {
    layers: first.length,
    difference: {
      layer,
      line,
      isBase,
      files: files.slice(0, SHOWN).map(({ path, how }) => ({ path: `/${path}`, how })),
      count: files.length,
      causes: causes.map((cause) => ({
        ...cause,
        paths: cause.paths.slice(0, SHOWN).map((path) => `/${path}`),
      })),
    },
  };
}

async function layersOf(session: Session, image: string): Promise<readonly Layer[]> {
  const { stages } = session.input;
  const examined = examination(() => Promise.resolve([]));
  const request: Request = { ...examined.request, wants: () => 'hash' };
  const outcome = readable(await archive(session, image, request));
  return (await examined.conclude(outcome, { stages, stage: session.stage })).image.layers;
}

type Request = Pick<Parameters<SmokePort['readArchive']>[0], 'wants' | 'onEntry'>;

function archive(session: Session, image: string, request: Request): Promise<ArchiveOutcome> {
  const { engine, signal, input } = session;
  const command = saveCommand(engine, image);
  return session.port.readArchive({ command, signal, timeoutMs: input.limits.timeoutMs, ...request });
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

/** Secrets that travel with the image: in its files, also those a later layer deletes, in its history and its configuration. */
import { placesOfHistory } from '../historyLines';
import { entriesAt, listAt, parseJson, textAt, textsAt } from '../reading';
import { isSecretName } from '../redact';
import type { SecretReport } from '../contentsReport';
import type { SecretFinder } from '../port';
import type { Examiner } from './examiner';
import { historyStep, type Making } from './making';

/** A larger file is data, in bytes. */
const LARGEST = 256 * 1024;
const MOST = 100;

/** Files of others, in which examples of secrets are common, and the objects of a version control system, which are packed. */
const UNREAD =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|\.git\/objects)\/|^(?:usr\/(?:share|lib|include|src|libexec)|lib|lib64|proc|sys|dev|var\/lib\/(?:dpkg|apt))\//u;

interface Found {
  readonly layer: string;
  readonly path: string;
  readonly kind: string;
}

/** Values are never kept: a secret is told by its kind and its place. */
export function secretExaminer(finder: SecretFinder): Examiner<readonly SecretReport[]> {
  const found: Found[] = [];
  return {
    wants: ({ path, bytes }) => bytes > 0 && bytes <= LARGEST && !UNREAD.test(path),
    async read(layer, { path }, content) {
      if (found.length >= MOST) return;
      // Several rules may know one secret; the first one names it.
      const [kind] = await finder(path, content);
      if (kind !== undefined) found.push({ layer, path, kind });
    },
    conclude({ layers, names, fileSystem }) {
      return found.flatMap(({ layer: name, path, kind }) => {
        const layer = names.indexOf(name);
        const place = layers[layer];
        if (place === undefined || place.isBase) return [];
        const isSeen = fileSystem.seen.get(path)?.layer === layer;
        return [{ kind, where: 'file', name: `/${path}`, isSeen, line: place.line, isBase: false }];
      });
    },
  };
}

/** What the configuration and the history of the image give away. */
export async function secretsOfConfiguration(
  configuration: string,
  made: Making,
  finder: SecretFinder,
): Promise<readonly SecretReport[]> {
  const json = parseJson(configuration);
  const history = listAt(json, 'history');
  const places = placesOfHistory(made.stages, made.stage, history.map(historyStep));
  const reports: SecretReport[] = [];
  // A build argument is written down again with each RUN that sees it.
  const named = new Set<string>();
  for (const [at, step] of history.entries()) {
    const { line, isBase = false } = places[at] ?? {};
    if (isBase) continue;
    for (const [kind, name] of await inStep(textAt(step, 'created_by') ?? '', finder)) {
      if (named.has(`${kind} ${name}`)) continue;
      named.add(`${kind} ${name}`);
      reports.push({ kind, where: 'history', name, isSeen: true, line, isBase });
    }
  }
  const own = reports.map(({ name }) => name);
  for (const variable of textsAt(json, 'config', 'Env') ?? []) {
    const [name, value] = split(variable);
    const kind = isSecretName(name) && value !== '' ? 'value of a secret' : await kindOf(variable, finder);
    const line = lineOfVariable(name, made);
    if (kind !== undefined && line !== undefined && !own.includes(name))
      reports.push({ kind, where: 'environment', name, isSeen: true, line, isBase: false });
  }
  for (const [name, value] of entriesAt(json, 'config', 'Labels')) {
    const kind = typeof value === 'string' ? await kindOf(value, finder) : undefined;
    if (kind !== undefined)
      reports.push({ kind, where: 'label', name, isSeen: true, line: undefined, isBase: false });
  }
  return reports;
}

/**
 * BuildKit writes the build arguments that a RUN sees before its command, `RUN |1 TOKEN=value /bin/sh -c …`
 * (dockerfile2llb/convert.go), and an ENV as it was written.
 */
async function inStep(
  createdBy: string,
  finder: SecretFinder,
): Promise<readonly (readonly [kind: string, name: string])[]> {
  const count = Number(/^RUN \|(\d+) /u.exec(createdBy)?.[1] ?? 0);
  const names = [...createdBy.matchAll(/(?:^RUN \|\d+ |^(?:ENV|ARG) | )([A-Za-z_]\w*)=(?=\S)/gu)].map(
    ([, name]) => name ?? '',
  );
  const given = createdBy.startsWith('ENV ') || createdBy.startsWith('ARG ') ? names : names.slice(0, count);
  const secret = given.filter(isSecretName);
  if (secret.length > 0)
    return secret.map((name) => [
      createdBy.startsWith('ENV ') ? 'value of a secret' : 'build argument',
      name,
    ]);
  const kind = await kindOf(createdBy, finder);
  return kind === undefined ? [] : [[kind, createdBy.split(' ')[0] ?? '']];
}

async function kindOf(text: string, finder: SecretFinder): Promise<string | undefined> {
  return (await finder('', bytesOf(text)))[0];
}

/** UTF-8 is not needed: what secrets are made of is ASCII. */
function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
}

function split(assignment: string): readonly [string, string] {
  const at = assignment.indexOf('=');
  return at === -1 ? [assignment, ''] : [assignment.slice(0, at), assignment.slice(at + 1)];
}

/** Undefined for a variable of the base image. */
function lineOfVariable(name: string, { stages, stage }: Making): number | undefined {
  let current: typeof stage | undefined = stage;
  while (current !== undefined) {
    const found = current.instructions.findLast(
      ({ keyword, text }) =>
        keyword === 'ENV' && new RegExp(String.raw`(?:^|\s)${name}[=\s]`, 'u').test(text),
    );
    if (found !== undefined) return found.line;
    current = current.parent === undefined ? undefined : stages[current.parent];
  }
  return undefined;
}

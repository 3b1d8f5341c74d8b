/** What BuildKit's own linter says of a Dockerfile. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDocker } from './docker';

export interface RealCheck {
  readonly warnings: readonly RealWarning[];
  /** Why BuildKit would not build it; it stops looking at this place. */
  readonly error: string | undefined;
}

export interface RealWarning {
  readonly rule: string;
  /** Counted from one. */
  readonly line: number;
}

export interface CheckedText {
  readonly text: string;
  /** The context's ignore file. */
  readonly ignoreText: string | undefined;
}

/** So many are checked at once: one client for all of them, for starting it costs more than a check. */
const BATCH = 64;

/** One answer for each text. Fails only when the engine does. */
export async function checkWithBuildKit(texts: readonly CheckedText[]): Promise<readonly RealCheck[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stagewright-buildkit-'));
  try {
    const answers: RealCheck[] = [];
    for (let start = 0; start < texts.length; start += BATCH)
      answers.push(...(await checkBatch(texts.slice(start, start + BATCH), folder)));
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A text that stops the client is found by halving the batch. */
async function checkBatch(texts: readonly CheckedText[], folder: string): Promise<readonly RealCheck[]> {
  const targets = texts.map(
    (text, at) => [`t${String(at)}`, contextOf(text, join(folder, String(at)))] as const,
  );
  const file = join(folder, 'bake.json');
  writeFileSync(
    file,
    JSON.stringify({
      group: { default: { targets: targets.map(([name]) => name) } },
      target: Object.fromEntries(targets.map(([name, context]) => [name, { context }])),
    }),
  );
  // The exit code tells only whether there are warnings.
  const { stdout, stderr } = await runDocker([
    'buildx',
    'bake',
    `--allow=fs.read=${folder}`,
    `--file=${file}`,
    '--call=check,format=json',
  ]);
  const answer = stdout.startsWith('{') ? (JSON.parse(stdout) as Answer) : undefined;
  const checks = targets.map(([name]) => answer?.target[name]?.check);
  if (checks.every((check) => check !== undefined)) return checks.map(read);
  if (texts.length === 1) return [{ warnings: [], error: lastError(stderr) }];
  const middle = texts.length >> 1;
  return [
    ...(await checkBatch(texts.slice(0, middle), folder)),
    ...(await checkBatch(texts.slice(middle), folder)),
  ];
}

function contextOf({ text, ignoreText }: CheckedText, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'Dockerfile'), text);
  if (ignoreText !== undefined) writeFileSync(join(folder, '.dockerignore'), ignoreText);
  return folder;
}

function lastError(log: string): string {
  return log.split('\n').findLast((line) => line.startsWith('ERROR:')) ?? log;
}

interface Answer {
  readonly target: Readonly<Record<string, { readonly check?: Check }>>;
}

interface Check {
  readonly warnings?: readonly Warning[] | null;
  readonly buildError?: { readonly message: string };
}

interface Warning {
  readonly ruleName: string;
  readonly location: { readonly ranges?: readonly { readonly start: { readonly line?: number } }[] };
}

function read({ warnings, buildError }: Check): RealCheck {
  return {
    warnings: (warnings ?? []).map(({ ruleName, location }) => ({
      rule: ruleName,
      line: location.ranges?.[0]?.start.line ?? 0,
    })),
    error: buildError?.message,
  };
}

/**
 * The text as an engine without a registry can read it: a frontend would be pulled, so its directive gives way to an
 * empty line behind the other directives, and an image of a digest cannot be made, so the digest goes. No line moves.
 */
export function offlineText(text: string): string {
  const lines = text.replaceAll(/@sha256:[0-9a-f]{64}/g, '').split('\n');
  const end = lines.findIndex((line) => !/^\ufeff?#\s*(?:syntax|escape|check)\s*=/i.test(line));
  const directives = lines.slice(0, Math.max(end, 0));
  const kept = directives.filter((line) => !/^\ufeff?#\s*syntax\s*=/i.test(line));
  const emptied = directives.slice(kept.length).map(() => '');
  return [...kept, ...emptied, ...lines.slice(directives.length)].join('\n');
}

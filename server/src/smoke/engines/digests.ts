/** Asks the user's engine for the digests of images: its registry client knows the user's credentials, mirrors and proxies. */
import type { CancelSignal } from '../cancellation';
import type { EngineCommand } from '../engineCommand';
import type { RunOutcome, SmokePort } from '../port';

/** What is known of one image. */
export type DigestAnswer =
  | {
      readonly kind: 'found';
      readonly digest: string;
      /**
       * `registry`: of what the tag is now, for all platforms. `engine`: of what this engine once pulled, since the registry
       * did not answer; `complaint` says why.
       */
      readonly from: 'registry' | 'engine';
      readonly complaint?: string;
    }
  /** `message` is a sentence for a person. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface DigestRequest {
  /** The client's name or path. */
  readonly program: string;
  readonly references: readonly string[];
  readonly signal: CancelSignal;
  /** Called before each image is asked for. */
  readonly onAsk?: (reference: string, index: number) => void;
}

/** In milliseconds, for one image: a registry behind a slow line, with a sign-in on the way. */
const ASK_MS = 60_000;

/** By reference. One after the other, since registries count requests; ends early when it is cancelled. */
export async function imageDigests(
  port: Pick<SmokePort, 'run'>,
  { program, references, signal, onAsk }: DigestRequest,
): Promise<ReadonlyMap<string, DigestAnswer>> {
  const answers = new Map<string, DigestAnswer>();
  for (const [index, reference] of references.entries()) {
    onAsk?.(reference, index);
    const answer = await digestOf(port, program, reference, signal);
    answers.set(reference, answer);
    if (answer.kind === 'cancelled') break;
  }
  return answers;
}

async function digestOf(
  port: Pick<SmokePort, 'run'>,
  program: string,
  reference: string,
  signal: CancelSignal,
): Promise<DigestAnswer> {
  const ask = (...args: readonly string[]): Promise<RunOutcome> => {
    const command: EngineCommand = { program, args };
    return port.run(command, { signal, timeoutMs: ASK_MS });
  };
  // The digest of the whole list, which holds for every platform.
  const asked = await ask(
    'buildx',
    'imagetools',
    'inspect',
    '--format',
    '{{json .Manifest.Digest}}',
    reference,
  );
  if (asked.kind === 'cancelled') return { kind: 'cancelled' };
  if (asked.kind === 'not-found')
    return {
      kind: 'failed',
      message: `The program "${program}" was looked for on PATH and not found. Install Docker's client, or name it in the settings.`,
    };
  const digest = asked.kind === 'exited' && asked.exitCode === 0 ? parsed(asked.stdout) : undefined;
  if (typeof digest === 'string' && isDigest(digest)) return { kind: 'found', digest, from: 'registry' };

  const complaint = complaintOf(asked);
  const local = await ask('image', 'inspect', '--format', '{{json .RepoDigests}}', reference);
  if (local.kind === 'cancelled') return { kind: 'cancelled' };
  const known =
    local.kind === 'exited' && local.exitCode === 0 ? digestIn(parsed(local.stdout), reference) : undefined;
  return known === undefined
    ? { kind: 'failed', message: `The registry of ${reference} gave no digest: ${complaint}` }
    : { kind: 'found', digest: known, from: 'engine', complaint };
}

/** An algorithm and its hexadecimal digits. */
function isDigest(text: string): boolean {
  return /^[a-z0-9]+(?:[-_+.][a-z0-9]+)*:[0-9a-f]{32,}$/.test(text);
}

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

/** `RepoDigests` names the repository that each digest was pulled from; an image may have come from several. */
function digestIn(repoDigests: unknown, reference: string): string | undefined {
  if (!Array.isArray(repoDigests)) return undefined;
  const repository = repositoryOf(reference);
  for (const each of repoDigests) {
    if (typeof each !== 'string') continue;
    const [name = '', digest = ''] = each.split('@');
    if (repositoryOf(name) === repository && isDigest(digest)) return digest;
  }
  return undefined;
}

/** As engines print it: without Docker Hub's own names, without the tag. */
function repositoryOf(reference: string): string {
  return reference
    .replace(/:[\w.-]+$/, '')
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '');
}

function complaintOf(outcome: RunOutcome): string {
  switch (outcome.kind) {
    case 'exited': {
      if (/unknown (?:shorthand )?flag|is not a docker command/.test(outcome.stderr))
        return 'the client has no buildx. Install it (the package is usually named docker-buildx-plugin).';
      const lines = outcome.stderr.trim().split('\n');
      return (
        lines
          .at(-1)
          ?.trim()
          .replace(/^ERROR: /, '') ?? 'it said nothing'
      );
    }
    case 'timed-out':
      return `no answer within ${String(ASK_MS / 1000)} seconds`;
    case 'not-found':
    case 'cancelled':
      return '';
  }
}

/** The smoke build as a request: progress and cancellation on the way, diagnostics at the instruction that failed in the end. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { type Analysis, analyze } from '../core/index';
import {
  SMOKE_COMPARE_REQUEST,
  SMOKE_REPRODUCE_REQUEST,
  SMOKE_REQUEST,
  SMOKE_VALUES_REQUEST,
  type SmokeCompareParams,
  type SmokeComparison,
  type SmokeParams,
  type SmokeReproduction,
  type SmokeResult,
  type SmokeValuesParams,
} from '../protocol/index';
import type { SmokeReport } from '../smoke/index';
import { Cancellation } from './cancellation';
import type { ClientFeatures } from './clientFeatures';
import type { Documents, OpenDocument, SmokeFailure } from './documents';
import type { Measurements } from './measurements';
import type { Files, Platform, SmokeBuilder, SmokeJob } from './platform';
import { answering } from './requests';
import { decisionOf, otherSide, valuesOf } from './smokeChoices';
import { createSmokeProgress, type SmokeProgressTeller } from './smokeProgress';
import { LSPErrorCodes, ResponseError } from './library';

/** How many of the last log lines a diagnostic quotes. */
const LOG_LINES = 10;

export interface SmokeRequests {
  /** Cancels what runs and resolves when all of it has cleaned up. */
  stop(): Promise<void>;
}

/** What the requests are answered with. */
export interface SmokeParts {
  readonly connection: Connection;
  readonly platform: Pick<Platform, 'after' | 'smokeTwice'>;
  readonly documents: Documents;
  readonly files: Files;
  readonly features: ClientFeatures;
  readonly measurements: Measurements;
}

export function answerSmokeRequests(parts: SmokeParts, build: SmokeBuilder): SmokeRequests {
  const { connection, documents, files, measurements, platform } = parts;
  const running = new Map<Promise<unknown>, Cancellation>();

  /** A request of a person who waits: its result, or an error that says why there is none. */
  function on<P extends SmokeParams, R>(
    method: string,
    work: (document: OpenDocument, params: P, job: SmokeJob) => Promise<R>,
  ): void {
    connection.onRequest(
      method,
      answering(connection, 'the smoke build', async (params: P, token: CancellationToken) => {
        const document = documents.get(params.uri);
        await document?.ready;
        if (document?.context === undefined)
          return refusal('Only an open Dockerfile in a folder can be built.');
        const cancellation = new Cancellation();
        token.onCancellationRequested(() => cancellation.cancel());
        const progress = createSmokeProgress(connection, platform, params, document.analysis);
        progress.begin();
        const begun = jobOf(parts, document, document.context, params, cancellation, progress).then((job) =>
          work(document, params, job),
        );
        running.set(begun, cancellation);
        try {
          return await begun;
        } catch (error) {
          // Null would look like a report.
          return refusal(error instanceof Error ? error.message : String(error));
        } finally {
          running.delete(begun);
          progress.end();
        }
      }),
    );
  }

  on(SMOKE_REQUEST, async (document, _params, job): Promise<SmokeResult> => {
    const report = await build(job);
    if (report.verdict !== 'cancelled') documents.blame(document, toFailure(report, job.analysis));
    measurements.take(document, job.analysis, report);
    return report;
  });
  const twice = platform.smokeTwice;
  if (twice !== undefined) {
    on(
      SMOKE_COMPARE_REQUEST,
      async (_document, { other }: SmokeCompareParams, job): Promise<SmokeComparison> =>
        twice.compare(job, await otherSide(other, documents, files)),
    );
    on(SMOKE_REPRODUCE_REQUEST, (_document, _params, job): Promise<SmokeReproduction> =>
      twice.reproduce(job),
    );
  }
  connection.onRequest(
    SMOKE_VALUES_REQUEST,
    answering(connection, 'what a build needs', async ({ uri, target }: SmokeValuesParams) => {
      const document = documents.get(uri);
      await document?.ready;
      return document === undefined ? null : valuesOf(document, target);
    }),
  );

  return {
    async stop() {
      for (const cancellation of running.values()) cancellation.cancel();
      await Promise.allSettled(running.keys());
    },
  };
}

function refusal(reason: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

async function jobOf(
  { connection, documents, files, features }: SmokeParts,
  document: OpenDocument,
  context: string,
  params: SmokeParams,
  signal: Cancellation,
  progress: SmokeProgressTeller,
): Promise<SmokeJob> {
  const { analysis, settings } = document;
  const isAsked = params.retention === 'ask' && features.options.decidesSmokeBuilds === true;
  return {
    dockerfile: document.uri,
    analysis,
    isSaved: (await files.readText(document.uri)) === analysis.text,
    analysisOf: (text) => analyze(text, { surroundings: analysis.surroundings }),
    context,
    target: params.target ?? settings.target,
    settings: settings.smoke,
    values: params.values ?? {},
    namedContexts: document.namedContexts,
    builders: params.builders ?? 'leave',
    keep: params.keep,
    decide: isAsked ? decisionOf(connection, params.token) : undefined,
    signal,
    onProgress(each) {
      // Later lists of other builds take its place; an edited stage is measured no more.
      if (each.kind === 'files-read') documents.measure(document, analysis, each.stage, each.files);
      else progress.report(each);
    },
  };
}

function toFailure({ failure }: SmokeReport, analysis: Analysis): SmokeFailure | undefined {
  if (failure === undefined) return undefined;
  const log = failure.log.slice(-LOG_LINES).join('\n');
  return {
    node: failure.line === undefined ? undefined : nodeAtLine(analysis, failure.line),
    message: [failureSentence(failure), log].filter((part) => part !== '').join('\n\n'),
  };
}

/** The likely cause stands first: the rest of a long message is folded away. */
function failureSentence({ message, cause }: NonNullable<SmokeReport['failure']>): string {
  return cause === undefined ? message : `${cause.happened} ${cause.remedy} (${message})`;
}

function nodeAtLine({ dockerfile, lines }: Analysis, line: number): SmokeFailure['node'] {
  return dockerfile.nodeAt(lines.startOfLine(line));
}

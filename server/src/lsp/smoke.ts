/** The smoke build as a request: progress and cancellation on the way, diagnostics at the instruction that failed in the end. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Analysis } from '../core/index';
import { SMOKE_REQUEST, type SmokeParams, type SmokeResult } from '../protocol/index';
import type { SmokeReport } from '../smoke/index';
import { Cancellation } from './cancellation';
import type { Documents, OpenDocument, SmokeFailure } from './documents';
import type { Measurements } from './measurements';
import type { Files, Platform, SmokeBuilder } from './platform';
import { answering } from './requests';
import { createSmokeProgress } from './smokeProgress';
import { LSPErrorCodes, ResponseError } from './library';

/** How many of the last log lines a diagnostic quotes. */
const LOG_LINES = 10;

export interface SmokeRequests {
  /** Cancels what runs and resolves when all of it has cleaned up. */
  stop(): Promise<void>;
}

export function answerSmokeRequests(
  connection: Connection,
  build: SmokeBuilder,
  documents: Documents,
  files: Files,
  measurements: Measurements,
  platform: Pick<Platform, 'after'>,
): SmokeRequests {
  const running = new Map<Promise<unknown>, Cancellation>();

  connection.onRequest(
    SMOKE_REQUEST,
    answering(connection, 'the smoke build', async (params: SmokeParams, token: CancellationToken) => {
      const document = documents.get(params.uri);
      await document?.ready;
      if (document?.context === undefined) {
        return new ResponseError(
          LSPErrorCodes.RequestFailed,
          'Only an open Dockerfile in a folder can be built.',
        );
      }
      const cancellation = new Cancellation();
      token.onCancellationRequested(() => cancellation.cancel());
      const work = run(
        { connection, build, documents, files, measurements, platform },
        document,
        document.context,
        params,
        cancellation,
      );
      running.set(work, cancellation);
      try {
        return await work;
      } catch (error) {
        // Null would look like a report; here the user waits for an answer.
        const reason = error instanceof Error ? error.message : String(error);
        return new ResponseError<void>(LSPErrorCodes.RequestFailed, reason);
      } finally {
        running.delete(work);
      }
    }),
  );

  return {
    async stop() {
      for (const cancellation of running.values()) cancellation.cancel();
      await Promise.allSettled(running.keys());
    },
  };
}

interface Parts {
  readonly connection: Connection;
  readonly build: SmokeBuilder;
  readonly documents: Documents;
  readonly files: Files;
  readonly measurements: Measurements;
  readonly platform: Pick<Platform, 'after'>;
}

async function run(
  { connection, build, documents, files, measurements, platform }: Parts,
  document: OpenDocument,
  context: string,
  params: SmokeParams,
  cancellation: Cancellation,
): Promise<SmokeResult> {
  const { analysis, settings } = document;
  const progress = createSmokeProgress(connection, platform, params, analysis);
  progress.begin();
  try {
    const report = await build({
      dockerfile: document.uri,
      analysis,
      isSaved: (await files.readText(document.uri)) === analysis.text,
      context,
      target: params.target ?? settings.target,
      settings: settings.smoke,
      signal: cancellation,
      onProgress(each) {
        // Later lists of other builds take its place; an edited stage is measured no more.
        if (each.kind === 'files-read') documents.measure(document, analysis, each.stage, each.files);
        else progress.report(each);
      },
    });
    if (report.verdict !== 'cancelled') documents.blame(document, toFailure(report, analysis));
    measurements.take(document, analysis, report);
    return report;
  } finally {
    progress.end();
  }
}

function toFailure({ failure }: SmokeReport, analysis: Analysis): SmokeFailure | undefined {
  if (failure === undefined) return undefined;
  const log = failure.log.slice(-LOG_LINES).join('\n');
  return {
    node: failure.line === undefined ? undefined : nodeAtLine(analysis, failure.line),
    message: log === '' ? failure.message : `${failure.message}\n\n${log}`,
  };
}

function nodeAtLine({ dockerfile, lines }: Analysis, line: number): SmokeFailure['node'] {
  return dockerfile.nodeAt(lines.startOfLine(line));
}

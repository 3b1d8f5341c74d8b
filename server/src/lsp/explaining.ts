/** Explains a failed build from its log when a person asks; the table of causes is only loaded then. */
import type { Connection } from 'vscode-languageserver';
import { EXPLAIN_LOG_REQUEST, type ExplainLogParams, type ExplainLogResult } from '../protocol/index';
import type { FailedBuildExplanation } from '../smoke/failedBuild/index';
import type { Documents, OpenDocument } from './documents';
import { answering } from './requests';
import { rulePage } from './toLsp';

export function answerExplanations(connection: Connection, documents: Documents): void {
  connection.onRequest(
    EXPLAIN_LOG_REQUEST,
    answering(connection, 'explaining a failed build', async ({ uri, log }: ExplainLogParams) => {
      const document = documents.get(uri);
      await document?.ready;
      if (document === undefined) return null;
      const { explainFailedBuild, explanationMarkdown } = await import('../smoke/failedBuild/index.js');
      const explanation = await documents.fullyAnswered(document, () =>
        explainFailedBuild(document.analysis, log),
      );
      blame(document, explanation, documents);
      const links = { linkTo: (line: number) => `${uri}#L${String(line + 1)}`, pageOf: rulePage };
      const result: ExplainLogResult = {
        markdown: explanationMarkdown(explanation, nameOf(uri), links),
        range: explanation.instruction?.range,
        happened: explanation.cause?.happened,
      };
      return result;
    }),
  );
}

/** As a smoke build does it: until the instruction is edited. */
function blame(
  document: OpenDocument,
  { instruction, cause, message }: FailedBuildExplanation,
  documents: Documents,
): void {
  if (instruction === undefined) return;
  const { dockerfile, lines } = document.analysis;
  documents.blame(document, {
    node: dockerfile.nodeAt(lines.offsetAt(instruction.range.start)),
    message: cause === undefined ? `The build failed here: ${message}` : `${cause.happened} ${cause.remedy}`,
  });
}

function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

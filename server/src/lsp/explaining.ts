/** Explains a failed build from its log when a person asks. */
import type { ExplainLogParams, ExplainLogResult } from '../protocol/index';
import {
  explainFailedBuild,
  explanationMarkdown,
  type FailedBuildExplanation,
} from '../smoke/failedBuild/index';
import type { Documents, OpenDocument } from './documents';
import { rulePage } from './toLsp';

/** Null for a document that is not open. */
export async function answerExplanation(
  { uri, log }: ExplainLogParams,
  documents: Documents,
): Promise<ExplainLogResult | null> {
  const document = documents.get(uri);
  await document?.ready;
  if (document === undefined) return null;
  const explanation = await documents.fullyAnswered(document, () =>
    explainFailedBuild(document.analysis, log),
  );
  blame(document, explanation, documents);
  const links = { linkTo: (line: number) => `${uri}#L${String(line + 1)}`, pageOf: rulePage };
  return {
    markdown: explanationMarkdown(explanation, nameOf(uri), links),
    range: explanation.instruction?.range,
    happened: explanation.cause?.happened,
  };
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

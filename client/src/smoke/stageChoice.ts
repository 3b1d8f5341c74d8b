/** Which stage is meant, where nobody has said it yet. */
import * as vscode from 'vscode';
import { GRAPH_REQUEST, type Graph, type GraphParams, type GraphStage } from '../../../server/src/protocol';
import type { Session } from '../languageClient';
import { ROLE_MEANINGS, stageLabel } from '../views/statusItem';

/** Resolves to what the server takes as a target; undefined when the user changed their mind. */
export async function chooseStage(
  session: Session,
  document: vscode.TextDocument,
  question: string,
): Promise<string | undefined> {
  const stages = await stagesOf(session, document);
  const [only] = stages;
  if (only === undefined || stages.length === 1) return only === undefined ? '0' : targetOf(only);
  return pickStage(stages, question);
}

/** The final stage is what most people mean, so it comes first and Enter takes it. */
export async function stagesOf(
  session: Session,
  document: vscode.TextDocument,
): Promise<readonly GraphStage[]> {
  const params: GraphParams = { uri: session.uriOf(document) };
  const graph = await session.request<Graph | null>(GRAPH_REQUEST, params);
  return (graph?.stages ?? []).toSorted((a, b) => Number(b.role === 'final') - Number(a.role === 'final'));
}

export async function pickStage(
  stages: readonly GraphStage[],
  question: string,
): Promise<string | undefined> {
  const items = stages.map((stage) => ({
    label: stageLabel(stage),
    description: `${stage.role} stage`,
    detail: `FROM ${stage.base ?? '…'}: ${ROLE_MEANINGS[stage.role]}`,
    stage,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Stagewright: Smoke Build',
    placeHolder: question,
    matchOnDescription: true,
  });
  return chosen === undefined ? undefined : targetOf(chosen.stage);
}

export function targetOf({ index, name }: GraphStage): string {
  return name ?? String(index);
}

/** Two builds beside each other: another Dockerfile, stage or revision, or the same one twice. */
import * as vscode from 'vscode';
import {
  SMOKE_COMPARE_REQUEST,
  SMOKE_REPRODUCE_REQUEST,
  type SmokeComparison,
  type SmokeOther,
  type SmokeReproduction,
} from '../../../server/src/protocol';
import { type Begun, beginSmoke, runWithProgress, type Stopped } from '../smoke/begin';
import { pickStage, stagesOf, targetOf } from '../smoke/stageChoice';
import type { SmokeWorkplace } from './smokeBuild';

export type ComparisonOutcome = { readonly kind: 'compared'; readonly comparison: SmokeComparison } | Stopped;
export type ReproductionOutcome =
  { readonly kind: 'reproduced'; readonly report: SmokeReproduction } | Stopped;

export function registerSmokeTwice(workplace: SmokeWorkplace): vscode.Disposable {
  const { runs, reports } = workplace;

  const compare = async (begun: Begun, given: unknown): Promise<ComparisonOutcome> => {
    const { document, stage, values } = begun;
    const other = isOther(given) ? given : await chooseOther(begun);
    if (other === undefined) return { kind: 'dismissed' };
    const choices = { target: stage, values, other };
    const { name, result } = await runWithProgress(begun, (listener, cancellation) =>
      runs.ask<SmokeComparison>(SMOKE_COMPARE_REQUEST, document, choices, listener, cancellation),
    );
    reports.showComparison(name, result);
    return { kind: 'compared', comparison: result };
  };

  const reproduce = async (begun: Begun): Promise<ReproductionOutcome> => {
    const { document, stage, values } = begun;
    const { name, text, result } = await runWithProgress(begun, (listener, cancellation) =>
      runs.ask<SmokeReproduction>(
        SMOKE_REPRODUCE_REQUEST,
        document,
        { target: stage, values },
        listener,
        cancellation,
      ),
    );
    reports.showReproduction(name, text, result);
    return { kind: 'reproduced', report: result };
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      'stagewright.compareSmokeBuilds',
      (uri?: unknown, target?: unknown, other?: unknown): Promise<ComparisonOutcome> =>
        beginSmoke(workplace, uri, target, 'Which stage shall be compared?', (begun) =>
          compare(begun, other),
        ),
    ),
    vscode.commands.registerCommand(
      'stagewright.reproduceSmokeBuild',
      (uri?: unknown, target?: unknown): Promise<ReproductionOutcome> =>
        beginSmoke(workplace, uri, target, 'Which stage shall be built twice?', reproduce),
    ),
  );
}

function isOther(value: unknown): value is SmokeOther {
  if (typeof value !== 'object' || value === null) return false;
  switch (Reflect.get(value, 'kind')) {
    case 'file':
      return typeof Reflect.get(value, 'uri') === 'string';
    case 'stage':
      return typeof Reflect.get(value, 'target') === 'string';
    case 'revision':
      return typeof Reflect.get(value, 'revision') === 'string';
    default:
      return false;
  }
}

/** What was committed last comes first: it is what a change is judged by. */
async function chooseOther({ session, document, stage }: Begun): Promise<SmokeOther | undefined> {
  const stages = (await stagesOf(session, document)).filter((one) => targetOf(one) !== stage);
  const items: readonly (vscode.QuickPickItem & { readonly way: SmokeOther['kind'] | 'head' })[] = [
    { label: 'The last commit', description: 'HEAD', way: 'head' },
    { label: 'Another revision…', description: 'a branch, a tag or a commit of git', way: 'revision' },
    { label: 'Another Dockerfile…', description: 'in the same build context', way: 'file' },
    ...(stages.length === 0 ? [] : [{ label: 'Another stage of this Dockerfile…', way: 'stage' as const }]),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Stagewright: Compare Smoke Builds',
    placeHolder: 'With what shall it be compared?',
    matchOnDescription: true,
  });
  switch (chosen?.way) {
    case undefined:
      return undefined;
    case 'head':
      return { kind: 'revision', revision: 'HEAD' };
    case 'revision': {
      const revision = await vscode.window.showInputBox({
        title: 'Stagewright: Compare Smoke Builds',
        prompt: 'A branch, a tag or a commit of git',
        placeHolder: 'main',
      });
      return revision === undefined || revision.trim() === ''
        ? undefined
        : { kind: 'revision', revision: revision.trim() };
    }
    case 'file': {
      const files = await vscode.window.showOpenDialog({
        title: 'The Dockerfile to compare with',
        openLabel: 'Compare',
        defaultUri: vscode.Uri.joinPath(document.uri, '..'),
      });
      const file = files?.[0];
      return file === undefined ? undefined : { kind: 'file', uri: file.toString() };
    }
    case 'stage': {
      const target = await pickStage(stages, 'With which stage shall it be compared?');
      return target === undefined ? undefined : { kind: 'stage', target };
    }
  }
}

/** Remembers what smoke builds measured, so that it is shown again after a restart. */
import type * as vscode from 'vscode';
import { MEASUREMENTS_NOTIFICATION, type MeasurementsParams } from '../../../server/src/protocol';
import type { Session } from '../languageClient';

const KEY = 'stagewright.measurements';

/** The oldest is forgotten first. */
const MOST_DOCUMENTS = 50;

export function rememberMeasurements(context: vscode.ExtensionContext, starting: Promise<Session>): void {
  const stored = context.workspaceState.get<readonly MeasurementsParams[]>(KEY, []);
  void starting.then((session) => {
    let known = stored;
    context.subscriptions.push(
      session.onNotification<MeasurementsParams>(MEASUREMENTS_NOTIFICATION, (params) => {
        known = [...known.filter(({ uri }) => uri !== params.uri), params].slice(-MOST_DOCUMENTS);
        void context.workspaceState.update(KEY, known);
      }),
      session.whenRunning(() => {
        for (const params of known) session.notify(MEASUREMENTS_NOTIFICATION, params);
      }),
    );
  });
}

/** Whether programs may be run for this workspace, as the client says it. */
import type { Connection } from 'vscode-languageserver';
import { WORKSPACE_TRUSTED_NOTIFICATION } from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';

export interface WorkspaceTrust {
  /** `unsaid` by a client that knows nothing of trust: then nothing runs unasked, and what a person asks for does. */
  readonly state: 'trusted' | 'untrusted' | 'unsaid';
  /** Called once, as soon as the workspace is trusted; at once where it is. */
  whenTrusted(callback: () => void): void;
}

export function watchTrust(connection: Connection, { options }: ClientFeatures): WorkspaceTrust {
  const callbacks: (() => void)[] = [];
  let state: WorkspaceTrust['state'] =
    options.runsShellcheck === undefined ? 'unsaid' : options.runsShellcheck ? 'trusted' : 'untrusted';
  connection.onNotification(WORKSPACE_TRUSTED_NOTIFICATION, () => {
    state = 'trusted';
    for (const callback of callbacks.splice(0)) callback();
  });
  return {
    get state() {
      return state;
    },
    whenTrusted(callback) {
      if (state === 'trusted') callback();
      else callbacks.push(callback);
    },
  };
}

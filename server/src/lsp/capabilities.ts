/** What the server tells the client that it can do; known at once, while most of what does it is loaded later. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { PIN_IMAGES_COMMAND } from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';
import { CODE_ACTION_KINDS, PIN_KIND } from './codeActionKinds';
import { DIAGNOSTIC_SOURCE } from './diagnosticSource';
import { TEXT_DOCUMENT_SYNC } from './documents';
import type { Platform } from './platform';

/** Characters behind which a client asks for completions by itself; behind letters it does so anyway. */
const COMPLETION_TRIGGERS: readonly string[] = ['=', '$', '{', ',', '/', ':', '-', ' '];

const NAVIGATION: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: { resolveProvider: false },
};

export function capabilitiesFor(features: ClientFeatures, platform: Platform): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: TEXT_DOCUMENT_SYNC,
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: false },
    documentSymbolProvider: true,
    ...NAVIGATION,
    renameProvider: features.preparesRenames ? { prepareProvider: true } : true,
    ...(features.codeActionLiterals
      ? {
          codeActionProvider: {
            codeActionKinds: [...CODE_ACTION_KINDS, ...(platform.digests === undefined ? [] : [PIN_KIND])],
            resolveProvider: features.resolvesCodeActionEdits,
          },
        }
      : {}),
    ...(platform.digests === undefined ? {} : { executeCommandProvider: { commands: [PIN_IMAGES_COMMAND] } }),
    ...(offersSmokeBuilds(features, platform)
      ? { codeLensProvider: { resolveProvider: false }, inlayHintProvider: true }
      : {}),
    ...(features.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: DIAGNOSTIC_SOURCE,
            interFileDependencies: false,
            workspaceDiagnostics: false,
          },
        }
      : {}),
  };
}

function offersSmokeBuilds(features: ClientFeatures, platform: Platform): boolean {
  return features.options.runsSmokeBuilds === true && platform.smoke !== undefined;
}

/** Above each FROM: build that stage and see whether it works. The client executes it. */
import type { CodeLens } from 'vscode-languageserver';
import { SMOKE_BUILD_COMMAND, type SmokeBuildArguments } from '../protocol/index';
import type { OpenDocument } from './documents';

export function codeLenses(document: OpenDocument): CodeLens[] {
  const { analysis } = document;
  return analysis.facts.stages.map(({ from, name, index }) => {
    const argumentsOfCommand: SmokeBuildArguments = [document.uri, name ?? String(index)];
    return {
      range: document.rangeOf(analysis.locate({ node: from, span: from.keywordSpan })),
      command: {
        title: 'Smoke build this stage',
        command: SMOKE_BUILD_COMMAND,
        arguments: [...argumentsOfCommand],
      },
    };
  });
}

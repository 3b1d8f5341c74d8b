/** The command that pins images: what it does is loaded with the first one, and what runs ends with the server. */
import type { Connection, ExecuteCommandParams } from 'vscode-languageserver';
import { PIN_IMAGES_COMMAND } from '../protocol/index';
import type { LoadAsked } from './loadAsked';
import { Cancellation } from './cancellation';
import type { PinningParts } from './pinning';
import { answering } from './requests';

export function answerPinning(
  connection: Connection,
  load: LoadAsked,
  parts: PinningParts,
): { stop(): void } {
  const running = new Set<Cancellation>();
  connection.onExecuteCommand(
    answering(connection, 'a command', async (params: ExecuteCommandParams) => {
      if (params.command !== PIN_IMAGES_COMMAND) return null;
      const cancellation = new Cancellation();
      running.add(cancellation);
      try {
        const { pinImages } = await load();
        return await pinImages(connection, parts, params.arguments ?? [], cancellation);
      } finally {
        running.delete(cancellation);
      }
    }),
  );
  return {
    stop() {
      for (const cancellation of running) cancellation.cancel();
    },
  };
}

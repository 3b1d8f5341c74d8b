/** One line on the terminal while a run takes long, gone before anything is reported. */
import type { CliIo } from './io';

/** In milliseconds. A run that ends sooner shows nothing. */
const PATIENCE = 1000;
const PAUSE = 100;

export interface Progress {
  /** Says what is being done, when it is time to say something. */
  tell(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

export function progressOn(io: Pick<CliIo, 'now' | 'statusLine'>): Progress {
  const { statusLine } = io;
  if (statusLine === undefined) return { tell: () => undefined, clear: () => undefined };
  let next = io.now() + PATIENCE;
  let isShown = false;
  return {
    tell(text) {
      if (io.now() < next) return;
      next = io.now() + PAUSE;
      isShown = true;
      statusLine(text);
    },
    clear() {
      if (isShown) statusLine('');
      isShown = false;
    },
  };
}

/** What an engine's client is told, as data. */

/** A program as data. It is started without a shell, with exactly these arguments. */
export interface EngineCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the environment the port runs in. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a client may say of itself in `initializationOptions` beyond the capabilities that LSP knows. */
import type { Settings } from './settings';

export interface InitializationOptions {
  /** The client executes the command `stagewright.smokeBuild`; without it no code lens is offered. */
  readonly runsSmokeBuilds?: boolean;
  /** The client answers `stagewright/smoke/decide`; without it the image of a smoke build is always removed. */
  readonly decidesSmokeBuilds?: boolean;
  /** The client executes the command `stagewright.rename`, so that a refactoring may ask for the name that it made up. */
  readonly renames?: boolean;
  /** The client executes the command `stagewright.convert`, and asks its user what a conversion leaves open. */
  readonly converts?: boolean;
  /** The workspace is trusted, so that ShellCheck may run; a client may say so later (`stagewright/workspaceTrusted`). */
  readonly runsShellcheck?: boolean;
  /** The client answers the requests `stagewright/fs/…`, for a server that cannot read files. */
  readonly readsFiles?: boolean;
  /** Settings in force until the client answers `workspace/configuration`; the only ones where it cannot. */
  readonly settings?: Settings;
}

/** From the client, without parameters: from now on the workspace is trusted. */
export const WORKSPACE_TRUSTED_NOTIFICATION = 'stagewright/workspaceTrusted';

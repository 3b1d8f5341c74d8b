/** The settings as they travel: every part optional, and nothing in them trusted by the reader. */

/** The section of `workspace/configuration` and of `workspace/didChangeConfiguration`. */
export const SETTINGS_SECTION = 'stagewright';

/** How many findings of one document are published when no setting says otherwise. */
export const DEFAULT_MAX_FINDINGS = 500;

export interface Settings {
  /** The largest number of findings published for one document; the worst come first. */
  readonly maxFindings?: number;
  /** By rule id. */
  readonly rules?: Readonly<Record<string, RuleSettingValue>>;
  /** Name or zero-based index of the stage that is shipped; empty or left out means the last one. */
  readonly target?: string;
  /** Folder that is the build context, absolute or relative to the workspace folder; empty or left out means that it is found. */
  readonly context?: string;
  readonly smoke?: SmokeSettings;
  readonly shellcheck?: ShellcheckSettings;
}

export interface ShellcheckSettings {
  /** Path or name of the program; empty or left out means `shellcheck` on PATH. */
  readonly path?: string;
}

export type LevelSetting = 'error' | 'warning' | 'information' | 'hint' | 'off' | 'default';

/** One level everywhere, or one by the role of the stage. */
export type RuleSettingValue =
  | LevelSetting
  | {
      readonly final?: LevelSetting;
      readonly base?: LevelSetting;
      readonly target?: LevelSetting;
      readonly builder?: LevelSetting;
    };

export interface SmokeSettings {
  /** Path or name of the engine's command line program; empty or left out means the first one that is found. */
  readonly engine?: string;
  /** The longest a smoke build may take, in seconds. */
  readonly timeout?: number;
  /** From `.stagewright.jsonc` only: what is asked of the container instead of the usual probes. */
  readonly probes?: readonly string[];
}

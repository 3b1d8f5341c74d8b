/** The only door of the protocol: what client and server call the things that LSP has no name for. */
export { type InitializationOptions, WORKSPACE_TRUSTED_NOTIFICATION } from './initialization';
export {
  PIN_IMAGES_COMMAND,
  type PinImagesArguments,
  RENAME_COMMAND,
  type RenameArguments,
  SMOKE_BUILD_COMMAND,
  type SmokeBuildArguments,
} from './commands';
export {
  DEFAULT_MAX_FINDINGS,
  type LevelSetting,
  type RuleSettingValue,
  type Settings,
  SETTINGS_SECTION,
  type SmokeSettings,
} from './settings';
export {
  type DirectoryEntry,
  FILE_STAT_REQUEST,
  type FileStatResult,
  READ_DIRECTORY_REQUEST,
  READ_FILE_REQUEST,
  type ReadDirectoryResult,
  type ReadFileResult,
  type ReadParams,
} from './files';
export {
  type Graph,
  type GraphEdge,
  type GraphParams,
  type GraphPath,
  type GraphRange,
  type GraphStage,
  GRAPH_REQUEST,
} from './graph';
export {
  SMOKE_LOG_NOTIFICATION,
  SMOKE_PROGRESS_NOTIFICATION,
  SMOKE_REQUEST,
  type SmokeCleanup,
  type SmokeContext,
  type SmokeEngine,
  type SmokeFailure,
  type SmokeImage,
  type SmokeInstruction,
  type SmokeLogParams,
  type SmokeParams,
  type SmokeBuilder,
  type SmokeContents,
  type SmokeOrigin,
  type SmokeProbe,
  type SmokeProgressParams,
  type SmokeResult,
  type SmokeRun,
  type SmokeStep,
  type SmokeWarning,
} from './smoke';
export {
  SMOKE_COMPARE_REQUEST,
  SMOKE_REPRODUCE_REQUEST,
  type SmokeComparedPackage,
  type SmokeCompareParams,
  type SmokeComparison,
  type SmokeDifference,
  type SmokeOther,
  type SmokeReproduction,
  type SmokeVerdict,
} from './comparison';
export {
  KEPT_NAME_PATTERN,
  SMOKE_DECIDE_REQUEST,
  type SmokeDecideParams,
  type SmokeDecision,
} from './retention';
export {
  SMOKE_VALUES_REQUEST,
  type SmokeGivenSecret,
  type SmokeGivenValues,
  type SmokeValues,
  type SmokeValuesParams,
} from './smokeValues';
export {
  CONVERT_COMMAND,
  CONVERT_REQUEST,
  type ConvertArguments,
  type ConvertChoice,
  type ConvertEdit,
  type ConvertParams,
  type ConvertResult,
} from './convert';
export { EXPLAIN_LOG_REQUEST, type ExplainLogParams, type ExplainLogResult } from './explainLog';
export { type Measurement, MEASUREMENTS_NOTIFICATION, type MeasurementsParams } from './measurements';

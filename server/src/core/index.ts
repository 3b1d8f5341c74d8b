/** The only door of the core. */
export { type Span, span } from './text/span';
export { LineIndex, type Position, type Range } from './text/lineIndex';
export { applyEdits, type TextEdit } from './text/textEdit';
export type { Comment, Directive, Instruction, Node } from './syntax/nodes';
export type { Dockerfile } from './syntax/dockerfile';
export type { Consumer, Edge, FileFacts, Resolution, StageFacts } from './model/facts';
export type { Role } from './model/roles';
export { ROLES } from './model/roles';
export {
  NO_SURROUNDINGS,
  type IgnoreFile,
  type MeasuredStage,
  type Surroundings,
} from './model/surroundings';
export type {
  BuildContext,
  ContextFile,
  ContextSurvey,
  EntryKind,
  FoundBulk,
  FoundSecret,
} from './model/context/buildContext';
export { kindAt } from './model/context/buildContext';
export { contextPaths, type ContextSource } from './model/context/sources';
export { holdsCredential } from './model/context/notable';
export { cleanPath, readIgnorePatterns, type IgnorePatterns } from './model/context/ignorePatterns';
export { listedContext, surveyed, type ListedFile } from './model/context/listedContext';
export { SURVEY_LIMITS, surveying, type ContextAnswer, type ContextQuestion } from './model/context/survey';
export type { Category, Level, LevelByRole, NewFile, Rule, Safety } from './lint/rule';
export type { Finding, LocatedFix, LocatedFinding } from './lint/finding';
export {
  DEFAULT_CONFIGURATION,
  type Configuration,
  type FailOn,
  type RuleSetting,
} from './lint/configuration';
export {
  type Chosen,
  NOTHING_CHOSEN,
  settingsChooser,
  settingsForPath,
  surroundingsWith,
} from './configuration/chosen';
export { CONFIGURATION_FILE, HADOLINT_FILES, type ReadConfiguration } from './configuration/file';
export type { Problem } from './configuration/located';
export { readYaml, type YamlParser } from './configuration/yamlText';
export { readJson } from './configuration/jsonText';
export type { Entry, Located } from './configuration/located';
export type { FileSettings, Settings } from './configuration/settings';
export { configurationSchema, readConfigurationFile, readHadolintFile } from './configurationFile';
export { analyze, type Analysis, type AnalyzeOptions } from './analysis';
export { rules, ruleById } from './rules/index';
export {
  buildGraph,
  flowGraph,
  spanOfStage,
  type BuildGraph,
  type GraphEdge,
  type GraphPath,
  type GraphStage,
} from './graph';
export { contextSourcesIn, contextSourcesOf } from './contextSources';
export { measuredStage } from './measuredStage';
export { type BuildValues, buildValuesOf } from './model/buildValues';
export { scriptsToShellcheck, shellcheck, type ShellcheckResult, type ShellcheckRun } from './shellcheck';
export type { ShellcheckAnswers, ShellcheckComment } from './model/shellcheck/answer';
export { completions, type Completion, type CompletionKind, type CompletionList } from './completion';
export { hover, type Hover } from './hover';
export { levelInWords, rulePageText } from './lesson/rulePage';
export { fixesOfFinding } from './findingFixes';
export { fixAll, type FixAllOptions, type FixAllResult } from './fixAll';
export {
  offeredRefactorings,
  refactor,
  type OfferedRefactoring,
  type RefactorEdits,
  type RefactorRefusal,
  type RefactorResult,
} from './refactorings';
export { definitionsAt, type Occurrence, occurrencesAt } from './navigation/occurrences';
export { type Fold, folds, selectionsAt } from './navigation/ranges';
export { linksIn } from './navigation/links';
export { type Renamable, renamableAt, renamedAt, type Renaming } from './navigation/renaming';
export { REFUSALS, type Refusal } from './refactor/refusal';
export type { RefactoringKind } from './refactor/refactoring';
export { suppressionEdit } from './lint/suppressionEdits';
export type { SuppressionReach } from './lint/suppressionComment';
export { suppressionReason } from './lint/suppression';
export { nearest } from './model/editDistance';
export { difference, lineChanges, linesOf, type LineChange } from './text/difference';
export {
  convertToMultiStage,
  isConversionOffered,
  type Answers as ConversionAnswers,
  type Choice as ConversionChoice,
  type Conversion,
  type Refusal as ConversionRefusal,
  type RefusalReason,
} from './convert';
export { pinEdits, pinPlan, type ImageToPin, type PinPlan, type UnpinnedImage } from './refactor/pinImages';

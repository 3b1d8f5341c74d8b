/** The only door of the smoke build. */
export type { CancelSignal } from './cancellation';
export type { EngineCommand } from './engineCommand';
export {
  type BuildCacheUse,
  type CauseFinder,
  type BuildSecret,
  DEFAULT_LIMITS,
  type ProbeText,
  type SmokeInput,
  type SmokeInstruction,
  type SmokeLimits,
  type SmokeStage,
} from './input';
export { smokeStages } from './stages';
export {
  LINE_LIMIT,
  OUTPUT_LIMIT,
  type ContextOutcome,
  type ContextRequest,
  type HttpAnswer,
  type HttpRequest,
  type Identity,
  type RunFolder,
  type RunOptions,
  type RunOutcome,
  type SecretFinder,
  type SmokePort,
  type TcpAnswer,
  type TcpRequest,
} from './port';
export type { ArchiveEntry, ArchiveOutcome, ArchiveRequest, Wish } from './contents/archive';
export type * from './comparedReport';
export type * from './contentsReport';
export type * from './report';
export { causeFinder } from './failedBuild/index';
export { cleanEngine, type CleanMode, type CleanReport, type Leftover } from './clean';
export { compareReports, smokeCompare, type ReportedSide, type Side } from './compare';
export { formatComparison } from './formatComparison';
export { PROBE_FORMS, readDeclaration } from './probes/declaration';
export { smokeReproduce } from './reproduce/index';
export { formatReproduction } from './formatReproduction';
export { formatReport, type FormatOptions } from './format';
export { reportJson } from './json';
export { bytesText, durationText } from './quantity';
export { listAt, parseJson, textAt, textsAt, valueAt } from './reading';
export type { RetentionDecision, RetentionOffer, RetentionQuestion } from './retention';
export { smokeBuild, type SmokeOptions } from './run';
export { type DigestAnswer, type DigestRequest, imageDigests } from './engines/digests';

/** The only door of what explains a failed build. */
export { causeOfFailure, explainFailedBuild } from './explain';
export type * from './explanation';
export type { Builder } from './failedLog';

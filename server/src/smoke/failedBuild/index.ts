/** The only door of what explains a failed build. */
export { causeFinder, explainFailedBuild } from './explain';
export type * from './explanation';
export { explanationMarkdown, explanationText } from './formatExplanation';

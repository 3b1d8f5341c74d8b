/** The only door of what explains a failed build. */
export { causeFinder, explainFailedBuild } from './explain';
export type * from './explanation';
export type { Builder } from './failedLog';
export {
  explanationMarkdown,
  explanationText,
  type ExplanationLinks,
  type ExplanationStyle,
} from './formatExplanation';

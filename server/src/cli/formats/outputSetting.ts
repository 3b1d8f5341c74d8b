/** What lies around a report that is to be written out. */
import type { Terminal } from '../io';
import type { Threshold } from '../lintReport';

/** What a format may need to know beside the report. */
export interface OutputSetting {
  /** Findings of this level or worse in the file are failures. */
  readonly thresholdOf: (path: string) => Threshold;
  readonly terminal: Terminal;
  /** Of Stagewright. */
  readonly version: string;
  /** A file's path as the host of a repository knows it: from the repository's root. As it was typed outside of one. */
  readonly hostPath: (path: string) => string;
}

/** The forms in which a lint report is written out, by the name that `--format` takes. */
import type { Terminal } from '../io';
import type { LintReport, Threshold } from '../lintReport';
import { lintCheckstyle } from './lintCheckstyle';
import { lintCodeClimate } from './lintCodeClimate';
import { lintGithub } from './lintGithub';
import { lintJson } from './lintJson';
import { lintJunit } from './lintJunit';
import { lintSarif } from './lintSarif';
import { lintText } from './lintText';

export const LINT_FORMATS = [
  'text',
  'json',
  'sarif',
  'github',
  'junit',
  'checkstyle',
  'codeclimate',
] as const;

export type LintFormat = (typeof LINT_FORMATS)[number];

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

/** Ends with a line end, unless there is nothing to say. */
export function formatted(report: LintReport, format: LintFormat, setting: OutputSetting): string {
  switch (format) {
    case 'text':
      return lintText(report, setting.thresholdOf, setting.terminal);
    case 'json':
      return lintJson(report);
    case 'sarif':
      return lintSarif(report, setting);
    case 'github':
      return lintGithub(report, setting.hostPath);
    case 'junit':
      return lintJunit(report, setting.thresholdOf);
    case 'checkstyle':
      return lintCheckstyle(report);
    case 'codeclimate':
      return lintCodeClimate(report, setting.hostPath);
  }
}

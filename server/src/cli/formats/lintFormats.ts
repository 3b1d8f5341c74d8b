/** The forms in which a lint report is written out, by the name that `--format` takes. */
import type { LintReport } from '../lintReport';
import { lintCheckstyle } from './lintCheckstyle';
import { lintCodeClimate } from './lintCodeClimate';
import { lintGithub } from './lintGithub';
import { lintJson } from './lintJson';
import { lintJunit } from './lintJunit';
import { lintSarif } from './lintSarif';
import { lintText } from './lintText';
import type { OutputSetting } from './outputSetting';

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

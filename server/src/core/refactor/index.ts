/** Every refactoring there is, in the order of an editor's menu. A new one is a file beside this one and a line here. */
import { addUser } from './add-user';
import { extractStage } from './extract-stage';
import { heredocToRun } from './heredoc-to-run';
import { inlineStage } from './inline-stage';
import { mergeRuns } from './merge-runs';
import { moveStage } from './move-stage';
import { nameStage } from './name-stage';
import type { Refactoring } from './refactoring';
import { runToHeredoc } from './run-to-heredoc';
import { splitCopy } from './split-copy';
import { splitRun } from './split-run';
import { useSecretMount } from './use-secret-mount';

export const refactorings: readonly Refactoring[] = [
  extractStage,
  inlineStage,
  moveStage,
  nameStage,
  splitCopy,
  mergeRuns,
  splitRun,
  runToHeredoc,
  heredocToRun,
  useSecretMount,
  addUser,
];

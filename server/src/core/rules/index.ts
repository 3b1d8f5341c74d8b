/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import requireDockerignore from './context/require-dockerignore';
import noInvalidDirective from './instructions/no-invalid-directive';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import requireFromFirst from './instructions/require-from-first';
import noDistributionUpgrade from './packages/no-distribution-upgrade';
import noHighUidUseradd from './packages/no-high-uid-useradd';
import noPointlessCommand from './packages/no-pointless-command';
import preferAptGet from './packages/prefer-apt-get';
import preferNoRecommends from './packages/prefer-no-recommends';
import preferOneDownloader from './packages/prefer-one-downloader';
import requireAssumeYes from './packages/require-assume-yes';
import requireCacheCleanup from './packages/require-cache-cleanup';
import requireWgetProgress from './packages/require-wget-progress';
import noLatestTag from './reproducibility/no-latest-tag';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireImageTag from './reproducibility/require-image-tag';
import preferExecForm from './runtime/prefer-exec-form';
import requireNonRootUser from './runtime/require-non-root-user';
import noSecretArgument from './secrets/no-secret-argument';
import noSecretInLayer from './secrets/no-secret-in-layer';
import noCd from './shell/no-cd';
import noDisabledVerification from './shell/no-disabled-verification';
import noInsecureRun from './shell/no-insecure-run';
import noPipeToShell from './shell/no-pipe-to-shell';
import preferShellInstruction from './shell/prefer-shell-instruction';
import requireCurlFail from './shell/require-curl-fail';
import requirePipefail from './shell/require-pipefail';
import noBuildToolsInFinalStage from './stages/no-build-tools-in-final-stage';
import noDuplicateStageName from './stages/no-duplicate-stage-name';
import noForwardStageReference from './stages/no-forward-stage-reference';
import noSdkBaseInFinalStage from './stages/no-sdk-base-in-final-stage';
import noSelfStageReference from './stages/no-self-stage-reference';
import noUnknownStageReference from './stages/no-unknown-stage-reference';
import noWholeStageCopy from './stages/no-whole-stage-copy';
import preferMultiStage from './stages/prefer-multi-stage';
import preferNamedStageReference from './stages/prefer-named-stage-reference';
import syntax from './syntax/syntax';

/** Every rule, sorted by category and id. */
export const rules: readonly Rule[] = [
  noShellInShellLessStage,
  noUndeclaredArgument,
  preferManifestBeforeSource,
  requireDockerignore,
  noInvalidDirective,
  noUnrenderedTemplate,
  requireFromFirst,
  noDistributionUpgrade,
  noHighUidUseradd,
  noPointlessCommand,
  preferAptGet,
  preferNoRecommends,
  preferOneDownloader,
  requireAssumeYes,
  requireCacheCleanup,
  requireWgetProgress,
  noLatestTag,
  preferLockedInstall,
  requireImageTag,
  preferExecForm,
  requireNonRootUser,
  noSecretArgument,
  noSecretInLayer,
  noCd,
  noDisabledVerification,
  noInsecureRun,
  noPipeToShell,
  preferShellInstruction,
  requireCurlFail,
  requirePipefail,
  noBuildToolsInFinalStage,
  noDuplicateStageName,
  noForwardStageReference,
  noSdkBaseInFinalStage,
  noSelfStageReference,
  noUnknownStageReference,
  noWholeStageCopy,
  preferMultiStage,
  preferNamedStageReference,
  syntax,
];

export const ruleById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import noBulkyContext from './context/no-bulky-context';
import noIgnoredSource from './context/no-ignored-source';
import noMissingSource from './context/no-missing-source';
import noSecretInContext from './context/no-secret-in-context';
import requireDockerignore from './context/require-dockerignore';
import noInvalidDirective from './instructions/no-invalid-directive';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import requireFromFirst from './instructions/require-from-first';
import noLatestTag from './reproducibility/no-latest-tag';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireImageTag from './reproducibility/require-image-tag';
import preferExecForm from './runtime/prefer-exec-form';
import requireNonRootUser from './runtime/require-non-root-user';
import noReadableSecretMount from './secrets/no-readable-secret-mount';
import noSecretArgument from './secrets/no-secret-argument';
import noSecretFileCopy from './secrets/no-secret-file-copy';
import noSecretInLayer from './secrets/no-secret-in-layer';
import requireSecretMount from './secrets/require-secret-mount';
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
  noBulkyContext,
  noIgnoredSource,
  noMissingSource,
  noSecretInContext,
  requireDockerignore,
  noInvalidDirective,
  noUnrenderedTemplate,
  requireFromFirst,
  noLatestTag,
  preferLockedInstall,
  requireImageTag,
  preferExecForm,
  requireNonRootUser,
  noReadableSecretMount,
  noSecretArgument,
  noSecretFileCopy,
  noSecretInLayer,
  requireSecretMount,
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

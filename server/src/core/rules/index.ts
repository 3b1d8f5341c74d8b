/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noMissingArtifact from './artifacts/no-missing-artifact';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import requireDockerignore from './context/require-dockerignore';
import noInvalidDirective from './instructions/no-invalid-directive';
import noOversizedDockerfile from './instructions/no-oversized-dockerfile';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import requireFromFirst from './instructions/require-from-first';
import noLatestTag from './reproducibility/no-latest-tag';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireImageTag from './reproducibility/require-image-tag';
import noDuplicateRuntimeInstruction from './runtime/no-duplicate-runtime-instruction';
import noInvalidPort from './runtime/no-invalid-port';
import noMalformedExecForm from './runtime/no-malformed-exec-form';
import noOverwrittenCommand from './runtime/no-overwritten-command';
import noRelativeDestination from './runtime/no-relative-destination';
import noSshPort from './runtime/no-ssh-port';
import noSudo from './runtime/no-sudo';
import noSystemWorkdir from './runtime/no-system-workdir';
import preferExecForm from './runtime/prefer-exec-form';
import preferNumericUser from './runtime/prefer-numeric-user';
import requireAbsoluteWorkdir from './runtime/require-absolute-workdir';
import requireNonRootUser from './runtime/require-non-root-user';
import noSecretArgument from './secrets/no-secret-argument';
import noSecretInLayer from './secrets/no-secret-in-layer';
import noBuildToolsInFinalStage from './stages/no-build-tools-in-final-stage';
import noConstantPlatform from './stages/no-constant-platform';
import noDuplicateStageName from './stages/no-duplicate-stage-name';
import noForwardStageReference from './stages/no-forward-stage-reference';
import noPlatformOnStageReference from './stages/no-platform-on-stage-reference';
import noRedundantTargetPlatform from './stages/no-redundant-target-platform';
import noReservedStageName from './stages/no-reserved-stage-name';
import noSdkBaseInFinalStage from './stages/no-sdk-base-in-final-stage';
import noSelfStageReference from './stages/no-self-stage-reference';
import noStageNameOfAnImage from './stages/no-stage-name-of-an-image';
import noUnknownStageReference from './stages/no-unknown-stage-reference';
import noUnreachableStage from './stages/no-unreachable-stage';
import noUntaggedCopySource from './stages/no-untagged-copy-source';
import noVariableInStageReference from './stages/no-variable-in-stage-reference';
import noWholeStageCopy from './stages/no-whole-stage-copy';
import preferMultiStage from './stages/prefer-multi-stage';
import preferNamedStageReference from './stages/prefer-named-stage-reference';
import requireLowercaseStageName from './stages/require-lowercase-stage-name';
import requireStageName from './stages/require-stage-name';
import syntax from './syntax/syntax';

/** Every rule, sorted by category and id. */
export const rules: readonly Rule[] = [
  noMissingArtifact,
  noShellInShellLessStage,
  noUndeclaredArgument,
  preferManifestBeforeSource,
  requireDockerignore,
  noInvalidDirective,
  noOversizedDockerfile,
  noUnrenderedTemplate,
  requireFromFirst,
  noLatestTag,
  preferLockedInstall,
  requireImageTag,
  noDuplicateRuntimeInstruction,
  noInvalidPort,
  noMalformedExecForm,
  noOverwrittenCommand,
  noRelativeDestination,
  noSshPort,
  noSudo,
  noSystemWorkdir,
  preferExecForm,
  preferNumericUser,
  requireAbsoluteWorkdir,
  requireNonRootUser,
  noSecretArgument,
  noSecretInLayer,
  noBuildToolsInFinalStage,
  noConstantPlatform,
  noDuplicateStageName,
  noForwardStageReference,
  noPlatformOnStageReference,
  noRedundantTargetPlatform,
  noReservedStageName,
  noSdkBaseInFinalStage,
  noSelfStageReference,
  noStageNameOfAnImage,
  noUnknownStageReference,
  noUnreachableStage,
  noUntaggedCopySource,
  noVariableInStageReference,
  noWholeStageCopy,
  preferMultiStage,
  preferNamedStageReference,
  requireLowercaseStageName,
  requireStageName,
  syntax,
];

export const ruleById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

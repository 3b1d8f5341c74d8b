/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noAmbiguousArtifactGlob from './artifacts/no-ambiguous-artifact-glob';
import noArtifactInMount from './artifacts/no-artifact-in-mount';
import noContextCopyOfArtifact from './artifacts/no-context-copy-of-artifact';
import noDevDependenciesCopy from './artifacts/no-dev-dependencies-copy';
import noLibcMismatch from './artifacts/no-libc-mismatch';
import noLostEnvironment from './artifacts/no-lost-environment';
import noMissingArtifact from './artifacts/no-missing-artifact';
import noMissingProgram from './artifacts/no-missing-program';
import noMissingUser from './artifacts/no-missing-user';
import noRuntimeVersionSkew from './artifacts/no-runtime-version-skew';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noSymlinkArtifact from './artifacts/no-symlink-artifact';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import requireCaCertificates from './artifacts/require-ca-certificates';
import noEarlyVolatileArgument from './cache/no-early-volatile-argument';
import noIneffectiveCacheMount from './cache/no-ineffective-cache-mount';
import noShadowedGlobalArgument from './cache/no-shadowed-global-argument';
import noUpdateWithoutInstall from './cache/no-update-without-install';
import preferCacheMount from './cache/prefer-cache-mount';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import noBulkyContext from './context/no-bulky-context';
import noIgnoredSource from './context/no-ignored-source';
import noMissingSource from './context/no-missing-source';
import noSecretInContext from './context/no-secret-in-context';
import requireDockerignore from './context/require-dockerignore';
import consistentAsCasing from './instructions/consistent-as-casing';
import consistentInstructionCasing from './instructions/consistent-instruction-casing';
import noConsecutiveRun from './instructions/no-consecutive-run';
import noEmptyContinuation from './instructions/no-empty-continuation';
import noForbiddenOnbuild from './instructions/no-forbidden-onbuild';
import noInvalidDefaultArgumentInFrom from './instructions/no-invalid-default-argument-in-from';
import noInvalidDirective from './instructions/no-invalid-directive';
import noLegacyKeyValue from './instructions/no-legacy-key-value';
import noMaintainer from './instructions/no-maintainer';
import noOversizedDockerfile from './instructions/no-oversized-dockerfile';
import noSelfReferenceInEnv from './instructions/no-self-reference-in-env';
import noSpaceAroundEquals from './instructions/no-space-around-equals';
import noUndefinedArgumentInFrom from './instructions/no-undefined-argument-in-from';
import noUndefinedVariable from './instructions/no-undefined-variable';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import preferAddForArchives from './instructions/prefer-add-for-archives';
import preferCopyOverAdd from './instructions/prefer-copy-over-add';
import requireDirectorySlash from './instructions/require-directory-slash';
import requireFromFirst from './instructions/require-from-first';
import unknownRuleInSuppression from './instructions/unknown-rule-in-suppression';
import unusedSuppression from './instructions/unused-suppression';
import validDefinitionDescription from './instructions/valid-definition-description';
import validLabelSchema from './instructions/valid-label-schema';
import validSuppression from './instructions/valid-suppression';
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
import preferImageDigest from './reproducibility/prefer-image-digest';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireChecksum from './reproducibility/require-checksum';
import requireImageTag from './reproducibility/require-image-tag';
import requirePinnedPackages from './reproducibility/require-pinned-packages';
import requireTrustedRegistry from './reproducibility/require-trusted-registry';
import noDevServer from './runtime/no-dev-server';
import noDuplicateRuntimeInstruction from './runtime/no-duplicate-runtime-instruction';
import noInvalidPort from './runtime/no-invalid-port';
import noMalformedExecForm from './runtime/no-malformed-exec-form';
import noOverwrittenCommand from './runtime/no-overwritten-command';
import noPackageManagerAsPid1 from './runtime/no-package-manager-as-pid1';
import noRelativeDestination from './runtime/no-relative-destination';
import noSshPort from './runtime/no-ssh-port';
import noSudo from './runtime/no-sudo';
import noSystemWorkdir from './runtime/no-system-workdir';
import noUnrunnableEntrypoint from './runtime/no-unrunnable-entrypoint';
import noWorldWritable from './runtime/no-world-writable';
import preferCopyChown from './runtime/prefer-copy-chown';
import preferExecForm from './runtime/prefer-exec-form';
import preferNumericUser from './runtime/prefer-numeric-user';
import requireAbsoluteWorkdir from './runtime/require-absolute-workdir';
import requireHealthcheck from './runtime/require-healthcheck';
import requireNonRootUser from './runtime/require-non-root-user';
import requireRuntimeCommand from './runtime/require-runtime-command';
import noReadableSecretMount from './secrets/no-readable-secret-mount';
import noSecretArgument from './secrets/no-secret-argument';
import noSecretFileCopy from './secrets/no-secret-file-copy';
import noSecretInLayer from './secrets/no-secret-in-layer';
import requireSecretMount from './secrets/require-secret-mount';
import noCd from './shell/no-cd';
import noDisabledVerification from './shell/no-disabled-verification';
import noInsecureRun from './shell/no-insecure-run';
import noPipeToShell from './shell/no-pipe-to-shell';
import preferShellInstruction from './shell/prefer-shell-instruction';
import requireCurlFail from './shell/require-curl-fail';
import requirePipefail from './shell/require-pipefail';
import shellcheck from './shell/shellcheck';
import noBuildToolsInFinalStage from './stages/no-build-tools-in-final-stage';
import noConstantPlatform from './stages/no-constant-platform';
import noDuplicateStageName from './stages/no-duplicate-stage-name';
import noForwardStageReference from './stages/no-forward-stage-reference';
import noPlatformOnStageReference from './stages/no-platform-on-stage-reference';
import noRedundantParentCopy from './stages/no-redundant-parent-copy';
import noRedundantTargetPlatform from './stages/no-redundant-target-platform';
import noReservedStageName from './stages/no-reserved-stage-name';
import noSdkBaseInFinalStage from './stages/no-sdk-base-in-final-stage';
import noSelfStageReference from './stages/no-self-stage-reference';
import noSkippedTestStage from './stages/no-skipped-test-stage';
import noSourceInFinalStage from './stages/no-source-in-final-stage';
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
import requireTargetArch from './stages/require-target-arch';
import syntax from './syntax/syntax';

/** Every rule, sorted by category and id. */
export const rules: readonly Rule[] = [
  noAmbiguousArtifactGlob,
  noArtifactInMount,
  noContextCopyOfArtifact,
  noDevDependenciesCopy,
  noLibcMismatch,
  noLostEnvironment,
  noMissingArtifact,
  noMissingProgram,
  noMissingUser,
  noRuntimeVersionSkew,
  noShellInShellLessStage,
  noSymlinkArtifact,
  noUndeclaredArgument,
  requireCaCertificates,
  noEarlyVolatileArgument,
  noIneffectiveCacheMount,
  noShadowedGlobalArgument,
  noUpdateWithoutInstall,
  preferCacheMount,
  preferManifestBeforeSource,
  noBulkyContext,
  noIgnoredSource,
  noMissingSource,
  noSecretInContext,
  requireDockerignore,
  consistentAsCasing,
  consistentInstructionCasing,
  noConsecutiveRun,
  noEmptyContinuation,
  noForbiddenOnbuild,
  noInvalidDefaultArgumentInFrom,
  noInvalidDirective,
  noLegacyKeyValue,
  noMaintainer,
  noOversizedDockerfile,
  noSelfReferenceInEnv,
  noSpaceAroundEquals,
  noUndefinedArgumentInFrom,
  noUndefinedVariable,
  noUnrenderedTemplate,
  preferAddForArchives,
  preferCopyOverAdd,
  requireDirectorySlash,
  requireFromFirst,
  unknownRuleInSuppression,
  unusedSuppression,
  validDefinitionDescription,
  validLabelSchema,
  validSuppression,
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
  preferImageDigest,
  preferLockedInstall,
  requireChecksum,
  requireImageTag,
  requirePinnedPackages,
  requireTrustedRegistry,
  noDevServer,
  noDuplicateRuntimeInstruction,
  noInvalidPort,
  noMalformedExecForm,
  noOverwrittenCommand,
  noPackageManagerAsPid1,
  noRelativeDestination,
  noSshPort,
  noSudo,
  noSystemWorkdir,
  noUnrunnableEntrypoint,
  noWorldWritable,
  preferCopyChown,
  preferExecForm,
  preferNumericUser,
  requireAbsoluteWorkdir,
  requireHealthcheck,
  requireNonRootUser,
  requireRuntimeCommand,
  noReadableSecretMount,
  noSecretArgument,
  noSecretFileCopy,
  noSecretInLayer,
  requireSecretMount,
  noCd,
  noDisabledVerification,
  noInsecureRun,
  noPipeToShell,
  preferShellInstruction,
  requireCurlFail,
  requirePipefail,
  shellcheck,
  noBuildToolsInFinalStage,
  noConstantPlatform,
  noDuplicateStageName,
  noForwardStageReference,
  noPlatformOnStageReference,
  noRedundantParentCopy,
  noRedundantTargetPlatform,
  noReservedStageName,
  noSdkBaseInFinalStage,
  noSelfStageReference,
  noSkippedTestStage,
  noSourceInFinalStage,
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
  requireTargetArch,
  syntax,
];

export const ruleById: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

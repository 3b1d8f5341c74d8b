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
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import requireDockerignore from './context/require-dockerignore';
import noInvalidDirective from './instructions/no-invalid-directive';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import requireFromFirst from './instructions/require-from-first';
import noLatestTag from './reproducibility/no-latest-tag';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireImageTag from './reproducibility/require-image-tag';
import preferExecForm from './runtime/prefer-exec-form';
import requireNonRootUser from './runtime/require-non-root-user';
import noSecretArgument from './secrets/no-secret-argument';
import noSecretInLayer from './secrets/no-secret-in-layer';
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
  preferManifestBeforeSource,
  requireDockerignore,
  noInvalidDirective,
  noUnrenderedTemplate,
  requireFromFirst,
  noLatestTag,
  preferLockedInstall,
  requireImageTag,
  preferExecForm,
  requireNonRootUser,
  noSecretArgument,
  noSecretInLayer,
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

/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
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
import noSelfReferenceInEnv from './instructions/no-self-reference-in-env';
import noSpaceAroundEquals from './instructions/no-space-around-equals';
import noUndefinedArgumentInFrom from './instructions/no-undefined-argument-in-from';
import noUndefinedVariable from './instructions/no-undefined-variable';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import preferAddForArchives from './instructions/prefer-add-for-archives';
import preferCopyOverAdd from './instructions/prefer-copy-over-add';
import requireDirectorySlash from './instructions/require-directory-slash';
import requireFromFirst from './instructions/require-from-first';
import validDefinitionDescription from './instructions/valid-definition-description';
import validLabelSchema from './instructions/valid-label-schema';
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
  noShellInShellLessStage,
  noUndeclaredArgument,
  preferManifestBeforeSource,
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
  noSelfReferenceInEnv,
  noSpaceAroundEquals,
  noUndefinedArgumentInFrom,
  noUndefinedVariable,
  noUnrenderedTemplate,
  preferAddForArchives,
  preferCopyOverAdd,
  requireDirectorySlash,
  requireFromFirst,
  validDefinitionDescription,
  validLabelSchema,
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

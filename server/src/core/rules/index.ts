/** All rules, written by server/tools/generate/registry.mjs from this folder: the folder is the registry. */
import type { Rule } from '../lint/rule';
import noShellInShellLessStage from './artifacts/no-shell-in-shell-less-stage';
import noUndeclaredArgument from './artifacts/no-undeclared-argument';
import preferManifestBeforeSource from './cache/prefer-manifest-before-source';
import requireDockerignore from './context/require-dockerignore';
import noInvalidDirective from './instructions/no-invalid-directive';
import noUnrenderedTemplate from './instructions/no-unrendered-template';
import requireFromFirst from './instructions/require-from-first';
import noLatestTag from './reproducibility/no-latest-tag';
import preferLockedInstall from './reproducibility/prefer-locked-install';
import requireImageTag from './reproducibility/require-image-tag';
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
  noInvalidDirective,
  noUnrenderedTemplate,
  requireFromFirst,
  noLatestTag,
  preferLockedInstall,
  requireImageTag,
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

/** Decides which packages of the operating system the running image still needs, so that the tools stay with the build. */
import { buildToolKind } from '../../model/commands/buildTools';
import type { NamedPackage, PackageFamily, PackageInstall } from '../../model/commands/installs';
import type { StageFacts } from '../../model/facts';
import { isNeededAtRunTime } from '../../model/leftTools';
import { runtimeLibrariesOf } from '../../model/runtimeLibraries';
import type { ShellWord } from '../../shell/nodes';

/** What becomes of a package in the running image. */
export type PackageFate =
  | { readonly kind: 'kept' }
  | { readonly kind: 'dropped' }
  /** Other packages stand in for it; `libpq5` for `libpq-dev`. */
  | { readonly kind: 'replaced'; readonly by: readonly string[] }
  /** It only serves to build, but which packages hold what the program was linked to is not known. */
  | { readonly kind: 'kept-unknown' };

/** What an ecosystem knows of packages; undefined leaves the decision to the general rules. */
export type PackageRule = (name: string, family: PackageFamily) => PackageFate | undefined;

export const KEEP: PackageFate = { kind: 'kept' };
export const DROP: PackageFate = { kind: 'dropped' };

export function fateOf(
  { name }: NamedPackage,
  family: PackageFamily,
  stage: StageFacts,
  rule: PackageRule,
): PackageFate {
  const own = rule(name, family);
  if (own !== undefined) return own;
  const kind = buildToolKind(name, family);
  if (kind === undefined || isNeededAtRunTime(name, family, [stage])) return KEEP;
  // Interpreted programs start Java and Node; that the image has them is no sign of a build.
  if (/jdk|openjdk|corretto|temurin|zulu|semeru|dotnet|^(?:npm|yarn|yarnpkg|pnpm|nodejs-npm)$/.test(name))
    return KEEP;
  const libraries = runtimeLibrariesOf(name, family, stage.image?.distribution);
  if (libraries !== undefined) return libraries.length === 0 ? DROP : { kind: 'replaced', by: libraries };
  return kind === 'headers' ? { kind: 'kept-unknown' } : DROP;
}

/** Words that stand for packages which the text does not name, but which are known all the same. */
export function isKnownVariable(word: ShellWord): boolean {
  return /^"?\$\{?PHPIZE_DEPS\}?"?$/.test(word.text);
}

/** True when the install brings packages that nobody can name, so that no part of it can be told from another. */
export function hidesPackages(install: PackageInstall): boolean {
  return (
    install.unknown.some((word) => !isKnownVariable(word)) ||
    (install.hasUnknownPackages && install.unknown.length === 0)
  );
}

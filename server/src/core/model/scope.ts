/** The global scope: what an ARG before the first FROM, the builder and the platform make known to FROM lines. */
import type { Instruction } from '../syntax/nodes';
import { pairsOf } from '../syntax/views';
import { expand } from '../syntax/words';

/** Known in the global scope without a declaration; a stage must declare them (Dockerfile reference, "Automatic platform ARGs"). */
export const PLATFORM_ARGUMENTS: ReadonlySet<string> = new Set([
  'TARGETPLATFORM',
  'TARGETOS',
  'TARGETARCH',
  'TARGETVARIANT',
  'TARGETOSVERSION',
  'TARGETSTAGE',
  'BUILDPLATFORM',
  'BUILDOS',
  'BUILDARCH',
  'BUILDVARIANT',
  'BUILDOSVERSION',
]);

/** Usable in every stage without a declaration (Dockerfile reference, "Predefined ARGs"). */
export const PROXY_ARGUMENTS: ReadonlySet<string> = new Set(
  ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]),
);

/** A value is undefined when only the build can tell it; a name that is missing is not set. */
export type Scope = ReadonlyMap<string, string | undefined>;

export function globalScope(globalArguments: readonly Instruction[], given: Scope): Scope {
  const scope = new Map<string, string | undefined>();
  for (const name of PLATFORM_ARGUMENTS) scope.set(name, given.get(name));
  for (const instruction of globalArguments)
    for (const pair of pairsOf(instruction)) {
      const isGiven = given.has(pair.name);
      const value = isGiven ? given.get(pair.name) : valueIn(scope, pair.value, instruction);
      // Declared without a default and not given: the builder may still be told, so the value is not known.
      scope.set(pair.name, value);
    }
  return scope;
}

function valueIn(scope: Scope, value: string | undefined, instruction: Instruction): string | undefined {
  if (value === undefined) return undefined;
  return expand(value, instruction.escape, lookupIn(scope));
}

/** `null` for a name that is certainly not set, undefined for one whose value is not known. */
export function lookupIn(...scopes: readonly Scope[]): (name: string) => string | null | undefined {
  return (name) => {
    for (const scope of scopes) if (scope.has(name)) return scope.get(name);
    return null;
  };
}

/** One way in which a file of the workspace builds a Dockerfile. */
import { resolvePath } from './paths';

export interface BuildDefinition {
  /** Absolute path of the Compose or Bake file or dev container that says so. */
  readonly file: string;
  /** Of the service or target; `devcontainer` for a dev container. */
  readonly name: string;
  /** Absolute. */
  readonly context: string;
  /** Absolute; undefined when the Dockerfile's text stands in the file itself. */
  readonly dockerfile: string | undefined;
  readonly target: string | undefined;
  /** A value is undefined when only the build can tell it. */
  readonly args: ReadonlyMap<string, string | undefined>;
  /**
   * By name: an absolute folder, or what else `--build-context` takes. Undefined when only the build can tell, or when another
   * service or target makes it.
   */
  readonly namedContexts: ReadonlyMap<string, string | undefined>;
}

/** The same as it is written, with paths relative to some folder. */
export interface WrittenBuild {
  readonly context: Written;
  readonly dockerfile: Written;
  readonly isInline: boolean;
  readonly target: Written;
  readonly args: ReadonlyMap<string, string | undefined>;
  readonly namedContexts: ReadonlyMap<string, Written>;
}

/** Left out, a known text, or one with something in it that only the build can tell. */
export type Written =
  { readonly kind: 'none' } | { readonly kind: 'text'; readonly text: string } | { readonly kind: 'unknown' };

export const NOT_WRITTEN: Written = { kind: 'none' };

/**
 * Undefined for a context that is no folder of this machine, or whose place is not known.
 *
 * @param base what the context is relative to; the Dockerfile is relative to the context
 */
export function located(
  file: string,
  name: string,
  base: string,
  build: WrittenBuild,
): BuildDefinition | undefined {
  const context = build.context.kind === 'none' ? base : folderAt(base, build.context);
  if (context === undefined || build.dockerfile.kind === 'unknown') return undefined;
  return {
    file,
    name,
    context,
    dockerfile: build.isInline
      ? undefined
      : resolvePath(context, build.dockerfile.kind === 'text' ? build.dockerfile.text : 'Dockerfile'),
    target: build.target.kind === 'text' && build.target.text !== '' ? build.target.text : undefined,
    args: build.args,
    namedContexts: new Map([...build.namedContexts].map(([each, place]) => [each, placeAt(base, place)])),
  };
}

function placeAt(base: string, written: Written): string | undefined {
  if (written.kind !== 'text' || /^(?:target|service):/i.test(written.text)) return undefined;
  return isRemote(written.text) ? written.text : resolvePath(base, written.text);
}

function folderAt(base: string, written: Written): string | undefined {
  if (written.kind !== 'text' || isRemote(written.text)) return undefined;
  return resolvePath(base, written.text);
}

/** Git repositories, archives and outputs of other targets (BuildKit: frontend/dockerui/context.go). */
function isRemote(text: string): boolean {
  return /^(?:[a-z][\w+.-]*:\/\/|git@|github\.com\/|target:|service:|docker-image:|-$)/i.test(text);
}

/** What a line names outside of the file: the page of an image, a file of the build context. */
import type { FileFacts } from '../model/facts';
import { kindAt } from '../model/context/buildContext';
import { contextPaths } from '../model/context/sources';
import { parseImageReference } from '../model/images/imageReference';
import type { Surroundings } from '../model/surroundings';
import type { Span } from '../text/span';

export type Link = {
  /** Offsets in the file. */
  readonly span: Span;
} & (
  | { readonly kind: 'page'; readonly address: string; readonly title: string }
  /** Relative to the build context's root, with forward slashes. */
  | { readonly kind: 'file'; readonly path: string }
);

/** In the order of the file. Only files that are known to lie in the context are linked. */
export function linksIn(file: FileFacts, { context }: Surroundings): readonly Link[] {
  const { dockerfile } = file;
  const links: Link[] = [];
  for (const { base, from, baseWord, instructions } of file.stages) {
    const page =
      base.kind === 'image' && baseWord?.value === base.reference ? pageOf(base.reference) : undefined;
    if (page !== undefined && baseWord !== undefined)
      links.push({ kind: 'page', span: dockerfile.absolute(from, baseWord.span), ...page });
    if (context === undefined) continue;
    for (const instruction of instructions)
      for (const { word, path, isGlob } of contextPaths(instruction))
        if (!isGlob && kindAt(context, path) === 'file')
          links.push({ kind: 'file', span: dockerfile.absolute(instruction, word.span), path });
  }
  return links;
}

/** Registries whose pages have an address that follows from the name. */
function pageOf(reference: string): { readonly address: string; readonly title: string } | undefined {
  const image = parseImageReference(reference);
  if (image === undefined) return undefined;
  const { registry, repository, familiarName } = image;
  const title = `Open the page of ${familiarName}`;
  switch (registry) {
    case 'docker.io':
      return {
        address: `https://hub.docker.com/${repository.includes('/') ? 'r' : '_'}/${repository}`,
        title,
      };
    case 'quay.io':
      return { address: `https://quay.io/repository/${repository}`, title };
    case 'mcr.microsoft.com':
      return { address: `https://mcr.microsoft.com/artifact/mar/${repository}`, title };
    default:
      return undefined;
  }
}

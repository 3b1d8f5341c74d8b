/** What a file's other stages and the form of a name tell about an image's tag. */
import type { FileFacts, StageFacts } from './facts';
import { isKnownImageName, parseImageReference, type ImageReference } from './images/index';

/**
 * False for a single word that is no official image: Docker Hub has no other images of one word, so it was built on this
 * machine, or is a named context.
 */
export function isOnRegistry({ familiarName }: ImageReference): boolean {
  return familiarName.includes('/') || isKnownImageName(familiarName);
}

/** The tag with which another stage names the same repository; undefined when none does, or several differ. */
export function tagInUse(file: FileFacts, stage: StageFacts): string | undefined {
  const wanted = stage.baseText === undefined ? undefined : parseImageReference(stage.baseText);
  if (wanted === undefined) return undefined;
  const tags = new Set<string>();
  for (const other of file.stages) {
    if (other === stage || other.base.kind !== 'image' || other.baseText === undefined) continue;
    const parsed = parseImageReference(other.baseText);
    const isSame = parsed?.registry === wanted.registry && parsed.repository === wanted.repository;
    if (isSame && parsed.tag !== undefined && parsed.tag !== 'latest') tags.add(parsed.tag);
  }
  const [tag] = tags;
  return tags.size === 1 ? tag : undefined;
}

/** Tells a stage's name with a slip in it from the name of an image. */
import { nearest } from './editDistance';
import { isKnownImageName } from './images/index';

/** A word with a tag, a digest or a registry is meant as an image, and so is one that is known to be one. */
export function looksLikeStage(written: string | undefined): written is string {
  return written !== undefined && !/[:@/$]/.test(written) && !isKnownImageName(written);
}

/** The name among `names` that was most likely meant by what names no stage; undefined when it may well be an image. */
export function misspeltStage(written: string, names: readonly string[]): string | undefined {
  return looksLikeStage(written) ? nearest(written, names) : undefined;
}

/** Names for images that are kept: what one looks like, and one that fits. */
import { KEPT_NAME_PATTERN } from '../../../server/src/protocol';

export function nameProblem(name: string): string | undefined {
  return new RegExp(KEPT_NAME_PATTERN, 'u').test(name)
    ? undefined
    : 'An image name has lower-case letters, digits, and . _ - /, and after a colon a tag: shop/web:smoke';
}

/** `shop/Dockerfile` is `shop:smoke`, of its stage `web` `shop-web:smoke`. */
export function suggestedName(
  path: string,
  stage: string | undefined,
  workspace: string | undefined,
): string {
  const folder = path.split(/[\\/]/u).at(-2);
  const words = [folder ?? workspace ?? 'image', stage]
    .map((word) =>
      (word ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/gu, '-')
        .replace(/^-|-$/gu, ''),
    )
    .filter((word) => word !== '');
  return `${words.length === 0 ? 'image' : words.join('-')}:smoke`;
}

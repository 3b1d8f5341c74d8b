/** The layers as one bar, each as wide as its share of the image; the table below says the same in words. */
import type { SmokeImage } from '../../../server/src/protocol';
import { html, type Part } from './html';
import { formatSize } from './quantities';

/** A narrower layer could not be seen, in percent. */
const NARROWEST = 0.5;

export function renderLayerPicture({ layers, size }: SmokeImage): Part {
  const shown = layers.filter((layer) => layer.size > 0);
  if (size === 0 || shown.length < 2) return undefined;
  const text = shown.map((layer) => `${placeOf(layer)} ${formatSize(layer.size)}`).join(', ');
  return html`<div class="layers" role="img" aria-label="Layers: ${text}">
    ${shown.map((layer) => {
      const share = Math.max(NARROWEST, (100 * layer.size) / size);
      const title = `${placeOf(layer)}: ${formatSize(layer.size)}`;
      return html`<span
        class="${layer.isBase ? 'base' : 'own'}"
        style="flex-grow: ${share.toFixed(2)}"
        title="${title}"
        >${share > 12 ? formatSize(layer.size) : undefined}</span
      >`;
    })}
  </div>`;
}

function placeOf({ line, isBase }: SmokeImage['layers'][number]): string {
  if (isBase) return 'base image';
  return line === undefined ? 'an unknown line' : `line ${String(line + 1)}`;
}

/** The sections of the smoke report on the image: what it holds, and how it ran. */
import type { SmokeImage, SmokeProbe, SmokeRun } from '../../../server/src/protocol';
import { html, type Html, type Part } from './html';
import { renderLayerPicture } from './layerPicture';
import { formatSize, formatTime } from './quantities';
import {
  fold,
  formatCommand,
  formatUser,
  renderFacts,
  renderLine,
  renderLog,
  section,
  table,
} from './reportPieces';

export function renderImage(image: SmokeImage | undefined, source: readonly string[]): Part {
  if (image === undefined) return undefined;
  const facts = renderFacts([
    ['Digest', html`<code>${image.digest}</code>`],
    ['Size', formatSize(image.size)],
    ['Platform', image.platform],
    ['User', formatUser(image.user)],
    ['Entry point', formatCommand(image.entrypoint)],
    ['Command', formatCommand(image.cmd)],
    ['Working directory', html`<code>${image.workdir === '' ? '/' : image.workdir}</code>`],
    ['Ports', image.ports.join(', ') || 'none'],
    ['Volumes', image.volumes.join(', ') || 'none'],
    ['Health check', formatCommand(image.healthcheck)],
    ['Stop signal', image.stopSignal],
  ]);
  const layers = image.layers
    .filter(({ size }) => size > 0)
    .map(({ line, size, isBase, createdBy }) => [
      formatSize(size),
      line === undefined ? html`<code>${createdBy}</code>` : renderLine(line, source),
      isBase ? 'base image' : 'this file',
    ]);
  const environment = image.environment.map(({ name, value }) => [
    html`<code>${name}</code>`,
    html`<code>${value}</code>`,
  ]);
  return section(
    'Image',
    html`${facts} ${renderLayerPicture(image)}
    ${table('Layers that hold files, the oldest first', ['Size', 'Made by', 'Comes from'], layers)}
    ${fold('Environment', environment.length, table('Environment', ['Name', 'Value'], environment))}`,
  );
}

export function renderRun(run: SmokeRun | undefined): Part {
  if (run === undefined) return undefined;
  const { stop, exitCode } = run;
  return section(
    'Run',
    html`${renderFacts([
      ['Started', run.isStarted ? 'yes' : 'no: it was created for inspection only'],
      ['Network', run.network === 'none' ? 'none' : 'a port on loopback only'],
      ['Exit code', exitCode === undefined ? undefined : String(exitCode)],
      ['Memory', run.wasOutOfMemory ? 'ran out of it' : undefined],
      ['Stop', stop && describeStop(stop)],
    ])}
    ${renderLog(run.log, 'What it printed')}`,
  );
}

function describeStop({ signal, durationMs, exitCode, wasKilled }: NonNullable<SmokeRun['stop']>): string {
  if (wasKilled) return `killed after ${formatTime(durationMs)}: the first process did not act on ${signal}`;
  return `ended ${formatTime(durationMs)} after ${signal}, with exit code ${String(exitCode)}`;
}

export function renderProbes(probes: readonly SmokeProbe[], run: SmokeRun | undefined): Part {
  if (probes.length === 0) return undefined;
  const ready = run?.readyMs === undefined ? undefined : html`<p>Ready after ${formatTime(run.readyMs)}.</p>`;
  const rows = probes.map(({ passed, message, durationMs, http }) => [
    passed ? '✓ passed' : '✗ failed',
    html`${message}${http && renderAnswer(http)}`,
    formatTime(durationMs),
  ]);
  return section('Probes', html`${ready}${table('What was probed', ['Result', 'Probe', 'Time'], rows)}`);
}

function renderAnswer({ status, contentType, body }: NonNullable<SmokeProbe['http']>): Html {
  return html`<br />HTTP ${status}${contentType === undefined ? undefined : `, ${contentType}`}
    ${body === '' ? undefined : renderLog(body.split('\n'), 'What it answered')}`;
}

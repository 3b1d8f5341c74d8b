/** The smoke report as one page of HTML, readable without any script: the verdict, what was found, and how it was made. */
import type { SmokeCleanup, SmokeFailure, SmokeImage, SmokeResult } from '../../../server/src/protocol';
import { renderContext, renderEngine, renderInstructions, renderWarnings } from './buildSections';
import { renderContents, toolsInWords } from './contentsSection';
import { html, type Html, type Part } from './html';
import { renderImage, renderProbes, renderRun } from './imageSections';
import { differenceInWords, formatCount, formatSize, formatTime } from './quantities';
import { formatCommand, formatUser, list, renderFacts, renderLine, renderLog, section } from './reportPieces';
import { renderPage } from './page';
import { type ReportLinks, renderNext, renderQuestion } from './reportLinks';

/** `text` is what was built, so that the report can quote its lines. */
export function renderSmokeReport(
  name: string,
  text: string,
  report: SmokeResult,
  links: ReportLinks = {},
): string {
  const source = text.split(/\r?\n/u);
  return renderPage(
    titleOf(report),
    html`${renderVerdict(name, report)} ${renderQuestion(links.question)}
    ${renderFailure(report.failure, source)} ${renderNext(report, links.document)}
    ${renderWarnings(report.warnings, source)} ${renderImage(report.image, source)}
    ${renderContents(report.image, source)} ${renderProbes(report.probes, report.run)}
    ${renderRun(report.run)} ${renderInstructions(report.instructions, source)}
    ${renderContext(report.context)} ${renderEngine(report.engine, report.plan)} ${renderNotes(report.notes)}
    ${links.question === undefined ? renderCleanup(report.cleanup) : undefined}`,
  );
}

function titleOf({ verdict }: SmokeResult): string {
  switch (verdict) {
    case 'passed':
      return 'Smoke build passed';
    case 'failed':
      return 'Smoke build failed';
    case 'error':
      return 'Smoke build could not be made';
    case 'cancelled':
      return 'Smoke build cancelled';
  }
}

function renderVerdict(name: string, report: SmokeResult): Html {
  const { stage, image, context } = report;
  const builders = image?.builders ?? [];
  return html`<header class="${report.verdict}">
      <h1>${titleOf(report)}</h1>
      <p>${report.summary}</p>
    </header>
    ${renderFacts([
      ['Dockerfile', report.isSaved ? name : `${name} (the editor’s unsaved text)`],
      ['Stage', stage && (stage.name ?? `stage ${String(stage.index)}, which has no name`)],
      ['Time', formatTime(report.durationMs)],
      ['Image', image && formatSize(image.size)],
      [
        'Builders',
        image &&
          builders.map(
            (builder) =>
              html`<div>
                ${builder.name ?? `stage ${String(builder.stage)}`}: ${formatSize(builder.size)},
                ${differenceInWords(builder.size, image.size)}
              </div>`,
          ),
      ],
      ['Context', context && `${formatCount(context.files, 'file')}, ${formatSize(context.bytes)}`],
      ['User', image && formatUser(image.user)],
      ['Command', image && formatCommand([...(image.entrypoint ?? []), ...(image.cmd ?? [])])],
      ['Layers', image && layersInWords(image)],
      ['Tools', image?.contents && toolsInWords(image.contents)],
      [
        'Probes',
        report.probes.map(({ passed, message }) => html`<div>${passed ? '✓' : '✗'} ${message}</div>`),
      ],
      ['Clean-up', cleanupInWords(report.cleanup)],
    ])}`;
}

/** The table of the image has all of them. */
const MOST_LAYERS = 8;

/** By the line that made them, since that is where one is made smaller. */
function layersInWords({ layers }: SmokeImage): Part {
  const own = layers.filter(({ isBase, size }) => !isBase && size > 0);
  const base = layers.filter(({ isBase }) => isBase).reduce((sum, { size }) => sum + size, 0);
  return [
    html`<div>base image: ${formatSize(base)}</div>`,
    ...own
      .slice(0, MOST_LAYERS)
      .map(
        ({ line, size }) =>
          html`<div>
            ${line === undefined ? 'an unknown line' : `line ${String(line + 1)}`}: ${formatSize(size)}
          </div>`,
      ),
    own.length > MOST_LAYERS ? html`<div>and ${own.length - MOST_LAYERS} more, below</div>` : undefined,
  ];
}

function cleanupInWords({ removed, kept, isComplete }: SmokeCleanup): string | undefined {
  if (isComplete === false) return 'not everything could be removed yet';
  if (kept.length > 0) return `kept: ${kept.join(', ')}`;
  return removed.length === 0 ? undefined : 'everything that was made is removed';
}

function renderFailure(failure: SmokeFailure | undefined, source: readonly string[]): Part {
  if (failure === undefined) return undefined;
  const place = failure.line === undefined ? undefined : html`<p>${renderLine(failure.line, source)}</p>`;
  return section(
    'What failed',
    html`<p>${failure.message}</p>
      ${failure.cause === undefined ? undefined : html`<p>${failure.cause.happened} ${failure.cause.remedy}</p>`}${place}${renderLog(failure.log)}`,
  );
}

function renderNotes(notes: readonly string[]): Part {
  return notes.length === 0 ? undefined : section('Notes', list(notes));
}

function renderCleanup({ removed, kept, swept, isComplete, buildCache }: SmokeCleanup): Part {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['Removed', removed],
    ['Kept', kept],
    ['Left behind by earlier runs and removed now', swept],
  ];
  const lists = parts
    .filter(([, items]) => items.length > 0)
    .map(
      ([title, items]) =>
        html`<h3>${title}</h3>
          ${list(items)}`,
    );
  const cache =
    buildCache &&
    html`<p>
      The build cache is shared with your own builds, so it is left: ${formatSize(buildCache.beforeBytes)}
      before, ${formatSize(buildCache.afterBytes)} after.
    </p>`;
  const nothing = html`<p>Nothing was made, so nothing had to be removed.</p>`;
  const rest =
    isComplete === false
      ? html`<p><strong>Not everything could be removed; the next smoke build will try again.</strong></p>`
      : undefined;
  return section('Clean-up', html`${lists.length === 0 ? nothing : lists}${rest}${cache}`);
}

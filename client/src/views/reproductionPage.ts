/** Whether two clean builds made the same, as one page: the first difference, its cause and its line. */
import type { SmokeDifference, SmokeReproduction } from '../../../server/src/protocol';
import { html, type Part } from './html';
import { formatCount } from './quantities';
import { list, renderFacts, renderLine, renderLog, section, table } from './reportPieces';
import { renderPage } from './page';

/** `text` is what was built, so that the page can quote its lines. */
export function renderReproduction(name: string, text: string, report: SmokeReproduction): string {
  const source = text.split(/\r?\n/u);
  const { failure, notes } = report.build;
  return renderPage(
    titleOf(report),
    html`<header class="${report.verdict}">
        <h1>${titleOf(report)}</h1>
        <p>${report.summary}</p>
        <p>${name}, built twice without the cache</p>
      </header>
      ${report.difference === undefined ? undefined : renderDifference(report.difference, report.layers, source)}
      ${
        failure === undefined
          ? undefined
          : section(
              'What failed',
              html`<p>${failure.message}</p>
                ${failure.line === undefined ? undefined : html`<p>${renderLine(failure.line, source)}</p>`}${renderLog(failure.log)}`,
            )
      }
      ${notes.length === 0 ? undefined : section('Notes', list(notes))}`,
  );
}

function titleOf({ verdict }: SmokeReproduction): string {
  switch (verdict) {
    case 'passed':
      return 'Reproducible';
    case 'failed':
      return 'Not reproducible';
    case 'error':
      return 'Could not be built twice';
    case 'cancelled':
      return 'Check cancelled';
  }
}

function renderDifference(difference: SmokeDifference, layers: number, source: readonly string[]): Part {
  const { layer, line, isBase, files, count, causes } = difference;
  const rows = files.map(({ path, how }) => [html`<code>${path}</code>`, HOW[how] ?? how]);
  return html`${section(
    'The first difference',
    html`${renderFacts([
      ['Layer', `${String(layer + 1)} of ${String(layers)}${isBase ? ', of the base image' : ''}`],
      ['Files', formatCount(count, 'file')],
    ])}
    ${line === undefined ? undefined : html`<p>${renderLine(line, source)}</p>`}`,
  )}
  ${causes.length === 0 ? undefined : section('Why, and what to do', renderCauses(causes))}
  ${section('Files that differ', table(captionOf(files.length, count), ['File', 'How'], rows))}`;
}

function renderCauses(causes: SmokeDifference['causes']): Part {
  return causes.map(
    ({ kind, paths, advice }) =>
      html`<h3>${CAUSES[kind] ?? kind}</h3>
        <p>${advice}</p>
        ${list(paths)}`,
  );
}

function captionOf(shown: number, count: number): string {
  return shown === count ? 'All of them' : `The first ${String(shown)} of ${String(count)}`;
}

const HOW: Readonly<Record<string, string>> = {
  content: 'other content',
  kind: 'another kind of file',
  owner: 'another owner',
  mode: 'another mode',
  time: 'another time',
  target: 'a link that leads elsewhere',
  'only-first': 'only in the first build',
  'only-second': 'only in the second build',
};

const CAUSES: Readonly<Record<string, string>> = {
  'unpinned-base-image': 'Another base image',
  'package-versions': 'Other package versions',
  'package-lists': 'Lists of a package manager',
  'time-in-content': 'The time of the build',
  'archive-times': 'Times in an archive',
  'file-times': 'Times of files',
  'compiled-python': 'Compiled Python',
  'log-files': 'A log',
  'random-content': 'A random value',
  unknown: 'Unknown',
};

/** Two smoke builds beside each other as one page: the verdict, the sizes, what differs, and the answers of both. */
import type { SmokeComparedPackage, SmokeComparison, SmokeResult } from '../../../server/src/protocol';
import { html, type Html, type Part } from './html';
import { formatCount, formatSize, formatTime } from './quantities';
import { fold, formatCommand, formatUser, section, table } from './reportPieces';
import { renderPage } from './page';

export function renderComparison(name: string, comparison: SmokeComparison): string {
  const { labels, before, after } = comparison;
  return renderPage(
    titleOf(comparison),
    html`<header class="${comparison.verdict}">
        <h1>${titleOf(comparison)}</h1>
        <p>${comparison.summary}</p>
        <p>${name}: ${labels.after} beside ${labels.before}</p>
      </header>
      ${section('Side by side', renderSides(comparison))} ${renderAnswers(comparison)}
      ${renderConfiguration(comparison)} ${renderPackages(comparison)} ${renderUnmade(labels.before, before)}
      ${renderUnmade(labels.after, after)}`,
  );
}

function titleOf({ verdict }: SmokeComparison): string {
  switch (verdict) {
    case 'passed':
      return 'Same behaviour';
    case 'failed':
      return 'Different behaviour';
    case 'error':
      return 'Could not be compared';
    case 'cancelled':
      return 'Comparison cancelled';
  }
}

/** Every row is asked of both sides; one of which neither knows anything is left out. */
const ROWS: readonly (readonly [string, (report: SmokeResult) => Part])[] = [
  ['Verdict', ({ verdict }) => (verdict === 'passed' ? '✓ passed' : `✗ ${verdict}`)],
  ['Size', ({ image }) => image && formatSize(image.size)],
  ['Layers', ({ image }) => image && String(image.layers.length)],
  ['Files', ({ image }) => image?.contents && formatCount(image.contents.files, 'file')],
  ['Packages', ({ image }) => image?.contents?.packages && String(image.contents.packages.list.length)],
  ['System', ({ image }) => image?.contents?.system?.name],
  ['User', ({ image }) => image && formatUser(image.user)],
  ['Command', ({ image }) => image && formatCommand([...(image.entrypoint ?? []), ...(image.cmd ?? [])])],
  ['Ready', ({ run }) => (run?.readyMs === undefined ? undefined : `after ${formatTime(run.readyMs)}`)],
];

function renderSides({ labels, before, after }: SmokeComparison): Part {
  const rows = ROWS.flatMap(([title, read]) => {
    const [one, other] = [read(before), read(after)];
    return one === undefined && other === undefined ? [] : [[title, one ?? '–', other ?? '–']];
  });
  return table('What each image is', ['', labels.before, labels.after], rows, 'headed');
}

function renderAnswers({ labels, probes }: SmokeComparison): Part {
  const rows = probes.map(({ what, before, after, isSame }) => [
    what,
    isSame ? '=\u00a0same\u00a0answer' : '≠\u00a0another\u00a0answer',
    cut(before),
    cut(after),
  ]);
  const content = table(
    'The same probes of both',
    ['Probe', 'Result', labels.before, labels.after],
    rows,
    'headed',
  );
  return content === undefined ? undefined : section('Answers', content);
}

/** An answer may hold a whole page. */
const LONGEST = 200;

function cut(answer: string | undefined): Html {
  if (answer === undefined) return html`not asked`;
  return html`${answer.length <= LONGEST ? answer : `${answer.slice(0, LONGEST)}…`}`;
}

function renderConfiguration({ labels, configuration }: SmokeComparison): Part {
  const rows = configuration.map(({ field, before, after }) => [
    field,
    html`<code>${before}</code>`,
    html`<code>${after}</code>`,
  ]);
  const content = table('Fields that differ', ['Field', labels.before, labels.after], rows, 'headed');
  return section('Configuration', content ?? html`<p>The same on both sides.</p>`);
}

function renderPackages({ packages }: SmokeComparison): Part {
  const { added, removed, changed } = packages;
  if (added.length + removed.length + changed.length === 0) return undefined;
  const rows = (list: readonly SmokeComparedPackage[]): readonly (readonly Part[])[] =>
    list.map(({ name, before, after }) => [html`<code>${name}</code>`, before ?? '–', after ?? '–']);
  const columns = ['Package', 'Before', 'After'];
  return section(
    'Packages',
    html`${fold('Removed', removed.length, table('Packages that went', columns, rows(removed), 'headed'))}
    ${fold('Added', added.length, table('Packages that came', columns, rows(added), 'headed'))}
    ${fold('Changed', changed.length, table('Packages of another version', columns, rows(changed), 'headed'))}`,
  );
}

/** A side that was not built says why. */
function renderUnmade(label: string, { verdict, summary }: SmokeResult): Part {
  return verdict === 'passed' ? undefined : section(`About ${label}`, html`<p>${summary}</p>`);
}

/** The pieces that the sections of the smoke report are made of: facts, tables, lists, logs. */
import { html, type Html, type Part } from './html';

/** A landmark that is called by its heading. */
export function section(title: string, content: Part): Html {
  const id = title.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;
}

type Fact = readonly [name: string, value: Part];

export function renderFacts(facts: readonly Fact[]): Html {
  const known = facts.filter(([, value]) => value !== undefined && value !== '' && !isEmptyList(value));
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function isEmptyList(value: Part): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** With `headed` the first cell of a row says what the row is about, to a screen reader too. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Part[])[],
  rowKind: 'plain' | 'headed' = 'plain',
): Part {
  if (rows.length === 0) return undefined;
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => (column === '' ? html`<td></td>` : html`<th scope="col">${column}</th>`))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, at) =>
              at === 0 && rowKind === 'headed' ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Closed at first; the browser opens it without a script. */
export function fold(title: string, count: number, content: Part): Part {
  if (count === 0) return undefined;
  return html`<details>
    <summary>${title} (${count})</summary>
    ${content}
  </details>`;
}

export function list(items: readonly string[]): Html {
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** Shown at once where it explains a failure, folded away where a title is given. */
export function renderLog(lines: readonly string[], title?: string): Part {
  if (lines.length === 0) return undefined;
  const log = html`<pre tabindex="0">${lines.join('\n')}</pre>`;
  return title === undefined ? log : fold(title, lines.length, log);
}

export function renderLine(line: number, source: readonly string[]): Html {
  return html`<span class="line">line ${line + 1}</span> <code>${(source[line] ?? '').trim()}</code>`;
}

export function formatCommand(words: readonly string[] | null): Part {
  return words === null || words.length === 0 ? 'none' : html`<code>${JSON.stringify(words)}</code>`;
}

export function formatUser(user: string): string {
  return user === '' ? 'root (none is set)' : user;
}

/** The pieces that the sections of the smoke report are made of: facts, tables, lists, logs. */
import { html, type Html, type Part } from './html';

export function section(title: string, content: Part): Html {
  return html`<section>
    <h2>${title}</h2>
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

export function table(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Part {
  if (rows.length === 0) return undefined;
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
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

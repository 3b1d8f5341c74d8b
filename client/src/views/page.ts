/** The frame of every page that is shown beside a Dockerfile: no script, nothing loaded, the colours of the theme. */
import { html, type Part } from './html';
import { STYLE } from './smokeReportStyle';

export function renderPage(title: string, content: Part): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`;
  return page.text;
}

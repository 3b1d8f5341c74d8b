/** The smoke report as one page of HTML: the steps in their order, each with its evidence, readable without any script. */
import type {
  SmokeCleanup,
  SmokeContext,
  SmokeEngine,
  SmokeFailure,
  SmokeImage,
  SmokeInstruction,
  SmokeProbe,
  SmokeResult,
  SmokeRun,
  SmokeWarning,
} from '../../../server/src/protocol';
import { html, type Html, type Part } from './html';
import { STYLE } from './smokeReportStyle';

/** `text` is what was built, so that the report can quote its lines. */
export function renderSmokeReport(name: string, text: string, report: SmokeResult): string {
  const source = text.split(/\r?\n/u);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${titleOf(report)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          ${renderVerdict(name, report)} ${renderFailure(report.failure, source)}
          ${renderEngine(report.engine, report.plan)} ${renderContext(report.context)}
          ${renderInstructions(report.instructions, source)} ${renderWarnings(report.warnings, source)}
          ${renderImage(report.image, source)} ${renderRun(report.run)}
          ${renderProbes(report.probes, report.run)} ${renderNotes(report.notes)}
          ${renderCleanup(report.cleanup)}
        </main>
      </body>
    </html>`;
  return page.text;
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
  return html`<header class="${report.verdict}">
      <h1>${titleOf(report)}</h1>
      <p>${report.summary}</p>
    </header>
    ${renderFacts([
      ['Dockerfile', report.isSaved ? name : `${name} (the editor’s unsaved text)`],
      ['Stage', stage && (stage.name ?? `stage ${String(stage.index)}, which has no name`)],
      ['Time', formatTime(report.durationMs)],
      ['Image', image && formatSize(image.size)],
      ['Context', context && `${formatCount(context.files, 'file')}, ${formatSize(context.bytes)}`],
      ['User', image && formatUser(image.user)],
      ['Command', image && formatCommand([...(image.entrypoint ?? []), ...(image.cmd ?? [])])],
      [
        'Probes',
        report.probes.map(({ passed, message }) => html`<div>${passed ? '✓' : '✗'} ${message}</div>`),
      ],
    ])}`;
}

function renderFailure(failure: SmokeFailure | undefined, source: readonly string[]): Part {
  if (failure === undefined) return undefined;
  const place = failure.line === undefined ? undefined : html`<p>${renderLine(failure.line, source)}</p>`;
  return section(
    'What failed',
    html`<p>${failure.message}</p>
      ${place}${renderLog(failure.log)}`,
  );
}

function renderProbes(probes: readonly SmokeProbe[], run: SmokeRun | undefined): Part {
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

function renderImage(image: SmokeImage | undefined, source: readonly string[]): Part {
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
    html`${facts}
    ${table('Layers that hold files, the oldest first', ['Size', 'Made by', 'Comes from'], layers)}
    ${fold('Environment', environment.length, table('Environment', ['Name', 'Value'], environment))}`,
  );
}

function renderInstructions(instructions: readonly SmokeInstruction[], source: readonly string[]): Part {
  if (instructions.length === 0) return undefined;
  const rows = instructions.map(({ line, durationMs, cached, log }) => [
    cached ? 'cached' : formatTime(durationMs),
    html`${renderLine(line, source)}${renderLog(log, 'What it printed')}`,
  ]);
  return section('Build', table('Instructions in the order of the file', ['Time', 'Instruction'], rows));
}

function renderContext(context: SmokeContext | undefined): Part {
  if (context === undefined) return undefined;
  const { largest, secrets } = context;
  const rows = largest.map(({ path, bytes }) => [formatSize(bytes), html`<code>${path}</code>`]);
  return section(
    'Build context',
    html`${renderFacts([
      ['Folder', html`<code>${context.directory}</code>`],
      ['Ignore file', nameIn(context.directory, context.ignoreFile)],
      [
        'Sent',
        `${formatCount(context.files, 'file')}, ${formatSize(context.bytes)}${context.isIncomplete ? ' or more: it was not read to its end' : ''}`,
      ],
    ])}
    ${
      secrets.length === 0
        ? undefined
        : html`<p><strong>Files that usually hold credentials:</strong> ${secrets.join(', ')}</p>`
    }
    ${fold('The largest files', rows.length, table('The largest files', ['Size', 'Path'], rows))}`,
  );
}

function nameIn(folder: string, path: string | undefined): string {
  if (path === undefined) return 'none';
  return path.startsWith(folder) ? path.slice(folder.length).replace(/^[\\/]/u, '') : path;
}

function renderRun(run: SmokeRun | undefined): Part {
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

function renderWarnings(warnings: readonly SmokeWarning[], source: readonly string[]): Part {
  if (warnings.length === 0) return undefined;
  const items = warnings.map(
    ({ line, message, url }) =>
      html`<li>
        ${message}${url === undefined ? undefined : html` <a href="${url}">More about it</a>`}
        ${line === undefined ? undefined : html`<br />${renderLine(line, source)}`}
      </li>`,
  );
  return section(
    'Warnings of the builder',
    html`<ul>
      ${items}
    </ul>`,
  );
}

function renderNotes(notes: readonly string[]): Part {
  return notes.length === 0 ? undefined : section('Notes', list(notes));
}

function renderEngine(engine: SmokeEngine, plan: readonly string[]): Part {
  const { builder, buildxVersion, buildRecord } = engine;
  return section(
    'Engine',
    html`${renderFacts([
      ['Engine', engine.version],
      ['Mode', describeMode(engine)],
      ['Platform', engine.platform],
      ['Storage', engine.storage],
      ['Client', html`<code>${engine.program}</code> ${engine.clientVersion}`],
      ['Builder', buildxVersion === undefined ? builder : `buildx ${buildxVersion}`],
      ['Context', engine.context],
      ['Build record', buildRecord && html`<code>docker buildx history inspect ${buildRecord}</code>`],
    ])}
    ${fold('What was to be made, said before anything was', plan.length, list(plan))}`,
  );
}

/** Both change what a container may do, so a comparison with another machine has to know them. */
function describeMode({ version, isRootless, isRemote }: SmokeEngine): string | undefined {
  if (version === undefined) return undefined;
  const mode = [
    isRootless === undefined ? undefined : isRootless ? 'rootless' : 'not rootless',
    isRemote === undefined ? undefined : isRemote ? 'remote' : 'on this machine',
  ];
  return mode.filter((word) => word !== undefined).join(', ');
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

function section(title: string, content: Part): Html {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

type Fact = readonly [name: string, value: Part];

function renderFacts(facts: readonly Fact[]): Html {
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

function table(caption: string, columns: readonly string[], rows: readonly (readonly Part[])[]): Part {
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
function fold(title: string, count: number, content: Part): Part {
  if (count === 0) return undefined;
  return html`<details>
    <summary>${title} (${count})</summary>
    ${content}
  </details>`;
}

function list(items: readonly string[]): Html {
  return html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}

/** Shown at once where it explains a failure, folded away where a title is given. */
function renderLog(lines: readonly string[], title?: string): Part {
  if (lines.length === 0) return undefined;
  const log = html`<pre tabindex="0">${lines.join('\n')}</pre>`;
  return title === undefined ? log : fold(title, lines.length, log);
}

function renderLine(line: number, source: readonly string[]): Html {
  return html`<span class="line">line ${line + 1}</span> <code>${(source[line] ?? '').trim()}</code>`;
}

function formatCommand(words: readonly string[] | null): Part {
  return words === null || words.length === 0 ? 'none' : html`<code>${JSON.stringify(words)}</code>`;
}

function formatUser(user: string): string {
  return user === '' ? 'root (none is set)' : user;
}

function formatCount(count: number, thing: string): string {
  return `${String(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** Decimal units, as the engines use them. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  // 999.95 would be written as 1000.0.
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? ''}`;
}

export function formatTime(milliseconds: number): string {
  if (milliseconds < 1000) return `${String(Math.round(milliseconds))} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

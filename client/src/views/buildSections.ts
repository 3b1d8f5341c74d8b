/** The sections of the smoke report on what was built with, from and how. */
import type { SmokeContext, SmokeEngine, SmokeInstruction, SmokeWarning } from '../../../server/src/protocol';
import { html, type Part } from './html';
import { formatCount, formatSize, formatTime } from './quantities';
import { fold, list, renderFacts, renderLine, renderLog, section, table } from './reportPieces';

export function renderEngine(engine: SmokeEngine, plan: readonly string[]): Part {
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

export function renderContext(context: SmokeContext | undefined): Part {
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

export function renderInstructions(
  instructions: readonly SmokeInstruction[],
  source: readonly string[],
): Part {
  if (instructions.length === 0) return undefined;
  const rows = instructions.map(({ line, durationMs, cached, log }) => [
    cached ? 'cached' : formatTime(durationMs),
    html`${renderLine(line, source)}${renderLog(log, 'What it printed')}`,
  ]);
  return section('Build', table('Instructions in the order of the file', ['Time', 'Instruction'], rows));
}

export function renderWarnings(warnings: readonly SmokeWarning[], source: readonly string[]): Part {
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

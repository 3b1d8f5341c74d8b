/** The section of the smoke report on what lies in the image: what should not be there first. */
import type { SmokeBuilder, SmokeContents, SmokeImage, SmokeOrigin } from '../../../server/src/protocol';
import { html, type Part } from './html';
import { differenceInWords, formatCount, formatSize } from './quantities';
import { fold, renderFacts, renderLine, section, table } from './reportPieces';

type Source = readonly string[];

export function renderContents(image: SmokeImage | undefined, source: Source): Part {
  const contents = image?.contents;
  if (image === undefined || contents === undefined) return undefined;
  const { system, files, bytes, packages, waste } = contents;
  const facts = renderFacts([
    ['System', system?.name],
    ['Files', `${formatCount(files, 'file')}, ${formatSize(bytes)} unpacked`],
    ['Packages', packages && `${formatCount(packages.list.length, 'package')} (${packages.manager})`],
    ['Tools', toolsInWords(contents)],
    [
      'Wasted',
      waste.bytes === 0
        ? 'nothing: every file in the layers is seen'
        : `${formatSize(waste.bytes)} in ${formatCount(waste.files, 'file')} that nobody sees`,
    ],
  ]);
  return section(
    'What lies in the image',
    html`${facts} ${renderSecrets(contents, source)} ${renderLeaks(contents, source)}
    ${renderWaste(contents, source)} ${renderBuilders(image, source)} ${renderTools(contents, source)}
    ${renderPrivileged(contents, source)} ${renderPackages(contents, source)}`,
  );
}

const BUILD_TOOLS: ReadonlySet<string> = new Set([
  'compiler',
  'build-system',
  'package-manager',
  'version-control',
]);

export function toolsInWords({ tools }: SmokeContents): string {
  const found = tools.filter(({ kind }) => BUILD_TOOLS.has(kind));
  if (found.length === 0) return 'no compiler, build system or package manager';
  const own = found.filter(({ isBase }) => !isBase).length;
  return `${String(found.length)} that build or fetch software, ${String(own)} of them brought by this file`;
}

function renderSecrets({ secrets }: SmokeContents, source: Source): Part {
  const rows = secrets.map((secret) => [
    secret.kind,
    html`<code>${secret.name}</code>${secret.where === 'file' ? '' : ` (${secret.where})`}`,
    renderOrigin(secret, source),
    secret.isSeen ? 'yes' : 'deleted later, still in the layer',
  ]);
  return table('Secrets that travel with the image', ['Kind', 'Place', 'Brought by', 'Still there'], rows);
}

const KINDS: Readonly<Record<string, string>> = {
  source: 'source code',
  test: 'tests',
  'version-control': 'version control history',
  cache: 'a cache',
  tool: 'build tools',
};

function renderLeaks({ leaks }: SmokeContents, source: Source): Part {
  const rows = leaks.map(({ kind, path, files, bytes, line }) => [
    KINDS[kind] ?? kind,
    html`<code>${path}</code>`,
    `${formatCount(files, 'file')}, ${formatSize(bytes)}`,
    renderOrigin({ line, isBase: false }, source),
  ]);
  return table('Left over from building', ['What', 'Where', 'How much', 'Brought by'], rows);
}

const HOW: Readonly<Record<string, string>> = {
  replaced: 'replaced by',
  rewritten: 'written again by',
  deleted: 'deleted by',
};

function renderWaste({ waste }: SmokeContents, source: Source): Part {
  const rows = waste.largest.map(({ path, bytes, how, line, byLine }) => [
    formatSize(bytes),
    html`<code>${path}</code>`,
    renderOrigin({ line, isBase: false }, source),
    html`${HOW[how] ?? how} ${renderOrigin({ line: byLine, isBase: false }, source)}`,
  ]);
  return fold(
    'Bytes that nobody sees',
    waste.files,
    table('The largest files that a later layer hides', ['Size', 'File', 'Written by', 'Hidden'], rows),
  );
}

function renderBuilders({ builders = [], size }: SmokeImage, source: Source): Part {
  return builders.map(
    (builder) =>
      html`<h3>Compared with ${builder.name ?? `stage ${String(builder.stage)}`}</h3>
        <p>${smaller(builder, size)}</p>
        ${builder.brought === undefined ? undefined : renderBrought(builder.brought, source)}`,
  );
}

/** Undefined is what was not looked for, an empty list what was not found. */
function renderBrought(brought: NonNullable<SmokeBuilder['brought']>, source: Source): Part {
  if (brought.length === 0) return html`<p>None of its files reached the image.</p>`;
  return table(
    'What of it reached the image',
    ['What', 'How much', 'For example', 'Brought by'],
    brought.map(({ kind, files, bytes, from, to, line }) => [
      KINDS[kind] ?? kind,
      `${formatCount(files, 'file')}, ${formatSize(bytes)}`,
      html`<code>${from}</code> as <code>${to}</code>`,
      renderOrigin({ line, isBase: false }, source),
    ]),
  );
}

function smaller(builder: SmokeBuilder, size: number): string {
  return `That stage has ${formatSize(builder.size)}: ${differenceInWords(builder.size, size)}.`;
}

function renderTools({ tools }: SmokeContents, source: Source): Part {
  const rows = tools.map((tool) => [
    tool.kind.replaceAll('-', ' '),
    html`<code>${tool.path}</code>`,
    renderOrigin(tool, source),
  ]);
  return fold(
    'Tools and runtimes',
    tools.length,
    table('Programs by kind', ['Kind', 'Program', 'Brought by'], rows),
  );
}

function renderPrivileged({ privileged }: SmokeContents, source: Source): Part {
  const rows = privileged.map((file) => [
    html`<code>${file.mode}</code>`,
    html`<code>${file.path}</code>`,
    renderOrigin(file, source),
  ]);
  return fold(
    'Set-uid and set-gid programs',
    privileged.length,
    table('They run with the rights of their owner', ['Mode', 'Program', 'Brought by'], rows),
  );
}

function renderPackages({ packages }: SmokeContents, source: Source): Part {
  if (packages === undefined) return undefined;
  const ordered = [...packages.list].sort((a, b) => Number(a.isBase) - Number(b.isBase));
  const rows = ordered.map((one) => [html`<code>${one.name}</code>`, one.version, renderOrigin(one, source)]);
  return fold(
    'Packages',
    rows.length,
    table('Installed packages', ['Package', 'Version', 'Installed by'], rows),
  );
}

function renderOrigin({ line, isBase }: SmokeOrigin, source: Source): Part {
  if (isBase) return 'base image';
  return line === undefined ? 'an unknown line' : renderLine(line, source);
}

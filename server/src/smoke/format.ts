/** The report as people read it: 80 columns, the verdict first, lines counted from one as editors show them. */
import { contentsSection } from './formatContents';
import { bytesText, durationText } from './quantity';
import type { FailureReport, ProbeReport, RunReport, SmokeReport, Verdict } from './report';
import {
  type Color,
  countOf,
  fit,
  LABEL_WIDTH,
  nameOf,
  type Paint,
  painter,
  row,
  WIDTH,
  wrap,
} from './textLayout';

export interface FormatOptions {
  readonly isColored: boolean;
}

const LOG_LINES = 12;

/** Ends with a line feed. */
export function formatReport(report: SmokeReport, options: FormatOptions): string {
  const paint = painter(options.isColored ? 'colored' : 'plain');
  const sections = [
    head(report, paint),
    failureSection(report, paint),
    [...engineRows(report), ...contextRows(report, paint)],
    buildSection(report, paint),
    imageSection(report, paint),
    contentsSection(report.image, paint),
    [...report.probes.flatMap((probe) => probeRows(probe, paint)), ...runRows(report.run)],
    [...warningRows(report, paint), ...noteRows(report)],
    cleanupRows(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const VERDICTS: Readonly<Record<Verdict, readonly [string, Color]>> = {
  passed: ['PASSED', 'green'],
  failed: ['FAILED', 'red'],
  error: ['ERROR', 'red'],
  cancelled: ['CANCELLED', 'yellow'],
};

function head(report: SmokeReport, paint: Paint): readonly string[] {
  const { stage } = report;
  const what = stage === undefined ? '' : `, stage ${stage.name ?? `${stage.index} (unnamed)`}`;
  const [word, color] = VERDICTS[report.verdict];
  const [first = '', ...rest] = wrap(`${word}  ${report.summary}`, WIDTH);
  return [
    paint(fit(`Smoke build of ${nameOf(report.dockerfile)}${what}`, WIDTH), 'bold'),
    `${paint(word, color)}${first.slice(word.length)}`,
    ...rest,
  ];
}

function failureSection(report: SmokeReport, paint: Paint): readonly string[] {
  const { failure } = report;
  if (failure === undefined) return [];
  const cause = failure.cause === undefined ? [] : causeRows(failure.cause);
  if (failure.log.length === 0) return cause;
  const place = failure.line === undefined ? 'Last log lines' : `Last log lines of line ${failure.line + 1}`;
  return [
    ...cause,
    paint(place, 'bold'),
    ...failure.log.slice(-LOG_LINES).map((line) => fit(`  | ${line}`, WIDTH)),
  ];
}

function causeRows({ happened, remedy, rule }: NonNullable<FailureReport['cause']>): readonly string[] {
  const told = rule?.state === 'reported' ? `${rule.id} reports it before anything is built` : '';
  return [...row('Cause', happened), ...row('Do', remedy), ...row('Rule', told)];
}

function engineRows({ engine }: SmokeReport): readonly string[] {
  if (engine.version === undefined) return [];
  const parts = [
    `${engine.builder === 'podman' ? 'Podman' : 'Docker'} ${engine.version}`,
    engine.builder === 'podman' ? undefined : clientText(engine),
    engine.platform,
    engine.storage,
    engine.isRootless === true ? 'rootless' : undefined,
    engine.isRemote === true ? 'remote' : undefined,
    engine.context === undefined ? undefined : `context ${engine.context}`,
  ];
  return row('Engine', parts.filter((part) => part !== undefined).join(', '));
}

function clientText({ buildxVersion, clientVersion }: SmokeReport['engine']): string {
  return buildxVersion === undefined ? `client ${clientVersion ?? 'unknown'}` : `buildx ${buildxVersion}`;
}

function contextRows({ context }: SmokeReport, paint: Paint): readonly string[] {
  if (context === undefined) return [];
  const more = context.isIncomplete ? ' or more' : '';
  const ignore = context.ignoreFile === undefined ? 'no ignore file' : `after ${nameOf(context.ignoreFile)}`;
  const largest = context.largest.slice(0, 3).map((file) => `${file.path} ${bytesText(file.bytes)}`);
  return [
    ...row('Context', `${countOf(context.files, 'file')}${more}, ${bytesText(context.bytes)}, ${ignore}`),
    ...(context.files > 1 ? row('', `largest: ${largest.join(', ')}`) : []),
    ...row('', context.secrets.length === 0 ? '' : `may hold secrets: ${context.secrets.join(', ')}`).map(
      (line) => paint(line, 'yellow'),
    ),
  ];
}

function buildSection({ instructions }: SmokeReport, paint: Paint): readonly string[] {
  if (instructions.length === 0) return [];
  return [
    paint('Build       line       time', 'dim'),
    ...instructions.map((entry) => {
      const time = entry.cached ? 'cached' : durationText(entry.durationMs);
      return fit(
        `${' '.repeat(LABEL_WIDTH)}${String(entry.line + 1).padStart(6)} ${time.padStart(10)}  ${entry.text}`,
        WIDTH,
      );
    }),
  ];
}

function imageSection({ image }: SmokeReport, paint: Paint): readonly string[] {
  if (image === undefined) return [];
  const command = [...(image.entrypoint ?? []), ...(image.cmd ?? [])];
  return [
    ...row('Image', `${image.digest.slice(0, 19)}, ${bytesText(image.size)}, ${image.platform}`),
    ...row('User', image.user === '' ? 'root (none is set)' : image.user),
    ...row('Command', command.length === 0 ? 'none' : command.map(shown).join(' ')),
    ...(image.ports.length === 0 ? [] : row('Ports', image.ports.join(', '))),
    paint('Layers      line       size', 'dim'),
    ...image.layers.map((layer) => {
      const line = layer.line === undefined ? '?' : String(layer.line + 1);
      const what = layer.isBase
        ? 'base image'
        : layer.createdBy.replace(/ # buildkit$/u, '').replace(/^RUN \/bin\/sh -c /u, 'RUN ');
      return fit(
        `${' '.repeat(LABEL_WIDTH)}${line.padStart(6)} ${bytesText(layer.size).padStart(10)}  ${what}`,
        WIDTH,
      );
    }),
  ];
}

function probeRows(probe: ProbeReport, paint: Paint): readonly string[] {
  const mark = probe.passed ? paint('passed', 'green') : paint('FAILED', 'red');
  const [first = '', ...rest] = wrap(probe.message, WIDTH - LABEL_WIDTH - 8);
  const indent = ' '.repeat(LABEL_WIDTH + 8);
  const body = probe.kind === 'port' && probe.http !== undefined ? firstLine(probe.http.body) : '';
  return [
    `${'Probe'.padEnd(LABEL_WIDTH)}${mark}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...(body === '' ? [] : [paint(fit(`${indent}${body}`, WIDTH), 'dim')]),
  ];
}

function runRows(run: RunReport | undefined): readonly string[] {
  if (run?.isStarted !== true) return [];
  const parts = [
    run.readyMs === undefined ? undefined : `ready after ${durationText(run.readyMs)}`,
    run.exitCode === undefined ? undefined : `ended with exit code ${run.exitCode}`,
    run.wasOutOfMemory ? 'out of memory' : undefined,
    run.network === 'none' ? 'no network' : 'port published on loopback only',
    stopText(run),
  ];
  return row('Run', parts.filter((part) => part !== undefined).join(', '));
}

function stopText({ stop }: RunReport): string | undefined {
  if (stop === undefined) return undefined;
  const how = stop.wasKilled ? 'ignored and killed after' : 'stopped it in';
  return `${stop.signal} ${how} ${durationText(stop.durationMs)} (exit code ${stop.exitCode})`;
}

function warningRows({ warnings }: SmokeReport, paint: Paint): readonly string[] {
  return warnings.flatMap(({ line, message }) =>
    row(
      'Warning',
      `${line === undefined ? '' : `line ${line + 1}: `}${message.replace(/ \(line \d+\)$/u, '')}`,
    ).map((text) => paint(text, 'yellow')),
  );
}

function noteRows({ notes }: SmokeReport): readonly string[] {
  return notes.flatMap((note) => row('Note', note));
}

function cleanupRows({ cleanup, plan }: SmokeReport): readonly string[] {
  if (plan.length === 0) return [];
  return [
    ...row('Removed', cleanup.removed.length === 0 ? 'nothing' : cleanup.removed.map(shortName).join(', ')),
    ...(cleanup.swept.length === 0
      ? []
      : row('Swept', `${cleanup.swept.map(shortName).join(', ')} (of earlier runs)`)),
    ...row('Kept', cleanup.kept.length === 0 ? 'nothing' : cleanup.kept.join(', ')),
    ...(cleanup.buildCache === undefined ? [] : row('Cache', cacheText(cleanup.buildCache))),
  ];
}

function cacheText({ beforeBytes, afterBytes }: NonNullable<SmokeReport['cleanup']['buildCache']>): string {
  return `the build cache is left: ${bytesText(afterBytes)}, before ${bytesText(beforeBytes)}`;
}

function shortName(name: string): string {
  return name.replace(/sha256:([0-9a-f]{12})[0-9a-f]+/u, 'sha256:$1');
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.trim() ?? '';
}

/** As it would have to be typed. */
function shown(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : JSON.stringify(word);
}

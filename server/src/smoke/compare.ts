/** Two smoke builds side by side: whether the images behave the same, and what each holds that the other does not. */
import type { SmokeInput } from './input';
import type { SmokePort } from './port';
import { bytesText } from './quantity';
import type {
  ComparedPackage,
  ComparisonReport,
  ConfigurationDifference,
  ProbeComparison,
} from './comparedReport';
import type { PackageReport } from './contentsReport';
import type { ImageReport, ProbeReport, SmokeReport } from './report';
import { smokeBuild, type SmokeOptions } from './run';

/** One side of a comparison. */
export interface Side {
  /** What the user calls it: `HEAD`, `Dockerfile.old`, `stage build`. */
  readonly label: string;
  readonly input: SmokeInput;
}

/** Builds one after the other, since two at once would share the machine and tell wrong times. Never rejects. */
export async function smokeCompare(
  before: Side,
  after: Side,
  port: SmokePort,
  options: SmokeOptions = {},
): Promise<ComparisonReport> {
  const { signal, onProgress } = options;
  // Nobody is asked about one image before the other one is there.
  const watched: SmokeOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const first = await smokeBuild(before.input, port, watched);
  const second = await smokeBuild(after.input, port, watched);
  return compareReports({ label: before.label, report: first }, { label: after.label, report: second });
}

export interface ReportedSide {
  readonly label: string;
  readonly report: SmokeReport;
}

export function compareReports(before: ReportedSide, after: ReportedSide): ComparisonReport {
  const [one, other] = [before.report.image, after.report.image];
  const configuration = one === undefined || other === undefined ? [] : configurationDifferences(one, other);
  const probes = compareProbes(before.report.probes, after.report.probes);
  const rest = {
    before: before.report,
    after: after.report,
    labels: { before: before.label, after: after.label },
    configuration,
    probes,
    packages: comparePackages(packagesOf(one), packagesOf(other)),
  };
  const { verdict, summary } = verdictOf(before, after, configuration, probes);
  return { verdict, summary, ...rest };
}

function verdictOf(
  before: ReportedSide,
  after: ReportedSide,
  configuration: readonly ConfigurationDifference[],
  probes: readonly ProbeComparison[],
): Pick<ComparisonReport, 'verdict' | 'summary'> {
  const unmade = [before, after].find(
    ({ report }) =>
      report.verdict === 'error' || report.verdict === 'cancelled' || report.image === undefined,
  );
  if (unmade !== undefined) {
    const { label, report } = unmade;
    const verdict = report.verdict === 'cancelled' ? 'cancelled' : 'error';
    return { verdict, summary: `${label} could not be compared: ${report.summary}` };
  }
  const size = sizeWords(before.report.image?.size ?? 0, after.report.image?.size ?? 0);
  const answers = probes.filter(({ isSame }) => !isSame).map(({ what }) => what);
  // Ports, user and the like are what a container is like to its surroundings; the rest is a matter of taste.
  const fields = configuration.map(({ field }) => field);
  if (answers.length === 0 && fields.length === 0)
    return { verdict: 'passed', summary: `${size}, same behaviour, same configuration.` };
  if (answers.length === 0)
    return {
      verdict: 'passed',
      summary: `${size}, same behaviour; the configuration differs in ${list(fields)}.`,
    };
  return { verdict: 'failed', summary: `${size}; it behaves differently: ${list(answers)}.` };
}

function sizeWords(before: number, after: number): string {
  if (before === after) return `Same size (${bytesText(after)})`;
  const share = before === 0 ? '' : `, ${Math.round((100 * Math.abs(after - before)) / before)} %`;
  const word = after < before ? 'Smaller' : 'Larger';
  return `${word} by ${bytesText(Math.abs(after - before))}${share} (${bytesText(before)} to ${bytesText(after)})`;
}

function list(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Every field of the configuration that a container is started by (OCI image specification, config.md). */
function configurationDifferences(one: ImageReport, other: ImageReport): readonly ConfigurationDifference[] {
  const pairs: readonly (readonly [string, string, string])[] = [
    ['platform', one.platform, other.platform],
    ['user', one.user || 'root', other.user || 'root'],
    ['entry point', words(one.entrypoint), words(other.entrypoint)],
    ['command', words(one.cmd), words(other.cmd)],
    ['working directory', one.workdir || '/', other.workdir || '/'],
    ['ports', [...one.ports].sort().join(', '), [...other.ports].sort().join(', ')],
    ['volumes', [...one.volumes].sort().join(', '), [...other.volumes].sort().join(', ')],
    ['health check', words(one.healthcheck), words(other.healthcheck)],
    ['stop signal', one.stopSignal, other.stopSignal],
    ...variablePairs(one, other),
  ];
  return pairs
    .filter(([, before, after]) => before !== after)
    .map(([field, before, after]) => ({ field, before, after }));
}

function variablePairs(one: ImageReport, other: ImageReport): readonly (readonly [string, string, string])[] {
  const before = new Map(one.environment.map(({ name, value }) => [name, value]));
  const after = new Map(other.environment.map(({ name, value }) => [name, value]));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.map((name) => [`variable ${name}`, before.get(name) ?? UNSET, after.get(name) ?? UNSET]);
}

const UNSET = '(not set)';

function words(command: readonly string[] | null): string {
  return command === null || command.length === 0 ? '(none)' : JSON.stringify(command);
}

/** Probes are the same question when they are of one kind and port. Times differ from run to run and are no answer. */
function compareProbes(
  before: readonly ProbeReport[],
  after: readonly ProbeReport[],
): readonly ProbeComparison[] {
  const names = [...new Set([...before, ...after].map(nameOf))];
  return names.map((what) => {
    const [one, other] = [before, after].map((probes) => {
      const probe = probes.find((entry) => nameOf(entry) === what);
      return probe === undefined ? undefined : answerOf(probe);
    });
    return { what, before: one, after: other, isSame: one === other };
  });
}

function nameOf(probe: ProbeReport): string {
  if (probe.kind === 'declared') return probe.what;
  return probe.kind === 'port' ? `port ${probe.port}` : NAMES[probe.kind];
}

const NAMES: Readonly<Record<Exclude<ProbeReport['kind'], 'port' | 'declared'>, string>> = {
  health: 'the health check',
  exit: 'how the container ends',
  created: 'that a container can be created',
};

function answerOf(probe: ProbeReport): string {
  const passed = probe.passed ? 'passed' : 'failed';
  switch (probe.kind) {
    case 'port': {
      const { http } = probe;
      return http === undefined
        ? passed
        : `${passed}: HTTP ${http.status}, ${http.contentType ?? 'no type'}: ${http.body}`;
    }
    case 'declared':
      return `${passed}: ${probe.message}`;
    case 'health':
    case 'created':
      return passed;
    case 'exit':
      return `${passed}: ${probe.message.replace(/\d+(?:\.\d+)? s\b/gu, 'a while')}`;
  }
}

function packagesOf(image: ImageReport | undefined): readonly PackageReport[] {
  return image?.contents?.packages?.list ?? [];
}

function comparePackages(
  before: readonly PackageReport[],
  after: readonly PackageReport[],
): ComparisonReport['packages'] {
  const one = new Map(before.map(({ name, version }) => [name, version]));
  const other = new Map(after.map(({ name, version }) => [name, version]));
  const pairs = [...new Set([...one.keys(), ...other.keys()])]
    .sort()
    .map((name): ComparedPackage => ({ name, before: one.get(name), after: other.get(name) }));
  return {
    added: pairs.filter((pair) => pair.before === undefined),
    removed: pairs.filter((pair) => pair.after === undefined),
    changed: pairs.filter(
      (pair) => pair.before !== undefined && pair.after !== undefined && pair.before !== pair.after,
    ),
  };
}

/** The Debian release behind official-image tags that name none (`python:3.12`), because a runtime image must match it. */
import { compareVersions } from '../version';
import type { DebianCodename } from './debianReleases';

/** A release and the first version of the series, without the series' own numbers, that was published on it. */
type Step = readonly [from: string, codename: DebianCodename];

/**
 * For each family and series, the releases its unsuffixed tags were last published on, oldest first.
 * Source: the history of docker-library/official-images, `library/<family>`, up to August 2026. A tag that floats
 * within a series (`3.12`) means the last step.
 */
const steps: Readonly<Record<DefaultedFamily, Readonly<Record<string, readonly Step[]>>>> = {
  golang: {
    '1.13': [['0', 'buster']],
    '1.14': [['0', 'buster']],
    '1.15': [['0', 'buster']],
    '1.16': [
      ['0', 'buster'],
      ['7', 'bullseye'],
    ],
    '1.17': [['0', 'bullseye']],
    '1.18': [['0', 'bullseye']],
    '1.19': [
      ['0', 'bullseye'],
      ['10', 'bookworm'],
    ],
    '1.20': [
      ['0', 'bullseye'],
      ['5', 'bookworm'],
    ],
    '1.21': [['0', 'bookworm']],
    '1.22': [['0', 'bookworm']],
    '1.23': [['0', 'bookworm']],
    '1.24': [
      ['0', 'bookworm'],
      ['6', 'trixie'],
    ],
    '1.25': [['0', 'trixie']],
    '1.26': [['0', 'trixie']],
    '1.27': [['0', 'trixie']],
  },
  node: {
    '14': [
      ['0.0', 'stretch'],
      ['19.3', 'buster'],
    ],
    '15': [['0.0', 'stretch']],
    '16': [['0.0', 'buster']],
    '17': [['0.0', 'bullseye']],
    '18': [
      ['0.0', 'bullseye'],
      ['16.0', 'bookworm'],
    ],
    '19': [['0.0', 'bullseye']],
    '20': [
      ['0.0', 'bullseye'],
      ['3.0', 'bookworm'],
    ],
    '21': [['0.0', 'bookworm']],
    '22': [['0.0', 'bookworm']],
    '23': [['0.0', 'bookworm']],
    '24': [['0.0', 'bookworm']],
    '25': [['0.0', 'bookworm']],
    '26': [['0.0', 'trixie']],
  },
  php: {
    '7.1': [
      ['17', 'stretch'],
      ['30', 'buster'],
    ],
    '7.2': [
      ['0', 'stretch'],
      ['20', 'buster'],
    ],
    '7.3': [
      ['0', 'stretch'],
      ['7', 'buster'],
      ['29', 'bullseye'],
    ],
    '7.4': [
      ['0', 'buster'],
      ['22', 'bullseye'],
    ],
    '8.0': [
      ['0', 'buster'],
      ['9', 'bullseye'],
    ],
    '8.1': [
      ['0', 'bullseye'],
      ['20', 'bookworm'],
      ['33', 'trixie'],
    ],
    '8.2': [
      ['0', 'bullseye'],
      ['7', 'bookworm'],
      ['29', 'trixie'],
    ],
    '8.3': [
      ['0', 'bookworm'],
      ['24', 'trixie'],
    ],
    '8.4': [
      ['0', 'bookworm'],
      ['11', 'trixie'],
    ],
    '8.5': [['0', 'trixie']],
  },
  python: {
    '3.6': [
      ['5', 'stretch'],
      ['9', 'buster'],
      ['14', 'bullseye'],
    ],
    '3.7': [
      ['0', 'stretch'],
      ['4', 'buster'],
      ['11', 'bullseye'],
      ['17', 'bookworm'],
    ],
    '3.8': [
      ['0', 'buster'],
      ['11', 'bullseye'],
      ['17', 'bookworm'],
    ],
    '3.9': [
      ['0', 'buster'],
      ['6', 'bullseye'],
      ['17', 'bookworm'],
      ['23', 'trixie'],
    ],
    '3.10': [
      ['0', 'bullseye'],
      ['12', 'bookworm'],
      ['18', 'trixie'],
    ],
    '3.11': [
      ['0', 'bullseye'],
      ['4', 'bookworm'],
      ['13', 'trixie'],
    ],
    '3.12': [
      ['0', 'bookworm'],
      ['11', 'trixie'],
    ],
    '3.13': [
      ['0', 'bookworm'],
      ['6', 'trixie'],
    ],
    '3.14': [['0', 'trixie']],
  },
  ruby: {
    '2.4': [
      ['4', 'stretch'],
      ['6', 'buster'],
    ],
    '2.5': [
      ['0', 'stretch'],
      ['5', 'buster'],
    ],
    '2.6': [
      ['0', 'stretch'],
      ['3', 'buster'],
      ['8', 'bullseye'],
    ],
    '2.7': [
      ['0', 'buster'],
      ['4', 'bullseye'],
    ],
    '3.0': [
      ['0', 'buster'],
      ['2', 'bullseye'],
    ],
    '3.1': [
      ['0', 'bullseye'],
      ['4', 'bookworm'],
    ],
    '3.2': [
      ['0', 'bullseye'],
      ['2', 'bookworm'],
      ['9', 'trixie'],
    ],
    '3.3': [
      ['0', 'bookworm'],
      ['9', 'trixie'],
    ],
    '3.4': [
      ['0', 'bookworm'],
      ['5', 'trixie'],
    ],
    '4.0': [['0', 'trixie']],
  },
  rust: {
    '1.37': [['0', 'buster']],
    '1.38': [['0', 'buster']],
    '1.39': [['0', 'buster']],
    '1.40': [['0', 'buster']],
    '1.41': [['0', 'buster']],
    '1.42': [['0', 'buster']],
    '1.43': [['0', 'buster']],
    '1.44': [['0', 'buster']],
    '1.45': [['0', 'buster']],
    '1.46': [['0', 'buster']],
    '1.47': [['0', 'buster']],
    '1.48': [['0', 'buster']],
    '1.49': [['0', 'buster']],
    '1.50': [['0', 'buster']],
    '1.51': [['0', 'buster']],
    '1.52': [['0', 'buster']],
    '1.53': [['0', 'buster']],
    '1.54': [['0', 'buster']],
    '1.55': [['0', 'bullseye']],
    '1.56': [['0', 'bullseye']],
    '1.57': [['0', 'bullseye']],
    '1.58': [['0', 'bullseye']],
    '1.59': [['0', 'bullseye']],
    '1.60': [['0', 'bullseye']],
    '1.61': [['0', 'bullseye']],
    '1.62': [['0', 'bullseye']],
    '1.63': [['0', 'bullseye']],
    '1.64': [['0', 'bullseye']],
    '1.65': [['0', 'bullseye']],
    '1.66': [['0', 'bullseye']],
    '1.67': [['0', 'bullseye']],
    '1.68': [['0', 'bullseye']],
    '1.69': [['0', 'bullseye']],
    '1.70': [['0', 'bullseye']],
    '1.71': [['0', 'bullseye']],
    '1.72': [['0', 'bookworm']],
    '1.73': [['0', 'bookworm']],
    '1.74': [['0', 'bookworm']],
    '1.75': [['0', 'bookworm']],
    '1.76': [['0', 'bookworm']],
    '1.77': [['0', 'bookworm']],
    '1.78': [['0', 'bookworm']],
    '1.79': [['0', 'bookworm']],
    '1.80': [['0', 'bookworm']],
    '1.81': [['0', 'bookworm']],
    '1.82': [['0', 'bookworm']],
    '1.83': [['0', 'bookworm']],
    '1.84': [['0', 'bookworm']],
    '1.85': [['0', 'bookworm']],
    '1.86': [['0', 'bookworm']],
    '1.87': [['0', 'bookworm']],
    '1.88': [['0', 'bookworm']],
    '1.89': [['0', 'trixie']],
    '1.90': [['0', 'trixie']],
    '1.91': [['0', 'trixie']],
    '1.92': [['0', 'trixie']],
    '1.93': [['0', 'trixie']],
    '1.94': [['0', 'trixie']],
    '1.95': [['0', 'trixie']],
    '1.96': [['0', 'trixie']],
    '1.97': [['0', 'trixie']],
    '1.98': [['0', 'trixie']],
  },
};

export type DefaultedFamily = 'golang' | 'node' | 'php' | 'python' | 'ruby' | 'rust';

/**
 * The Debian release of `<family>:<version>`; undefined for a version that floats over several series (`3`), and for
 * series that are not in the table.
 */
export function defaultCodename(
  family: DefaultedFamily,
  version: string | undefined,
): DebianCodename | undefined {
  if (version === undefined) return undefined;
  const seriesLength = family === 'node' ? 1 : 2;
  const numbers = version.split('.');
  const series = steps[family][numbers.slice(0, seriesLength).join('.')];
  if (series === undefined) return undefined;
  const rest = numbers.slice(seriesLength).join('.');
  return series.findLast(([from]) => rest === '' || compareVersions(rest, from) >= 0)?.[1];
}

/** The effective configuration of an image, field by field, and in which fields two images differ. */
import { docker } from './containers';

/** Everything of an image that reaches the engine when a container starts; missing and empty are the same. */
export type Configuration = ReadonlyMap<string, string>;

/** What the image says itself and what it has from below: the keys are `user`, `env PATH`, `label org…`, `port 80/tcp`. */
export async function configurationOf(image: string): Promise<Configuration> {
  const config = JSON.parse(
    await docker('image', 'inspect', '--format', '{{json .Config}}', image),
  ) as Inspected;
  const entries: (readonly [string, string])[] = [
    ['user', config.User === '' || config.User === undefined ? 'root' : rootByName(config.User)],
    ['workdir', config.WorkingDir === undefined || config.WorkingDir === '' ? '/' : config.WorkingDir],
    ['entrypoint', JSON.stringify(config.Entrypoint ?? null)],
    ['cmd', JSON.stringify(config.Cmd ?? null)],
    ['stopsignal', config.StopSignal ?? ''],
    ['healthcheck', JSON.stringify(config.Healthcheck ?? null)],
    ['onbuild', JSON.stringify(config.OnBuild ?? null)],
    ['shell', JSON.stringify(config.Shell ?? null)],
    ...(config.Env ?? []).map((pair): readonly [string, string] => {
      const end = pair.indexOf('=');
      return [`env ${pair.slice(0, end)}`, pair.slice(end + 1)];
    }),
    ...Object.entries(config.Labels ?? {}).map(([key, value]) => [`label ${key}`, value] as const),
    ...Object.keys(config.ExposedPorts ?? {}).map((port) => [`port ${port}`, 'exposed'] as const),
    ...Object.keys(config.Volumes ?? {}).map((volume) => [`volume ${volume}`, 'declared'] as const),
  ];
  return new Map(entries);
}

interface Inspected {
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly StopSignal?: string;
  readonly Healthcheck?: unknown;
  readonly OnBuild?: readonly string[] | null;
  readonly Shell?: readonly string[] | null;
  readonly Env?: readonly string[] | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
}

const rootByName = (user: string): string => (user === '0' || user === '0:0' ? 'root' : user);

export interface Difference {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** All fields in which the images differ. */
export function differences(before: Configuration, after: Configuration): readonly Difference[] {
  const fields = new Set([...before.keys(), ...after.keys()]);
  return [...fields]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((difference) => difference.before !== difference.after);
}

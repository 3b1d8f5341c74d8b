/** Podman as an engine: what it says of itself, and where it wants to be told something else than Docker. */
import { decodeMark, type Mark } from '../lease';
import { listAt, parseJson, textAt, textsAt, valueAt } from '../reading';
import type { EngineReport } from '../report';

export interface PodmanBuilder {
  readonly kind: 'podman';
  /** The folder in which Buildah describes the containers that it builds in; undefined where it is another machine's. */
  readonly workingContainers: string | undefined;
  /** What this user may limit of a container: `memory`, `pids`, … */
  readonly controllers: readonly string[];
}

/** @param versions of `podman version`, @param facts of `podman info`, both JSON */
export function podmanEngine(
  program: string,
  versions: unknown,
  facts: unknown,
): { readonly builder: PodmanBuilder; readonly report: EngineReport } {
  const host = (...path: readonly string[]): string | undefined => textAt(facts, 'host', ...path);
  const [root, driver] = [textAt(facts, 'store', 'graphRoot'), textAt(facts, 'store', 'graphDriverName')];
  const isRemote =
    valueAt(facts, 'host', 'serviceIsRemote') === true || valueAt(versions, 'Server') instanceof Object;
  const [os, architecture] = [host('os'), host('arch')];
  return {
    builder: {
      kind: 'podman',
      workingContainers:
        isRemote || root === undefined || driver === undefined ? undefined : `${root}/${driver}-containers`,
      controllers: textsAt(facts, 'host', 'cgroupControllers') ?? [],
    },
    report: {
      program,
      builder: 'podman',
      clientVersion: textAt(versions, 'Client', 'Version'),
      version: textAt(facts, 'version', 'Version') ?? textAt(versions, 'Client', 'Version'),
      buildxVersion: undefined,
      platform: os === undefined || architecture === undefined ? undefined : `${os}/${architecture}`,
      storage: driver,
      isRootless: valueAt(facts, 'host', 'security', 'rootless') === true,
      isRemote,
      context: undefined,
      buildRecord: undefined,
    },
  };
}

/** Its ids of images go without the algorithm that Docker names. */
export function imageId(text: string): string {
  return /^[0-9a-f]{64}$/u.test(text) ? `sha256:${text}` : text;
}

/** A name without a registry is one of this machine's, and is told with the word for it. */
export function plainName(name: string): string {
  return name.replace(/^localhost\//u, '');
}

/**
 * Some of its options take lists of comma-separated values, in which neither a quote nor a comma may stand; and the
 * Dockerfile's own LABEL puts in what follows a dollar sign.
 */
export const labelText = (text: string): string => encodeURIComponent(text);

/**
 * The containers that an interrupted build leaves behind have neither a label nor a name of ours, and no option gives them
 * one. What each was asked to do is written down beside it, and a secret that nothing mounts is asked of every build of ours:
 * its id is the mark.
 */
export function markingSecret(mark: string, file: string): readonly string[] {
  return ['--secret', `id=${labelText(mark)},src=${file}`];
}

/** @param description `buildah.json` of a working container (buildah, Builder.Save) */
export function markOfWorkingContainer(description: string): Mark | undefined {
  const secrets = listAt(parseJson(description), 'CommonBuildOpts', 'Secrets');
  for (const secret of secrets) {
    const id = typeof secret === 'string' ? /^id=([^,]*)/u.exec(secret)?.[1] : undefined;
    const mark = decodeMark(id);
    if (mark !== undefined) return mark;
  }
  return undefined;
}

/** The check of an image, which stands beside its configuration and not in it. */
export function healthCheckOf(inspected: unknown): readonly string[] | null {
  return textsAt(inspected, 'Healthcheck', 'Test') ?? textsAt(inspected, 'HealthCheck', 'Test');
}

/** Ends the text of a Dockerfile with the label, for `--label` goes to build stages too, and with them into the build cache. */
export function labelled(text: string, name: string, value: string): string {
  const escape = /^\s*#\s*escape\s*=\s*`/imu.test(text) ? '`' : '\\';
  const trimmed = text.trimEnd();
  // An instruction that goes on into nothing would go on into the label.
  const whole = trimmed.endsWith(escape) ? trimmed.slice(0, -1) : text;
  return `${whole}\nLABEL ${name}="${value}"\n`;
}

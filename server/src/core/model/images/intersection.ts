/** Keeps what several possible images have in common, because a half-known tag must yield only certain facts. */
import type { BaseImage } from './baseImage';

/** The facts that hold for every one of the images, which belong to one family. */
export function commonFacts(first: BaseImage, others: readonly BaseImage[]): BaseImage {
  return others.reduce((sofar, image) => common(sofar, image), first);
}

function common(left: BaseImage, right: BaseImage): BaseImage {
  return {
    family: left.family,
    versionTags: left.versionTags || right.versionTags,
    programs: commonEntries(left.programs, right.programs),
    env: commonEnvironment(left.env, right.env),
    sources: [...new Set([...left.sources, ...right.sources])],
    ...commonObject(left, right, [
      'os',
      'libc',
      'packageManager',
      'kind',
      'buildTools',
      'caCertificates',
      'shell',
      'user',
      'users',
      'accounts',
      'dropsPrivileges',
      'workdir',
      'command',
      'entrypoint',
      'exposes',
      'runtimeSibling',
    ]),
    ...commonDistribution(left, right),
    ...commonLanguage(left, right),
  };
}

/** The keys whose values are the same in both; the others become unknown. */
function commonObject<T extends object, K extends keyof T>(
  left: T,
  right: T,
  keys: readonly K[],
): Partial<Pick<T, K>> {
  const result: Partial<Pick<T, K>> = {};
  for (const key of keys) {
    if (key in left && key in right && isSame(left[key], right[key])) result[key] = left[key];
  }
  return result;
}

function commonDistribution(left: BaseImage, right: BaseImage): Pick<BaseImage, 'distribution'> {
  if (left.distribution === undefined || left.distribution.id !== right.distribution?.id) return {};
  return {
    distribution: {
      id: left.distribution.id,
      ...commonObject(left.distribution, right.distribution, ['version', 'codename']),
    },
  };
}

function commonLanguage(left: BaseImage, right: BaseImage): Pick<BaseImage, 'language'> {
  if (left.language === undefined || right.language === undefined) return {};
  if (left.language === null || right.language === null)
    return left.language === right.language ? { language: null } : {};
  if (left.language.name !== right.language.name) return {};
  return {
    language: { name: left.language.name, ...commonObject(left.language, right.language, ['version']) },
  };
}

function commonEntries(
  left: Readonly<Record<string, boolean>>,
  right: Readonly<Record<string, boolean>>,
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(Object.entries(left).filter(([name, value]) => right[name] === value));
}

/** A name defined in both stays, its value only when it is the same. */
function commonEnvironment(
  left: BaseImage['env'],
  right: BaseImage['env'],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(left)
      .filter(([name]) => Object.hasOwn(right, name))
      .map(([name, value]) => [name, right[name] === value ? value : undefined]),
  );
}

/** Facts are plain data, so their text decides. */
function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** Puts together what several sources say, the weakest first, into what one Dockerfile is judged with. */
import ignore from 'ignore';
import {
  type Configuration,
  DEFAULT_CONFIGURATION,
  type FailOn,
  type RuleSetting,
} from '../lint/configuration';
import { NO_POLICY, type Policy, type Surroundings } from '../model/surroundings';
import type { FileSettings, Settings, SmokeSettings } from './settings';

/** Complete; what nobody said is as it is without any configuration. */
export interface Chosen {
  readonly configuration: Configuration;
  readonly policy: Policy;
  readonly target: string | undefined;
  /** Where each named build context is. */
  readonly namedContexts: Readonly<Record<string, string>>;
  readonly failOn: FailOn | undefined;
  readonly smoke: SmokeSettings;
}

export const NOTHING_CHOSEN: Chosen = {
  configuration: DEFAULT_CONFIGURATION,
  policy: NO_POLICY,
  target: undefined,
  namedContexts: {},
  failOn: undefined,
  smoke: {},
};

/**
 * What a file says of one Dockerfile, the weakest first.
 *
 * @param path of the Dockerfile, relative to the file's folder, with forward slashes; undefined when it lies elsewhere
 */
export function settingsForPath(file: FileSettings, path: string | undefined): readonly Settings[] {
  const { overrides = [] } = file;
  if (path === undefined || !ignore.isPathValid(path)) return [file];
  return [
    file,
    ...overrides.filter(
      ({ files = [] }) =>
        files.length > 0 &&
        ignore()
          .add([...files])
          .ignores(path),
    ),
  ];
}

/** A function that gives the same object for the same settings, since the core compares configurations by identity. */
export function settingsChooser(): (weakestFirst: readonly Settings[]) => Chosen {
  const known = new Map<string, Chosen>([[JSON.stringify([]), NOTHING_CHOSEN]]);
  return (weakestFirst) => {
    const said = weakestFirst.map(withoutFileParts).filter((one) => Object.keys(one).length > 0);
    const key = JSON.stringify(said);
    const before = known.get(key);
    if (before !== undefined) return before;
    const chosen = choose(said);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, chosen);
    return chosen;
  };
}

/** Whoever writes a configuration file makes a new one with every key. */
const MOST_KEPT = 100;

/** What was chosen has its say over what was found. */
export function surroundingsWith(found: Surroundings, chosen: Chosen): Surroundings {
  const { policy, target, namedContexts } = chosen;
  const names = Object.keys(namedContexts);
  if (target === undefined && names.length === 0 && policy === found.policy) return found;
  return {
    ...found,
    policy,
    target: target ?? found.target,
    namedContexts: names.length === 0 ? found.namedContexts : new Set([...found.namedContexts, ...names]),
  };
}

function choose(weakestFirst: readonly Settings[]): Chosen {
  let said: Settings = {};
  for (const next of weakestFirst) said = merged(said, next);
  const { rules, categories, equivalents, options, trustedRegistries } = said;
  const levels: Configuration = {
    rules: rules ?? {},
    ...(categories === undefined ? {} : { categories }),
    ...(equivalents === undefined ? {} : { equivalents }),
  };
  const isUsual = rules === undefined && categories === undefined && equivalents === undefined;
  return {
    configuration: isUsual ? DEFAULT_CONFIGURATION : levels,
    policy: trustedRegistries === undefined && options === undefined ? NO_POLICY : policyOf(said),
    target: said.target,
    namedContexts: said.namedContexts ?? {},
    failOn: said.failOn,
    smoke: said.smoke ?? {},
  };
}

function policyOf({
  options: { labels, strictLabels, pinnedManagers } = {},
  trustedRegistries,
}: Settings): Policy {
  return {
    trustedRegistries,
    labels:
      labels === undefined && strictLabels !== true
        ? undefined
        : { kinds: new Map(Object.entries(labels ?? {})), isStrict: strictLabels === true },
    pinnedManagers: pinnedManagers === undefined ? undefined : new Set(pinnedManagers),
  };
}

function merged(weak: Settings, strong: Settings): Settings {
  const rules = mergedLevels(weak.rules, strong.rules);
  const categories = mergedLevels(weak.categories, strong.categories);
  const equivalents = mergedLevels(weak.equivalents, strong.equivalents);
  return {
    ...weak,
    ...strong,
    ...(rules === undefined ? {} : { rules }),
    ...(categories === undefined ? {} : { categories }),
    ...(equivalents === undefined ? {} : { equivalents }),
    ...(weak.namedContexts === undefined && strong.namedContexts === undefined
      ? {}
      : { namedContexts: { ...weak.namedContexts, ...strong.namedContexts } }),
    ...(weak.options === undefined && strong.options === undefined
      ? {}
      : { options: { ...weak.options, ...strong.options } }),
    ...(weak.smoke === undefined && strong.smoke === undefined
      ? {}
      : { smoke: { ...weak.smoke, ...strong.smoke } }),
  };
}

type Levels = Readonly<Record<string, RuleSetting>>;

function mergedLevels(weak: Levels | undefined, strong: Levels | undefined): Levels | undefined {
  if (weak === undefined || strong === undefined) return strong ?? weak;
  const result = new Map(Object.entries(weak));
  for (const [name, setting] of Object.entries(strong))
    result.set(name, mergedSetting(result.get(name), setting));
  return Object.fromEntries(result);
}

/** Levels by role change those roles only. */
function mergedSetting(weak: RuleSetting | undefined, strong: RuleSetting): RuleSetting {
  if (weak === undefined || typeof strong === 'string') return strong;
  if (typeof weak === 'object') return { ...weak, ...strong };
  return { final: weak, base: weak, target: weak, builder: weak, ...strong };
}

function withoutFileParts(
  settings: Settings & { readonly overrides?: unknown; readonly files?: unknown },
): Settings {
  const { overrides, files, ...said } = settings;
  return overrides === undefined && files === undefined ? settings : said;
}

/** What a configuration file can say, and the shape in which it says it. */
import type { FailOn, RuleSetting } from '../lint/configuration';
import type { Category } from '../lint/rule';
import type { LabelKind } from '../model/surroundings';
import {
  amount,
  choice,
  defined,
  described,
  flag,
  type JsonSchema,
  list,
  map,
  mapOfNames,
  record,
  scalarOrObject,
  text,
  type Names,
  type Shape,
} from './shapes';

/** What one source says; what it does not say is left out. */
export interface Settings {
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly categories?: Readonly<Record<string, RuleSetting>>;
  /** Levels by codes of other tools, `hadolint/DL3006`, which no file of ours holds. */
  readonly equivalents?: Readonly<Record<string, RuleSetting>>;
  readonly target?: string;
  readonly namedContexts?: Readonly<Record<string, string>>;
  readonly trustedRegistries?: readonly string[];
  readonly options?: {
    readonly labels?: Readonly<Record<string, LabelKind>>;
    readonly strictLabels?: boolean;
    readonly pinnedManagers?: readonly string[];
  };
  readonly failOn?: FailOn;
  readonly smoke?: SmokeSettings;
}

export interface FileSettings extends Settings {
  readonly overrides?: readonly Override[];
}

export interface Override extends Settings {
  /** Patterns as in `.gitignore`, from the folder of the configuration file; without one nothing is overridden. */
  readonly files?: readonly string[];
}

/** The names that a configuration file may use. */
export interface KnownNames {
  readonly rules: Names;
  readonly categories: readonly Category[];
}

const LEVELS = ['error', 'warning', 'information', 'hint', 'off', 'default'] as const;

const level = choice(LEVELS, 'a level');

/** One level for every stage, or levels by the role of the stage. */
const levels: Shape<RuleSetting> = scalarOrObject(
  level,
  record(
    { final: level, base: level, target: level, builder: level },
    'Levels by the role of the stage; a role that is left out keeps its own.',
  ),
);

export const LABEL_KINDS = [
  'text',
  'email',
  'hash',
  'rfc3339',
  'semver',
  'spdx',
  'url',
] as const satisfies readonly LabelKind[];

/** Those of which `require-pinned-packages` knows the installs. */
const PINNED_MANAGERS = ['apt', 'apk', 'dnf', 'yum', 'zypper', 'pip', 'npm', 'gem', 'go'] as const;

const FAIL_ON = ['error', 'warning', 'information', 'hint', 'never'] as const satisfies readonly FailOn[];

export function fileShape(names: KnownNames): Shape<FileSettings> {
  const settings = settingsShapes(names);
  const override = record(
    {
      files: list(
        text('A pattern as in .gitignore, from the folder of this file.'),
        'Which Dockerfiles this is about.',
      ),
      ...settings,
    },
    'Settings for some Dockerfiles, which come before those above them.',
  );
  return record(
    {
      $schema: text('Where the JSON Schema of this file is.'),
      ...settings,
      overrides: list(override, 'Settings for some Dockerfiles; a later one comes before an earlier one.'),
    },
    'How Stagewright judges the Dockerfiles in this folder and below it.',
  );
}

/** The parts that `fileShape` names, for the head of its JSON Schema. */
export function definitions(names: KnownNames): Readonly<Record<string, JsonSchema>> {
  return {
    levels: levels.schema,
    rules: rulesShape(names).schema,
    categories: categoriesShape(names).schema,
  };
}

function rulesShape({ rules }: KnownNames) {
  return mapOfNames(
    rules,
    defined('levels', levels),
    'The level of each rule: one for every stage, or one by the role of the stage.',
  );
}

function categoriesShape({ categories }: KnownNames) {
  const known = categories.map((name) => ({ name, description: `The rules of the category ${name}.` }));
  return mapOfNames(
    { noun: 'category', known, families: [] },
    defined('levels', levels),
    'The level of all rules of a category. A level of a single rule comes before it.',
  );
}

/** How smoke builds are made. */
export interface SmokeSettings {
  readonly engine?: string;
  /** Seconds. */
  readonly timeout?: number;
  /** As users write them; the smoke build knows the forms. */
  readonly probes?: readonly string[];
}

function settingsShapes(names: KnownNames) {
  return {
    rules: defined('rules', rulesShape(names)),
    categories: defined('categories', categoriesShape(names)),
    target: text('The name or zero-based index of the stage that is shipped; the last one when left out.'),
    namedContexts: map(
      text('Where the context is, as `docker build --build-context` takes it.'),
      'Named build contexts, which stand in for stages and images of the same name.',
    ),
    trustedRegistries: list(
      text('A registry; `*` stands for any part of a host name.'),
      'The registries that images may come from (require-trusted-registry).',
    ),
    options: record(
      {
        labels: map(
          choice(LABEL_KINDS, 'a kind of label'),
          'Labels that images must have, and what they hold (label-schema).',
        ),
        strictLabels: flag('A label that is not among `labels` is a finding.'),
        pinnedManagers: list(
          choice(PINNED_MANAGERS, 'a package manager'),
          'The package managers whose packages need a version (require-pinned-packages); all when left out.',
        ),
      },
      'What single rules need to know.',
    ),
    failOn: described(
      choice(FAIL_ON, 'a level'),
      'The least level at which the command line fails; `--level` comes before it.',
    ),
    smoke: record(
      {
        // No path: whoever opens a repository must not run a program that lies in it.
        engine: described(choice(['docker', 'podman'], 'an engine'), 'The container engine.'),
        timeout: amount('The longest a smoke build may take, in seconds.'),
        probes: list(
          text(
            'A probe, such as `http GET /healthz 200 on 8080`, `tcp 5432`, `run node --version`, `log ready` or `file /app/main`.',
          ),
          'What is asked of the running container, instead of the usual probes.',
        ),
      },
      'How smoke builds are made.',
    ),
  };
}

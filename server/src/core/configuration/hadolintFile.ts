/** What a `.hadolint.yaml` means for us (hadolint's README, "Configure"). */
import type { FailOn, RuleSetting } from '../lint/configuration';
import type { LabelKind } from '../model/surroundings';
import type { Located } from './located';
import { LABEL_KINDS, type FileSettings } from './settings';
import { anything, choice, flag, list, map, record, type Report, type Shape, text } from './shapes';

/** Codes of rules that we do not have mean nothing to us, and are left to hadolint. */
export function readHadolintSettings(value: Located, report: Report): FileSettings {
  const read = HADOLINT.read(value, report) ?? {};
  const { ignored = [], override = {}, trustedRegistries } = read;
  const levels: Record<string, RuleSetting> = {};
  for (const [severity, level] of SEVERITIES)
    for (const code of override[severity] ?? []) levels[`hadolint/${code}`] = level;
  for (const code of ignored) levels[`hadolint/${code}`] = 'off';
  const labels = read['label-schema'];
  const strictLabels = read['strict-labels'];
  const failOn = read['no-fail'] === true ? 'never' : failOnOf(read['failure-threshold']);
  return {
    ...(Object.keys(levels).length === 0 ? {} : { equivalents: levels }),
    ...(trustedRegistries === undefined ? {} : { trustedRegistries }),
    ...(labels === undefined && strictLabels === undefined
      ? {}
      : {
          options: {
            ...(labels === undefined ? {} : { labels: kindsOf(labels) }),
            ...(strictLabels === undefined ? {} : { strictLabels }),
          },
        }),
    ...(failOn === undefined ? {} : { failOn }),
  };
}

const SEVERITIES = [
  ['style', 'hint'],
  ['info', 'information'],
  ['warning', 'warning'],
  ['error', 'error'],
] as const;

/** hadolint says `text` in its README and `rawtext` in its code. */
const HADOLINT_KINDS = [...LABEL_KINDS, 'rawtext'] as const;

const codes: Shape<readonly string[]> = list(text('A code.'), 'Codes of rules.');

const HADOLINT = record(
  {
    ignored: codes,
    override: record({ error: codes, warning: codes, info: codes, style: codes }, 'Levels.'),
    trustedRegistries: list(text('A registry.'), 'Registries.'),
    'label-schema': map(choice(HADOLINT_KINDS, 'a kind of label'), 'Labels.'),
    'strict-labels': flag('Only the labels of the schema.'),
    'failure-threshold': choice(['error', 'warning', 'info', 'style', 'ignore', 'none'], 'a severity'),
    'no-fail': flag('Never fail.'),
    'disable-ignore-pragma': anything('Whether comments count.'),
    format: anything('How hadolint reports.'),
    'no-color': anything('How hadolint reports.'),
    verbose: anything('How hadolint reports.'),
  },
  'hadolint’s configuration.',
);

function kindsOf(
  labels: Readonly<Record<string, (typeof HADOLINT_KINDS)[number]>>,
): Readonly<Record<string, LabelKind>> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, kind]) => [name, kind === 'rawtext' ? 'text' : kind]),
  );
}

function failOnOf(
  threshold: 'error' | 'warning' | 'info' | 'style' | 'ignore' | 'none' | undefined,
): FailOn | undefined {
  switch (threshold) {
    case 'info':
      return 'information';
    case 'style':
    case 'ignore':
      return 'hint';
    case 'none':
      return 'never';
    case 'error':
    case 'warning':
    case undefined:
      return threshold;
  }
}

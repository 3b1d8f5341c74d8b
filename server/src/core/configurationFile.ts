/** The façade over configuration files: binds their names to the rules there are. */
import { readConfigurationText, readHadolintText, type ReadConfiguration } from './configuration/file';
import { definitions, fileShape, type KnownNames } from './configuration/settings';
import type { JsonSchema } from './configuration/shapes';
import type { YamlParser } from './configuration/yamlText';
import type { Category } from './lint/rule';
import { rules } from './rules/index';

/** Reads a `.stagewright.jsonc`; never throws. */
export function readConfigurationFile(text: string): ReadConfiguration {
  return readConfigurationText(text, knownNames());
}

/** Reads a `.hadolint.yaml`; never throws. */
export function readHadolintFile(text: string, yaml: YamlParser): ReadConfiguration {
  return readHadolintText(text, yaml);
}

/** The JSON Schema of `.stagewright.jsonc`, draft 7. */
export function configurationSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Stagewright',
    allowComments: true,
    allowTrailingCommas: true,
    ...fileShape(knownNames()).schema,
    definitions: definitions(knownNames()),
  };
}

let names: KnownNames | undefined;

function knownNames(): KnownNames {
  names ??= {
    rules: {
      noun: 'rule',
      known: rules.map(({ id, docs }) => ({ name: id, description: `${docs.summary}.` })),
      families: rules.flatMap(({ id, meta }) => (meta.isFamily === true ? [`${id}/`] : [])),
    },
    categories: [...new Set<Category>(rules.map(({ meta }) => meta.category))],
  };
  return names;
}

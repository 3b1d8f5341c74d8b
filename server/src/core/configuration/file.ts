/** Configuration files: their names, and from their text to settings and what is wrong with them. */
import { readHadolintSettings } from './hadolintFile';
import { readJson } from './jsonText';
import type { Problem } from './located';
import { fileShape, type FileSettings, type KnownNames } from './settings';
import type { Report } from './shapes';
import { readYaml, type YamlParser } from './yamlText';

export const CONFIGURATION_FILE = '.stagewright.jsonc';

/** The first one that is there counts, as for hadolint. */
export const HADOLINT_FILES = ['.hadolint.yaml', '.hadolint.yml'] as const;

export interface ReadConfiguration {
  readonly settings: FileSettings;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
}

/** Reads a `.stagewright.jsonc`. What is wrong is left out and reported; the rest counts. Never throws. */
export function readConfigurationText(text: string, names: KnownNames): ReadConfiguration {
  const { value, problems } = readJson(text);
  const { all, report } = collecting(problems);
  const settings = value === undefined ? undefined : fileShape(names).read(value, report);
  return { settings: settings ?? {}, problems: inOrder(all) };
}

/** The same for hadolint's file. */
export function readHadolintText(text: string, yaml: YamlParser): ReadConfiguration {
  const { value, problems } = readYaml(text, yaml);
  const { all, report } = collecting(problems);
  return { settings: value === undefined ? {} : readHadolintSettings(value, report), problems: inOrder(all) };
}

function collecting(problems: readonly Problem[]): { readonly all: Problem[]; readonly report: Report } {
  const all = [...problems];
  return { all, report: (span, message) => all.push({ span, message, level: 'warning' }) };
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.span.start - b.span.start);
}

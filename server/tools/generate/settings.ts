/** Keeps the setting of every rule in package.json equal to the rules. */
import { type LevelByRole, levelInWords, type Rule } from '../../src/core/index';
import type { Generator } from './generator';

const MANIFEST = 'package.json';
const SETTING = 'stagewright.rules';
const LEVELS = ['default', 'off', 'hint', 'information', 'warning', 'error'] as const;
const ROLES = ['final', 'base', 'target', 'builder'] as const;

export function ruleSettings(rules: readonly Rule[]): Generator {
  return {
    name: 'settings',
    generate: (read) => {
      const manifest: unknown = JSON.parse(read(MANIFEST) ?? '{}');
      const properties = child(child(child(manifest, 'contributes'), 'configuration'), 'properties');
      properties[SETTING] = setting(rules);
      return new Map([[MANIFEST, `${JSON.stringify(manifest, undefined, 2)}\n`]]);
    },
  };
}

function setting(rules: readonly Rule[]): object {
  return {
    type: 'object',
    default: {},
    scope: 'resource',
    order: 2,
    markdownDescription:
      'The level of each rule: one for every stage, or one by the role of the stage (`final`, `base`, `target`, `builder`). `default` is the rule’s own.',
    properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleProperty(rule)])),
    patternProperties: {
      '^shellcheck/': { ...levelOrLevels, markdownDescription: 'A finding of ShellCheck.' },
      '^syntax/': { ...levelOrLevels, markdownDescription: 'A finding of the syntax validator.' },
    },
    additionalProperties: false,
  };
}

const level = { type: 'string', enum: LEVELS } as const;

const levelOrLevels = {
  anyOf: [
    level,
    {
      type: 'object',
      properties: Object.fromEntries(ROLES.map((role) => [role, level])),
      additionalProperties: false,
    },
  ],
} as const;

function ruleProperty({ docs, meta }: Rule): object {
  return {
    ...levelOrLevels,
    default: 'default',
    markdownDescription: `${docs.summary}. Its own level: ${levelInWords(meta.level satisfies LevelByRole)}.`,
  };
}

/** A part of the manifest, which is the file's to shape and therefore checked. */
function child(parent: unknown, key: string): Record<string, unknown> {
  const value: unknown = isRecord(parent) ? parent[key] : undefined;
  if (!isRecord(value)) throw new Error(`${MANIFEST} lacks ${key}`);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

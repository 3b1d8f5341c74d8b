/** Manifests and tool configurations in JSON, comments and commas at the end allowed, as values that are asked step by step. */
import { parse, type ParseError } from 'jsonc-parser';

/** Undefined for what is no JSON even so. */
export function readJsonValue(text: string): unknown {
  const errors: ParseError[] = [];
  try {
    const value: unknown = parse(text.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true });
    return errors.length > 0 ? undefined : value;
  } catch {
    // The parser calls itself for every level.
    return undefined;
  }
}

/** What stands below a row of keys; undefined where one of them is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) {
    if (!isRecord(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

export function keysAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  const found = valueAt(value, ...keys);
  return isRecord(found) ? Object.keys(found) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

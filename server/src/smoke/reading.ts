/** Reads JSON that others wrote: whatever is not there, or not of the kind expected, is undefined and never an error. */

export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** One value a line, lines that are no JSON left out. */
export function parseJsonLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .map(parseJson)
    .filter((value) => value !== undefined);
}

/** What `inspect --format '{{json .}}'` tells of each object: Docker writes a line for each, Podman one list of all. */
export function parseInspected(text: string): readonly unknown[] {
  const whole = parseJson(text);
  return Array.isArray(whole) ? whole : parseJsonLines(text);
}

/** The value below the names; a number steps into an array. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = Reflect.get(current, name);
  }
  return current;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The strings of a list; null when there is no list. */
export function textsAt(value: unknown, ...path: readonly (string | number)[]): readonly string[] | null {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found.filter((entry) => typeof entry === 'string') : null;
}

export function entriesAt(
  value: unknown,
  ...path: readonly (string | number)[]
): readonly (readonly [string, unknown])[] {
  const found = valueAt(value, ...path);
  return typeof found === 'object' && found !== null ? Object.entries(found) : [];
}

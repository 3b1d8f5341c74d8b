/** What a value of a configuration file must look like: one description that reads it, judges it and documents it. */
import { nearest } from '../model/editDistance';
import type { Span } from '../text/span';
import type { Located } from './located';

/** A part of a JSON Schema, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Says what is wrong at a place; the rest of the file counts nevertheless. */
export type Report = (span: Span, message: string) => void;

export interface Shape<T> {
  readonly schema: JsonSchema;
  /** Undefined, and something reported, for a value that is not of this shape. */
  readonly read: (value: Located, report: Report) => T | undefined;
}

export function text(description: string): Shape<string> {
  return scalar('a text', { type: 'string', minLength: 1, description }, (value) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined,
  );
}

export function flag(description: string): Shape<boolean> {
  return scalar('true or false', { type: 'boolean', description }, (value) =>
    typeof value === 'boolean' ? value : undefined,
  );
}

/** A number above zero. */
export function amount(description: string): Shape<number> {
  return scalar('a number above zero', { type: 'number', exclusiveMinimum: 0, description }, (value) =>
    typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : undefined,
  );
}

/** @param noun what the choices are: "a level" */
export function choice<const T extends string>(choices: readonly T[], noun: string): Shape<T> {
  return {
    schema: { type: 'string', enum: choices },
    read(value, report) {
      const written = value.kind === 'scalar' ? value.value : undefined;
      const found = choices.find((one) => one === written);
      if (found === undefined)
        report(value.span, `${shown(value)} is not ${noun}${instead(written, choices)}`);
      return found;
    },
  };
}

export function list<T>(item: Shape<T>, description: string): Shape<readonly T[]> {
  return {
    schema: { type: 'array', items: item.schema, uniqueItems: true, description },
    read(value, report) {
      if (value.kind === 'array') return value.items.flatMap((one) => item.read(one, report) ?? []);
      report(value.span, `A list is expected here, in square brackets.`);
      return undefined;
    },
  };
}

/** Names that the user chooses. */
export function map<T>(value: Shape<T>, description: string): Shape<Readonly<Record<string, T>>> {
  return {
    schema: { type: 'object', additionalProperties: value.schema, description },
    read: (located, report) => readEntries(located, report, () => value),
  };
}

/** Names that must be known ones. */
export interface Names {
  readonly noun: string;
  readonly known: readonly { readonly name: string; readonly description: string }[];
  /** Beginnings of names that may go on as they like: `syntax/`. */
  readonly families: readonly string[];
}

export function mapOfNames<T>(
  names: Names,
  value: Shape<T>,
  description: string,
): Shape<Readonly<Record<string, T>>> {
  const known = names.known.map(({ name }) => name);
  const isKnown = (name: string): boolean =>
    known.includes(name) || names.families.some((family) => name.startsWith(family));
  return {
    schema: {
      type: 'object',
      description,
      properties: Object.fromEntries(
        names.known.map((one) => [one.name, { ...value.schema, markdownDescription: one.description }]),
      ),
      ...(names.families.length === 0
        ? {}
        : { patternProperties: { [`^(?:${names.families.join('|')})`]: value.schema } }),
      additionalProperties: false,
    },
    read: (located, report) =>
      readEntries(located, report, (name, span) => {
        if (isKnown(name)) return value;
        report(span, `There is no ${names.noun} "${name}"${instead(name, known)}`);
        return undefined;
      }),
  };
}

type Properties = Readonly<Record<string, Shape<unknown>>>;
type Values<P extends Properties> = {
  readonly [K in keyof P]?: P[K] extends Shape<infer T> ? T : never;
};

export function record<P extends Properties>(properties: P, description: string): Shape<Values<P>> {
  return {
    schema: {
      type: 'object',
      description,
      properties: Object.fromEntries(Object.entries(properties).map(([name, { schema }]) => [name, schema])),
      additionalProperties: false,
    },
    read: (located, report) =>
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- each value comes from the shape of its own name
      readEntries(located, report, (name, span) => {
        if (Object.hasOwn(properties, name)) return properties[name];
        report(span, `There is no setting "${name}" here${instead(name, Object.keys(properties))}`);
        return undefined;
      }) as Values<P> | undefined,
  };
}

/** One shape for a single value, another for an object. */
export function scalarOrObject<S, O>(single: Shape<S>, object: Shape<O>): Shape<S | O> {
  return {
    schema: { anyOf: [single.schema, object.schema] },
    read: (value, report) =>
      value.kind === 'object' ? object.read(value, report) : single.read(value, report),
  };
}

/** The same shape, described once under `definitions` and named wherever it occurs. */
export function defined<T>(name: string, shape: Shape<T>): Shape<T> {
  return { schema: { $ref: `#/definitions/${name}` }, read: (value, report) => shape.read(value, report) };
}

export function described<T>({ schema, read }: Shape<T>, description: string): Shape<T> {
  return { schema: { ...schema, description }, read };
}

/** What tools read and we do not. */
export function anything(description: string): Shape<true> {
  return { schema: { description }, read: () => true };
}

function scalar<T>(
  noun: string,
  schema: JsonSchema,
  convert: (value: string | number | boolean | null) => T | undefined,
): Shape<T> {
  return {
    schema,
    read(value, report) {
      const found = value.kind === 'scalar' ? convert(value.value) : undefined;
      if (found === undefined) report(value.span, `${shown(value)} is not what is expected here: ${noun}.`);
      return found;
    },
  };
}

function readEntries<T>(
  located: Located,
  report: Report,
  shapeOf: (name: string, span: Span) => Shape<T> | undefined,
): Readonly<Record<string, T>> | undefined {
  if (located.kind !== 'object') {
    report(located.span, 'Names with values are expected here, in curly brackets.');
    return undefined;
  }
  const found = new Map<string, T>();
  const seen = new Set<string>();
  for (const { key, keySpan, value } of located.entries) {
    if (seen.has(key)) report(keySpan, `"${key}" is given a second time; the last one counts.`);
    seen.add(key);
    const read = shapeOf(key, keySpan)?.read(value, report);
    if (read !== undefined) found.set(key, read);
  }
  return Object.fromEntries(found);
}

function shown(value: Located): string {
  switch (value.kind) {
    case 'scalar':
      return typeof value.value === 'string' ? `"${value.value.slice(0, 60)}"` : String(value.value);
    case 'array':
      return 'A list';
    case 'object':
      return 'An object';
  }
}

/** The end of a complaint: the likely meaning, or all there is when that is little. */
function instead(written: unknown, choices: readonly string[]): string {
  const meant = typeof written === 'string' ? nearest(written, choices) : undefined;
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  return choices.length > MOST_LISTED ? '.' : `; say one of ${choices.join(', ')}.`;
}

const MOST_LISTED = 12;

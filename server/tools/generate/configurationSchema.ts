/** Keeps the JSON Schema of `.stagewright.jsonc`, which editors complete and check the file with, equal to the rules. */
import type { Generator } from './generator';

/** Shipped with the extension, whose package.json names it under `jsonValidation`. */
const SCHEMA = 'client/schemas/stagewright.schema.json';

export function configurationFileSchema(schema: object): Generator {
  return {
    name: 'schema',
    generate: () => new Map([[SCHEMA, `${JSON.stringify(schema, undefined, 2)}\n`]]),
  };
}

/** Holds what the command line writes to the JSON Schemas that are committed for it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';

/** The repository, seen from the compiled tests. */
const SCHEMAS = join(resolve(__dirname, '../../..'), 'server/docs/schemas');

/** @param output the text that a command printed */
export function assertFollowsSchema(name: string, output: string): void {
  const { isValid, complaints } = checkedBySchema(name, JSON.parse(output));
  assert.ok(isValid, complaints);
}

export function checkedBySchema(
  name: string,
  value: unknown,
): { readonly isValid: boolean; readonly complaints: string } {
  const schema: unknown = JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  const ajv = new Ajv({ allErrors: true });
  const isValid = ajv.validate(schema, value) === true;
  return { isValid, complaints: ajv.errorsText() };
}

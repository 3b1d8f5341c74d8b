/** Dockerfiles that several tests of the server open, and settings under which they have the findings that are said here. */
import { rules } from '../../../server/src/core';
import type { Settings } from '../../../server/src/protocol';

/** All rules off but these: a test of the server must not depend on what all the rules find. */
export function onlyRules(...ids: readonly string[]): Settings {
  return {
    rules: Object.fromEntries(rules.filter(({ id }) => !ids.includes(id)).map(({ id }) => [id, 'off'])),
  };
}

export const TWO_RULES = onlyRules('prefer-named-stage-reference', 'no-self-stage-reference');

/** One finding of level information, with a safe fix. */
export const UNNAMED = 'FROM golang:1.23\nRUN go build -o /app .\nFROM scratch\nCOPY --from=0 /app /app\n';

/** The same without it. */
export const NAMED =
  'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n';

/** One error, which points back at its own stage. */
export const SELF = 'FROM golang:1.23 AS build\nRUN go build -o /app .\nCOPY --from=build /app /app\n';

/** A COPY for each number below `count`, each with a finding of level information. */
export function withFindings(count: number): string {
  const copies = Array.from(
    { length: count },
    (_, at) => `COPY --from=0 /app${String(at)} /app${String(at)}\n`,
  );
  return `FROM golang:1.23\nRUN go build\nFROM scratch\n${copies.join('')}`;
}

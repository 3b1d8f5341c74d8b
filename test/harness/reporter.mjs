// Shows what failed and what a test measured, and ends with one machine-readable line of counts for the program that started the tests.

import { relative } from 'node:path';
import { inspect } from 'node:util';

/** What the last line begins with; JSON of the counts follows. */
export const COUNTS = 'counts: ';

/** Sums of the runner itself that are not counted here. */
const SUMS = new Set(['tests', 'suites', 'todo', 'duration_ms']);

/** @param {AsyncIterable<{ type: string, data: any }>} events what Node's test runner reports */
export default async function* reporter(events) {
  const counts = { pass: 0, fail: 0, cancelled: 0, skipped: 0 };
  const path = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path.push(data.name);
    } else if (type === 'test:fail' && !isOnlyAParent(data)) {
      yield describeFailure(path.slice(0, data.nesting).concat(data.name), data);
    } else if (type === 'test:stderr' && !data.message.includes('ExperimentalWarning')) {
      yield data.message;
    } else if (type === 'test:diagnostic' && data.nesting === 0) {
      const [name, value] = data.message.split(' ');
      if (name in counts) counts[name] = Number(value);
      // What is left are the runner's other sums, and what a test that stands alone has to say.
      else if (!SUMS.has(name)) yield `· ${data.message}\n`;
    } else if (type === 'test:diagnostic') {
      yield `· ${data.message}\n`;
    }
  }
  const { pass, fail, cancelled, skipped } = counts;
  yield `${COUNTS}${JSON.stringify({ passed: pass, failed: fail + cancelled, skipped })}\n`;
}

/** A suite or file fails with its children, which have told their own story. */
function isOnlyAParent({ details }) {
  return details.error?.failureType === 'subtestsFailed';
}

function describeFailure(path, { file, line, details }) {
  const cause = details.error?.cause ?? details.error;
  const told = cause?.stack ?? cause?.message;
  const text = typeof told === 'string' ? told : inspect(cause);
  const own = text.split('\n').filter((row) => !row.includes('node:internal/'));
  const place = file === undefined ? '' : `  (${relative('', file)}:${line})`;
  return `✗ ${path.join(' › ')}${place}\n${own
    .slice(0, 40)
    .map((row) => `    ${row}\n`)
    .join('')}`;
}

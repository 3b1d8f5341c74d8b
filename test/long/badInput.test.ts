/** Bad input neither throws nor hangs: each text is read in a process of its own, which is ended when it takes for ever. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { badInputs } from './badInputs';
import type { Reading } from './badInputReader';

/** A guard against texts that are never read to their end, not a measure: in milliseconds. */
const HANG = 60_000;

/** How many of the slowest are told, since a change that makes one of them slow should be seen. */
const TOLD = 10;

const readings: Reading[] = [];
let reader: ChildProcess | undefined;

void it('every bad input is read', async () => {
  const problems: string[] = [];
  for (const { name } of badInputs()) {
    const reading = await read(name);
    readings.push(reading);
    problems.push(...reading.problems.map((problem) => `${name}: ${problem}`));
  }
  assert.deepEqual(problems, []);
});

after(() => {
  reader?.kill();
  const slowest = readings
    .flatMap(({ name, spent }) => Object.entries(spent).map(([what, time]) => ({ name, what, time })))
    .sort((a, b) => b.time - a.time)
    .slice(0, TOLD);
  console.log(`${String(readings.length)} bad inputs; the most CPU time, in ms:`);
  for (const { name, what, time } of slowest) console.log(`${String(time).padStart(6)}  ${what}, ${name}`);
});

/** One process reads them all, until one of them kills it. */
function read(name: string): Promise<Reading> {
  const own = (reader ??= fork(join(__dirname, 'badInputReader.js')));
  return new Promise((resolve) => {
    const end = (reading: Reading): void => {
      clearTimeout(timer);
      own.removeAllListeners();
      resolve(reading);
    };
    const fail = (problem: string): void => {
      reader = undefined;
      end({ name, spent: {}, problems: [problem] });
      own.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      fail(`is not read within ${String(HANG / 1000)} s`);
    }, HANG);
    own.once('message', (reading: Reading) => {
      end(reading);
    });
    own.once('exit', (code, signal) => {
      fail(`ends its process with ${String(code ?? signal)}`);
    });
    own.send(name);
  });
}

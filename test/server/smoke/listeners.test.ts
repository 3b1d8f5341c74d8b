/** The tables of the kernel, as Linux 6.1 prints them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readListeners, whyUnreached } from '../../../server/src/smoke/probes/listeners';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (at: number, local: string, state = '0A'): string =>
  `   ${at}: ${local} ${local.startsWith('0'.repeat(24)) || local.length > 20 ? '0'.repeat(32) : '00000000'}:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 1234 1 0 100 0 0 10 0\n`;

test('what listens is read from both tables, and what is connected is not', () => {
  const tables = [
    HEAD,
    row(0, '0100007F:1F90'),
    row(1, '00000000:0BB8'),
    row(2, '0B00007F:A1B2'),
    row(3, '0100007F:D431', '01'),
    HEAD.replace('rem_address', 'remote_address'),
    row(0, '00000000000000000000000001000000:1538'),
    row(1, '00000000000000000000000000000000:0050'),
    row(2, '0000000000000000FFFF00000100007F:0051'),
  ].join('');
  assert.deepEqual(readListeners(tables), [
    { port: 8080, isLoopback: true },
    { port: 3000, isLoopback: false },
    { port: 5432, isLoopback: true },
    { port: 80, isLoopback: false },
    { port: 81, isLoopback: true },
  ]);
});

test('why a port is not reached is told from what listens', () => {
  const at = (port: number, isLoopback = false): { port: number; isLoopback: boolean } => ({
    port,
    isLoopback,
  });
  assert.match(whyUnreached(8080, [at(8080, true)]), /loopback address only.*0\.0\.0\.0/);
  assert.match(whyUnreached(8080, [at(3000), at(9000), at(3000)]), /listens at ports 3000, 9000 instead/);
  assert.match(whyUnreached(8080, []), /nothing in the container listens/);
  assert.equal(whyUnreached(8080, [at(8080, true), at(8080)]), '');
  assert.equal(whyUnreached(8080, undefined), '');
});

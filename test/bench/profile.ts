/** Writes a CPU profile of our server while one word of a file is edited again and again. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { repositoryRoot } from '../harness/repository';
import { loadCache } from './peers';
import { runSession } from './session';
import { benchText } from './texts';

/** Gives the path of the profile. The server runs as it was compiled, so that the names of functions are kept. */
export async function profileEdits(lines: number, folder: string): Promise<string> {
  const profiles = join((await loadCache()).cacheFolder(), 'profiles');
  mkdirSync(profiles, { recursive: true });
  const server = join(repositoryRoot(), 'out/server/src/node/server.js');
  const name = `edits-${String(lines)}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.cpuprofile`;
  const args = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-name', name, server, '--stdio'];
  const effort = { warmUp: 50, edits: 300, hovers: 0, budget: 30_000 };
  await runSession({ program: process.execPath, args }, folder, benchText(lines), effort);
  if (!readdirSync(profiles).includes(name)) throw new Error('The server ended without writing its profile.');
  return join(profiles, name);
}

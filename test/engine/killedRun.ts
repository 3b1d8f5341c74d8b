/**
 * A smoke build in a process of its own, to be killed by a test. Arguments: the run's id, the lease in ms, the folder, the
 * engine's program, and `ask` for a person who never decides.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/core/index';
import { nodeSmokePort } from '../../server/src/node/smokePort';
import { DEFAULT_LIMITS, smokeBuild, smokeStages } from '../../server/src/smoke/index';

const [run = '', leaseMs = '', folder = '', program = 'docker', retention] = process.argv.slice(2);
const dockerfilePath = join(folder, 'Dockerfile');
const text = readFileSync(dockerfilePath, 'utf8');

void smokeBuild(
  {
    dockerfilePath,
    text,
    isSaved: true,
    contextDir: folder,
    target: undefined,
    stages: smokeStages(analyze(text)),
    buildArgs: {},
    keep: undefined,
    program,
    limits: { ...DEFAULT_LIMITS, leaseMs: Number(leaseMs), stayUpMs: 60_000 },
  },
  { ...nodeSmokePort(), randomId: () => run },
  {
    onProgress: (progress) => {
      process.stdout.write(`${JSON.stringify(progress)}\n`);
    },
    ...(retention === 'ask' ? { decide: thinking } : {}),
  },
);

function thinking(): Promise<never> {
  process.stdout.write('asked\n');
  return new Promise(() => undefined);
}

/** Reports of smoke builds as tests write them down: what a test is about, and nothing of note besides. */
import { emptyReport } from '../../../server/src/smoke/draft';
import { DEFAULT_LIMITS } from '../../../server/src/smoke/input';
import type { ImageReport, SmokeReport } from '../../../server/src/smoke/index';

export function imageReport(changed: Partial<ImageReport>): ImageReport {
  return {
    digest: 'sha256:0',
    size: 0,
    platform: 'linux/amd64',
    user: '',
    cmd: null,
    entrypoint: null,
    workdir: '',
    ports: [],
    volumes: [],
    environment: [],
    healthcheck: null,
    stopSignal: 'SIGTERM',
    layers: [],
    contents: undefined,
    builders: undefined,
    ...changed,
  };
}

/** Passed, unless it is said otherwise. */
export function smokeReport(changed: Partial<SmokeReport>): SmokeReport {
  const empty = emptyReport({
    dockerfilePath: '/x/Dockerfile',
    text: '',
    isSaved: true,
    contextDir: '/x',
    target: undefined,
    stages: [],
    buildArgs: {},
    keep: undefined,
    program: 'docker',
    limits: DEFAULT_LIMITS,
  });
  return { ...empty, verdict: 'passed', ...changed };
}

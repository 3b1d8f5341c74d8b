/** Causes in the machine: memory, disk, an emulated processor, a build that was stopped. */
import { isOfContainer } from '../evidence';
import { type Cause, said } from './cause';

export const resourceCauses: readonly Cause[] = [
  {
    id: 'disk-full',
    message: [/no space left on device|ENOSPC/u],
    output: [/no space left on device|ENOSPC: no space|You don't have enough free space/iu],
    tell: said(
      'The disk of the engine is full.',
      'docker system df says what fills it; docker builder prune and docker image prune make room.',
    ),
  },
  {
    id: 'out-of-memory',
    message: [/signal: killed|cannot allocate memory/iu],
    output: [
      /JavaScript heap out of memory|Reached heap limit/u,
      /fatal error: Killed signal terminated program|internal compiler error: Killed|LLVM ERROR: out of memory|virtual memory exhausted/u,
      /java\.lang\.OutOfMemoryError|There is insufficient memory for the Java Runtime/u,
      /\(signal: 9, SIGKILL: kill\)|Cannot allocate memory|^Killed$/u,
    ],
    tell: ({ line }) => ({
      happened: 'The command needed more memory than the build may use.',
      remedy: /heap/u.test(line)
        ? 'Raise the limit of Node.js (NODE_OPTIONS=--max-old-space-size=4096 in this RUN), and the memory of the engine with it.'
        : 'Give the engine more memory (Docker Desktop: Settings, Resources), or build with fewer jobs at once.',
    }),
  },
  {
    id: 'emulation-crash',
    output: [/qemu: uncaught target signal|qemu-\w+: Could not open/u],
    exitCodes: [139, 132, 134, 255, 1],
    tell: said(
      'The emulated processor crashed, not the program.',
      'Compile on the builder\u2019s own platform (FROM --platform=$BUILDPLATFORM) and cross-compile for TARGETARCH, or build on a machine of the target platform.',
      'require-target-arch',
    ),
  },
  {
    id: 'no-engine',
    message: [/Cannot connect to the Docker daemon|error during connect|dial unix .*docker\.sock/iu],
    output: [
      /Cannot connect to the Docker daemon|permission denied while trying to connect to the Docker daemon socket/iu,
    ],
    tell: said(
      'The client did not reach a container engine.',
      'Start it, and check DOCKER_HOST, docker context ls and the rights on the socket. Inside a build there is none.',
    ),
  },
];

/** What ended it from outside, when the log says nothing more. */
export const outsideCauses: readonly Cause[] = [
  {
    id: 'killed',
    exitCodes: [137],
    tell: (_hit, evidence) =>
      isOfContainer(evidence)
        ? {
            happened:
              'The program was killed from outside (exit code 137): nearly always for want of memory.',
            remedy:
              'A smoke build gives the container 1 GiB: let the program start with less, such as fewer workers or a smaller heap.',
          }
        : {
            happened:
              'The command was killed from outside (exit code 137): nearly always for want of memory.',
            remedy:
              'Give the engine more memory (Docker Desktop: Settings, Resources), or build with fewer jobs at once.',
          },
  },
  {
    id: 'build-cancelled',
    message: [/context canceled|context deadline exceeded/iu],
    tell: said(
      'The build was stopped from outside or ran out of time.',
      'Start it again; a CI job may need a longer limit.',
    ),
  },
];

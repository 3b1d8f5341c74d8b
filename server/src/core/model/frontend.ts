/** Which forms the Dockerfile frontend knows that a file asks for by its syntax line. */
import type { FileFacts } from './facts';

/** False only where the file names a release of docker/dockerfile that is older than 1.`minor`. */
export function frontendKnows({ dockerfile }: FileFacts, minor: number): boolean {
  const syntax = dockerfile.directives.find((directive) => directive.name === 'syntax')?.value;
  const version = /^(?:docker\.io\/)?docker\/dockerfile:1\.(\d+)/.exec(syntax ?? '');
  return version === null || Number(version[1]) >= minor;
}

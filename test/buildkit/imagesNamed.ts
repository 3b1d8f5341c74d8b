/** Which images a Dockerfile names, so that an engine without a registry can be given them. */
import { analyze, NO_SURROUNDINGS } from '../../server/src/core';

/** Every image that BuildKit will look up. */
export function imagesNamedIn(text: string): readonly string[] {
  const { stages } = analyze(text, { surroundings: { ...NO_SURROUNDINGS, buildArguments: PLATFORM } }).facts;
  return stages
    .flatMap(({ base, baseText, edges }) => [
      base.kind === 'image' || base.kind === 'forward' ? baseText : undefined,
      ...edges.map(({ to }) => (to.kind === 'image' ? to.reference : undefined)),
    ])
    .filter((reference) => reference !== undefined)
    .filter((reference) => /^[a-z0-9][\w./:-]*$/.test(reference));
}

/** What the builder gives to the global scope on the engine's platform. */
const PLATFORM: ReadonlyMap<string, string> = new Map([
  ['TARGETPLATFORM', 'linux/amd64'],
  ['TARGETOS', 'linux'],
  ['TARGETARCH', 'amd64'],
  ['TARGETVARIANT', ''],
  ['BUILDPLATFORM', 'linux/amd64'],
  ['BUILDOS', 'linux'],
  ['BUILDARCH', 'amd64'],
  ['BUILDVARIANT', ''],
]);

/** What a smoke build observed, as a configuration for container-structure-test (its README, schema 2.0.0). */
import { type ImageReport, readDeclaration, type SmokeReport } from '../../smoke/index';

/** JSON, which that tool takes as it takes YAML. Ends with a line feed. */
export function structureTest(report: SmokeReport, image: ImageReport): string {
  const { contents } = image;
  const compilers = (contents?.tools ?? []).filter(
    ({ kind }) => kind === 'compiler' || kind === 'build-system',
  );
  const passed = report.probes.flatMap((probe) => {
    const reading = probe.kind === 'declared' && probe.passed ? readDeclaration(probe.what) : undefined;
    return reading?.kind === 'read' ? [reading.declaration] : [];
  });
  const files = passed.flatMap((probe) =>
    probe.kind === 'file' ? [{ name: `${probe.path} is there`, path: probe.path, shouldExist: true }] : [],
  );
  const commands = passed.flatMap((probe) => {
    if (probe.kind !== 'command') return [];
    const [command, ...args] = probe.words;
    return [{ name: probe.words.join(' '), command, args, exitCode: probe.exitCode }];
  });
  const absent =
    contents === undefined || compilers.length > 0
      ? []
      : ['/usr/bin/gcc', '/usr/bin/make', '/usr/local/go/bin/go'].map((path) => ({
          name: `${path} is not there`,
          path,
          shouldExist: false,
        }));
  const configuration = {
    schemaVersion: '2.0.0',
    ...(commands.length === 0 ? {} : { commandTests: commands }),
    fileExistenceTests: [...files, ...absent],
    metadataTest: {
      envVars: image.environment
        .filter(({ value }) => value !== '***')
        .map(({ name, value }) => ({ key: name, value })),
      exposedPorts: image.ports.map((port) => port.replace(/\/tcp$/u, '')),
      volumes: image.volumes,
      entrypoint: image.entrypoint ?? [],
      cmd: image.cmd ?? [],
      workdir: image.workdir,
      user: image.user,
    },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}

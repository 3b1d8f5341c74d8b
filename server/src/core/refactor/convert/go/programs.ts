/** Finds the programs that a Go build leaves and the container starts. */
import { at } from '../../../lint/rule';
import { baseName, isWithin } from '../../../model/artifacts/effects';
import { heldIn, isRemoved } from '../../../model/artifacts/stageFiles';
import { toolOf } from '../../../model/commands/tools';
import { bringerOf } from '../bringers';
import { calledPrograms, startsNothing } from '../calledPrograms';
import { refusal, type Artifact, type LocatedCompile, type Project, type Refusal } from '../contract';
import { heldProgram, pathFolders, startedProgramsOf } from '../native/program';

/** The programs, and a start script that comes with the sources. */
export function goPrograms(
  project: Project,
  builds: readonly LocatedCompile[],
): readonly Artifact[] | Refusal {
  const named = project.answers.artifactPath;
  if (named !== undefined) return [program(named, named)];
  if (startsNothing(project)) return programsToCall(project, builds);
  const started = startedProgramsOf(project);
  if (started.kind === 'refused') return started;
  const artifacts = new Map<string, Artifact>();
  const add = (artifact: Artifact): void => {
    if (!artifacts.has(artifact.from)) artifacts.set(artifact.from, artifact);
  };
  for (const path of started.paths) if (isMade(project, path)) add(program(path, path));
  for (const name of started.names) {
    const path = heldProgram(project, name) ?? installed(builds, name);
    if (path !== undefined) add(program(path, placeOnPath(path)));
  }
  if (artifacts.size === 0) return unknown(builds);
  for (const path of otherOutputs(project)) add(program(path, placeOnPath(path)));
  if (started.script !== undefined && bringerOf(project, started.script).kind === 'among')
    add({ from: started.script, to: started.script, kind: 'file', what: 'the start script' });
  return [...artifacts.values()];
}

/** All that the build leaves outside of the sources; the folder of Go's programs is empty in Go's images. */
function programsToCall(project: Project, builds: readonly LocatedCompile[]): readonly Artifact[] | Refusal {
  const folder = installFolder(builds);
  const isOfGo = project.stage.image?.language?.name === 'go';
  return calledPrograms(project, folder === '/go/bin' && isOfGo ? [folder] : []);
}

/** `go install ./...` names its programs by their folders; what is started by its name alone can only be one of them. */
function installed(builds: readonly LocatedCompile[], name: string): string | undefined {
  const folder = /\.sh$/.test(name) ? undefined : installFolder(builds);
  return folder?.startsWith('/') === true ? `${folder}/${name}` : undefined;
}

/** Where the project's own programs are installed; undefined where none are. */
function installFolder(builds: readonly LocatedCompile[]): string | undefined {
  const install = builds.findLast(
    ({ command }) =>
      command.args.some(({ value }) => value === 'install') &&
      !command.args.some(({ text }) => text.includes('@')),
  );
  if (install === undefined) return undefined;
  const { env } = install.step.state;
  const assigned = install.command.assignments.find((each) => each.name === 'GOBIN')?.value?.value;
  return assigned ?? env.get('GOBIN') ?? (env.has('GOPATH') ? `${env.get('GOPATH') ?? ''}/bin` : '/go/bin');
}

function program(from: string, to: string): Artifact {
  return { from, to, kind: 'file', what: 'the program' };
}

function isMade(project: Project, path: string): boolean {
  return bringerOf(project, path).kind === 'made' && !/\.(?:sh|bash|py)$/.test(path);
}

/** The folder of Go's programs is on the PATH of Go's image alone. */
function placeOnPath(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (pathFolders(undefined).includes(folder) || !isWithin(path, '/go/bin')) return path;
  return `/usr/local/bin/${baseName(path)}`;
}

/** Programs that are built beside, and put where programs of the system are. */
function otherOutputs(project: Project): readonly string[] {
  const found: string[] = [];
  for (const { path, command, form } of heldIn(project.stage)) {
    if (command === undefined || toolOf(command)?.name !== 'go' || form === 'directory') continue;
    const isForSystem = /^\/(?:usr\/local\/|usr\/)?s?bin\//.test(path);
    if (isForSystem && !isRemoved(project.stage, path)) found.push(path);
  }
  return found;
}

function unknown(builds: readonly LocatedCompile[]): Refusal {
  const last = builds.at(-1);
  return refusal('unknown-artifact', 'What the container starts is not known to come from the build.', {
    at: last === undefined ? undefined : at(last.step.instruction, last.compile.span),
    wayOut: 'Name the program with -o and start it by that path, or say where it is with --artifact.',
  });
}

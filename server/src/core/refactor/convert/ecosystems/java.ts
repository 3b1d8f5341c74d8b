/** Java: the jars and classes that the container starts are copied, onto the runtime of the same release. */
import { at } from '../../../lint/rule';
import { isWithin } from '../../../model/artifacts/effects';
import { heldIn } from '../../../model/artifacts/stageFiles';
import {
  IN_BOTH,
  IN_RUN,
  refusal,
  type Artifact,
  type Ecosystem,
  type LocatedCompile,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../contract';
import { bringerOf, lastMaker } from '../bringers';
import { namedFiles } from '../namedFiles';
import { javaLaunchOf, type LaunchPath } from '../java/launch';
import { resolved, startOf, startScriptOf } from '../startedWords';
import { absoluteJava, basesFor, type Footing } from '../java/runtime';
import { manifestFolders } from '../java/manifest';

export const java: Ecosystem = {
  id: 'java',
  name: 'Java',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'java') return undefined;
    const built = project.compiles.findLast(({ compile }) => compile.ecosystem === 'java');
    if (built === undefined) return undefined;
    const named = project.answers.artifactPath;
    if (named !== undefined) return planFor(project, built, [fileAt(named)], JVM);
    const launch = javaLaunchOf(startOf(project));
    if (launch?.kind === 'refused') return launch;
    if (launch !== undefined) {
      const jlinked = ownRuntime(project);
      return planFor(project, built, [...launch.paths, ...jlinked], jlinked.length > 0 ? NATIVE : JVM);
    }
    return deployedPlan(project, built) ?? scriptPlan(project, built) ?? startedProgram(project, built);
  },
};

const JVM: Footing = { kind: 'jvm', programs: ['java'] };
const NATIVE: Footing = { kind: 'native', programs: [] };

/** A start script of the project that starts java in the end. */
function scriptPlan(project: Project, built: LocatedCompile): Plan | Refusal | undefined {
  const script = startScriptOf(project);
  const launch = script && javaLaunchOf(script.start);
  if (script === undefined || launch === undefined) return undefined;
  if (launch.kind === 'refused') return launch;
  const called = script.start.commands.flatMap(({ name }) =>
    name === undefined || BUILT_IN.test(name) ? [] : [name],
  );
  return planFor(
    project,
    built,
    [{ path: script.path, form: 'file', what: 'the start script' }, ...launch.paths],
    { kind: 'jvm', programs: [...new Set(['java', ...called])] },
  );
}

/** Words of the shell itself. */
const BUILT_IN =
  /^(?:\[|\[\[|\(\(|:|\.|cd|echo|eval|exec|exit|export|false|local|printf|pwd|read|readonly|return|set|shift|source|test|trap|true|type|ulimit|umask|unset|wait|command)$/;

/** A server that runs what lies in its folder of applications: the server stays, and the application is copied into it. */
function deployedPlan(project: Project, built: LocatedCompile): Plan | Refusal | undefined {
  const { stage } = project;
  const family = stage.image?.family ?? '';
  if (!/^(?:tomcat|jetty|wildfly|tomee)$/.test(family) || stage.baseWord === undefined) return undefined;
  const paths = [...heldIn(stage)]
    .filter(({ path, command }) => command !== undefined && /\/(?:webapps|deployments)\/[^/]+$/.test(path))
    .map(({ path, form }): LaunchPath => ({
      path,
      form: form === 'directory' ? 'directory' : 'file',
      what: 'the application',
    }));
  return paths.length === 0 ? undefined : planFor(project, built, paths, { kind: 'server', programs: [] });
}

function fileAt(path: string): LaunchPath {
  return { path, form: /\.\w+$/.test(path) ? 'file' : 'directory', what: 'the program' };
}

/** A start script that the build wrote beside its jars, or a native program. */
function startedProgram(project: Project, built: LocatedCompile): Plan | Refusal {
  const { stage } = project;
  const start = stage.command.entrypoint ?? stage.command.cmd;
  const place = start !== undefined && stage.instructions.includes(start) ? { at: at(start) } : {};
  const unknown = refusal(
    'unknown-artifact',
    'What the container starts is neither java nor a program that the build is known to leave.',
    { ...place, wayOut: 'Name it with --artifact.' },
  );
  const programs = project.started.filter(
    ({ name, place }) => name !== undefined && place !== 'substitution' && !SHELL_WORDS.test(name),
  );
  const [program] = programs;
  if (program === undefined || programs.length > 1) return unknown;
  const path = resolved(startOf(project), program.words[0], stage.end.workdir);
  if (path === undefined || !program.words[0]?.text.includes('/')) return unknown;
  const bringer = bringerOf(project, path);
  if (bringer.kind !== 'made') return unknown;
  const distribution = /^(.+)\/bin\/[^/]+$/.exec(path)?.[1];
  if (distribution !== undefined && DISTRIBUTIONS.test(`${distribution}/`))
    return planFor(
      project,
      built,
      [{ path: distribution, form: 'directory', what: 'the distribution with its start script' }],
      JVM,
    );
  const isNative = /native/.test(
    `${built.compile.tool} ${built.command.words.map(({ text }) => text).join(' ')}`,
  );
  return isNative ? planFor(project, built, [{ path, form: 'file', what: 'the program' }], NATIVE) : unknown;
}

/** Folders with a `bin` of their own below the output of Gradle (installDist), sbt (stage) and Maven (appassembler, jlink). */
const DISTRIBUTIONS = /\/(?:build\/install\/[^/]+|build\/image|target\/universal\/stage|target\/[^/]+)\/$/;

const SHELL_WORDS = /^(?:cd|set|export|echo|exec|sleep|true|mkdir|ulimit|umask)$/;

/** The runtime that jlink has made, when the container starts it. */
function ownRuntime(project: Project): readonly LaunchPath[] {
  const linked = project.compiles.find(({ compile }) => compile.tool === 'jlink');
  const output = linked?.compile.output;
  if (linked === undefined || output === undefined || /[$*]/.test(output)) return [];
  const path = output.startsWith('/') ? output : `${linked.step.state.workdir ?? ''}/${output}`;
  const isStarted = project.started.some(
    ({ name, words }) => name === 'java' && words[0]?.value?.startsWith(`${path}/`) === true,
  );
  return isStarted ? [{ path, form: 'directory', what: 'the Java runtime that jlink made' }] : [];
}

function planFor(
  project: Project,
  built: LocatedCompile,
  paths: readonly LaunchPath[],
  footing: Footing,
): Plan | Refusal {
  const { kind } = footing;
  const placements = new Map<Step, Placement>();
  const artifacts: Artifact[] = [];
  for (const launch of [...paths, ...manifestFolders(project, paths)]) {
    const problem = take(project, launch, artifacts, placements);
    if (problem !== undefined) return problem;
  }
  if (artifacts.length === 0)
    return refusal('unknown-artifact', 'Nothing that the container starts comes from the build.', {
      at: at(built.step.instruction, built.compile.span),
      wayOut: 'Name what the build leaves with --artifact.',
    });
  artifacts.push(...namedFiles(project, artifacts));
  const strange = kind === 'jvm' ? absoluteJava(project) : undefined;
  if (strange !== undefined) return strange;
  const maker = lastMaker(
    project,
    artifacts.map(({ from }) => from),
  );
  const bases = basesFor(project, kind);
  if (bases.length === 0 && project.answers.runtimeBase === undefined)
    return refusal('no-runtime-base', 'Nothing tells which release of Java the program needs.', {
      at: at(project.stage.from),
      wayOut: 'Name an image with --runtime-base, such as eclipse-temurin:21-jre.',
    });
  return {
    kind: 'plan',
    ends: maker === undefined || maker.index < built.step.index ? built.step : maker,
    artifacts: withoutNested(artifacts),
    bases,
    needs: {
      libc: kind === 'native' ? (project.stage.image?.libc === 'musl' ? 'musl' : 'glibc') : 'none',
      programs: footing.programs,
      certificates: kind === 'native' ? 'maybe' : 'no',
      timeZones: 'no',
    },
    placements,
    buildVariables: /^(?:JAVA_HOME|JDK_HOME|MAVEN_\w+|M2_HOME|M2|MVN_\w+|GRADLE_\w+|SBT_\w+)$/,
    notes: notesOf(artifacts, kind),
  };
}

/** Adds the path to the artifacts, or leaves the line that copies it to the running image. */
function take(
  project: Project,
  { path, form, what }: LaunchPath,
  artifacts: Artifact[],
  placements: Map<Step, Placement>,
): Refusal | undefined {
  const bringer = bringerOf(project, path);
  switch (bringer.kind) {
    case 'copied':
      // What is packed into the jar is read by the build as well.
      placements.set(bringer.step, isReadByBuild(project, bringer.step) ? IN_BOTH : IN_RUN);
      return undefined;
    case 'made':
    case 'among':
      artifacts.push({
        from: path,
        to: /[*?[]/.test(path) ? `${path.slice(0, path.lastIndexOf('/'))}/` : path,
        kind: form,
        what,
      });
      return undefined;
    case 'absent':
    case 'elsewhere':
      return refusal(
        'unknown-artifact',
        `${path} is what the container starts, and no line of the stage leaves it there.`,
        {
          wayOut: 'Name what the build leaves with --artifact.',
        },
      );
  }
}

function isReadByBuild({ compiles }: Project, step: Step): boolean {
  const last = compiles.at(-1);
  return last !== undefined && step.index < last.step.index;
}

function withoutNested(artifacts: readonly Artifact[]): readonly Artifact[] {
  return artifacts.filter(
    (artifact, index) =>
      !artifacts.some(
        (other, at) =>
          at !== index &&
          other.kind === 'directory' &&
          !/[*?]/.test(other.from) &&
          isWithin(artifact.from, other.from) &&
          (artifact.from !== other.from || at < index),
      ),
  );
}

function notesOf(artifacts: readonly Artifact[], kind: Footing['kind']): readonly string[] {
  if (kind === 'server')
    return ['The server stays as it is; the tools that the build installs do not come along.'];
  if (kind === 'native') return ['The program is native, so that the running image has no Java.'];
  const [first] = artifacts;
  const hasOneJar = artifacts.length === 1 && first?.kind === 'file';
  return [
    'The running image has the Java runtime of the same release, without the compiler and the build tool.',
    ...(hasOneJar ? ['The jar is the only file that is copied, so it has to hold what it depends on.'] : []),
    ...(artifacts.some(({ what }) => what.startsWith('the folder that the classes'))
      ? ['The classes lie among the sources, so the folder is copied as a whole.']
      : []),
  ];
}
